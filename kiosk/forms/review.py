"""The kept answers as rows: and what follows from them: the same for every screen and paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.forms.answers import BLANK, GIVEN, REFUSED, UNKNOWN, Answer, Answers
from kiosk.forms.flow import Document, Field, Page
from kiosk.forms.journey import Journey, Stop
from kiosk.i18n import Words

UNSAID = {UNKNOWN: "review.unknown", REFUSED: "review.refused", BLANK: "review.blank"}


@dataclass(frozen=True, slots=True)
class Row:
    """One kept answer and where it was asked; `entry` counts the times of a repeat from 0."""

    page: Page
    field: Field
    answer: Answer
    repeat: Page | None = None
    entry: int = 0

    @property
    def path(self) -> str:
        """"name", or "repeat/entry/name": the same at every look, whatever else changes."""
        return self.field.name if self.repeat is None else f"{self.repeat.id}/{self.entry}/{self.field.name}"

    @property
    def place(self) -> str:
        """"page", or "repeat/entry/page": where it is asked."""
        return self.page.id if self.repeat is None else f"{self.repeat.id}/{self.entry}/{self.page.id}"

    def label(self, words: Words) -> str:
        """What the answer is about, as short as the author made it."""
        for owner, named in ((self.field, self.field.words), (self.page, self.page.words)):
            for key in ("short", "ask"):
                text = getattr(named, key)
                if text:
                    return words.text(owner.domain, f"{owner.place}.{key}", text)
        return self.field.name

    def shown(self, words: Words) -> str:
        """The answer as a person reads it; an unknown or refused one says so."""
        return show(self.field, self.answer, words)


def show(field: Field, answer: Answer | None, words: Words) -> str:
    """An answer as text in the language of `words`."""
    if answer is None:
        return words.say("review.blank")
    if answer.state != GIVEN:
        return words.say(UNSAID[answer.state])
    if answer.reason:
        return str(answer.value)
    return field.type.show(answer.value, words)


def dump(field: Field, answer: Answer) -> object:
    """A given answer as JSON can hold it."""
    return answer.value if answer.reason else field.type.dump(answer.value)


def rows(journey: Journey) -> tuple[Row, ...]:
    """The rows of everything kept on this journey, in the order of the pages."""
    return tuple(row for stop in journey.stops for row in _rows_of(stop))


def next_steps(journey: Journey, words: Words) -> tuple[tuple[str, str, str], ...]:
    """(what to do, who, when) after this journey: of its ending or of the flow, only what certainly applies."""
    flow, ending = journey.flow, journey.ending
    return tuple(
        tuple(words.text(flow.id, f"{step.place}.{key}", getattr(step, key)) for key in ("do", "who", "when"))
        for step in (ending.next if ending else flow.next)
        if step.condition is None or step.condition(journey.kept) is True
    )


def bring(journey: Journey, words: Words, certain: bool = True) -> tuple[str, ...]:
    """The papers to have at hand; with `certain` false also those that may be needed, before anything is known."""
    applies = (True,) if certain else (True, None)
    return tuple(
        words.text(journey.flow.id, item.place, item.text) for item in journey.flow.bring
        if item.when is None or item.when(journey.kept) in applies
    )


def papers(journey: Journey) -> tuple[Document, ...]:
    """The documents this journey comes to: at an early ending only the visitor's, and none where nothing is kept."""
    ending = journey.ending
    if not journey.complete and not (ending and ending.keep):
        return ()
    return tuple(
        document for document in journey.flow.documents
        if (ending is None or document.reader == "visitor") and (document.when is None or document.when(journey.kept) is True)
    )


def entry_title(page: Page, entry: Answers, words: Words, beside: bool = False) -> str:
    """How an entry of a repeat is called in its list: the author's `entry`, filled in; without a private answer when a helper is `beside`.

    Only whole `{name}` marks are replaced; nothing typed is read as a format.
    """
    fields = {field.name: field for inner in page.repeat.pages for field in inner.fields}
    title = page.repeat.entry
    for name, field in fields.items():
        if f"{{{name}}}" in title:
            answer = entry.answer(name)
            hidden = beside and (field.private or field.sensitive)
            shown = show(field, answer, words) if answer is not None and answer.state == GIVEN and not hidden else ""
            title = title.replace(f"{{{name}}}", shown.replace("{", "").replace("}", ""))
    return " ".join(title.split())


def _rows_of(stop: Stop) -> Iterator[Row]:
    if stop.page.repeat:
        for number, last in enumerate(stop.entries):
            for inner in _chain(last):
                yield from _fields_of(inner, stop.page, number)
    else:
        yield from _fields_of(stop, None, 0)


def _fields_of(stop: Stop, repeat: Page | None, entry: int) -> Iterator[Row]:
    for field in stop.page.fields:
        answer = stop.kept.answer(field.name)
        if answer is not None and field.type.entry != "note" and not (field.compute and not field.words.short):
            yield Row(stop.page, field, answer, repeat, entry)


def _chain(last: Stop | None) -> list[Stop]:
    found = []
    while last is not None:
        found.append(last)
        last = last.before
    return found[::-1]
