"""The cards of the whole desk besides its forms, in our languages and in those that nobody speaks, on three sizes: nothing cut, nothing over something else.

The visits are led through a real desk; the pages of forms, what is asked of who only asks, and calls by telephone are tried beside.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from kiosk.desk import date_turns, door_turns, ladder, network_turns, staging
from kiosk.desk.card import Card
from kiosk.desk.dating import Looking
from kiosk.desk.visit import Visit
from kiosk.figures.release import month_before
from kiosk.i18n import Words, visual
from kiosk.network import NEEDS
from tests.people import CATALOGS
from tests.practice import PracticeDesk
from tests.screens.seen import SIZES, Seen
from tests.screens.test_untrue_languages import lost
from tests.screens.untrue import UNTRUE

LANGUAGES = {code: CATALOGS.words(code) for code in ("it", "ar", "zh")} | UNTRUE
NAME = "Maria Anna Giuseppina Wanjiru Öztürk della Montagnola di Sopra"
ITALIAN = ("works", "figures", "calendar", "gathering", "adding", "attending", "followups", "contacts", "sender_code")


def somebody(desk: PracticeDesk, words: Words) -> Visit:
    """A visit whose language was chosen, and where something was wrong on the card: there has to be room for that too."""
    visit = Visit(desk)
    visit.words, visit.stage, visit.back_to = words, "how", ["language"]
    visit._calling = True
    return visit


def given(visit: Visit, *said: object) -> Visit:
    """Each handed over on the card that is there."""
    for one in said:
        visit.give(one if isinstance(one, dict) else {visit.overlay or visit.stage: one})
    return visit


def wrong(visit: Visit) -> Card:
    visit.problem = "choose"
    return visit.card


def asks(desk: PracticeDesk, words: Words) -> Iterator[Card]:
    """Six ways to begin, then doors, none of them, and the longest leaflets."""
    visit = somebody(desk, words)
    yield wrong(visit)
    door_turns.listen(visit)
    given(visit, {"bisogno": "altro"}, {"altro_cosa": "aiuto"})
    assert visit.stage == "doors"
    yield wrong(visit)
    visit = somebody(desk, words)
    door_turns.listen(visit)
    given(visit, {"bisogno": "lavoro"}, {"lavoro_oggi": "finito"}, {"fine_lavoro": "licenziato"})
    yield wrong(visit)
    for leaflet in sorted(desk.leaflets(), key=lambda one: -len(str(one)))[:3]:
        visit.leaflet, visit.stage, visit.printed = leaflet, "leaflet", "not_printed"
        yield visit.card


def looks_for_a_place(desk: PracticeDesk, words: Words) -> Iterator[Card]:
    """From the search to what a code finds."""
    visit = somebody(desk, words)
    network_turns.begin(visit)
    visit.problem = "needed"
    yield visit.card
    for need in ({"places": {"out": NEEDS[0]}}, {"places": "nessuno si chiama così"}):
        given(visit, need)
        yield wrong(visit)
        visit.back()
    longest = max(desk.network.actors_now(), key=lambda one: len(f"{one.name}{one.offers}{one.for_whom}"))
    for name in (longest.id, "uepe-milano"):
        given(visit, {"places": f"={name}"})
        yield wrong(visit)
        visit.back()
    given(visit, {"places": "=san-vittore"}, "refer")
    yield visit.card
    given(visit, {"name": NAME, "phone": "+39 333 1234567"})
    yield wrong(visit)
    given(visit, "yes")
    assert visit.stage == "referred"
    yield visit.card
    for stage, code in (("referral", visit.seeking.code), ("sender", desk.network.senders.invite("uepe-milano", desk.today()))):
        visit = somebody(desk, words)
        visit.stage = "resume"
        given(visit, code)
        assert visit.stage == stage
        yield wrong(visit)
        given(visit, "cancel" if stage == "referral" else "yes")
        yield visit.card


def looks_for_a_date(desk: PracticeDesk, words: Words) -> Iterator[Card]:
    """The list, one date, a seat, and the seat given back or gone."""
    visit = somebody(desk, words)
    date_turns.begin(visit)
    yield wrong(visit)
    given(visit, "group")
    yield wrong(visit)
    visit.cover("allowed")
    visit.problem = "hours"
    yield visit.card
    given(visit, {"from": "9", "until": "11"}, next(one.id for one in visit.looking.events if one.kind == "group"))
    yield wrong(visit)
    given(visit, "book")
    visit.problem = "seat.away"
    yield visit.card
    given(visit, {"name": NAME, "phone": ""})
    assert visit.stage == "booked"
    yield visit.card
    given(visit, "leave")
    yield wrong(visit)
    given(visit, "yes")
    yield visit.card
    for visit.looking.lost in ("seat.full", "seat.gone"):
        visit.cover("seatless")
        yield wrong(visit)
    visit.looking, visit.overlay, visit.stage = Looking(), "", "dates"
    yield visit.card


def learns(desk: PracticeDesk, words: Words) -> Iterator[Card]:
    """A page of a lesson, its end, and the ladder with all its rungs."""
    visit = somebody(desk, words)
    for name in ("parola-segreta", "posta"):
        visit.tried, visit.stage = desk.begin(name, words), "trying"
        yield visit.card
        visit.stage = "learned"
        yield wrong(visit)
    visit.steps = tuple(ladder.Step("did", f"section.{section.id}", section.title, ladder.RUNGS[number % 3])
                        for number, section in enumerate(desk.begin("did", words).flow.sections))
    visit.stage, visit.printed = "ladder", "not_printed"
    yield wrong(visit)


def works_here(desk: PracticeDesk, words: Words) -> Iterator[Card]:
    """The works of the desk, in Italian whatever was chosen: with counts of a month, dates, referrals."""
    month = month_before(desk.today().isoformat()[:7])
    with desk.database.write() as store:
        for row in (("visit", "did", "sent"), ("visit", "did", "aside"), ("event", "group", "booked"), ("phone", "lavoro", "informed")):
            store.insert_once("act", **dict(zip(("month", "what", "a", "b"), (month, *row))), n=1234)
    visit = Visit(desk)
    visit.looking.event = next(one for one in desk.agenda.coming() if one.kind == "group")
    for stage in ITALIAN:
        visit.stage = stage if stage != "works" else "language"
        visit.overlay = stage if stage == "works" else ""
        yield wrong(visit) if stage not in ("adding", "attending", "sender_code") else visit.card


PARTS = (asks, looks_for_a_place, looks_for_a_date, learns)


@pytest.fixture(scope="module")
def cards(tmp_path_factory):
    desk = PracticeDesk(tmp_path_factory.mktemp("desk"), languages=("it", "ar", "zh"))
    desk.drafts.floor = 0.0

    @cache
    def made(language: str) -> tuple[Card, ...]:
        parts = PARTS if language != "it" else (*PARTS, works_here)
        return tuple(card for part in parts for card in part(desk, LANGUAGES[language]))

    yield made
    desk.database.close()


def seen_whole(card: Card, size: tuple[int, int], words: Words) -> list[str]:
    """What is missing of a card on a screen of this size; below each of its pages stand all its keys."""
    squares = {line.text for line in card.lines if line.style.startswith("qr")}
    missing = [text for text in lost(card, Seen(card, *size, words)) if text not in squares]
    seen = Seen(card, *size, words)
    for _ in range(len(seen.sheet.pages)):
        below = "\n".join(seen.lines[-5:])
        missing += [f"key {cap}" for cap, does in card.keys if visual(does, card.direction) not in below]
        seen.presses("pagedown")
    return missing


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_of_the_desk_is_whole(cards, language, size):
    words = LANGUAGES[language]
    cut = {f"{number} {card.name}": missing for number, card in enumerate(cards(language)) if (missing := seen_whole(card, size, words))}
    assert cut == {}


def test_none_of_these_cards_is_left_out(cards):
    met = {card.name for card in cards("it")}
    assert met >= {"how", "doors", "leaflet", "places", "results", "actor", "refer", "saying", "referred", "referral", "dropping", "sender", "booked_in", "dates", "which",
                   "event", "signup", "allowed", "booked", "leaving", "seatless", "learned", "ladder", *ITALIAN}
    assert met <= {*staging.STAGES, *(page.id for name in ("parola-segreta", "posta") for page in _pages(name))}


def _pages(name: str):
    from tests.people import flow
    return flow(name).every_page()
