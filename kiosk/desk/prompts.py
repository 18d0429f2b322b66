"""One field as it is asked: label, what was typed, the choices with their digits, the honest ways out, what to mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.desk.card import Option, Own, PartShown, Prompt, Secret
from kiosk.desk.session import Session, way_out
from kiosk.desk.standing import Trouble
from kiosk.forms.answers import BLANK, GIVEN, REFUSED, UNKNOWN, Answer
from kiosk.forms.fields import FieldType, Reading, Seat
from kiosk.forms.flow import Field
from kiosk.forms.review import dump
from kiosk.i18n import Words

CHOOSING = ("choice", "choices", "accept")
_OF_THE_ANSWER = frozenset({"text", "name", "names", "code", "town", "after", "year", "date", "month"})
"""What a problem repeats of what was typed, or takes from it."""


def prompt(session: Session, field: Field, alone: bool) -> Prompt:
    """The prompt of a field; `alone` when it is the only one of its page, whose question is its label."""
    words, kind = session.words, field.type
    typed = typed_so_far(session, field)
    reading = session.reading(field)
    options = _options(kind, typed, reading) if kind.entry in CHOOSING else ()
    trouble, masked = _trouble(session, field), field.sensitive or field.private and session.beside
    problem = wording(words, trouble, Secret if field.sensitive or field.private else Own, masked) if trouble else ()
    return Prompt(
        name=field.name, entry=kind.entry, label="" if alone else told(field, "ask", words),
        hint="" if alone else told(field, "hint", words), example=told(field, "example", words),
        typed=_as_text(typed), options=options, parts=_parts(kind, typed, reading, trouble and trouble.problem.part, problem),
        problem=problem, masked=masked, multiple=kind.entry == "choices",
        ways_out=_ways_out(field, words, len(options), _state(session, field)),
        size=min(getattr(kind, "max_length", None) or 40, 60), signs=words.say("signs"), private=field.private,
    )


def told(field: Field, key: str, words: Words) -> str:
    """What the author wrote about a field, in the visitor's language; "" where nothing was written."""
    text = getattr(field.words, key)
    return words.text(field.domain, f"{field.place}.{key}", text) if text else ""


def typed_so_far(session: Session, field: Field) -> object:
    """What stands in the field: typed and not taken, answered before, said in another flow, or proposed."""
    if field.name in session.typed:
        return session.typed[field.name]
    answer = session.answers.answer(field.name) or session.facts.get(field.fact or "")
    if answer is not None:
        return _typed_of(field, answer, session.words)
    if field.default is not None:
        value = field.default(session.sees())
        return "" if value is None else _proposed(field.type, value)
    return ""


def wording(words: Words, trouble: Trouble, whose: type[Own] = Own, covered: bool = False) -> tuple[str, ...]:
    """A problem in words; the second time in a row it is said differently, and a person is offered.

    A line that repeats what was typed is `whose`; where the box is `covered`, it does not repeat it.
    """
    problem = trouble.problem
    if trouble.say:
        lines = [words.text(trouble.domain, trouble.place, trouble.say)]
    else:
        key = f"problem.{problem.code}"
        again = trouble.times > 1 and words.can_say(f"{key}.again")
        told = _OF_THE_ANSWER.intersection(problem.params)
        line = words.say(f"{key}.again" if again else key, **problem.params | (dict.fromkeys(told, "…") if covered else {}))
        lines = [whose(line) if told and not covered else line]
    if problem.soft:
        lines.append(words.say("problem.keep"))
    elif trouble.times > 1:
        lines.append(words.say("problem.together"))
    return tuple(lines)


def _trouble(session: Session, field: Field) -> Trouble | None:
    """What is wrong there; names and dates in it are those of the language that the card is drawn in."""
    trouble = session.troubles.get(field.name)
    if trouble is None or trouble.place or way_out(session.typed.get(field.name)) is not None:
        return trouble
    again = field.type.read(session.typed.get(field.name, ""), session.reading(field)).problem
    return replace(trouble, problem=again) if again and again.code == trouble.problem.code else trouble


