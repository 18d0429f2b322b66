"""A visit as plain values and back: what a draft holds on the disk.

Fields that the author marked `keep: never` are left out; they live in memory and on the paper only. An answer that
this version of the flow has no place for is never dropped: it is handed back beside the others, in its own words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from kiosk.forms.answers import GIVEN, REFUSED, UNKNOWN, Answer, Answers, Entries
from kiosk.forms.flow import Field, Flow, Page
from kiosk.forms.journey import answered
from kiosk.forms.review import Row, show
from kiosk.forms.review import dump as plain_value
from kiosk.i18n import Words, italian

_NOT_SO = (ArithmeticError, AttributeError, KeyError, LookupError, TypeError, ValueError)


def dump(flow: Flow, answers: Answers, languages: Sequence[Words] = ()) -> dict:
    """Every typed answer of the flow, on the path or not, as JSON can hold it, and as these languages say it."""
    found = _dump_pages(flow.pages, answers, languages)
    for page in flow.pages:
        answer = answers.answer(page.id) if page.repeat else None
        if answer is not None:
            each = [_dump_pages(page.repeat.pages, entry, languages) for entry in answer.value.each]
            found[page.id] = {"each": each, "closed": answer.value.closed}
    return found


def load(flow: Flow, stored: dict, today: date) -> tuple[Answers, tuple[dict, ...]]:
    """The answers of `dump`, and apart what does not fit this version: {"path": [name] or [repeat, entry, name], "answer"}."""
    answers, apart = _load_pages(flow.pages, {name: one for name, one in stored.items() if "each" not in one}, Answers(today))
    repeats = {page.id: page for page in flow.pages if page.repeat}
    for name, held in stored.items():
        if "each" in held:
            pages = repeats[name].repeat.pages if name in repeats else ()
            loaded = [_load_pages(pages, entry, Answers(today)) for entry in held["each"]]
            apart += [{**one, "path": [name, place, *one["path"]]} for place, (_, left) in enumerate(loaded) for one in left]
            if pages:
                entries = Entries(tuple(entry for entry, _ in loaded), held["closed"])
                answers = answers.with_answer(name, Answer(entries))
    return answers, tuple(apart)


def is_unkept(flow: Flow, answers: Answers) -> bool:
    """Was anything answered that may never be kept, and will be asked again?"""
    entries = [entry for page in flow.pages if page.repeat and page.id in answers for entry in answers.answer(page.id).value.each]
    return any(field.name in found for found in (answers, *entries) for page in flow.every_page() for field in page.fields if not field.keep)


def _fields(pages: Iterable[Page]) -> Iterable[tuple[Page, Field]]:
    return ((page, field) for page in pages for field in page.fields if field.keep and field.compute is None)


def _dump_pages(pages: Iterable[Page], answers: Answers, languages: Sequence[Words]) -> dict:
    return {
        field.name: _dump(Row(page, field, answer), languages)
        for page, field in _fields(pages) if (answer := answers.answer(field.name))
    }


def _dump(row: Row, languages: Sequence[Words]) -> dict:
    field, answer = row.field, row.answer
    plain = {"state": answer.state, "by": answer.typed_by, "confirmed": answer.confirmed, "seen": answer.seen,
             "review": answer.to_review, "typed": answer.typed, "override": answer.reason, "type": field.type.yaml,
             "said": {words.language: [row.label(words), shown(row, words)] for words in languages}}
    return plain | {"value": plain_value(field, answer)} if answer.state == GIVEN else plain


def shown(row: Row, words: Words, unsaid: Collection[str] = ()) -> str:
    """The answer as a list of answers may show it: of a private one, or one at a path in `unsaid`, only that there is one."""
    return words.say("found.given") if row.field.private or row.field.sensitive or row.path in unsaid else row.shown(words)


def _load_pages(pages: Iterable[Page], stored: dict, answers: Answers) -> tuple[Answers, list[dict]]:
    fields = {field.name: field for _, field in _fields(pages)}
    apart = []
    for name, plain in stored.items():
        answer = _load(fields[name], plain) if name in fields else None
        if answer is None:
            apart.append({"path": [name], "answer": plain})
        else:
            answers = answers.with_answer(name, answer)
    return answers, apart


def _load(field: Field, plain: dict) -> Answer | None:
    """The answer, or None when the field does not take it any more."""
    more = {"typed": plain["typed"], "typed_by": plain["by"], "confirmed": plain["confirmed"], "seen": plain["seen"],
            "to_review": plain["review"], "reason": plain.get("override", "")}
    if more["reason"]:
        return Answer(plain.get("value"), state=plain["state"], **more)
    if plain["state"] != GIVEN:
        allowed = {UNKNOWN: field.unknown, REFUSED: field.refuse}.get(plain["state"], field.optional)
        return Answer(state=plain["state"], **more) if allowed else None
    if plain.get("type", field.type.yaml) != field.type.yaml:
        return None
    try:
        answer = answered(field, field.type.load(plain["value"]), **more)
        show(field, answer, italian())
    except _NOT_SO:
        return None
    return answer if _is_offered(field, answer.fact) else None


def _is_offered(field: Field, fact: object) -> bool:
    """Is what was chosen still among the choices?"""
    values = field.type.values()
    chosen = fact if isinstance(fact, tuple) else (fact,)
    return values is None or fact is None or set(chosen) <= set(values)
