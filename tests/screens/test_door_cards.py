"""The cards of who only asks, on every size of screen: each door with its reason, and every leaflet whole."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kiosk.authoring.rack import Rack
from kiosk.desk import door_cards
from kiosk.desk.card import Card
from kiosk.forms.doors import Door, Open, Way
from kiosk.i18n import visual
from tests.people import SHELF, words
from tests.practice import MORNING
from tests.screens.seen import SIZES, Seen
from tests.screens.test_every_card import _words

LEAFLETS = {one.id: one for one in Rack(SHELF).offered()}
LANGUAGES = ("it", "en", "ar")
LONGEST = "Questa è la ragione più lunga che si può scrivere accanto a una porta, e deve stare tutta sullo schermo, parola per parola."


def sitting(language: str, **more: object) -> SimpleNamespace:
    """As much of a visit as these cards look at."""
    desk = SimpleNamespace(can_print=True, today=lambda: MORNING.date())
    return SimpleNamespace(**({"words": words(language), "own": "", "problem": "", "problem_params": {}, "calling": False, "printed": "", "desk": desk} | more))


def doors(language: str, count: int) -> Card:
    found = tuple(Open(Way("leaflet", f"scheda-{n}", f"La scheda numero {n}", domain="x"), Door("x", LONGEST), 1) for n in range(count))
    return door_cards.doors(sitting(language, doors=lambda: found))


def lost(card: Card, size: tuple[int, int]) -> set[str]:
    shown = set(_words(" ".join(Seen(card, *size).leafs())))
    said = [card.title, *(line.text for line in card.lines if not line.style.startswith("qr"))]
    said += [text for prompt in card.prompts for option in prompt.options for text in (option.text, option.hint)]
    return {word for text in said for word in _words(visual(text, card.direction))} - shown


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_door_and_every_reason_is_on_some_page(language, size):
    assert [lost(doors(language, count), size) for count in (0, 1, 6)] == [set(), set(), set()]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_word_of_every_leaflet_is_on_some_page(size):
    missing = {name: lost(door_cards.leaflet(sitting("it", leaflet=leaflet)), size) for name, leaflet in LEAFLETS.items()}
    assert {name: words for name, words in missing.items() if words} == {}


def test_a_leaflet_that_was_not_printed_says_so_and_one_that_is_old_too():
    leaflet = next(iter(LEAFLETS.values()))
    old = SimpleNamespace(can_print=True, today=lambda: leaflet.verified_until.replace(year=leaflet.verified_until.year + 1))
    said = [line.text for line in door_cards.leaflet(sitting("it", leaflet=leaflet, printed="not_printed", desk=old)).lines]
    assert words("it").say("end.no_paper") in said and words("it").say("before.stale") in said


def test_the_first_two_rows_say_nothing_of_the_person():
    card = door_cards.leaflet(sitting("it", leaflet=LEAFLETS["arresti-domiciliari"]))
    assert (card.service, card.part) == ("", "")
    assert "domiciliari" not in "".join(Seen(card).lines[:2])
