"""What the visitor takes home: the code, what happens next and what to bring, in Italian and in their language.

Never on it: an answer, a tax code, a birth date, or the title of a private flow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.config import Desk
from kiosk.dispatch import codes
from kiosk.forms.flow import Flow
from kiosk.forms.journey import Journey
from kiosk.forms.review import bring, next_steps
from kiosk.i18n import Words, visual, width, wrap

COLUMNS = 42
_STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens next, as read by a person."""

    do: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Slip:
    """The slip in one language. `until` is the last day the code works, None when it is only a reference."""

    words: Words
    reference: str
    heading: str
    steps: tuple[Step, ...]
    bring: tuple[str, ...]
    desk: Desk
    today: date
    until: date | None = None

    @property
    def is_code(self) -> bool:
        """A code to come back with, not the number of what was sent."""
        return len(self.reference) == sum(codes.DRAFT)

    @property
    def shown_reference(self) -> str:
        return self.reference and codes.grouped(self.reference, codes.DRAFT if self.is_code else codes.REFERENCE)

    @property
    def own_reference(self) -> str:
        """A code to come back with, in the digits of this language too; "" when those are 0-9."""
        return self.words.own_digits(self.shown_reference) if self.is_code else ""

    @property
    def named(self) -> str:
        """What the digits are called."""
        return self.words.say("paper.code" if self.is_code else "paper.number")

    @property
    def help(self) -> str:
        return ", ".join(text for text in (self.desk.phone, self.desk.hours) if text)

    @property
    def until_text(self) -> str:
        return self.words.say("paper.until", day=self.words.day(self.until)) if self.until else ""


@dataclass(frozen=True, slots=True)
class Printed:
    """What every slip of a visit has in common, whatever its language; no reference where nothing was sent."""

    reference: str
    desk: Desk
    today: date
    until: date | None = None


def slips(journey: Journey, languages: tuple[Words, ...], printed: Printed) -> tuple[Slip, ...]:
    """The slip in each of these languages, Italian first; one when the visitor reads Italian."""
    return tuple(_slip(journey, words, printed) for words in dict.fromkeys(languages))


def _slip(journey: Journey, words: Words, printed: Printed) -> Slip:
    flow = journey.flow
    return Slip(
        words=words,
        reference=printed.reference,
        heading=_heading(flow, words),
        steps=tuple(Step(*said) for said in next_steps(journey, words)),
        bring=bring(journey, words),
        desk=printed.desk,
        today=printed.today,
        until=printed.until,
    )


def code_slips(flow: Flow, languages: tuple[Words, ...], printed: Printed) -> tuple[Slip, ...]:
    """The slip of a visit put aside: the code and its last day, and nothing of what was answered."""
    common = (printed.desk, printed.today, printed.until)
    return tuple(Slip(words, printed.reference, _heading(flow, words), (), (), *common) for words in dict.fromkeys(languages))


def _heading(flow: Flow, words: Words) -> str:
    if not flow.private:
        return words.text(flow.id, "title", flow.title)
    if flow.neutral_title:
        return words.text(flow.id, "neutral_title", flow.neutral_title)
    return words.say("paper.neutral")


def receipt(slips: tuple[Slip, ...]) -> str:
    """The slips as text of 42 columns, for a roll of paper: the code once, then each language below the other."""
    first = slips[0]
    lines = [*wrap(first.desk.name, COLUMNS, "ltr"), first.today.strftime("%d/%m/%Y")]
    if first.reference:
        lines += [*(visual(slip.named, "ltr") for slip in slips), f"    {first.shown_reference}"]
        lines += [f"    {visual(slip.own_reference, 'ltr')}" for slip in slips if slip.own_reference]
    for slip in slips:
        lines += ["-" * COLUMNS, *_said(slip)]
    if first.help:
        lines += ["-" * COLUMNS, *wrap(first.help, COLUMNS, "ltr")]
    return rolled(lines)


def rolled(lines: Iterable[str]) -> str:
    """The lines as one text for a roll of paper, with nothing in it that a printer takes for an order."""
    return "\n".join(_STEERS.sub("", line).rstrip() for line in lines) + "\n"


def _said(slip: Slip) -> Iterator[str]:
    words = slip.words
    yield from _lines(slip, slip.heading)
    if slip.until_text:
        yield from _lines(slip, slip.until_text)
    for number, step in enumerate(slip.steps, 1):
        yield from _lines(slip, f"{step.do} ({step.who}; {step.when})", f"{number}")
    if slip.bring:
        yield from _lines(slip, words.say("paper.bring") + ":")
    for text in slip.bring:
        yield from _lines(slip, text, "")


def _lines(slip: Slip, text: str, number: str | None = None) -> Iterator[str]:
    return beside(text, slip.words.direction, number)


def beside(text: str, direction: str, number: str | None = None) -> Iterator[str]:
    """The text wrapped; with a number ("" for none) also a box to tick, on the side where reading starts."""
    rtl = direction == "rtl"
    mark = _mark(number, rtl) if number is not None else ""
    for at, line in enumerate(wrap(text, COLUMNS - len(mark), direction)):
        first = mark if at == 0 else " " * len(mark)
        yield f"{' ' * (COLUMNS - len(mark) - width(line))}{line}{first}" if rtl else first + line


def _mark(number: str, rtl: bool) -> str:
    if rtl:
        return f" .{number} [ ]" if number else " [ ]"
    return f"[ ] {number}. " if number else "[ ] "
