"""What is chosen or typed in a form filled by telephone does here, from the opening to the last yes; what a dropped line does is in `phone_line`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.desk import ending_turns, entries, lock, logbook, marking, turns
from kiosk.desk.assist import OPERATOR, Assist
from kiosk.desk.parking import Passing
from kiosk.desk.phone_cards import OPENING
from kiosk.desk.phone_line import paths
from kiosk.desk.phone_script import place_in, spelled_of
from kiosk.desk.phoning import PhoneCall
from kiosk.forms.answers import Answer, Answers, Entries
from kiosk.forms.review import rows
from kiosk.i18n import clean

if TYPE_CHECKING:
    from kiosk.desk.session import Session
    from kiosk.desk.standing import Position
    from kiosk.desk.visit import Visit

_DIGITS = 6, 15
"""Of a telephone number, at least and at most."""


def begin(visit: Visit) -> None:
    """Whoever answers has the keys; both languages stand there where the caller's is another."""
    visit.phone = PhoneCall(fills=True, started_at=visit.desk.clock())
    visit.interpreter = visit.interpreter or "none"
    visit.assist, visit.together = Assist(lock.first_name(visit.at_work or ""), OPERATOR, visit.interpreter), True
    visit.words = visit.desk.italian
    visit.acts.begin(visit)
    visit.stage, visit.back_to = "how", ["language"]


def before(visit: Visit, _: str) -> None:
    """One step more of the opening."""
    visit.attend()
    if visit.phone.step < len(OPENING) - 1:
        visit.phone.step += 1
    else:
        visit.go("consent")


def consent(visit: Visit, choice: str) -> None:
    """Said aloud: that it was, when and by whom it was heard is in the logbook, and nothing of the caller."""
    if choice == "yes":
        logbook.note(visit.desk, visit.at_work, "phone yes")
    turns.consent(visit, choice)


def code(visit: Visit, _: str) -> None:
    visit.go("phone_number")


def phone_number(visit: Visit, typed: str) -> None:
    """Kept in memory, for this call alone."""
    text = clean(typed).strip()
    if text != "no" and not _DIGITS[0] <= sum(sign.isdigit() for sign in text) <= _DIGITS[1]:
        return visit.wrong("ring.number")
    visit.phone.number = "" if text == "no" else text
    return visit.go("form")


def form(visit: Visit, typed: Mapping[str, object]) -> None:
    """As any page; what is an answer of an earlier day is compared, and a code is read back before the next question."""
    session, at, fields, journey = visit.session, visit.session.at, visit.session.asks, visit.session.journey
    earlier = {asked.name: session.answers.answer(asked.name) for asked in fields if place_in(session, asked) in session.unsaid}
    turns.form(visit, typed)
    if visit.phone.earlier:
        session.unsaid |= _shifted(journey.answers, session.journey.answers)
    if visit.stage == "readback":
        # what was not said today is not confirmed today
        session.left_blank |= session.unsaid
    if not fields or session.journey is journey:
        # nothing was answered: it was wrong, or a day was chosen first
        return
    there = _answers_at(session, at)
    if earlier:
        session.unsaid -= {f"{at.repeat}/{at.entry}/{name}" if at.repeat else name for name in earlier}
        session.tell("compare.same" if _are_same(there, earlier) else "compare.differs")
    _spell(visit, at, spelled_of(session.words, fields, there))


def _shifted(before: Answers, after: Answers) -> frozenset[str]:
    """An entry was taken away, and those after it have other numbers: from then on all of that repeat is asked anew."""
    fewer = [name for name, answer in after.items() if isinstance(answer.value, Entries) and name in before
             and len(answer.value.each) < len(before.answer(name).value.each)]
    return frozenset(path for path in paths(after) if path.partition("/")[0] in fewer)


def _answers_at(session: Session, at: Position) -> dict[str, Answer]:
    answers = entries.typed_in(session.journey, at) if at.repeat else session.journey.answers
    return dict(answers.items())


def _are_same(there: Mapping[str, Answer], earlier: Mapping[str, Answer]) -> bool:
    """Does the caller say what was said before?"""
    return all(name in there and (there[name].state, there[name].value) == (answer.state, answer.value) for name, answer in earlier.items())


def _spell(visit: Visit, at: Position, said: tuple[str, ...]) -> None:
    if said:
        visit.phone.spelled, visit.phone.asked = said, marking.place_of(at)
        visit.cover("repeat")


def repeat(visit: Visit, choice: str) -> None:
    """Right; to be typed again; not at hand; or not understood."""
    if choice == "lost":
        return visit.cover("colleague")
    if choice == "lacks" and not _forget(visit):
        return visit.wrong("repeat")
    place, visit.phone.spelled, visit.phone.asked = visit.phone.asked, (), ""
    visit.cover("")
    if choice == "no":
        visit.stage = "form"
        visit.session.go_to(place)
    else:
        visit.go_on_from_list()
    return None


def _forget(visit: Visit) -> bool:
    """«Non lo so» in place of what was written; False where the question needs an answer."""
    session = visit.session
    session.go_to(visit.phone.asked)
    if not all(asked.unknown for asked in session.asks):
        return False
    visit.stage = "form"
    visit.take(dict.fromkeys([asked.name for asked in session.asks]))
    visit.save()
    return True


def colleague(visit: Visit, choice: str) -> None:
    if choice == "ring":
        visit.calling = True
        visit.cover("called")
    elif choice == "hand" and visit.may_stop and visit.code_seen:
        visit.passing = Passing("here")
        visit.cover("agree")
    elif choice == "language":
        visit.cover("language")
    elif choice == "stay":
        visit.cover("")


def readback(visit: Visit, choice: str) -> None:
    """The yes is said aloud, whoever presses the key; an answer of an earlier day is asked before it can be confirmed."""
    if choice in visit.session.unsaid:
        visit.stage = "form"
        return visit.session.go_to(next(row.place for row in rows(visit.session.journey) if row.path == choice))
    return ending_turns.readback(visit, "voice" if choice == "done" else choice)


def parked(visit: Visit, _: str) -> None:
    visit.depart()
