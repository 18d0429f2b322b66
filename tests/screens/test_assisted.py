"""The screen of two people: who helps and who types in row 1, their keys and their lines, and never a secret on it."""

from __future__ import annotations

import shutil
import sys

import pytest

from kiosk.desk.visit import Visit
from kiosk.dispatch import codes
from kiosk.dispatch.outbox import Outbox
from kiosk.i18n import visual, wrap
from tests.fingers import Fingers
from tests.people import Guest, finisher
from tests.practice import ROOT, PracticeDesk
from tests.screens.album import words_of
from tests.screens.seen import SIZES, Seen
from tests.terminal import Terminal
from tests.visitor import HEAD

CODE = codes.make(codes.DRAFT)
KEYS = ("f3", "f4", "f6")
PRESSES = 0.4


class TwoPeople(Fingers):
    """Fingers before two panes: a title has half the width."""

    def sees(self, text: str) -> None:
        direction, cells = self.visit.words.direction, 35 if self.visit.card.beside else 60
        self.terminal.expect(wrap(text, cells, direction)[0].strip())


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> PracticeDesk:
    return PracticeDesk(tmp_path_factory.mktemp("assisted"), [CODE])


def helped(desk: PracticeDesk, name: str, language: str, to: str, **more: object) -> Guest:
    person = Guest(Visit(desk), name, finisher(name).answers | more, language)
    person.goes_to(to)
    visit = person.visit
    visit.operator()
    visit.give({"operator": desk.operators.practice_pin()})
    visit.give({"duties": "assist"})
    visit.give({"interpreter": "none"})
    return person


def seen(visit: Visit, size: tuple[int, int]) -> Seen:
    """The present card of a visit as it stands on a screen; it asks the visit itself."""
    card = visit.card
    here = Seen(card, *size, words=visit.words if card.code == visit.words.language else words_of(card.code))
    return here


def whole(visit: Visit, size: tuple[int, int]) -> str:
    return "\n".join(seen(visit, size).leafs())


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "60x18", "40x12"])
@pytest.mark.parametrize("language", ["ar", "zh", "en", "it"])
def test_every_card_of_help_is_whole_at_every_size(desk, language, size):
    visit = helped(desk, "did", language, "nascita").visit
    for key in ("", *KEYS):
        if key:
            visit.press(key)
        shown = whole(visit, size)
        assert "Scrive: la persona" in shown
        assert "F12" in shown
        if key:
            visit.press(key)


@pytest.mark.parametrize("language", ["ar", "it"])
def test_on_a_small_screen_no_page_of_a_question_with_a_problem_is_blank(desk, language):
    visit = helped(desk, "did", language, "nascita").visit
    visit.give({"nascita": ""})
    here = seen(visit, (40, 12))
    here.leafs()
    assert visit.card.prompts[0].problem
    for page in here.sheet.pages:
        assert any(span.text for block in page for row in block.rows for span in row)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "60x18", "40x12"])
@pytest.mark.parametrize("language", ["ar", "it"])
def test_what_to_know_of_the_question_is_read_in_italian_on_every_size(desk, language, size):
    visit = helped(desk, "did", language, "nascita").visit
    words = " ".join(whole(visit, size).split())
    for part in ("Sul modulo: -", "Per chi aiuta:", "Documento: -", "Nota: -", "Stato: vuota"):
        assert part in words
    for cap in ("F3", "F4", "F6", "F7", "F8", "F12", "F1", "F9", "F10"):
        assert cap in words


def test_the_wording_on_the_paper_follows_the_line_that_is_highlighted(desk):
    visit = helped(desk, "rinnovo-permesso", "ar", "motivo").visit
    here = seen(visit, (80, 24))
    wordings = dict(visit.card.assist.wordings)
    for place, option in enumerate(visit.card.prompts[0].options[:3]):
        here.presses(option.digit)
        assert wordings[option.value] in " ".join("\n".join(here.leafs()).split()), place


