"""The cards of a visit as plain text, top to bottom, and what is typed for them, line by line.

Nothing written here moves a cursor or holds an escape sequence. It decides nothing; whatever fails in it, the visitor
reads a number and a way on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import zip_longest
from typing import Protocol, TextIO

from kiosk import hardening
from kiosk.desk.card import Card, Option, PartShown, Prompt
from kiosk.desk.visit import Visit
from kiosk.i18n import clean
from kiosk.linear.crash import crash_card

BACK, HELP, LANGUAGE, CALL, HIDE, OPERATOR, WAY_OUT = "<", "?", "*", "!", "#", "~", "="
_MARKS = {"bullet": "- ", "warn": "! ", "sensitive": "! ", "exact": "> ", "copy": "| ", "qr": "QR: ", "qr_only": "QR: "}


class Source(Protocol):
    """Where lines come from: "" when there will be no more."""

    def readline(self) -> str: ...


class Linear:
    """One visit over two streams; it ends with the visit, or when the input does. `typing(masked)` is around every line that is read."""

    def __init__(
        self, visit: Visit, source: Source | None = None, target: TextIO | None = None,
        typing: Callable[[bool], AbstractContextManager] = nullcontext,
    ) -> None:
        self.visit, self.source, self.target, self.typing = visit, source or sys.stdin, target or sys.stdout, typing
        self.keys: dict[str, Callable[[], None]] = {
            BACK: visit.back, HELP: visit.help, LANGUAGE: visit.change_language,
            CALL: visit.call, HIDE: visit.hide, OPERATOR: visit.operator,
        }
        self._begun: dict[str, object] = {}
        self._beside, self._stands_on = None, None
        self._card: Card | None = None
        self._fell_on: str | None = None

    def run(self) -> bool:
        """Until the visit is over; False when the input has ended."""
        try:
            while not self.visit.over:
                self._calmly(self._turn)
        except EOFError:
            self._leave()
            return False
        self._write(*self._said("linear.goodbye"))
        return True

    def _calmly(self, act: Callable[[], object]) -> None:
        """Whatever fails, the visit goes on from its card; where it fails there once more, the visit ends."""
        try:
            act()
        except EOFError:
            raise
        except Exception as error:
            name = self._card.name if self._card else ""
            again, self._fell_on = self._fell_on == name, name
            self._tell(hardening.note(error), again)

    def _turn(self) -> None:
        card = self._card = self.visit.card
        self._draw(card)
        typed = self._answers(card)
        if typed is not None:
            self._give(card, typed)
        self._fell_on = None

    def _give(self, card: Card, typed: dict[str, object]) -> None:
        try:
            self.visit.give(typed)
        except Exception:
            # over the same question it is there again; what was typed on any other card may be a PIN
            self._begun |= typed if card.stands_on is not None else {}
            raise

    def _tell(self, number: str, again: bool) -> None:
        """That the fault is ours, and its number: read, and answered with Enter or one of the keys."""
        card = crash_card(self.visit.words, number, again)
        beside = crash_card(self.visit.beside, number, again) if self.visit.beside else None
        self._draw(replace(card, beside=beside, practice=bool(self._card and self._card.practice), calling=self.visit.calling))
        act = {**self.keys, "F9": self.visit.call}.get(self._read("linear.go").upper())
        if again:
            self._leave()
        elif act is not None:
            self._calmly(act)

    def _leave(self) -> None:
        try:
            self.visit.leave()
        except Exception as error:
            hardening.note(error)

    def _answers(self, card: Card) -> dict[str, object] | None:
        """What was typed for every prompt of the card; None when a command was typed instead."""
        typed: dict[str, object] = {}
        for prompt in card.prompts:
            if prompt.entry == "note":
                self._draw_prompt(prompt, self._other(prompt))
                typed[prompt.name] = True
                continue
            taken = self._answer(_resumed(prompt, self._begun.get(prompt.name)))
            if taken is _COMMAND:
                self._begun |= typed
                return None
            if taken is not _KEPT:
                typed[prompt.name] = taken
        if all(prompt.entry == "note" for prompt in card.prompts) and self._command(self._read("linear.go")):
            return None
        for name in typed:
            self._begun.pop(name, None)
        return typed

    def _command(self, line: str) -> bool:
        """Was the line a command? Then it is done, and the card is drawn again."""
        act = self.keys.get(line) or self.visit.command(line)
        if act is not None:
            if line == BACK and not self.visit.overlay:
                self._begun.clear()
            act()
        return act is not None

    def _answer(self, prompt: Prompt) -> object:
        other = self._other(prompt)
        self._draw_prompt(prompt, other)
        if prompt.parts:
            return self._answer_parts(prompt, other)
        key = "linear.choose_many" if prompt.multiple else "linear.choose" if prompt.options else "linear.write"
        line = self._read(key, prompt.masked)
        if self._command(line):
            return _COMMAND
        if not line and (prompt.typed or any(option.chosen for option in (*prompt.options, *prompt.ways_out))):
            return self._kept(prompt)
        return self._chosen(prompt, line)

    def _kept(self, prompt: Prompt) -> object:
        chosen = [option for option in (*prompt.options, *prompt.ways_out) if option.chosen]
        if prompt.multiple:
            return [option.value for option in chosen if not option.out] or (chosen[0].given if chosen else _KEPT)
        return chosen[0].given if chosen else prompt.typed

    def _answer_parts(self, prompt: Prompt, other: Prompt) -> object:
        typed = {}
        for part, beside in zip_longest(prompt.parts, other.parts[: len(prompt.parts)], fillvalue=_NO_PART):
            self._write("")
            for option, its in zip_longest(part.options, beside.options, fillvalue=_NO_OPTION):
                self._write(f"  {option.digit} {option.text}", its.text)
            if part.problem:
                self._write(f"! {part.problem}", beside.problem)
            now = f" [{part.typed}]" if part.typed and not prompt.masked else ""
            line = self._ask((part.label, beside.label), f"{now}: ", prompt.masked)
            if self._command(line):
                self._begun |= {prompt.name: typed} if line != BACK else {}
                return _COMMAND
            if line.startswith(WAY_OUT):
                return self._chosen(prompt, line)
            typed[part.name] = line or part.typed
        return typed if any(typed.values()) else prompt.typed or typed

    def _chosen(self, prompt: Prompt, line: str) -> object:
        listed = _numbered(prompt)
        if prompt.multiple:
            values = [listed[one].given for one in line.replace(",", " ").split() if one in listed]
            return next((value for value in values if isinstance(value, dict)), values) if values else line
        return next((listed[one].given for one in (line, line.upper()) if one in listed), line)

    def _draw(self, card: Card) -> None:
        if card.stands_on not in (None, self._stands_on):
            self._begun, self._stands_on = {}, card.stands_on
        self._beside = card.beside
        self._write("")
        self._write(_headed(card), _headed(card.beside) if card.beside else "")
        for text in (self.visit.words.say("school.mark") if card.practice else "", card.coach, *(card.assist.told if card.assist else ())):
            if text:
                self._write(text)
        if card.calling:
            self._write(*self._said("called.mark"))
        for text, other in zip_longest(_told(card), _told(card.beside) if card.beside else (), fillvalue=""):
            if text or other:
                self._write(text, other)
        self._write(*self._said("linear.keys"))

    def _other(self, prompt: Prompt) -> Prompt:
        """The same prompt for whoever helps; an empty one where nobody does."""
        asked = self._beside.prompts if self._beside else ()
        return next((other for other in asked if other.name == prompt.name), _NO_PROMPT)

    def _draw_prompt(self, prompt: Prompt, other: Prompt) -> None:
        for line, its in zip_longest(prompt.problem, other.problem, fillvalue=""):
            self._write(f"! {line}", its)
        for text, its in ((prompt.label, other.label), (prompt.hint, other.hint), (prompt.example, other.example)):
            if text:
                self._write(text, its)
        others = _numbered(other)
        for number, option in _numbered(prompt).items():
            self._write(f"  {number} {_described(option)}", _described(replace(others.get(number, _NO_OPTION), chosen=False)))
        if prompt.typed and not prompt.masked and not prompt.options:
            self._write(f"[{prompt.typed}]")

    def _said(self, key: str) -> tuple[str, str]:
        """A phrase, and the same for whoever helps."""
        beside = self.visit.beside
        return self.visit.words.say(key), beside.say(key) if beside else ""

    def _read(self, key: str, masked: bool = False) -> str:
        return self._ask(self._said(key), " ", masked)

    def _ask(self, texts: tuple[str, str], end: str, masked: bool = False) -> str:
        """What is typed after a text, or after the one for whoever helps."""
        text, other = texts
        if _adds(text, other):
            self._write(text)
            text = self._marked(other)
        self.target.write(clean(text + end))
        return self._line(masked)

    def _line(self, masked: bool) -> str:
        self.target.flush()
        with self.typing(masked):
            line = self.source.readline()
        if not line:
            raise EOFError
        return clean(line.rstrip("\r\n")).strip()

    def _write(self, text: str, other: str = "") -> None:
        """A line, and marked the one for whoever helps, where that says something else."""
        for line in (text, self._marked(other)) if _adds(text, other) else (text,):
            self.target.write(clean(line) + "\n")

    def _marked(self, text: str) -> str:
        return f"{self.visit.beside.language}: {text}"


_COMMAND, _KEPT = object(), object()
_NO_OPTION, _NO_PART, _NO_PROMPT = Option("", ""), PartShown("", ""), Prompt("", "note")


def _adds(text: str, other: str) -> bool:
    """Does the text for whoever helps say anything? Names and numbers are the same in both."""
    return bool(other) and not text.endswith(other)


def _headed(card: Card) -> str:
    return " - ".join(part for part in (card.service, card.part, card.language) if part)


def _told(card: Card) -> tuple[str, ...]:
    """What the card says, an empty text where it says nothing."""
    lines = (line for line in card.lines if line.style != "picture")
    return (card.notice, card.title, *(line.text and f"{_MARKS.get(line.style, '')}{line.text}" for line in lines))


def _resumed(prompt: Prompt, begun: object) -> Prompt:
    """The prompt with what was already answered before a command interrupted the card."""
    if begun is None:
        return prompt
    if prompt.parts and isinstance(begun, dict):
        return replace(prompt, parts=tuple(replace(part, typed=str(begun.get(part.name, part.typed))) for part in prompt.parts))
    chosen = begun if isinstance(begun, list) else [begun]
    again = {key: tuple(replace(option, chosen=option.given in chosen) for option in getattr(prompt, key)) for key in ("options", "ways_out")}
    return replace(prompt, typed="" if isinstance(begun, (dict, list)) else str(begun), **again)


def _numbered(prompt: Prompt) -> dict[str, Option]:
    """Every choice by what is typed for it: digits for choices, `=1` for a way out of a typed answer."""
    found = {option.digit if option.digit.isalpha() else str(number): option for number, option in enumerate(prompt.options, 1)}
    if prompt.options:
        start = len(prompt.options) + 1
        return found | {str(number): option for number, option in enumerate(prompt.ways_out, start)}
    return {f"{WAY_OUT}{number}": option for number, option in enumerate(prompt.ways_out, 1)}


def _described(option: Option) -> str:
    mark = f"{option.mark} " if option.mark else ""
    now = " (*)" if option.chosen else ""
    more = [text for text in (option.detail, option.hint) if text]
    return mark + ": ".join([option.text, *more]) + now
