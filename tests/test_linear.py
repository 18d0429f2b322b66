"""The linear client: the same visit over two plain streams, and never one byte that could move a cursor."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.authoring.answers import Persona
from kiosk.desk.session import Session
from kiosk.desk.visit import Visit
from kiosk.desk.walk import plain, play
from kiosk.dispatch import sealing
from kiosk.linear import Linear
from tests import visitor
from tests.people import EVERYBODY, NAMES, PEOPLE, Guest, finisher, flow, words
from tests.practice import MORNING, ROOT, PracticeDesk
from tests.typist import Typist

HOSTILE = "\x1b[2J\x1b]0;x\x07 =cmd|'/c'!A1 [bold]x[/] {0} $(id) \u202eevil\x9b31m"
LANGUAGES = ("it", "ar", "en", "zh", "fr", "es", "ro", "sq", "uk", "fil", "pt", "ur", "bn", "si")
STEERING = [*map(chr, range(10)), *map(chr, range(11, 32)), *map(chr, range(0x7F, 0xA0)), *"\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"]
ELSEWHERE = [(name, language) for at, name in enumerate(sorted(PEOPLE)) for language in dict.fromkeys(("ar", LANGUAGES[1:][at % len(LANGUAGES[1:])]))]
"""Every service from right to left, and in one language more, another for each."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> PracticeDesk:
    desk = PracticeDesk(tmp_path_factory.mktemp("desk"), languages=LANGUAGES)
    desk.codes = [desk.drafts.make_code()]
    return desk


class Sitting:
    """A visit typed line by line to its end or to where the typist stops."""

    def __init__(self, desk: PracticeDesk, name: str, answers: dict, **more: object) -> None:
        self.visit = Visit(desk)
        self.guest = Guest(self.visit, name, answers, more.pop("language", "it"))
        self.typist, self.target = Typist(self.visit, self.guest, **more), io.StringIO()
        self.ended = Linear(self.visit, self.typist, self.target).run()

    @property
    def kept(self) -> dict[str, object]:
        journey = self.guest.form.journey
        return plain(journey.flow, journey.kept)

    @property
    def said(self) -> str:
        return self.target.getvalue()


def typed(desk: PracticeDesk, *lines: str) -> tuple[Visit, str]:
    """Exactly these lines, then nobody."""
    visit, target = Visit(desk), io.StringIO()
    Linear(visit, io.StringIO("".join(f"{line}\n" for line in lines)), target).run()
    return visit, target.getvalue()


def walked(name: str, person: Persona, language: str = "it") -> dict[str, object]:
    return play(flow(name), person.answers, words(language), MORNING).as_json()["kept"]


@pytest.mark.parametrize(("name", "person"), EVERYBODY, ids=NAMES)
def test_the_same_person_leaves_the_same_answers(desk, name, person):
    sitting = Sitting(desk, name, person.answers)
    assert sitting.kept == walked(name, person)
    assert [sign for sign in STEERING if sign in sitting.said] == []


@pytest.mark.parametrize(("name", "language"), ELSEWHERE)
def test_the_same_person_leaves_the_same_answers_in_another_language(desk, name, language):
    person = finisher(name)
    sitting = Sitting(desk, name, person.answers, language=language)
    assert sitting.kept == walked(name, person, language)
    assert [sign for sign in STEERING if sign in sitting.said] == []


def test_a_whole_visit_ends_with_a_number_and_a_goodbye(desk):
    sitting = Sitting(desk, "did", finisher("did").answers, stops_at=())
    assert sitting.ended is True
    assert sitting.visit.receipt.shown in sitting.said
    assert sitting.said.rstrip().endswith("Arrivederci.")


def test_back_help_language_call_and_hide_lose_nothing(desk):
    person = finisher("did")
    says = {
        "situazione": ["?", "*", "!", "#"], "help": ["3"], "called": [""], "hidden": ["x", ""],
        "ultimo_lavoro": ["<"], "cerca_lavoro": ["<"],
    }
    sitting = Sitting(desk, "did", person.answers, says=says)
    assert sitting.kept == walked("did", person)
    assert {"help", "language"} <= set(sitting.guest.met) | set(says)
    assert (sitting.visit.calling, sitting.visit.is_hidden) == (True, False)


def test_after_a_change_of_language_the_cards_speak_it(desk):
    visit, said = typed(desk, "1", "*", "3")
    assert visit.words.language == "en"
    assert "How do you want to start?" in said


