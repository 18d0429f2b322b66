"""A visit as plain values and back: what a draft holds on the disk.

Fields that the author marked `keep: never` are left out; they live in memory and on the paper only.
"""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.forms.answers import GIVEN, Answer, Answers, Entries
from kiosk.forms.flow import Field, Flow, Page
from kiosk.forms.journey import answered


def dump(flow: Flow, answers: Answers) -> dict:
    """Every typed answer of the flow, on the path or not, as JSON can hold it."""
    found = _dump_fields(flow.pages, answers)
    for page in flow.pages:
        answer = answers.answer(page.id) if page.repeat else None
        if answer is not None:
            each = [_dump_fields(page.repeat.pages, entry) for entry in answer.value.each]
            found[page.id] = {"each": each, "closed": answer.value.closed}
    return found


def load(flow: Flow, stored: dict, today) -> Answers:
    """The answers of `dump`; those that this version of the flow does not know are left out."""
    answers = _load_fields(flow.pages, stored, Answers(today))
    for page in flow.pages:
        held = stored.get(page.id) if page.repeat else None
        if held is not None:
            each = tuple(_load_fields(page.repeat.pages, one, Answers(today)) for one in held["each"])
            answers = answers.with_answer(page.id, Answer(Entries(each, held["closed"])))
    return answers


def _fields(pages: Iterable[Page]) -> Iterable[Field]:
    return (field for page in pages for field in page.fields if field.keep and field.compute is None)


def _dump_fields(pages: Iterable[Page], answers: Answers) -> dict:
    return {field.name: _dump(field, answer) for field in _fields(pages) if (answer := answers.answer(field.name))}


def _dump(field: Field, answer: Answer) -> dict:
    plain = {"state": answer.state, "by": answer.typed_by, "confirmed": answer.confirmed, "seen": answer.seen,
             "review": answer.to_review, "typed": answer.typed}
    return plain | {"value": field.type.dump(answer.value)} if answer.state == GIVEN else plain


def _load_fields(pages: Iterable[Page], stored: dict, answers: Answers) -> Answers:
    for field in _fields(pages):
        if isinstance(stored.get(field.name), dict) and "state" in stored[field.name]:
            answers = answers.with_answer(field.name, _load(field, stored[field.name]))
    return answers


def _load(field: Field, plain: dict) -> Answer:
    more = {"typed": plain["typed"], "typed_by": plain["by"], "confirmed": plain["confirmed"], "seen": plain["seen"],
            "to_review": plain["review"]}
    if plain["state"] != GIVEN:
        return Answer(state=plain["state"], **more)
    return answered(field, field.type.load(plain["value"]), **more)
