"""Papers that came out of the printer: taken before the next visitor, never two by mistake, never too many."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kiosk.config import Printer
from kiosk.desk.operators import issue_pin
from kiosk.desk.papers import Papers
from kiosk.desk.visit import Visit
from kiosk.dispatch import sealing
from kiosk.dispatch.printing import PrintResult
from tests.people import Guest, finisher, texts
from tests.practice import ROOT, PracticeDesk

FLOW = "colloqui-in-carcere"


@pytest.fixture
def printer(tmp_path, monkeypatch):
    """An `lp` of these lines in the path of a desk that has a printer; gives the guest at that desk."""

    def installed(lp: str = "", lpstat: str = "", name: str = FLOW) -> Guest:
        for program, body in (("lp", lp), ("lpstat", lpstat)):
            place = tmp_path / "bin" / program
            place.parent.mkdir(exist_ok=True)
            place.write_text(f"#!{sys.executable}\nimport sys\nopen(r'{tmp_path}/{program}.called', 'a').write('x')\nsys.stdin.read() if '-' in sys.argv else 0\n{body}\n")
            place.chmod(0o755)
        monkeypatch.setenv("PATH", str(place.parent))
        desk = PracticeDesk(tmp_path / "desk", printer=Printer("sala", receipt=True))
        guest = Guest(Visit(desk), name, finisher(name).answers)
        guest.told = []
        guest.visit.papers.tell = guest.told.append
        return guest

    return installed


def test_who_prints_the_code_is_asked_to_take_it_before_leaving(printer):
    guest = printer()
    guest.goes_to("code")
    guest.visit.give({"code": "print"})
    assert guest.visit.card.name == "code" and guest.told == [True]
    guest.visit.give({"code": "go"})
    guest.visit.help()
    guest.visit.give({"help": "stop"})
    guest.visit.give({"stop": "save"})
    assert (guest.visit.card.name, guest.visit.over) == ("taking", False)
    assert any(line.style == "picture" for line in guest.visit.card.lines)
    guest.visit.give({})
    assert guest.visit.over and guest.told == [True, False]


def test_after_the_last_card_the_papers_are_taken_first(printer):
    guest = printer()
    guest.goes_to("end")
    guest.visit.give({"end": "print"})
    guest.visit.give({"end": "done"})
    assert guest.visit.card.name == "taking"
    guest.visit.back()
    assert guest.visit.card.name == "taking"
    guest.visit.give({})
    assert guest.visit.over


def test_who_prints_nothing_is_asked_nothing(printer):
    guest = printer()
    guest.goes_to("end")
    guest.visit.give({"end": "done"})
    assert guest.visit.over and guest.told == []


def test_who_erases_everything_still_takes_the_slip(printer):
    guest = printer()
    guest.goes_to("code")
    guest.visit.give({"code": "print"})
    guest.visit.give({"code": "go"})
    guest.visit.help()
    guest.visit.give({"help": "stop"})
    guest.visit.give({"stop": "erase"})
    guest.visit.give({"erase": "yes"})
    assert guest.visit.card.name == "taking"


def test_who_goes_without_a_word_leaves_them_to_be_found(printer, tmp_path):
    guest = printer()
    guest.goes_to("code")
    guest.visit.give({"code": "print"})
    guest.visit.leave()
    assert guest.visit.over and guest.visit.papers.left


def test_the_next_one_is_told_in_every_language_and_goes_on_with_enter(tmp_path):
    desk = PracticeDesk(tmp_path)
    visit = Visit(desk)
    visit.find_papers()
    card = visit.card
    said = [desk.words(code).say("leftover.give") for code in desk.languages()]
    assert card.name == "leftover" and all(text in texts(card) for text in said) and not visit.started
    visit.give({})
    assert visit.card.name == "language" and not visit.papers.left
    visit.back()
    assert visit.card.name == "language"


def test_an_operator_may_look_instead(tmp_path):
    desk = PracticeDesk(tmp_path)
    visit = Visit(desk)
    visit.find_papers()
    visit.operator()
    visit.give({"operator": desk.operators.practice_pin()})
    visit.give({"duties": "close"})
    visit.give({})
    assert visit.card.name == "language"


def test_a_printer_that_refuses_leaves_nothing_to_take_and_says_what_to_do(printer):
    guest = printer("sys.exit('lp: no')")
    guest.goes_to("code")
    guest.visit.give({"code": "print"})
    assert guest.visit.words.say("end.not_printed") in texts(guest.visit.card) and guest.visit.shown_code in texts(guest.visit.card)
    assert not guest.visit.papers.left


@pytest.mark.parametrize("says", ["printer sala disabled since today -\n\tPaused", "printer sala is idle.\n\tAlerts: media-empty-error"])
def test_where_there_is_no_paper_nothing_is_queued_that_would_come_out_for_somebody_else(printer, tmp_path, says):
    guest = printer(lpstat=f"print({says!r})")
    guest.goes_to("code")
    guest.visit.give({"code": "print"})
    assert guest.visit.printed == "not_printed" and not (tmp_path / "lp.called").exists()


def test_a_printer_that_says_nothing_may_have_printed_and_nothing_is_sent_twice(printer, tmp_path, monkeypatch):
    from kiosk.dispatch import printing

    monkeypatch.setattr(printing, "SECONDS", 0.5)
    guest = printer("import time; time.sleep(30)")
    guest.goes_to("code")
    guest.visit.give({"code": "print"})
    assert guest.visit.printed == "doubtful" and guest.visit.papers.left and guest.visit.words.say("end.doubtful") in texts(guest.visit.card)
    assert (tmp_path / "lp.called").read_text() == "x"


def test_three_times_and_no_more(printer, tmp_path):
    guest = printer()
    guest.goes_to("code")
    for _ in range(5):
        guest.visit.give({"code": "print"})
    assert (tmp_path / "lp.called").read_text() == "xxx" and guest.visit.words.say("end.enough") in texts(guest.visit.card)


def finds(visit: Visit, actor: str) -> None:
    """From the first card to the address of somebody, or from the search once more."""
    for name, choice in (("language", "it"), ("how", "places"), ("places", f"={actor}")):
        if visit.stage == name:
            visit.give({name: choice})


def prints_three(visit: Visit) -> str:
    for _ in range(3):
        visit.give({"actor": "print"})
    said = texts(visit.card)
    visit.give({"actor": "back"})
    return said


@pytest.mark.parametrize("actors", [("uepe-milano",), ("uepe-milano", "sportello-tag", "san-vittore")])
def test_nine_papers_a_visit_and_no_more_whatever_address_is_opened(printer, tmp_path, actors):
    visit = printer().visit
    for turn in range(10):
        finds(visit, actors[turn % len(actors)])
        said = prints_three(visit)
    assert (tmp_path / "lp.called").read_text() == "x" * 9 and visit.words.say("end.enough") in said


def spends_all(visit: Visit) -> None:
    for _ in range(3):
        finds(visit, "uepe-milano")
        prints_three(visit)


def test_who_needs_more_calls_a_person_who_prints_on(printer, tmp_path):
    visit = printer().visit
    spends_all(visit)
    finds(visit, "uepe-milano")
    visit.operator()
    visit.give({"operator": visit.desk.operators.practice_pin()})
    visit.give({"duties": "assist"})
    visit.give({visit.overlay: "none"})
    visit.give({"actor": "print"})
    assert (visit.printed, (tmp_path / "lp.called").read_text()) == ("printed", "x" * 10)
    visit.operator()
    visit.give({"duties": "alone"})
    visit.give({"actor": "print"})
    assert (visit.printed, (tmp_path / "lp.called").read_text()) == ("enough", "x" * 10)


def test_a_service_begun_after_many_papers_does_not_begin_them_anew(printer, tmp_path):
    guest = printer()
    spends_all(guest.visit)
    guest.visit.back()
    assert guest.visit.card.name == "how"
    guest.goes_to("code")
    guest.visit.give({"code": "print"})
    assert (tmp_path / "lp.called").read_text() == "x" * 9 and guest.visit.words.say("end.enough") in texts(guest.visit.card)
    assert guest.visit.shown_code in texts(guest.visit.card)


def test_the_next_visit_has_its_own_papers(printer, tmp_path):
    visit = printer().visit
    spends_all(visit)
    after = Visit(visit.desk)
    finds(after, "uepe-milano")
    after.give({"actor": "print"})
    assert (after.printed, (tmp_path / "lp.called").read_text()) == ("printed", "x" * 10)


def test_what_who_works_here_prints_before_anybody_comes_is_not_counted_as_the_visitors(printer):
    visit = printer().visit
    for _ in range(12):
        visit.papers.times = 0
        assert visit.papers.come(lambda: PrintResult(True)) == "printed"
    finds(visit, "uepe-milano")
    visit.give({"actor": "print"})
    assert visit.printed == "printed"


def test_it_is_known_before_the_printer_is_asked():
    papers, told = Papers(), []
    papers.tell = told.append
    assert papers.come(lambda: (told.append("prints"), PrintResult(True))[1]) == "printed"
    assert told == [True, "prints"]


def test_a_refusal_after_a_print_does_not_take_back_the_first():
    papers = Papers()
    papers.come(lambda: PrintResult(True))
    assert papers.come(lambda: PrintResult(False)) == "not_printed" and papers.left


def test_at_the_linear_kiosk_too_the_next_one_is_told(tmp_path):
    pin, line = issue_pin()
    lp = tmp_path / "bin" / "lp"
    lp.parent.mkdir()
    lp.write_text(f"#!{sys.executable}\nimport sys\nsys.stdin.read()\n")
    lp.chmod(0o755)
    place = tmp_path / "config.toml"
    place.write_text(f'[store]\nfolder = "{tmp_path / "desk"}"\n[office]\nrecipients = ["{sealing.make_key()[1]}"]\n'
                     f'[printer]\nname = "sala"\nreceipt = true\n{line}\n')
    to_the_code = ["1", "1", "1", "1", "", "1", "2"]
    typed = "\n".join([*to_the_code, "~", pin, "2", "", "1", ""])
    done = subprocess.run([sys.executable, "-m", "kiosk", "--linear", "--config", place], input=typed, capture_output=True, text=True, timeout=60,
                          cwd=ROOT, env={**os.environ, "PATH": str(lp.parent)})
    _, left, after = done.stdout.partition("un foglio di un'altra persona")
    assert left and "Come vuoi iniziare?" in after, done.stdout[-2000:]
