"""The first card of a desk with many languages, and one whose script the terminal cannot show."""

from __future__ import annotations

import pytest

from kiosk.desk.probe import Answer
from kiosk.desk.visit import Visit
from kiosk.dispatch.slip import Printed
from kiosk.i18n import has_rtl, visual, width
from kiosk.i18n.scripts import is_complex, without_complex
from tests.practice import PracticeDesk
from tests.screens.seen import SIZES, Seen

FOURTEEN = ("it", "en", "ar", "zh", "es", "fr", "ro", "sq", "uk", "fil", "pt", "ur", "bn", "si")
PLAIN, CONSOLE = Answer("xterm-256color"), Answer("linux")


@pytest.fixture
def desk(tmp_path):
    def made(terminal=PLAIN, languages=FOURTEEN):
        found = PracticeDesk(tmp_path, languages=languages, practice=False)
        found.look_at(terminal)
        return found

    return made


def names(seen):
    """Digit and name of each language on the page that is shown."""
    rows = [line.split(None, 1) for line in seen.lines[2:-3]]
    return {row[0]: row[1].strip() for row in rows if len(row) == 2 and row[0].isdigit()}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_language_is_on_some_page_with_a_digit_of_its_own(desk, size):
    visit = Visit(desk())
    seen, met = Seen(visit.card, *size), []
    for _ in seen.sheet.pages:
        page = names(seen)
        page.pop("0")
        assert len(page) <= 9 and [*page] == [str(number) for number in range(1, len(page) + 1)]
        met += page.values()
        seen.presses("0")
    assert len(met) == len(set(met)) == len(FOURTEEN)
    assert [met.index("Italiano"), met.index("Français"), met.index("Português")] == [0, 5, 10]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_who_reads_no_name_on_a_page_finds_names_of_the_next_one_beside_the_key(desk, size):
    visit = Visit(desk())
    seen = Seen(visit.card, *size)
    for _ in seen.sheet.pages:
        promised = names(seen)["0"].split(" · ")[0]
        assert any("0 " in line for line in seen.lines[-3:])
        seen.presses("pagedown")
        assert promised in names(seen).values()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_digit_means_the_language_that_stands_beside_it(desk, size):
    visit = Visit(desk())
    seen = Seen(visit.card, *size).presses("0")
    name = names(seen)["2"]
    seen.presses("2", "enter")
    visit.give(seen.given)
    assert visit.words.autonym == name


def test_names_from_right_to_left_end_together_at_the_end_of_their_column(desk):
    seen = Seen(Visit(desk()).card)
    arabic = next(line for line in seen.lines if has_rtl(line) and line.strip().startswith("3"))
    assert width(arabic.rstrip()) == 26
    seen.presses("0")
    assert width(next(line for line in seen.lines if has_rtl(line) and line.strip().startswith("3")).rstrip()) == 26


def test_a_language_that_the_terminal_cannot_show_is_offered_by_a_name_that_it_can(desk):
    visit = Visit(desk(CONSOLE))
    seen = Seen(visit.card)
    shown = "\n".join(seen.leafs())
    for name in ("Bangla", "Arabi", "Zhongwen", "Ukrainska", "Romana"):
        assert name in shown
    assert not any(sign.isalpha() and sign > "\u02ff" for sign in shown)


def test_also_on_the_smallest_screen_the_first_page_has_names_and_not_only_greetings(desk):
    for languages in (FOURTEEN, FOURTEEN[:5], FOURTEEN[:9]):
        seen = Seen(Visit(desk(languages=languages)).card, 40, 12)
        assert "Scegli la tua lingua" in seen.text and list(names(seen).values())[:3] == ["Italiano", "English", visual("العربية", "rtl")]
        assert all(f"{number} " in "\n".join(seen.leafs()) for number in range(1, 6))


def chosen(desk, code):
    visit = Visit(desk)
    visit.give({"language": code})
    return visit


def test_who_chooses_it_gets_italian_a_person_and_their_own_paper(desk):
    visit = chosen(desk(), "bn")
    assert visit.calling and visit.card.name == "called" and visit.card.code == "it"
    visit.give({})
    assert visit.card.name == "how" and visit.card.direction == "ltr"
    assert visit.words.own.language == "bn" and visit.card_in(visit.words.own).code == "bn"


def test_nothing_of_its_script_is_on_any_card_of_the_visit_and_the_slip_is_in_it(desk, tmp_path):
    from kiosk.dispatch.slip import slips

    here = desk()
    visit = chosen(here, "si")
    visit.give({})
    for typed in ({"how": "alone"}, {"topic": here.topics(here.italian)[0][0]}):
        visit.give(typed)
    visit.give({"need": here.offers(visit.topic)[0].id})
    for typed in ({}, {"consent": "yes"}, {"code": "go"}):
        assert not any(map(is_complex, repr(visit.card)))
        visit.give(typed)
    assert visit.card.name not in ("before", "consent", "code") and not any(map(is_complex, repr(visit.card)))
    languages = (here.italian, visit.session.words.own)
    assert [slip.words.language for slip in slips(visit.session.journey, languages, Printed("", here.config.desk, here.today()))] == ["it", "si"]


def test_no_card_with_many_languages_has_one_that_cannot_be_shown(desk):
    visit = Visit(desk())
    visit.find_papers()
    assert visit.card.name == "leftover" and not any(map(is_complex, repr(visit.card)))
    visit.give({})
    assert visit.card.name == "language" and not any(map(is_complex, repr(visit.card)))


def test_f2_to_a_language_that_can_be_shown_is_a_visit_in_that_language(desk):
    visit = chosen(desk(), "bn")
    visit.give({})
    visit.change_language()
    visit.give({"language": "ar"})
    assert (visit.card.code, visit.words.own.language) == ("ar", "ar")
    visit.change_language()
    visit.give({"language": "bn"})
    assert visit.card.code == "it" and visit.card.name == "called"


def test_where_an_installer_has_looked_it_is_on_the_screen(desk, tmp_path):
    from kiosk.config import Terminal
    from kiosk.i18n.scripts import SAMPLES

    here = PracticeDesk(tmp_path, languages=FOURTEEN, terminal=Terminal(draws=("bn",)))
    here.look_at(Answer("xterm-256color", "VTE(7002)", tuple((name, sample.cells) for name, sample in SAMPLES.items())))
    visit = chosen(here, "bn")
    assert visit.card.code == "bn" and visit.card.name == "how" and here.complex_scripts == {"bengali"}


def test_a_sign_that_cannot_be_painted_leaves_a_hole_of_its_own_width():
    for text in ("নাম Anna", "ශ්‍රී", "👍🏽", "👩\u200d👧", "✔\ufe0f", "e\u0301"):
        assert width(without_complex(text)) == width(text)
        assert not any(map(is_complex, without_complex(text)))
    assert without_complex("Anna àè 你 ﺎ") == "Anna àè 你 ﺎ"
    assert without_complex("নাম", frozenset({"bengali"})) == "নাম"
