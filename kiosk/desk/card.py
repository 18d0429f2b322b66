"""What one screen says, asks and offers, before anybody draws it.

The full-screen and the linear client draw the same `Card`, and neither decides anything: what is shown,
in which order and language, with which digits, is all here. Texts are plain text in logical order.
"""

from __future__ import annotations

from dataclasses import dataclass, field

_CHOSEN = ("choice", "rows")
"""Entries of a prompt of which one option is given, and nothing is typed."""


class Own(str):
    """A text that the visitor gave, or that is theirs alone: read aloud only where the desk allows it."""

    __slots__ = ()


class Secret(Own):
    """An answer to a private or sensitive question: never read aloud."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One line to choose. `digit` picks it; `out` stands below the divider «oppure»; `mark` "!" wants a look.

    In a table `hint` is the heading above it, `detail` the second column, and `cells` those after it.
    `language` is that of the text where it is not the card's.
    """

    value: str
    text: str
    digit: str = ""
    hint: str = ""
    detail: str = ""
    mark: str = ""
    out: bool = False
    chosen: bool = False
    cells: tuple[str, ...] = ()
    language: str = ""

    @property
    def given(self) -> object:
        """What a client hands over when this option is confirmed."""
        return {"out": self.value} if self.out else self.value


@dataclass(frozen=True, slots=True)
class PartShown:
    """One line of an answer of several parts: a text to type, or a short choice."""

    name: str
    label: str
    entry: str = "line"
    typed: str = ""
    options: tuple[Option, ...] = ()
    size: int = 40
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing asked. `entry` is the input kind; `problem` the lines that say what to mend, if any."""

    name: str
    entry: str
    label: str = ""
    hint: str = ""
    example: str = ""
    typed: str = ""
    options: tuple[Option, ...] = ()
    parts: tuple[PartShown, ...] = ()
    problem: tuple[str, ...] = ()
    masked: bool = False
    multiple: bool = False
    ways_out: tuple[Option, ...] = ()
    size: int = 40
    signs: str = ""
    private: bool = False
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and how it is meant: plain, hint, bullet, step, exact, copy, big, warn, sensitive, staff, picture, or qr (desk/qr.py).

    A picture is drawn with signs, left to right, where there is room for it; it says nothing that is not in words.
    `language` is that of the text where it is not the card's.
    """

    text: str
    style: str = "plain"
    language: str = ""


@dataclass(frozen=True, slots=True)
class AssistLines:
    """What stands on a card for whoever helps, in Italian: who it is and who types, the same in `brief`, the keys (cap, what it does, shorter).

    Of the question on it: `texts` of a line each, `marks` on one line, both (name, text), and how each choice, (value, wording),
    would stand on the paper.
    """

    who: str
    types: str
    brief: str = ""
    keys: tuple[tuple[str, str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    wordings: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """The same as lines of text, one thing after the other."""
        said = (f"{name}: {text}" for name, text in (*self.texts, *self.marks))
        return (f"{self.who} · {self.types}", *said, "   ".join(f"{cap} {does}" for cap, does, _ in self.keys))


@dataclass(frozen=True, slots=True)
class Card:
    """A whole screen. `id` is its kind (V1 ... V19), `name` the page or stage, `keys` the footer in fixed order.

    `beside` is the same card in the language of whoever helps, while two people read the screen: line for line, choice for choice.
    `practice`: PROVA stands in the first row; `coach` is said above the keys to who learns.
    `seen_by` says who sees it from another desk. `stands_on` is the place in the form and what is answered there, None outside of it:
    what was half-typed over another is not for this card.
    """

    id: str
    name: str
    title: str
    service: str = ""
    part: str = ""
    language: str = ""
    code: str = "it"
    direction: str = "ltr"
    lines: tuple[Line, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    go_on: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    calling: bool = False
    practice: bool = False
    coach: str = ""
    seen_by: str = ""
    assist: AssistLines | None = None
    beside: Card | None = None
    stands_on: tuple | None = field(default=None, repr=False)

    def offers(self, name: str, value: str) -> bool:
        """May this be given here? What is typed may be anything; what is chosen is one of the options, whatever a client hands over."""
        asked = next((one for one in self.prompts if one.name == name and one.entry in _CHOSEN), None)
        return asked is None or value in {option.value for option in (*asked.options, *asked.ways_out)}
