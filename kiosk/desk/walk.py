"""A visit played from a file of answers, through the same session as any other, without a screen.

Personas, `sportello walk` and the tests use it. A soft doubt is confirmed, as the person in the file would.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from kiosk.desk.prompts import typed_so_far, wording
from kiosk.desk.seats_of_form import planned
from kiosk.desk.session import ENDED, REVIEW, Session
from kiosk.forms.answers import BLANK, GIVEN, REFUSED, Answer, Answers, Entries
from kiosk.forms.flow import Field, Flow
from kiosk.forms.review import dump, papers, rows
from kiosk.i18n import Words

_MISSING = object()
_MOST_STEPS = 20_000


@dataclass
class Played:
    """What came of a walk; `stuck` when a page could not be passed."""

    asked: list[str] = field(default_factory=list)
    problems: list[dict] = field(default_factory=list)
    session: Session | None = None
    stuck: bool = False

    @property
    def complete(self) -> bool:
        return self.session.at == REVIEW

    @property
    def ending(self) -> str | None:
        return self.session.journey.ending.id if self.session.at == ENDED else None

    def documents(self) -> list[str]:
        """The papers this visit comes to: at an early ending only what is for the visitor."""
        return [document.id for document in papers(self.session.journey)]

    def as_json(self) -> dict:
        """The result as `sportello walk --json` prints it."""
        words, journey = self.session.words, self.session.journey
        review = [{"page": row.page.id, "field": row.field.name, "label": row.label(words), "value": row.shown(words)} for row in rows(journey)]
        return {"asked": self.asked, "kept": plain(journey.flow, journey.kept), "problems": self.problems, "ending": self.ending,
                "complete": self.complete, "review": review, "documents": self.documents()}


def play(flow: Flow, answers: Mapping[str, object], words: Words, at: datetime | None = None) -> Played:
    """Play `answers` (field -> what is typed; a list of maps for a repeat) from the first page."""
    at = at or datetime.now(UTC)
    played = Played(session=Session(flow, words, at, at.astimezone().date()))
    played.session.dates = planned(flow, at)
    played.problems += _strangers(flow, answers)
    for _ in range(_MOST_STEPS):
        if not isinstance(played.session.at, str) and _step(played, answers):
            continue
        break
    return played


def plain(flow: Flow, kept: Answers) -> dict[str, object]:
    """Kept answers as JSON: null for "I don't know", {"refused": true}, "" for left empty, a list for a repeat."""
    found: dict[str, object] = {}
    for page in flow.pages:
        answer = kept.answer(page.id) if page.repeat else None
        if answer is not None:
            entries: Entries = answer.value
            found[page.id] = [_plain_fields(page.repeat.pages, entry) for entry in entries.each]
        found |= _plain_fields((page,), kept)
    return found


def _plain_fields(pages, kept: Answers) -> dict[str, object]:
    fields = (one for page in pages for one in page.fields if one.type.entry != "note")
    return {one.name: _plain(one, answer) for one in fields if (answer := kept.answer(one.name)) is not None}


def _plain(asked: Field, answer: Answer) -> object:
    if answer.state == GIVEN:
        return dump(asked, answer)
    return {BLANK: "", REFUSED: {"refused": True}}.get(answer.state)


def _strangers(flow: Flow, answers: Mapping[str, object]) -> list[dict]:
    """Names in the file that no field of the flow has: most often a slip of the pen."""
    known = {one.name for page in flow.every_page() for one in page.fields} | {page.id for page in flow.pages if page.repeat}
    return [{"page": "", "field": name, "code": "unknown_field", "soft": False, "say": name} for name in answers if name not in known]


def _step(played: Played, answers: Mapping[str, object]) -> bool:
    session = played.session
    page, where = session.page, session.at
    if not played.asked or played.asked[-1] != page.id or where.repeat:
        played.asked.append(page.id)
    if page.repeat:
        return _list(played, answers)
    given = answers if not where.repeat else _entry(answers, where.repeat, where.entry)
    typed = {one.name: _typed(session, one, given) for one in session.asks}
    missing = [name for name, text in typed.items() if text is _MISSING]
    if missing:
        played.problems += [{"page": page.id, "field": name, "code": "missing", "soft": False, "say": ""} for name in missing]
        played.stuck = True
        return False
    return _give(played, typed)


def _give(played: Played, typed: dict) -> bool:
    session = played.session
    page = session.page.id
    if session.give(typed):
        return True
    troubles = dict(session.troubles)
    played.problems += [
        {"page": page, "field": name, "code": trouble.problem.code, "soft": trouble.problem.soft, "say": wording(session.words, trouble)[0]}
        for name, trouble in troubles.items()
    ]
    if all(trouble.problem.soft for trouble in troubles.values()) and session.give(typed):
        return True
    played.stuck = True
    return False


def _list(played: Played, answers: Mapping[str, object]) -> bool:
    session, page = played.session, played.session.page
    wanted = answers.get(page.id, [])
    each = session.journey.answers.answer(page.id)
    done = len(each.value.each) if each else 0
    choice = "add" if isinstance(wanted, list) and done < len(wanted) else "done"
    return _give(played, {page.id: choice})


def _entry(answers: Mapping[str, object], repeat: str, number: int) -> Mapping[str, object]:
    entries = answers.get(repeat)
    return entries[number] if isinstance(entries, list) and number < len(entries) else {}


def _typed(session: Session, asked: Field, given: Mapping[str, object]) -> object:
    if asked.name in given:
        return given[asked.name]
    if asked.type.entry == "note":
        return True
    proposed = typed_so_far(session, asked)
    return proposed if proposed not in ("", None) else "" if asked.optional else _MISSING


def told(result: dict) -> str:
    """A walk as a person reads it."""
    lines = [f"pagine: {', '.join(result['asked'])}"]
    lines += [f"! {problem['page']} {problem['field']}: {problem['code']} {problem['say']}" for problem in result["problems"]]
    lines += [f"  {row['label']}: {row['value']}" for row in result["review"]]
    lines.append(f"fine: {result['ending'] or ('completo' if result['complete'] else 'non completo')}")
    lines.append(f"fogli: {', '.join(result['documents']) or 'nessuno'}")
    return "\n".join(lines)