def _typed_of(field: Field, answer: Answer, words: Words) -> object:
    if answer.state != GIVEN:
        return {"out": answer.state}
    if field.type.kind == "number" and not answer.reason and not str(answer.typed).strip().isdecimal():
        # «1,500» is another number in another language
        return words.number(answer.value)
    return answer.typed if answer.typed is not None else dump(field, answer)


def _proposed(kind: FieldType, value: object) -> object:
    dumped = kind.dump(value)
    return {True: "yes", False: "no"}.get(dumped, dumped) if isinstance(dumped, bool) else dumped


def _as_text(typed: object) -> str:
    return "" if typed is None or isinstance(typed, (Mapping, list, tuple)) else str(typed)


def _state(session: Session, field: Field) -> str | None:
    typed = typed_so_far(session, field)
    return way_out(typed) if typed is not None or field.name in session.typed else None


def _options(kind: FieldType, typed: object, reading: Reading) -> tuple[Option, ...]:
    chosen = _chosen(kind, typed, reading)
    return tuple(
        Option(value, text, str(number) if number < 10 else "", hint, chosen=value in chosen)
        for number, (value, text, hint) in enumerate(kind.options(reading), 1)
    )


def _chosen(kind: FieldType, typed: object, reading: Reading) -> frozenset[str]:
    """The values that stand chosen now: nothing on a fresh card."""
    if typed in ("", None) or isinstance(typed, Mapping):
        return frozenset()
    value = kind.read(typed, reading).value
    if isinstance(value, Seat):
        return frozenset([value.event or "none"])
    if isinstance(value, bool):
        return frozenset([{True: "yes", False: "no"}[value]] if kind.entry == "choice" else ["yes"] if value else [])
    return frozenset(value if isinstance(value, tuple) else [value] if isinstance(value, str) else [])


def _ways_out(field: Field, words: Words, options: int, state: str | None) -> tuple[Option, ...]:
    blank = field.optional and field.type.entry in (*CHOOSING, "search", "parts", "date")
    offered = [(UNKNOWN, field.unknown, "out.unknown"), (REFUSED, field.refuse, "out.refused"), (BLANK, blank, "out.blank")]
    found = [(value, key) for value, wanted, key in offered if wanted]
    numbered = field.type.entry in CHOOSING
    return tuple(
        Option(value, words.say(key), str(options + number) if numbered and options + number < 10 else "",
               out=True, chosen=value == state)
        for number, (value, key) in enumerate(found, 1)
    )


def _parts(kind: FieldType, typed: object, reading: Reading, wrong: str | None, problem: tuple[str, ...]) -> tuple[PartShown, ...]:
    held = dict(typed) if isinstance(typed, Mapping) else {}
    words = reading.words
    return tuple(
        PartShown(
            part.name, words.say(f"part.{kind.yaml}.{part.name}"), part.entry, str(held.get(part.name, "")),
            tuple(Option(value, words.say(key), str(number), chosen=held.get(part.name) in (value, str(number)))
                  for number, (value, key) in enumerate(part.options, 1)),
            part.size, problem[0] if wrong and wrong == part.name else "",
        )
        for part in kind.parts(typed, reading)
    )


def named(session: Session, field: Field, typed: object) -> str:
    """What was typed, as the card's language names it; "" where that is not certain."""
    read = field.type.read(typed, session.reading(field))
    return field.type.show(read.value, session.words) if read.value is not None and read.problem is None else ""


def echo(session: Session, field: Field, typed: object) -> str:
    """What the kiosk understands of a half-typed date, amount or code, read back; "" while it understands nothing."""
    if way_out(typed) is not None or not typed:
        return ""
    return field.type.echo(typed, session.reading(field))