def test_the_list_of_questions_is_chosen_from_by_whole_numbers_and_letters(desk):
    visit = helped(desk, "did", "ar", "telefono").visit
    visit.press("f3")
    options = visit.card.prompts[0].options
    here = seen(visit, (80, 24))
    here.presses("1", "2", "enter")
    assert here.given == {"questions": options[11].value}
    assert seen(visit, (80, 24)).presses("u", "enter").given == {"questions": "undo"}
    assert seen(visit, (80, 24)).presses("7", "enter").given == {"questions": options[6].value}
    turned = seen(visit, (80, 24))
    first = turned.text
    assert turned.presses("0").text != first


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "60x18", "40x12"])
def test_the_list_says_everything_at_every_size(desk, size):
    visit = helped(desk, "did", "ar", "telefono").visit
    visit.press("f3")
    shown = " ".join(whole(visit, size).split())
    for option in visit.card.prompts[0].options:
        for word in option.text.split():
            assert word in shown
        assert option.digit in shown


def test_without_help_the_keys_of_whoever_helps_are_of_no_use(desk):
    person = Guest(Visit(desk), "did", finisher("did").answers, "it")
    person.goes_to("nascita")
    here = seen(person.visit, (80, 24))
    for key in ("f3", "f4", "f6", "f7", "f8"):
        assert not person.visit.helps(key)
        here.presses(key)
        assert "Questo tasto qui non serve" in here.text
    assert "Aiuta:" not in here.text


SECRETS = {"storia": "CANARINOUNO", "salute": "CANARINODUE", "pena": "CANARINOTRE"}
PRIVATE = f"""{HEAD}sections:
  - section: tutto
    title: Tutto
    pages:
      - {{page: nome, ask: Come ti chiami?, type: surname}}
      - {{page: storia, ask: Che cosa è successo?, type: text, private: true}}
      - {{page: salute, ask: Come stai?, type: text, sensitive: true}}
      - {{page: pena, ask: Quale pena?, type: paragraph, private: true}}
      - {{page: via, ask: Dove vivi?, type: text}}
"""


@pytest.fixture
def discreet(tmp_path) -> PracticeDesk:
    """A desk with one service that asks what is not for everybody."""
    (tmp_path / "flows" / "altro").mkdir(parents=True)
    shutil.copy(ROOT / "flows" / "topics.yaml", tmp_path / "flows")
    (tmp_path / "flows" / "altro" / "prova.yaml").write_text(PRIVATE, "utf-8")
    return PracticeDesk(tmp_path / "desk", [CODE], flows=tmp_path / "flows")