def test_help_in_the_middle_of_a_card_keeps_what_was_typed_on_it(desk):
    visit = Visit(desk)
    guest = Guest(visit, "did", finisher("did").answers)
    guest.goes_to("nome")
    Linear(visit, io.StringIO("Rossi\n?\n3\n\nAda\n"), io.StringIO()).run()
    assert {name: visit.session.journey.kept.get(name) for name in ("cognome", "nome")} == {"cognome": "Rossi", "nome": "Ada"}


def test_help_in_the_middle_of_an_address_keeps_its_lines(desk):
    visit = Visit(desk)
    guest = Guest(visit, "did", finisher("did").answers)
    guest.goes_to("telefono")
    Linear(visit, io.StringIO("333 123 4567\n?\n3\n\n1\n1\n"), io.StringIO()).run()
    assert visit.session.journey.kept.answer("telefono").value.number == "+393331234567"


def test_going_back_and_pressing_enter_keeps_a_date_typed_on_one_line(desk):
    visit = Visit(desk)
    Guest(visit, "did", finisher("did").answers).goes_to("nascita")
    visit.give({"nascita": "23 marzo 1985"})
    visit.back()
    target = io.StringIO()
    Linear(visit, io.StringIO("\n\n\n"), target).run()
    assert "[23 marzo 1985]" in target.getvalue()
    assert str(visit.session.journey.kept.answer("nascita").value) == "1985-03-23"
    assert visit.session.page.id != "nascita"


def test_three_empty_lines_leave_an_optional_date_empty(desk):
    visit = Visit(desk)
    Guest(visit, "rinnovo-permesso", finisher("rinnovo-permesso").answers).goes_to("scadenza")
    Linear(visit, io.StringIO("\n\n\n"), io.StringIO()).run()
    assert visit.session.journey.kept.state("scadenza") == "blank"


def test_a_person_called_is_said_on_every_card_until_somebody_comes(desk):
    visit, said = typed(desk, "1", "!", "", "1")
    assert said.count("\nAIUTO\n") == 3


def test_a_line_that_is_no_choice_is_asked_again_in_words(desk):
    _, said = typed(desk, "1", "pippo")
    assert "! Scegli una riga. Poi premi Invio." in said


def test_when_nobody_types_any_more_the_visit_is_left(desk):
    visit, said = typed(desk, "1", "1")
    assert visit.over is True
    assert "Arrivederci" not in said


def test_what_is_typed_never_steers_the_terminal(desk):
    answers = finisher("rinnovo-permesso").answers
    hostile = {key: HOSTILE if isinstance(value, str) else value for key, value in answers.items()}
    visit = Visit(desk)
    guest = Guest(visit, "rinnovo-permesso", hostile)
    target = io.StringIO()
    typist = Typist(visit, guest, says={"language": [HOSTILE], "how": [HOSTILE], "topic": [HOSTILE]})
    guest.answers = answers
    Linear(visit, typist, target).run()
    assert visit.card.name in ("review", guest.met[-1])
    assert [sign for sign in STEERING if sign in target.getvalue()] == []


def test_a_hostile_name_is_shown_back_bare(desk):
    visit = Visit(desk)
    Guest(visit, "did", finisher("did").answers).goes_to("nome")
    target = io.StringIO()
    Linear(visit, io.StringIO(f"{HOSTILE}\n{HOSTILE}\n<\n<\n"), target).run()
    assert [sign for sign in STEERING if sign in target.getvalue()] == []


