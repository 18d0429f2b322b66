"""What every field type is: it reads what was typed into a value or a problem, and shows a value again.

A problem is never words but a code and its parameters; `read` never raises, whatever is typed.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from kiosk.i18n.text import clean, digits, fold

if TYPE_CHECKING:
    from kiosk.forms.conditions import Expression
    from kiosk.forms.fields.seats import Dates
    from kiosk.i18n import Words

Typed = str | bool | int | list[str] | dict[str, str] | None

LONGEST = 2000
_YES_NO = {True: "yes", False: "no"}
_ECHOED = ("line", "date", "search")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: worded by `problem.<code>`. A soft one passes when the visitor confirms it."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    soft: bool = False
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What came of typed text: a value, a problem (with a value when it is soft), or `more` to ask."""

    value: Any = None
    problem: Problem | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """In which language and on which day something is read; `choices` are the values still offered, `pinned` the dates that were open."""

    words: Words
    today: datetime.date
    choices: tuple[str, ...] | None = None
    pinned: Dates | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose. `place` is its whole context in the catalog of `domain`: `legame.choices.figlio`."""

    value: str
    text: str
    when: Expression | None = None
    hint: str | None = None
    on_paper: str | None = None
    exclusive: bool = False
    domain: str = ""
    place: str = ""

    def label(self, words: Words) -> str:
        """The text in the visitor's language."""
        return words.text(self.domain, self.place, self.text)


@dataclass(frozen=True, slots=True)
class Part:
    """One line or choice of a type that has several; its label is `part.<type>.<name>`."""

    name: str
    entry: str = "line"
    options: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    size: int = 40
    example: str = ""


@dataclass(frozen=True)
class FieldType:
    """A kind of answer; the fields of its dataclass are the options that an author may write."""

    yaml: ClassVar[str] = ""
    allowed: ClassVar[dict[str, tuple[str, ...]]] = {}
    entry: ClassVar[str] = "line"
    kind: ClassVar[str] = "text"

    def read(self, typed: Typed, reading: Reading) -> Read:
        """A value, a problem, or both when the problem is soft; never raises."""
        raise NotImplementedError

    def show(self, value: Any, words: Words) -> str:
        """The value as the visitor reads it on the check page and on paper."""
        return str(value)

    def dump(self, value: Any) -> Any:
        """The value as JSON can hold it."""
        return value

    def load(self, stored: Any) -> Any:
        """What `dump` gave, as a value again."""
        return stored

    def fact(self, value: Any) -> Any:
        """What conditions see of the value; None when nothing certain can be said."""
        return value

    def echo(self, typed: Typed, reading: Reading) -> str:
        """What was understood so far, to read while typing; "" when the typed text says it all."""
        found = self.read(typed, reading).value if self.entry in _ECHOED else None
        shown = "" if found is None else self.show(found, reading.words)
        return reading.words.say("echo", text=shown) if shown and digits(shown) != plain(typed) else ""

    def values(self) -> tuple[str, ...] | None:
        """The texts that a condition may compare this answer with; None when any may be."""
        return None

    def parts(self, typed: Typed, reading: Reading) -> tuple[Part, ...]:
        """The parts to show now, given the parts typed so far; () for a type of one part."""
        return ()

    def options(self, reading: Reading) -> tuple[tuple[str, str, str], ...]:
        """What can be chosen now, as (value, label, hint); () where nothing is chosen."""
        return ()


def line(typed: Typed) -> str:
    """One cleaned line of what was typed, with no spaces around; "" for what is not a text or a number."""
    if isinstance(typed, bool) or not isinstance(typed, (str, int)):
        return ""
    try:
        return clean(str(typed), LONGEST).strip()
    except ValueError:
        return "9" * LONGEST


def mapping(typed: Typed) -> dict[str, str]:
    """The typed parts, each a cleaned line."""
    if not isinstance(typed, dict):
        return {}
    return {str(name): _YES_NO.get(text, "") if isinstance(text, bool) else line(text) for name, text in typed.items()}


def plain(typed: Typed) -> str:
    """One cleaned line with the digits of any script as 0-9."""
    return digits(line(typed))


def blank(typed: Typed) -> bool:
    """True when nothing was typed at all: the session may take it as "skipped"."""
    if isinstance(typed, dict):
        return not any(line(text) for text in typed.values())
    if isinstance(typed, (list, tuple)):
        return not typed
    return not isinstance(typed, bool) and not line(typed)


def wrong(code: str, part: str | None = None, /, **params: Any) -> Read:
    """A hard problem: there is no value."""
    return Read(problem=Problem(code, params, part=part))


def doubtful(value: Any, code: str, part: str | None = None, /, **params: Any) -> Read:
    """A soft problem: the value is good if the visitor says so."""
    return Read(value, Problem(code, params, soft=True, part=part))


def pick(text: str, offered: tuple[tuple[str, ...], ...]) -> str | None:
    """The value chosen by its name, by its position among those offered, or by one of its labels."""
    if any(text == names[0] for names in offered):
        return text
    position = digits(text)
    if position.isascii() and position.isdigit() and len(position) < 4:
        return offered[int(position) - 1][0] if 0 < int(position) <= len(offered) else None
    wanted = fold(text)
    return next((names[0] for names in offered if wanted and wanted in map(fold, names)), None)