def test_no_pin_no_other_code_and_no_private_answer_is_ever_on_the_shared_screen(discreet):
    """Each answer is looked at on its own page, on the list, on the check page and when it is read back, at every size."""
    visit = Visit(discreet)
    pin = discreet.operators.practice_pin()
    for given in ({"language": "it"}, {"how": "alone"}, {"topic": "altro"}, {"need": "prova"}, {}, {"consent": "yes"}, {"code": "go"}):
        visit.give(given)
    visit.operator()
    for given in ({"operator": pin}, {"duties": "assist"}, {"interpreter": "none"}):
        visit.give(given)
    shown = []
    for name, text in {"nome": "Rossi", **SECRETS, "via": "via Roma"}.items():
        visit.give({name: text})
        visit.press("f3")
        shown += [whole(visit, size) for size in SIZES]
        visit.give({"questions": name})
        shown += [whole(visit, size) for size in SIZES]
        visit.press("f4")
        shown += [whole(visit, size) for size in SIZES]
        visit.press("f4")
        visit.give({name: text})
    assert visit.card.name == "review"
    shown += [whole(visit, size) for size in SIZES]
    visit.give({"review": "done"})
    shown += [whole(visit, size) for size in SIZES]
    assert visit.card.name == "readback"
    found = [secret for secret in (*SECRETS.values(), pin, CODE) if any(secret in text for text in shown)]
    assert found == []
    assert any("Rossi" in text for text in shown) and any("risposta data" in text for text in shown)


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_an_assisted_visit_in_a_real_terminal_from_the_pin_to_the_spoken_yes(tmp_path, language):
    there = tmp_path / "there"
    visit = Visit(PracticeDesk(tmp_path / "here", [CODE]))
    person = Guest(visit, "did", finisher("did").answers, language)
    folders = {f"XDG_{kind}_HOME": str(there / kind) for kind in ("DATA", "STATE", "CONFIG", "CACHE")}
    with Terminal([sys.executable, "-m", "kiosk"], 80, 24, env=folders | {"HOME": str(there)}, cwd=ROOT) as terminal:
        fingers = TwoPeople(visit, person, terminal, (80, 24))
        fingers.goes_to("nascita")
        installed = PracticeDesk(there / "DATA" / "sportello")
        terminal.press("f3")
        terminal.expect(visual(visit.words.say("screen.useless_key"), visit.words.direction))
        opens(terminal, visit, installed.operators.practice_pin())
        terminal.expect("Scrive: la persona")
        terminal.expect("Qual è la tua data di nascita?")
        assert "│" in terminal.text
        for key, then in (("f8", "Scrive: Prova"), ("f7", "Qui serve prima una risposta")):
            visit.press(key)
            terminal.press(key)
            terminal.expect(then)
        terminal.read_for(PRESSES)
        sees_the_passport(terminal, visit)
        fingers.answers()
        visit.press("f8")
        terminal.press("f8")
        terminal.expect("Scrive: la persona")
        terminal.press("f3")
        terminal.expect("vista")
        assert "passaporto" not in terminal.text
        terminal.read_for(PRESSES)
        terminal.press("f3")
        terminal.expect("Sul modulo")
        fingers.goes_to("review")
        fingers.answers()
        terminal.expect("Ha detto sì a voce")
        terminal.read_for(PRESSES)
        terminal.send("*")
        terminal.read_for(PRESSES)
        terminal.press("enter")
        terminal.expect(visual(visit.words.say("end.title"), visit.words.direction))
    reference = Outbox(installed.database).waiting()[0].reference
    sent = installed.envelope(reference, tmp_path / "office")
    assert (sent["assisted_by"], sent["by_voice"], sent["read_in"]) == ("Prova", True, language)
    assert (sent["answers"]["nascita"]["typed_by"], sent["answers"]["nascita"]["seen"].split(",")[0]) == ("operator", "passaporto")
    assert {one["typed_by"] for name, one in sent["answers"].items() if name != "nascita" and "typed_by" in one} <= {"visitor", "kiosk"}


def opens(terminal: Terminal, visit: Visit, pin: str) -> None:
    """F12, the PIN and the menu, on the terminal and in the visit that is led along."""
    visit.operator()
    terminal.press("f12")
    terminal.expect(visual(visit.words.say("operator.title"), visit.words.direction))
    terminal.read_for(PRESSES)
    terminal.send(pin)
    terminal.press("enter")
    visit.give({"operator": visit.desk.operators.practice_pin()})
    terminal.expect("Aiuta questa persona")
    assert pin not in terminal.text
    for name, value in (("duties", "assist"), ("interpreter", "none")):
        digit = next(option.digit for option in visit.card.prompts[0].options if option.value == value)
        terminal.read_for(PRESSES)
        terminal.send(digit)
        terminal.press("enter")
        visit.give({name: value})
        terminal.expect(visit.card.title if visit.overlay else "Scrive: la persona")


def sees_the_passport(terminal: Terminal, visit: Visit) -> None:
    visit.press("f6")
    terminal.press("f6")
    terminal.expect("Quale documento hai visto?")
    for digit in ("2", "7"):
        terminal.read_for(PRESSES)
        terminal.send(digit)
    terminal.read_for(PRESSES)
    terminal.press("enter")
    terminal.expect("Scrive:")
    terminal.expect("Documento: passaporto")
    visit.give({"kind": "passport", "expiry": "valid"})