def process(tmp_path: Path, **more: str) -> subprocess.Popen:
    env = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), **more}
    return subprocess.Popen([sys.executable, "-m", "kiosk", "--linear"], cwd=ROOT, env=env,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_byte_that_is_no_text_does_not_end_the_kiosk(tmp_path):
    out, err = process(tmp_path, PYTHONUTF8="1").communicate(b"\xff\xfe\n1\n", timeout=60)
    assert "Come vuoi iniziare?" in out.decode()
    assert err == b""


def test_on_a_line_that_cannot_write_arabic_the_kiosk_goes_on(tmp_path):
    out, err = process(tmp_path, PYTHONIOENCODING="latin-1").communicate(b"1\n", timeout=60)
    assert b"Come vuoi iniziare?" in out
    assert err == b""


def test_an_interrupt_leaves_without_a_word_of_the_program(tmp_path):
    running = process(tmp_path)
    running.stdout.readline()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert b"Traceback" not in out + err


def until(running: subprocess.Popen, said: str) -> None:
    for line in running.stdout:
        if said in line.decode():
            return
    raise AssertionError(said)


def visit_of(running: subprocess.Popen) -> str:
    return Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text()


def test_each_visit_is_a_process_of_its_own_and_the_next_lines_are_the_next_visitors(tmp_path):
    running = process(tmp_path)
    until(running, "Ciao. Scegli la tua lingua.")
    first = visit_of(running)
    running.stdin.write(b"1\n1\n1\n1\n\n1\n1\n?\n2\n2\n2\n")
    running.stdin.flush()
    until(running, "Ciao. Scegli la tua lingua.")
    second = visit_of(running)
    out, err = running.communicate(b"3\n", timeout=60)

    assert [len(first.split()), len(second.split()), first != second] == [1, 1, True]
    assert "How do you want to start?" in out.decode()
    assert (running.returncode, err) == (0, b"")


def test_who_comes_after_a_visit_that_broke_off_is_told_of_its_papers(tmp_path):
    lp, config = tmp_path / "bin" / "lp", tmp_path / "config.toml"
    lp.parent.mkdir()
    lp.write_text("#!/bin/sh\nexec cat > /dev/null\n")
    lp.chmod(0o755)
    office = sealing.make_key()[1]
    config.write_text(f'[store]\nfolder = "{tmp_path / "desk"}"\n[office]\nrecipients = ["{office}"]\n[printer]\nname = "sala"\nreceipt = true\n')
    running = process(tmp_path, SPORTELLO_CONFIG=str(config), PATH=f"{lp.parent}:{os.environ['PATH']}")
    until(running, "Ciao. Scegli la tua lingua.")
    running.stdin.write(b"1\n1\n1\n1\n\n1\n2\n")
    running.stdin.flush()
    until(running, "Il foglio è nella stampante.")
    os.kill(int(visit_of(running).split()[0]), signal.SIGKILL)
    # not before the next one reads: who is killed while it waits for a key may still take it along
    until(running, "Forse nella stampante")
    out, err = running.communicate(b"\n3\n", timeout=60)

    assert "How do you want to start?" in out.decode()
    assert err == b""


def test_with_somebody_who_helps_each_text_is_followed_by_italian(desk):
    """Marked, on a line of its own."""
    digit = str(desk.languages().index("ar") + 1)
    _, said = typed(desk, digit, "2", "", "1")
    lines, ar, it = said.splitlines(), words("ar"), words("it")
    assert not any(line.startswith("it:") for line in lines[: lines.index(ar.say("how.title"))])
    for key in ("topic.title", "need.title"):
        assert lines[lines.index(ar.say(key)) + 1] == f"it: {it.say(key)}"
    (_, first), (_, italian) = desk.topics(ar)[0], desk.topics(it)[0]
    assert lines[lines.index(f"  1 {first}") + 1] == f"it: {italian}"


def test_who_is_helped_leaves_the_same_answers(desk):
    person = finisher("did")
    visit, target = Visit(desk), io.StringIO()
    guest = Guest(visit, "did", person.answers, "ar")
    guest.choices["how"] = "together"
    Linear(visit, Typist(visit, guest), target).run()
    assert plain(visit.session.journey.flow, visit.session.journey.kept) == walked("did", person, "ar")
    said = target.getvalue()
    assert "it: Controlla le tue risposte" in said and [sign for sign in STEERING if sign in said] == []


def test_what_is_the_same_in_both_languages_is_written_once(desk):
    person = finisher("did")
    visit, target = Visit(desk), io.StringIO()
    guest = Guest(visit, "did", person.answers, "en")
    guest.goes_to("code")
    visit.together = True
    Linear(visit, io.StringIO("1\n"), target).run()
    assert target.getvalue().count(visit.shown_code) == 1


def test_a_note_among_questions_says_what_it_says(desk):
    form = visitor.flow("""
- page: dati
  ask: I tuoi dati
  fields:
    - {field: avviso, ask: Porta la tessera., hint: Serve allo sportello., type: note}
    - {field: nome, ask: Come ti chiami?, type: text}
""")
    visit, target = Visit(desk), io.StringIO()
    visit.session, visit.stage = Session(form, visit.words, MORNING, MORNING.date()), "form"
    Linear(visit, io.StringIO(""), target).run()
    assert target.getvalue().index("Porta la tessera.") < target.getvalue().index("Serve allo sportello.") < target.getvalue().index("Come ti chiami?")
