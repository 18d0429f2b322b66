"""What a terminal says when it is asked what it really does, and what becomes of what it says too late."""

import os
import re
import select
import time

import pytest

from kiosk.desk import probe
from kiosk.desk.drawn import Drawn
from kiosk.desk.probe import Answers, ask
from kiosk.i18n import Words, width
from kiosk.i18n.scripts import SAMPLES, script
from tests.terminal.answering import Answering

LANGUAGES = {
    "it": "Italiano", "en": "English", "ro": "Română", "uk": "Українська", "zh": "中文", "ar": "العربية", "ur": "اردو",
    "bn": "বাংলা", "si": "සිංහල", "hi": "हिन्दी", "fil": "Filipino",
}
INDIC = {"bn", "si", "hi"}


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """However slow the machine is, an answer that is on its way is waited for."""
    monkeypatch.setattr(probe, "PATIENCE", 30.0)


def words(code):
    return Words(code, LANGUAGES[code])


def shown(drawn):
    return {code for code in LANGUAGES if drawn.shows(words(code))}


def asked(term="xterm-256color", **manners):
    with Answering(**manners) as terminal:
        return ask(terminal.screen, terminal.screen, term=term)


def wider(sample):
    """A terminal that gives one cell more to one of the samples."""
    places = iter(SAMPLES)

    def told(answer):
        if not answer.endswith("R"):
            return answer
        column = int(re.search(r";(\d+)R", answer)[1])
        return f"\x1b[1;{column + (next(places) == sample)}R"

    return told


def test_the_samples_are_counted_as_every_text_is():
    assert {name: sample.cells for name, sample in SAMPLES.items()} == {name: width(sample.text) for name, sample in SAMPLES.items()}


def test_a_terminal_says_who_it_is_and_what_it_measures():
    answer = asked(name="foot(1.13.1)")
    assert answer.name == "foot(1.13.1)"
    assert dict(answer.cells) == {name: sample.cells for name, sample in SAMPLES.items()}


def test_nothing_of_the_question_stays_on_the_screen_nor_of_the_answer_among_the_keys():
    with Answering(name="foot(1.13.1)") as terminal:
        os.write(terminal.screen, b"prima\r\n")
        ask(terminal.screen, terminal.screen, term="foot")
        os.write(terminal.screen, b"dopo")
        deadline = time.monotonic() + 60
        while "dopo" not in "".join(terminal.grid.lines()) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert ["prima", "dopo"] == [line for line in terminal.grid.lines() if line]
        assert not select.select([terminal.screen], [], [], 0)[0]


def test_a_terminal_that_says_nothing_is_waited_for_a_tenth_of_a_second_and_taken_as_plain(monkeypatch):
    monkeypatch.undo()
    begun = time.monotonic()
    answer = asked(changed=lambda _: None)
    assert 0.09 < time.monotonic() - begun < 25
    assert answer == probe.Answer("xterm-256color")
    assert shown(Drawn(answer)) == set(LANGUAGES) - INDIC


def test_a_console_is_not_asked_and_shows_only_the_letters_that_it_has():
    with Answering() as terminal:
        answer = ask(terminal.screen, terminal.screen, term="linux")
        time.sleep(0.05)
        assert not "".join(terminal.grid.lines())
    assert shown(Drawn(answer)) == {"it", "en", "fil"}


def test_what_is_no_terminal_is_not_asked():
    with open(os.devnull) as nothing:
        assert ask(nothing.fileno(), nothing.fileno(), term="foot") == probe.Answer("foot")


@pytest.mark.parametrize("name", ["kitty(0.26.5)", "Konsole 22.12.3", "mlterm(3.9.3)"], ids=str)
def test_where_the_terminal_turns_arabic_by_itself_it_is_not_shown_until_an_installer_says_so(name):
    answer = asked(name=name)
    assert shown(Drawn(answer)) == set(LANGUAGES) - INDIC - {"ar", "ur"}
    assert shown(Drawn(answer, draws=("ar",))) == set(LANGUAGES) - INDIC - {"ur"}


@pytest.mark.parametrize(("sample", "lost"), [("arabic", {"ar", "ur"}), ("cjk", {"zh"}), ("bengali", {"bn"})], ids=["arabic", "cjk", "bengali"])
def test_a_script_that_takes_other_cells_than_we_count_is_never_shown(sample, lost):
    drawn = Drawn(asked(changed=wider(sample)), draws=tuple(LANGUAGES))
    assert shown(drawn) == set(LANGUAGES) - lost


def test_the_scripts_of_india_are_shown_where_they_measure_well_and_an_installer_has_looked():
    answer = asked(name="VTE(7002)")
    assert shown(Drawn(answer)) == set(LANGUAGES) - INDIC
    drawn = Drawn(answer, draws=("bn",))
    assert "bn" in shown(drawn) and "si" not in shown(drawn)
    assert drawn.complex_scripts(tuple(map(words, LANGUAGES))) == {"bengali"}


def test_an_installer_can_keep_a_language_from_the_screen_but_never_italian():
    assert shown(Drawn(asked(), paper=("zh", "it"))) == set(LANGUAGES) - INDIC - {"zh"}


def test_scripts_are_known_by_the_language_s_own_name():
    assert [script(LANGUAGES[code]) for code in ("it", "uk", "zh", "ur", "bn", "si")] == ["latin", "cyrillic", "cjk", "arabic", "bengali", "sinhala"]


LATE = ["\x1b[24;6R", "\x1b[?62;22c", "\x1b[>0;10;0c", "\x1bP>|VTE(7002)\x1b\\"]
KEYS = ["a", "\x1b", "\x1b[A", "\x1bOP", "\x1b[15~", "\x1b[<0;3;4M", "\x1b[200~ciao\x1b[201~", "\x1b[?2026;2$y", "è", "مرحبا"]


def test_an_answer_between_keys_is_taken_out_however_it_comes_in_pieces():
    for answer in LATE:
        for keys in KEYS:
            for at in range(1, len(answer)):
                answers = Answers()
                pieces = [keys + answer[:at], answer[at:] + keys, ""]
                assert "".join(map(answers.taken_out, pieces)) == keys + keys


def test_keys_pass_as_they_are_however_they_come_in_pieces():
    for keys in KEYS:
        for at in range(1, len(keys) + 1):
            answers = Answers()
            assert answers.taken_out(keys[:at]) + answers.taken_out(keys[at:] + "z") == f"{keys}z"


def test_the_key_escape_is_one_as_soon_as_nothing_follows():
    answers = Answers()
    assert [answers.taken_out("\x1b"), answers.taken_out(""), answers.taken_out("")] == ["", "\x1b", ""]


def test_an_answer_that_never_ends_swallows_no_later_key():
    now = [0.0]
    answers = Answers(lambda: now[0])
    assert answers.taken_out("\x1b[24;") == ""
    now[0] = 3.0
    assert answers.taken_out("") == ""
    assert answers.taken_out("5R") == "5R"
