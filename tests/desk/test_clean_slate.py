"""After an assisted visit, by whatever door it ended, the next one knows nothing of it: not who helped, nor what was said, noted or called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.config import Operator
from kiosk.desk.assist import Note
from kiosk.desk.card import Card
from kiosk.desk.visit import Visit
from kiosk.dispatch import sealing
from tests.people import Guest, finisher

PIN = "482910"
HELPER, SURNAME, TOWN, NOTED, PLACE = "Zefirina", "Quaglierini", "Zungri", "ricontattare Wanda", "Sportello Ombra"
ENDS = ("sent", "parked", "passed on", "left", "erased", "closed by the operator", "walked away")


@pytest.fixture(scope="module")
def next_code(long_desk) -> str:
    return long_desk.drafts.make_code()


@pytest.fixture
def desk(practice, monkeypatch):
    people = (Operator(HELPER, sealing.hash_pin(PIN)),)
    monkeypatch.setattr(practice, "config", replace(practice.config, operators=people, desks=((PLACE, "stanza 9"),)))
    practice.__dict__.pop("operators", None)
    yield practice
    practice.__dict__.pop("operators", None)


def assisted(desk) -> Guest:
    """In Arabic, with somebody beside; marked, noted, seen, called, swapped, and with a private answer."""
    answers = finisher("did").answers | {"cognome": SURNAME, "comune_nascita": TOWN, "misura": "fuori"}
    person = Guest(Visit(desk), "did", answers, "ar")
    person.goes_to("cerca_lavoro")
    visit = person.visit
    visit.operator()
    for typed in ({"operator": PIN}, {"duties": "assist"}, {"interpreter": "volunteer"}):
        visit.give(typed)
    visit.press("f8")
    person.goes_to("nascita")
    visit.session.helped.notes["nome"] = Note(text=NOTED)
    visit.session.helped.waiting["nascita"] = f"passaporto visto da {HELPER}"
    visit.call()
    visit.give({})
    return person


def ended(person: Guest, how: str) -> None:
    visit = person.visit
    if how == "sent":
        person.goes_to("end")
        visit.give({"end": "done"})
    elif how in ("left", "erased"):
        visit.help()
        visit.give({"help": "stop"})
        for typed in ({"stop": "save"},) if how == "left" else ({"stop": "erase"}, {"erase": "yes"}):
            visit.give(typed)
    elif how == "walked away":
        for act in (visit.still, visit.wake, visit.hide, visit.leave):
            act()
    else:
        steps = {"parked": ({"duties": "park"}, {}), "closed by the operator": ({"duties": "leave"},),
                 "passed on": ({"duties": "handing"}, {"handing": "today"}, {"desks": "1"}, {"agree": "yes"}, {})}
        visit.operator()
        for typed in steps[how]:
            visit.give(typed)
    assert visit.over


def texts_of(thing: object, seen: set[int]) -> Iterator[str]:
    """Every text that can be reached from a thing, but not by way of the desk."""
    if isinstance(thing, str):
        yield thing
    if id(thing) in seen or isinstance(thing, (str, bytes, int, float, type(None), type)) or callable(thing):
        return
    seen.add(id(thing))
    if isinstance(thing, dict):
        inner = [*thing.keys(), *thing.values()]
    elif isinstance(thing, (list, tuple, set, frozenset)):
        inner = list(thing)
    else:
        slots = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
        inner = [value for name, value in getattr(thing, "__dict__", {}).items() if name != "desk"]
        inner += [getattr(thing, name) for name in slots if hasattr(thing, name)]
    for one in inner:
        yield from texts_of(one, seen)


def shown(card: Card) -> str:
    return " ".join(texts_of(card, set()))


@pytest.mark.parametrize("how", ENDS)
def test_the_next_visit_knows_nothing_of_it(desk, how, next_code, monkeypatch):
    person = assisted(desk)
    code = person.visit.shown_code
    told = " ".join(texts_of(person.visit, set()))
    assert all(text in told for text in (HELPER, SURNAME, NOTED, code))
    ended(person, how)
    monkeypatch.setattr(desk, "codes", [next_code])
    later = Guest(Visit(desk), "did", finisher("did").answers)
    secrets = [HELPER, SURNAME, TOWN, NOTED, PLACE, code, code.replace(" ", "")]
    known = " ".join(texts_of(later.visit, set()))
    assert [text for text in secrets if text in known] == []
    assert (later.visit.assist, later.visit.at_work, later.visit.calling, later.visit.together, later.visit.words.language) == (None, None, False, False, "it")
    while later.visit.card.name != "situazione":
        assert [text for text in secrets if text in shown(later.visit.card)] == [], later.visit.card.name
        later.does()
    assert (later.visit.session.typed_by, later.visit.session.facts, len(later.visit.session.history)) == ("visitor", {}, 0)
