"""The way through a flow that these answers lead: recomputed from the answers, never remembered.

Pages are walked in order. A page joins when its condition is certainly true over the answers kept so far;
then its own answers are kept. The walk stops at the first page that still wants something, at an ending,
or after the last page. Conditions look back only, so one pass prunes whatever fell off the path, and after
one answer only the stops after it are walked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kiosk.forms.answers import BLANK, GIVEN, Answer, Answers, Entries, Inside
from kiosk.forms.fields import Problem
from kiosk.forms.flow import Ending, Field, Flow, Page
from kiosk.forms.logic import Span


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something still wanted of a page: a field not answered (`problem` None), or a rule that does not hold."""

    field: str
    problem: Problem | None = None
    say: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A page on the way, the fields it asks now, what is still wanted of it, and what is kept after it."""

    page: Page
    index: int
    before: Stop | None
    kept: Answers
    asks: tuple[Field, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    entries: tuple[Stop | None, ...] = ()


@dataclass(frozen=True)
class Journey:
    """`last` is the furthest stop reached; `ending` the ending that stopped the walk, if one did."""

    flow: Flow
    answers: Answers
    last: Stop | None
    ending: Ending | None = None

    @classmethod
    def through(cls, flow: Flow, answers: Answers) -> Journey:
        """The journey of these answers from the first page."""
        return _walk(flow, answers, None, 0)

    @classmethod
    def start(cls, flow: Flow, today: date) -> Journey:
        return cls.through(flow, Answers(today))

    def give(self, given: Mapping[str, Answer]) -> Journey:
        """The journey after these answers: only the stops from the earliest changed page on are walked again."""
        answers = self.answers
        for name, answer in given.items():
            answers = answers.with_answer(name, answer)
        home = self.flow.home_page
        return self._resumed(answers, min(home[name] for name in given))

    def forget(self, *names: str) -> Journey:
        """The journey without these answers, as if they had never been typed."""
        answers = self.answers
        for name in names:
            answers = answers.without(name)
        return self._resumed(answers, min(self.flow.home_page[name] for name in names))

    def _resumed(self, answers: Answers, first: int) -> Journey:
        before = self.last
        while before is not None and before.index >= first:
            before = before.before
        if first > self._reached:
            return Journey(self.flow, answers, self.last, self.ending)
        return _walk(self.flow, answers, before, first)

    @property
    def _reached(self) -> int:
        """Index of the last page that was looked at."""
        if self.ending:
            return self.ending.position
        return len(self.flow.pages) if self.complete else self.last.index

    def backwards(self) -> Iterator[Stop]:
        stop = self.last
        while stop is not None:
            yield stop
            stop = stop.before

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """The pages these answers lead through, in order, the one asked now included."""
        return tuple(self.backwards())[::-1]

    @property
    def kept(self) -> Answers:
        """The answers on the path; what fell off it is still in `answers`, and comes home if the path does."""
        return self.last.kept if self.last else Answers(self.answers.today)

    @property
    def asked(self) -> Page | None:
        """The page that still wants something; None when the journey is complete or has ended."""
        return self.last.page if self.last and self.last.wanted else None

    @property
    def complete(self) -> bool:
        """All pages on the path are answered and no ending stopped the walk."""
        return self.ending is None and (self.last is None or not self.last.wanted)

    def stop(self, page_id: str) -> Stop | None:
        """The stop at a page; None when the page is not on the way (yet)."""
        return next((stop for stop in self.backwards() if stop.page.id == page_id), None)

    def after(self, index: int) -> Stop | None:
        """The first stop after the page at `index`."""
        found = None
        for stop in self.backwards():
            if stop.index <= index:
                break
            found = stop
        return found


def _walk(flow: Flow, answers: Answers, before: Stop | None, first: int) -> Journey:
    last, kept = before, before.kept if before else Answers(answers.today)
    endings = flow.endings_after
    for index in range(first, len(flow.pages)):
        page = flow.pages[index]
        if page.when is None or page.when(kept) is True:
            last = _stop(flow, page, index, last, answers)
            if last.wanted:
                return Journey(flow, answers, last)
            kept = last.kept
        for ending in endings.get(index, ()):
            if ending.when(kept) is True:
                return Journey(flow, answers, last, ending)
    return Journey(flow, answers, last)


def _stop(flow: Flow, page: Page, index: int, before: Stop | None, answers: Answers) -> Stop:
    kept = before.kept if before else Answers(answers.today)
    if page.repeat:
        return _repeat_stop(page, index, before, answers)
    kept, asks, wanted = _visit(page, kept, answers, None)
    if not wanted and page.id in flow.checks_after:
        wanted = _checked(flow, page, kept)
    return Stop(page, index, before, kept, asks, wanted)


def _checked(flow: Flow, page: Page, kept: Answers) -> tuple[Wanted, ...]:
    """The checks across fields that do not hold when this page is left."""
    failed = []
    for check in flow.checks_after[page.id]:
        answer = kept.answer(check.at)
        passed = check.soft and answer is not None and answer.to_review
        if check.rule(kept) is False and not passed:
            failed.append(Wanted(check.at, Problem("check", soft=check.soft), check.say, check.place))
    return tuple(failed)


def _visit(page: Page, kept: Answers, answers: Answers, outer: Answers | None) -> tuple[Answers, tuple, tuple]:
    """(kept after the page, the fields it asks now, what is still wanted)."""
    asks, wanted = [], []
    for field in page.fields:
        facts = kept if outer is None else Inside(kept, outer)
        if field.when is not None and field.when(facts) is not True:
            continue
        if field.compute is not None:
            known = (kept.answer(name) or (outer.answer(name) if outer else None) for name in field.compute.names)
            kept = kept.with_answer(field.name, _computed(field.compute(facts), all(map(_is_confirmed, known))))
            continue
        asks.append(field)
        answer = answers.answer(field.name)
        if answer is None:
            wanted.append(Wanted(field.name))
            continue
        if not _offered(field, answer, facts):
            wanted.append(Wanted(field.name))
            continue
        kept = kept.with_answer(field.name, answer)
        if field.check:
            wanted += _broken(field, answer, kept if outer is None else Inside(kept, outer))
    return kept, tuple(asks), tuple(wanted)


def _computed(value: object, confirmed: bool) -> Answer:
    """A number known only between two bounds is still a fact for conditions, but nothing to show or store."""
    certain = value is not None and not isinstance(value, Span)
    return Answer(value if certain else None, value, GIVEN if certain else BLANK, confirmed=confirmed)


def _is_confirmed(answer: Answer | None) -> bool:
    """Does the person stand by it? By the entries of a repeat: by all that is in them; by what is not there nobody must."""
    if answer is None or not isinstance(answer.value, Entries):
        return answer is None or answer.confirmed
    return all(_is_confirmed(inner) for entry in answer.value.each for _, inner in entry.items())


def _offered(field: Field, answer: Answer, facts: object) -> bool:
    """Is a chosen value still among the choices? A choice may join by a condition of its own."""
    hidden = field.conditional_choices
    if not hidden or answer.state != GIVEN:
        return True
    chosen = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    return all(value not in hidden or hidden[value](facts) is True for value in chosen)


def _broken(field: Field, answer: Answer, facts: object) -> list[Wanted]:
    broken = []
    for number, rule in enumerate(field.check, 1):
        if rule.rule(facts) is False and not (rule.soft and answer.to_review):
            place = f"{field.place}.check.{number}"
            broken.append(Wanted(field.name, Problem("rule", soft=rule.soft), rule.say, place))
    return broken


def _repeat_stop(page: Page, index: int, before: Stop | None, answers: Answers) -> Stop:
    outer = before.kept if before else Answers(answers.today)
    answer = answers.answer(page.id)
    entries = answer.value if answer is not None else Entries()
    walks = [walk_entry(page, entry, outer) for entry in entries.each]
    each = tuple(stop.kept for stop in walks)
    kept = outer.with_answer(page.id, Answer(Entries(each, entries.closed), each))
    unfinished = any(stop.wanted for stop in walks)
    enough = page.repeat.min <= len(each) <= page.repeat.max
    wanted = () if entries.closed and enough and not unfinished else (Wanted(page.id),)
    return Stop(page, index, before, kept, (), wanted, tuple(walks))


def walk_entry(page: Page, entry: Answers, outer: Answers) -> Stop | None:
    """The last stop of one entry of a repeat; its conditions see the entry first, then what is outside."""
    last, kept = None, Answers(outer.today)
    for index, inner in enumerate(page.repeat.pages):
        if inner.when is None or inner.when(Inside(kept, outer)) is True:
            kept, asks, wanted = _visit(inner, kept, entry, outer)
            last = Stop(inner, index, last, kept, asks, wanted)
            if wanted:
                break
    return last


def answered(field: Field, value: object, **more: object) -> Answer:
    """An answer of this field, with what conditions see of it worked out by its type."""
    return Answer(value, field.type.fact(value), **more)

