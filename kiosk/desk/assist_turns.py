"""What whoever helps does on their own cards, as in `turns`: answers change in the form alone, or go back by a step of its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.desk import lock, logbook, marking
from kiosk.desk.assist import NOTE, TAGS, Assist, Note
from kiosk.desk.delicate import kinds
from kiosk.desk.override import let_pass, refused_by_form
from kiosk.desk.questions import REVIEW, SKIPPED, TODO, following, questions
from kiosk.errors import Refused
from kiosk.forms.credentials import covered
from kiosk.i18n import clean

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit


def open_assist(visit: Visit) -> None:
    """From the menu: both languages on the screen, the person still types, no answer changes."""
    visit.assist, visit.together = Assist(lock.first_name(visit.at_work or ""), interpreter=visit.interpreter), True
    visit.attend()
    logbook.note(visit.desk, visit.at_work, "assist")
    visit.cover("" if visit.interpreter else "interpreter")


def close_assist(visit: Visit) -> None:
    """The person goes on alone, in their own language."""
    visit.assist, visit.together = None, False
    visit.attend()
    visit.cover("")


def list_all(visit: Visit) -> None:
    """From now on the form is filled from the list of all its questions."""
    visit.assist.listed = True
    visit.cover("questions")


def page_by_page(visit: Visit) -> None:
    visit.assist.listed = False
    visit.cover("")


def interpreter(visit: Visit, choice: str) -> None:
    visit.interpreter = visit.assist.interpreter = choice
    return visit.cover("minor" if choice == "minor" else "")


def minor(visit: Visit, choice: str) -> None:
    """Another way than a child: a colleague, both languages and the voice, or an adult after all."""
    visit.interpreter = visit.assist.interpreter = "none" if choice == "both" else ""
    if choice == "call":
        return visit.call()
    return visit.cover("interpreter" if choice == "other" else "")


def marked(visit: Visit) -> None:
    """F7: this page wants a second look, or does not any more."""
    came = marking.mark(visit.session)
    visit.session.tell(f"assist.{came}")
    if came in (marking.MARKED, marking.UNMARKED):
        visit.save()


def seeing(visit: Visit, typed: Mapping[str, object]) -> None:
    """F6: which document was seen; before the answer is there it waits for it."""
    session, place = visit.session, marking.place_of(visit.session.at)
    kind, expiry = typed.get("kind", ""), str(typed.get("expiry", ""))
    if isinstance(kind, Mapping):
        session.helped.waiting.pop(place, None)
        marking.see(session, None)
        session.tell("assist.unseen")
    elif kind not in marking.DOCUMENTS or expiry not in marking.EXPIRY:
        return visit.wrong("seen")
    else:
        text = marking.seen_text(kind, expiry, visit.assist.helper, visit.desk.today())
        if not marking.see(session, text):
            session.helped.waiting[place] = text
        session.tell("assist.seen_kept")
    visit.cover("")
    return visit.save()


def noting(visit: Visit, typed: Mapping[str, object]) -> None:
    """F4: tags, then words; words that tell too much are asked about once, secrets are never taken."""
    chosen, said = typed.get("tags") or (), typed.get("text", "")
    text = clean(str(said)).strip() if isinstance(said, str) else ""
    written = Note(tuple(tag for tag in TAGS if tag in chosen), text)
    doubted, visit.noted = visit.noted, written
    if covered(text) != text:
        visit.noted = Note(written.tags)
        return visit.wrong("note.secret")
    if len(text) > NOTE:
        return visit.wrong("note.long", max=NOTE)
    if kinds(text) and doubted != written:
        return visit.wrong("note.delicate")
    return _keep(visit, written)


def _keep(visit: Visit, written: Note) -> None:
    place, notes = marking.place_of(visit.session.at), visit.session.helped.notes
    visit.noted = None
    if written:
        notes[place] = written
        visit.session.tell("assist.note_kept")
    else:
        notes.pop(place, None)
    visit.cover("")
    visit.save()


def accepting(visit: Visit, typed: Mapping[str, object]) -> None:
    """«Accetta lo stesso»: what stands in the way by its form alone passes, for a reason that is written down."""
    name, note = refused_by_form(visit.session), typed.get("note", "")
    try:
        done = let_pass(visit, name or "", str(typed.get("reason", "")), note if isinstance(note, str) else "")
    except Refused as refusal:
        return visit.wrong(refusal.code, **refusal.params)
    visit.cover("")
    if done:
        visit.save()
        visit.go_on_from_list()
    return None


def listed(visit: Visit, choice: str) -> None:
    """On the list of questions: go to one, or take a change back."""
    act = {"undo": _undo, "put_back": _put_back, "check": _check, "next": lambda v: _next(v, TODO, SKIPPED),
           "review": lambda v: _next(v, REVIEW)}.get(choice)
    if act:
        return act(visit)
    if choice in {one.place for one in questions(visit.session, visit.desk.italian) if one.place}:
        return _jump(visit, choice)
    return visit.wrong("questions" if choice else "choose")


def _jump(visit: Visit, place: str) -> None:
    session = visit.session
    if place != marking.place_of(session.at):
        session.menu = None
        session.go_to(place)
    visit.cover("")


def _next(visit: Visit, *states: str) -> None:
    found = following(questions(visit.session, visit.desk.italian), marking.place_of(visit.session.at), *states)
    if found is None:
        return visit.wrong("questions.none")
    return _jump(visit, found.place)


def _undo(visit: Visit) -> None:
    _stepped(visit, visit.session.history.undo(visit.session), "questions.undone")


def _put_back(visit: Visit) -> None:
    _stepped(visit, visit.session.history.put_back(visit.session), "questions.restored")


def _stepped(visit: Visit, done: bool, said: str) -> None:
    """The list stays: what has changed is seen there, and the next step can be taken back too."""
    if not done:
        return visit.wrong("questions.none")
    visit.save()
    return visit.session.tell(said)


def _check(visit: Visit) -> None:
    """All is answered: on to the check page; else to the first question that is not."""
    visit.session.menu = None
    visit.session.return_to(visit.session.journey)
    visit.cover("")
