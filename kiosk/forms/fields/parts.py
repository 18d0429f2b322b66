"""What types of several parts share: choices among parts, checks of lines that must not be empty, labels."""

from __future__ import annotations

from kiosk.forms.fields.kind import Part, Read, Reading, pick, wrong


def choice_part(kind: str, name: str, values: tuple[str, ...], optional: bool = False) -> Part:
    """A part that is chosen; its options are worded by `part.<kind>.<name>.<value>`."""
    return Part(name, "choice", tuple((value, f"part.{kind}.{name}.{value}") for value in values), optional)


def chosen(part: Part, text: str, reading: Reading) -> str | None:
    """The value chosen for a part, by value, digit or label."""
    return pick(text, tuple((value, reading.words.say(key)) for value, key in part.options)) if text else None


def unanswered(kind: str, parts: tuple[Part, ...], typed: dict[str, str], reading: Reading) -> Read | None:
    """The problem of the first part that has no answer, or none of those offered."""
    for part in parts:
        text = typed.get(part.name, "")
        if (text or not part.optional) and (chosen(part, text, reading) is None if part.entry == "choice" else not text):
            return wrong(f"{kind}.{part.name}", part.name)
        if len(text) > 120:
            return wrong("text.long", part.name, n=len(text) - 120, max=120)
    return None


def shown(parts: tuple[Part, ...], typed: dict[str, str]) -> bool:
    """True when the visitor has already been asked for these parts."""
    return any(part.name in typed for part in parts)
