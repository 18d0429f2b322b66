"""Two people before one card: it is the same card in both languages, and looking at it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.desk.card import Card, Line, Option, Prompt
from kiosk.desk.two_languages import line_by_line
from kiosk.desk.visit import Visit
from tests.people import Guest, texts, words

OTHER = {"it": "ar", "en": "it", "ar": "it"}
OVER = ("help", "called", "stop", "erase", "still", "operator", "duties", "away", "elsewhere", "gone", "kept", "failed", "full", "forget")


def shape(card: Card) -> tuple:
    """All that a card asks, without a word: names, kinds, digits, what can be chosen, in their order."""
    return card.id, card.name, len(card.lines), card.calling, tuple(map(_asked, card.prompts)), bool(card.go_on), len(card.keys)


def _asked(prompt: Prompt) -> tuple:
    parts = tuple((part.name, part.entry, part.size, bool(part.problem), _choices(part.options)) for part in prompt.parts)
    told = tuple(map(bool, (prompt.label, prompt.hint, prompt.example)))
    return prompt.name, prompt.entry, told, len(prompt.problem), _choices(prompt.options), _choices(prompt.ways_out), parts


def _choices(options: tuple[Option, ...]) -> tuple:
    return tuple((option.value, option.digit, option.out, option.mark, option.chosen) for option in options)


def everything(person: Guest) -> Iterator[Visit]:
    """The visit at each of its cards, at what lies over them, and where an answer is not taken."""
    visit = person.visit
    while not visit.over:
        yield visit
        if visit.card.name in ("nascita", "telefono", "review", "consent", "end"):
            for overlay in OVER:
                visit.cover(overlay)
                yield visit
            visit.overlay = visit.under = ""
        if visit.card.name in ("nascita", "cittadinanza", "codice_fiscale", "residenza", "how"):
            for typed in ({"nascita": {"day": "31", "month": "2", "year": "1985"}}, {"cittadinanza": "xyz"}, {"codice_fiscale": "RSSMRA"}, {}):
                before = visit.card.name
                visit.give(typed)
                yield visit
                if visit.card.name != before:
                    break
        person.does()


@pytest.mark.parametrize(("name", "language"), (("did", "ar"), ("did", "it"), ("rinnovo-permesso", "en"), ("colloqui-in-carcere", "ar")))
def test_looking_at_a_card_in_another_language_changes_nothing_and_finds_the_same_card(guest, name, language):
    person, other, seen = guest(name, language), words(OTHER[language]), set()
    for visit in everything(person):
        before, session = visit.card, visit.session
        aside = visit.card_in(other)
        assert (visit.card, visit.words.language, visit.session) == (before, visit.words.language, session)
        assert session is None or session.words is visit.words
        assert aside.code == OTHER[language] or aside.name in ("language", "duties")
        if aside.name not in ("language", "code"):
            assert shape(aside) == shape(before)
        seen.add(before.name)
    assert len(seen) > 20


def test_who_asks_for_a_person_goes_on_in_two_languages_after_the_call(guest):
    visit = guest(language="ar").visit
    visit.give({"language": "ar"})
    assert visit.card.beside is None and words("ar").say("how.both") in visit.card.prompts[0].options[1].hint
    visit.give({"how": "together"})
    assert (visit.card.name, visit.card.beside, visit.calling) == ("called", None, True)
    visit.give({})
    card = visit.card
    assert (card.name, card.language, card.beside.language) == ("topic", "العربية", "Italiano")
    assert [option.digit for option in card.beside.prompts[0].options] == [option.digit for option in card.prompts[0].options]


def test_in_italian_there_is_nothing_to_put_beside(guest):
    visit = guest().visit
    visit.give({"language": "it"})
    assert "italiano" not in visit.card.prompts[0].options[1].hint
    visit.give({"how": "together"})
    visit.give({})
    assert (visit.card.name, visit.card.beside) == ("topic", None)
    visit.change_language()
    visit.give({"language": "en"})
    assert (visit.card.language, visit.card.beside.language) == ("English", "Italiano")


def test_an_operator_turns_it_on_and_off_and_no_answer_changes(guest, practice):
    person = guest(language="ar")
    person.goes_to("nascita")
    visit, kept = person.visit, person.kept
    for value, shown in (("together", "Italiano"), ("apart", None)):
        visit.operator()
        visit.give({"operator": practice.operators.practice_pin()})
        assert value in [option.value for option in visit.card.prompts[0].options]
        visit.give({"duties": value})
        assert (visit.card.name, visit.card.beside and visit.card.beside.language) == ("nascita", shown)
        assert (person.kept, visit.over, visit.halted) == (kept, False, False)


def test_an_operator_at_an_italian_visit_is_not_offered_a_second_italian(guest, practice):
    visit = guest().visit
    visit.operator()
    visit.give({"operator": practice.operators.practice_pin()})
    assert not {option.value for option in visit.card.prompts[0].options} & {"together", "apart"}


def test_the_second_language_ends_with_the_visit_and_with_a_return_to_its_first_card(guest, practice):
    visit = guest(language="ar").visit
    for typed in ({"language": "ar"}, {"how": "together"}, {}):
        visit.give(typed)
    visit.back()
    visit.back()
    assert (visit.card.name, visit.together, Visit(practice).together) == ("language", False, False)


def test_what_is_told_once_is_told_in_both_languages(guest, practice, monkeypatch):
    person = guest(language="ar")
    person.goes_to("nascita")
    visit = person.visit
    visit.together = True
    visit.session.tell("notice.aside", n=3)
    assert visit.card.notice == words("ar").say("notice.aside", n=3)
    assert visit.card.beside.notice == words("it").say("notice.aside", n=3)


def test_a_problem_names_countries_in_the_language_it_is_read_in(guest):
    person = guest(language="en")
    person.goes_to("cittadinanza")
    visit = person.visit
    visit.together = True
    visit.give({"cittadinanza": "guin"})
    card = visit.card
    assert "Equatorial Guinea" in " ".join(card.prompts[0].problem) and "Guinea Equatoriale" in " ".join(card.beside.prompts[0].problem)


def test_a_number_means_the_same_on_both_sides(guest, practice):
    person = guest(language="en")
    person.goes_to("nascita")
    reads = person.visit.card_in(words("it")) and person.visit.session.words.read_number
    person.visit.together = True
    aside = person.visit.aside.session
    assert aside.words.read_number("1,500") == reads("1,500") == 1500
    assert words("it").read_number("1,500") != 1500 and aside.words.number(1500) == words("it").number(1500)


def test_whoever_helps_reads_that_nobody_has_checked_the_translation(guest):
    person = guest(language="ar")
    person.goes_to("before")
    person.visit.together = True
    assert words("it").say("before.unreviewed") in texts(person.visit.card.beside)


def test_a_hidden_screen_and_the_choice_of_the_language_are_shown_once(guest):
    visit = guest(language="ar").visit
    visit.give({"language": "ar"})
    visit.together = True
    visit.change_language()
    assert visit.card.beside is None
    visit.hide()
    assert visit.card.beside is None


def test_a_line_for_the_visitor_alone_leaves_a_free_place_beside_it():
    mine = (Line("4827", "big"), Line("٤٨٢٧", "big"), Line("tienilo"), Line("fino a"))
    its = (Line("4827", "big"), Line("keep it"), Line("until"))
    assert [line.text for line in line_by_line(mine, its)] == ["4827", "", "keep it", "until"]


def test_no_line_is_lost_where_lines_are_of_other_kinds():
    mine = (Line("uno", "hint"),)
    its = (Line("one", "warn"), Line("two"))
    assert [line.text for line in line_by_line(mine, its)] == ["", "one", "two"]
