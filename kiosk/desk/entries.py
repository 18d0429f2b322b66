"""Standing inside a repeat: its list page, and the pages of one entry, one at a time.

The functions move a `Session`; the answers of an entry live in the journey under the repeat's own name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk.standing import Position, Trouble
from kiosk.forms.answers import Answer, Answers, Entries
from kiosk.forms.fields import Problem
from kiosk.forms.flow import Page
from kiosk.forms.journey import Journey, Stop, Wanted

if TYPE_CHECKING:
    from kiosk.desk.session import Session


def of(journey: Journey, repeat: str) -> Entries:
    """The entries typed so far for a repeat."""
    answer = journey.answers.answer(repeat)
    return answer.value if answer else Entries()


def typed_in(journey: Journey, at: Position) -> Answers:
    each = of(journey, at.repeat).each
    return each[at.entry] if at.entry < len(each) else Answers(journey.answers.today)


def stop_in(outer: Stop, at: Position) -> Stop | None:
    """The stop of the entry's page at `at`, when the entry's answers lead there."""
    last = outer.entries[at.entry] if at.entry < len(outer.entries) else None
    while last is not None and last.page.id != at.page:
        last = last.before
    return last


def wanted_at(journey: Journey, at: Position) -> tuple[Wanted, ...]:
    """What the page at `at` still wants on this journey."""
    stop = journey.stop(at.repeat or at.page)
    if stop is not None and at.repeat:
        stop = stop_in(stop, at)
    return stop.wanted if stop else ()


def lost(before: Journey, after: Journey, at: Position) -> int:
    """How many answers fell off the path by this step; nothing can when it was the last stop."""
    if at.repeat or (before.last is not None and before.last.page.id == at.page):
        return 0
    return len(before.kept.names() - after.kept.names())


def with_entry(journey: Journey, at: Position, entry: Answers) -> Journey:
    entries = of(journey, at.repeat)
    each = (*entries.each[:at.entry], entry, *entries.each[at.entry + 1:])
    return _replaced(journey, at.repeat, Entries(each, entries.closed))


def arrive(session: Session) -> None:
    """On reaching a repeat that wants at least one entry, the first is begun at once."""
    page = session.page
    if page.repeat.min and not of(session.journey, page.id).each:
        _begin(session, page)


def choose(session: Session, choice: str) -> bool:
    """On the list of a repeat: add, change, remove, or no more."""
    page = session.page
    each = of(session.journey, page.id).each
    if session.menu is not None and choice in ("change", "remove"):
        _mend(session, page, each, choice)
    elif choice == "add" and len(each) < page.repeat.max:
        _begin(session, page)
    elif choice == "done" and page.repeat.min <= len(each):
        session.accept(_replaced(session.journey, page.id, Entries(each, True)), 0)
    elif choice.isdecimal() and int(choice) < len(each):
        session.menu = int(choice)
    else:
        session.trouble(page.id, _complaint(page, choice))
        return False
    session.troubles.pop(page.id, None)
    return True


def advance(session: Session) -> bool:
    """After a page of an entry: its next page, or the list of the repeat."""
    at: Position = session.at
    outer = session.journey.stop(at.repeat)
    if outer is None:
        return False
    order = [page.id for page in outer.page.repeat.pages]
    here, found, stop = order.index(at.page), None, outer.entries[at.entry]
    while stop is not None and stop.index > here:
        found = stop if stop.asks else found
        stop = stop.before
    session.at = Position(found.page.id, at.repeat, at.entry) if found else Position(at.repeat)
    return True


def back(session: Session) -> bool:
    """From a page of an entry to the one before it, or to the list; an entry left untouched is taken away."""
    at, stop = session.at, session.stop
    before = stop.before if stop else None
    while before is not None and not before.asks:
        before = before.before
    session.typed = {}
    if before is not None:
        session.at = Position(before.page.id, at.repeat, at.entry)
        return True
    _drop_if_empty(session, at)
    session.at = Position(at.repeat)
    if session.page.repeat.min and not of(session.journey, at.repeat).each:
        return session.back()
    return True


def _complaint(page: Page, choice: str) -> Trouble:
    limits = {"min": page.repeat.min, "max": page.repeat.max, "n": page.repeat.max}
    code = {"add": "too_many_entries", "done": "too_few_entries"}.get(choice, "choose")
    return Trouble(Problem(code, {} if code == "choose" else limits))


def _mend(session: Session, page: Page, each: tuple[Answers, ...], choice: str) -> None:
    number, session.menu = session.menu, None
    if choice == "change":
        _enter(session, page, number)
    else:
        rest = (*each[:number], *each[number + 1:])
        session.history.note(session, gone=(page.id, number, session.helped.take_out(page.id, number)))
        session.journey = _replaced(session.journey, page.id, Entries(rest, False))


def _begin(session: Session, page: Page) -> None:
    each = of(session.journey, page.id).each
    empty = Answers(session.journey.answers.today)
    session.journey = _replaced(session.journey, page.id, Entries((*each, empty), False))
    _enter(session, page, len(each))


def _enter(session: Session, page: Page, number: int) -> None:
    first = session.journey.stop(page.id).entries[number]
    while first is not None and first.before is not None:
        first = first.before
    session.typed, session.troubles = {}, {}
    session.at = Position(first.page.id, page.id, number) if first else Position(page.id)


def _drop_if_empty(session: Session, at: Position) -> None:
    entries = of(session.journey, at.repeat)
    if at.entry < len(entries.each) and not entries.each[at.entry].names():
        rest = (*entries.each[:at.entry], *entries.each[at.entry + 1:])
        session.helped.take_out(at.repeat, at.entry)
        session.journey = _replaced(session.journey, at.repeat, Entries(rest, entries.closed))


def _replaced(journey: Journey, repeat: str, entries: Entries) -> Journey:
    return journey.give({repeat: Answer(entries)})
