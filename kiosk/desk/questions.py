"""Every question of a form on one list: its answer, who gave it, whether a document was seen, and what is still to do.

Also those that an earlier change set aside, and those that may still come: only a page that the answers lead to can be
opened from here. A private answer is never in it, only that there is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kiosk.desk.assist import OPERATOR
from kiosk.desk.memory import shown
from kiosk.desk.session import Session
from kiosk.forms.answers import BLANK, Answer
from kiosk.forms.flow import Field, Page
from kiosk.forms.journey import Stop
from kiosk.forms.review import Row
from kiosk.i18n import Words

DONE, CONFIRM, SEEN, REVIEW, SKIPPED, TODO, ASIDE = "done", "confirm", "seen", "review", "skipped", "todo", "aside"


@dataclass(frozen=True, slots=True)
class Question:
    """One line. `place` opens its page, "" where none can be opened now; `by` is "visitor", "operator" or ""."""

    number: int
    label: str
    answer: str = field(repr=False)
    by: str
    seen: bool | None
    state: str
    place: str
    section: str = ""
    noted: bool = False


def questions(session: Session, words: Words) -> tuple[Question, ...]:
    """The list in the order of the form, in the language of `words`."""
    listing = _Listing(session, words)
    found = (one for index, page in enumerate(session.flow.pages) for one in listing.of(page, index))
    return tuple(replace(one, number=number) for number, one in enumerate(found, 1))


def state(answer: Answer | None, is_kept: bool) -> str:
    """What there is to say about an answer, the most urgent first."""
    if answer is None:
        return TODO
    if not is_kept:
        return ASIDE
    if answer.to_review:
        return REVIEW
    if answer.state == BLANK:
        return SKIPPED
    if answer.seen:
        return SEEN
    return CONFIRM if answer.typed_by == OPERATOR and not answer.confirmed else DONE


def following(listed: tuple[Question, ...], at: str, *states: str) -> Question | None:
    """The first after the one at `at` in one of these states that can be opened; from the end on again from the start."""
    here = next((number for number, one in enumerate(listed) if one.place == at), -1)
    turned = (*listed[here + 1:], *listed[:here + 1])
    return next((one for one in turned if one.place and one.state in states), None)


class _Listing:
    def __init__(self, session: Session, words: Words) -> None:
        flow, journey = session.flow, session.journey
        self.session, self.words, self.journey = session, words, journey
        self.stops = {stop.page.id: stop for stop in journey.stops}
        self.reached = journey.last.index if journey.last else -1
        self.titles = {one.id: words.text(flow.id, f"section.{one.id}", one.title) for one in flow.sections}

    def of(self, page: Page, index: int) -> Iterator[Question]:
        """The lines of one page, on the way or off it."""
        stop = self.stops.get(page.id)
        if stop is None:
            return self._off_the_way(page, index)
        return self._repeated(stop) if page.repeat else self._asked(stop, page, page.id)

    def _asked(self, stop: Stop, section: Page, place: str, before: str = "") -> Iterator[Question]:
        asked, wanted = {one.name for one in stop.asks}, {one.field for one in stop.wanted}
        for one in _fields(stop.page):
            answer = stop.kept.answer(one.name)
            if one.name in asked:
                named = TODO if one.name in wanted else state(answer, True)
                yield self._question(Row(stop.page, one, answer), named, (place, section.section, before))
            elif not before and (aside := self.journey.answers.answer(one.name)) is not None:
                yield self._question(Row(stop.page, one, aside), ASIDE, ("", section.section, ""))

    def _repeated(self, stop: Stop) -> Iterator[Question]:
        """The list of a repeat, then what was asked in each entry."""
        page, number = stop.page, len(stop.entries)
        label = next((text for key in ("short", "ask") if (text := getattr(page.words, key))), page.id)
        yield Question(0, self.words.text(page.domain, f"{page.place}.{'short' if page.words.short else 'ask'}", label), str(number), "", None,
                       TODO if stop.wanted else DONE, page.id, self.titles.get(page.section, ""))
        for entry, last in enumerate(stop.entries):
            for inner in _chain(last):
                yield from self._asked(inner, page, f"{page.id}/{entry}/{inner.page.id}", f"{entry + 1}. ")

    def _off_the_way(self, page: Page, index: int) -> Iterator[Question]:
        journey = self.journey
        may_come = index > self.reached and not journey.ending and (page.when is None or page.when(journey.kept) is not False)
        for one in _fields(page):
            answer = journey.answers.answer(one.name)
            if answer is not None or may_come:
                yield self._question(Row(page, one, answer), state(answer, False), ("", page.section, ""))

    def _question(self, row: Row, named: str, where: tuple[str, str, str]) -> Question:
        """`where` is the place, the section, and what stands before the label."""
        answer, (place, section, before) = row.answer, where
        known = answer is not None and answer.state != BLANK
        repeat, slash, _ = place.rpartition("/")
        hidden = {row.path} if f"{repeat}{slash}{row.field.name}" in self.session.unsaid else ()
        return Question(0, before + row.label(self.words), shown(row, self.words, hidden) if known else "", answer.typed_by if known else "",
                        bool(answer.seen) if known else None, named, place, self.titles.get(section, ""), place in self.session.helped.notes)


def _chain(last: Stop | None) -> list[Stop]:
    found = []
    while last is not None:
        found.append(last)
        last = last.before
    return found[::-1]


def _fields(page: Page) -> list[Field]:
    return [one for one in page.fields if one.compute is None and one.type.entry != "note"]
