"""A line that drops, and a form put aside that is taken up again: nothing of it is shown before the caller has said who they are.

What they say is compared with one answer; only yes or no is ever on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.desk import lock, logbook
from kiosk.errors import Refused
from kiosk.forms.answers import GIVEN, Answers, Entries
from kiosk.forms.review import Row, rows

if TYPE_CHECKING:
    from kiosk.desk.session import Session
    from kiosk.desk.visit import Visit

_PROOFS = ("persona.nascita", "persona.codice_fiscale", "persona.telefono", "persona.cognome")
"""Facts that a person knows by heart, the first that was answered."""
_TRIES = 3


def hang_up(visit: Visit) -> None:
    """F6: what was answered is saved and off the screen; where nothing was to be saved, the call is over."""
    visit.cover("")
    if not visit.code_seen or not visit.may_stop:
        return visit.leave()
    if not visit.saved:
        visit.save()
    if visit.overlay:
        # another visit has the draft by now: that card comes first
        return None
    visit.show_code()
    visit.phone.left = visit.phone.left if visit.stage == "compare" else visit.stage
    visit.phone.spelled, visit.stage = (), "dropped"
    return None


def dropped(visit: Visit, choice: str) -> None:
    if choice == "back":
        visit.stage = "regain"
    elif choice == "leave":
        visit.leave()


def regain(visit: Visit, typed: str) -> None:
    """Whoever may fill forms by telephone goes on; then the caller says something that only they know."""
    try:
        name = visit.desk.named(typed, "phone_forms")
    except Refused as refusal:
        return visit.wrong(refusal.code, **refusal.params)
    if name is None:
        return visit.wrong("pin")
    if visit.assist.helper != lock.first_name(name):
        logbook.note(visit.desk, name, "handover")
    visit.at_work, visit.assist.helper = name, lock.first_name(name)
    visit.assist.lock.touch()
    visit.attend()
    return ask_proof(visit)


def ask_proof(visit: Visit) -> None:
    """On to the comparison, or straight back where nothing was answered that could be compared."""
    visit.stage = "compare" if proof(visit.session) is not None else visit.phone.left


def resumed(visit: Visit) -> None:
    """A form put aside before this call was found by its code: none of its answers is shown from here on."""
    visit.session.unsaid = frozenset(paths(visit.session.journey.answers))
    visit.phone.left, visit.phone.earlier = "form", True
    visit.attend()
    ask_proof(visit)


def paths(answers: Answers, place: str = "") -> Iterator[str]:
    """The paths of all answers, on the way or off it."""
    for name, answer in answers.items():
        yield place + name
        if isinstance(answer.value, Entries):
            for number, entry in enumerate(answer.value.each):
                yield from paths(entry, f"{name}/{number}/")


def proof(session: Session) -> Row | None:
    """The answer that is asked for again; None where none of these was given, or each of them is sensitive."""
    found = [row for row in rows(session.journey) if row.repeat is None and row.answer.state == GIVEN and not (row.field.sensitive or row.answer.reason)]
    return next((row for fact in _PROOFS for row in found if row.field.fact == fact), None)


def compare(visit: Visit, typed: str) -> None:
    """Only whether it is the same is ever shown; after three times it is not asked again."""
    row = proof(visit.session)
    if typed == "leave":
        return visit.leave()
    kind = row.field.type
    read = kind.read(typed, visit.session.reading(row.field))
    # of a telephone its number is said, not whose it is; and nobody says a capital letter
    if read.value is not None and str(kind.fact(read.value)).casefold() == str(kind.fact(row.answer.value)).casefold():
        visit.phone.tries, visit.stage = 0, visit.phone.left
        return visit.session.tell("compare.same")
    visit.phone.tries += 1
    return visit.leave() if visit.phone.tries >= _TRIES else visit.wrong("compare")
