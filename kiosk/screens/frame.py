"""What stands at the same place on every screen: the first two rows and the last three.

Row 1: service, part, language. The rules carry what has no room there: the part on narrow screens, the status and
the number of the page. The keys of the footer keep their order; on narrow screens they take more rows, never fewer words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kiosk.desk.card import Card
from kiosk.i18n import visual, width
from kiosk.screens.look import Look, lines
from kiosk.screens.rows import Hit, Row, Span

RULE = "─"
_FUNCTION_KEY = re.compile(r"\bF\d")
_GAPS = (8, 6, 4, 3, 2, 1)


def header(look: Look, card: Card) -> list[Row]:
    """One row when the texts have room, else service above and the part in the rule; the mark that a person was called."""
    mark = card.seen_by or (look.words.say("called.mark") if card.calling else "")
    practice = look.words.say("school.mark") if card.practice else ""
    languages = " · ".join((card.language, card.beside.language)) if card.beside else card.language
    languages = _helping(look, card) if card.assist else languages
    service, part, language, mark = (visual(text, look.direction) for text in (card.service, card.part, languages, mark))
    ending = _ending(look, language, mark, practice)
    room = min((span.at for span in ending), default=look.columns - 1) - 1
    if 1 + width(service) + 3 + width(part) + 2 <= room or not (service and part):
        middle = min(max(width(service) + 4, 33 if look.columns >= 80 else 0), room - width(part) - 1)
        spans = (Span(1, service, "service"), Span(max(1, middle), part, "part"))
        if width(service) + 2 <= room:
            return [(*(span for span in spans if span.text), *ending), rule(look)]
    rows = [(Span(1, service, "service"), *ending)] if width(service) + 2 <= room else _long_name(look, card, ending)
    if width(part) + 4 <= look.columns:
        return [*rows, rule(look, part)]
    return [*rows, *_written(look, card.part, "part"), rule(look)]


def _helping(look: Look, card: Card) -> str:
    """Who helps and who types, in the place of the languages; shorter where the name of the service leaves less room."""
    whole = f"{card.assist.who} · {card.assist.types}"
    marks = 9 * (card.practice + card.calling)
    return whole if width(card.service) + width(whole) + marks + 4 <= look.columns else card.assist.brief


def _long_name(look: Look, card: Card, ending: tuple[Span, ...]) -> list[Row]:
    """The name of a service on several rows, with the language at the end of the last one that has room; PROVA always in the first."""
    *rows, last = _written(look, card.service, "service")
    if card.practice:
        return [ending, *rows, last]
    if ending and 1 + width(last[0].text) + 2 <= ending[0].at:
        return [*rows, (*last, *ending)]
    return [*rows, last, ending] if ending else [*rows, last]


def _written(look: Look, text: str, style: str) -> list[Row]:
    return [(Span(1, line, style),) for line in lines(text, look.columns - 2, look.direction)]


def _ending(look: Look, language: str, *marks: str) -> tuple[Span, ...]:
    """The language at the end of the row, and the marks before it."""
    at = look.columns - 1 - width(language)
    spans, end = [Span(at, language, "language")] if language else [], at - (2 if language else 0)
    for mark in filter(None, marks):
        end -= width(mark) + 2
        spans.insert(0, Span(end, f" {mark} ", "bar"))
        end -= 1
    return tuple(spans)


def rule(look: Look, first: str = "", last: str = "", hit: Hit | None = None) -> Row:
    """A line across the screen, with a text near its start and one near its end."""
    spans, at = [], 0
    if first:
        spans += [Span(0, RULE * 2, "rule"), Span(2, f" {first} ", "status")]
        at = 4 + width(first)
    end = look.columns - (width(last) + 4 if last else 0)
    spans.append(Span(at, RULE * (end - at), "rule"))
    if last:
        spans += [Span(end, f" {last} ", "status", hit), Span(look.columns - 2, RULE * 2, "rule")]
    return tuple(span for span in spans if span.text)


def is_function_key(cap: str) -> bool:
    """True for F1 ... F12, however the cap is written."""
    return _FUNCTION_KEY.search(cap) is not None


def footer(look: Look, keys: Sequence[tuple[str, str]]) -> list[Row]:
    """The keys in two rows, F1 to F12 in the second; the last of them move up, or a third row is made, for lack of room."""
    first = [pair for pair in keys if not is_function_key(pair[0])]
    second = [pair for pair in keys if is_function_key(pair[0])]
    for moved in range(len(second)):
        at = len(second) - moved
        rows = [[*first, *second[at:]], second[:at]]
        fitting = next((gap for gap in _GAPS if all(_cells(look, row, gap) <= look.columns - min(gap, 2) for row in rows)), None)
        if fitting is not None:
            return [_keys(look, row, fitting) for row in rows]
    return flowing(look, [*first, *second], look.columns - 2) if keys else [(), ()]


def _cells(look: Look, keys: Sequence[tuple[str, str]], gap: int) -> int:
    return sum(width(visual(f"{cap} {label}", look.direction)) + gap for cap, label in keys) - gap


def flowing(look: Look, keys: Sequence[tuple[str, str]], room: int) -> list[Row]:
    """Keys on as few rows as they need."""
    rows: list[list[tuple[str, str]]] = [[]]
    used = 0
    for cap, label in keys:
        size = width(visual(cap, look.direction)) + 1 + width(visual(label, look.direction))
        if rows[-1] and used + 1 + size > room:
            rows.append([])
            used = 0
        rows[-1].append((cap, label))
        used += size + 1
    return [_keys(look, row, 1) for row in rows]


def _keys(look: Look, keys: Sequence[tuple[str, str]], gap: int) -> Row:
    spans, at = [], 1
    for cap, label in keys:
        hit = Hit("key", cap)
        cap, label = visual(cap, look.direction), visual(label, look.direction)
        spans += [Span(at, cap, "key", hit), Span(at + width(cap) + 1, label, "label", hit)]
        at += width(cap) + 1 + width(label) + gap
    return tuple(spans)
