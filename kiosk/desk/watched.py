"""A card as somebody at another desk may see it: only pages that are known to be harmless, without what is nobody else's.

Three gates, each enough: a card that is not on the list is not shown at all; a private or sensitive field shows «risposta
data»; and whatever text still holds such an answer, or a code of this visit, is replaced as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.desk.card import Card, Option, Prompt, Secret
from kiosk.forms.answers import GIVEN
from kiosk.forms.review import dump, rows

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit
    from kiosk.i18n import Words

SEEN = ("language", "how", "topic", "need", "before", "consent", "refused", "help", "called", "lending", "stop", "erase", "still", "signpost", "full",
        "failed", "readback", "hidden")
"""Besides the pages of a form: cards that hold no code, no PIN and nothing for who works here."""
_SHORT = 3
_OWN = ("code", "accept")


def as_seen(visit: Visit, card: Card, typed: Mapping[str, object] | None = None) -> dict:
    """Plain texts with their styles, ready to be sealed; `lines` in the order of reading, `italian` the same in Italian or None.

    `typed` is what stands half-typed on it, where whoever looks is writing it.
    """
    secrets, italian = _secrets(visit), visit.desk.italian
    other = None
    if visit.words.language != italian.language and _may_be_seen(visit, card):
        other = _texts(visit, visit.card_in(italian), typed, italian, secrets)
    return _texts(visit, card, typed, visit.words, secrets) | {"italian": other}


def _texts(visit: Visit, card: Card, typed: Mapping[str, object] | None, words: Words, secrets: frozenset[str]) -> dict:
    given = words.say("found.given")
    if not _may_be_seen(visit, card):
        lines, title = [(words.say("joined.unseen"), "hint")], ""
    else:
        lines, title = [(line.text, line.style) for line in card.lines if line.style not in ("big", "picture", "staff")], card.title
        for prompt in card.prompts:
            lines += _prompt(_with(prompt, (typed or {}).get(prompt.name)), given)
    texts = {"title": title, "service": card.service, "part": card.part, "language": card.language, "direction": card.direction}
    clean = {name: _clean(text, secrets, given) for name, text in texts.items()}
    return clean | {"lines": [[_clean(text, secrets, given), style] for text, style in lines if text.strip()]}


def is_open(visit: Visit, card: Card) -> bool:
    """May somebody at another desk type here? Only on questions: never where it is not theirs to see, nor what only the person can say."""
    asks = visit.stage == "form" and not visit.overlay and not visit.is_hidden and visit.session.page is not None
    return asks and not any(prompt.private or prompt.masked or prompt.entry in _OWN for prompt in card.prompts)


def _may_be_seen(visit: Visit, card: Card) -> bool:
    if visit.is_hidden:
        return card.name == "hidden"
    return card.name in SEEN or (visit.stage == "form" and not visit.overlay)


def _prompt(prompt: Prompt, given: str) -> list[tuple[str, str]]:
    found = [(prompt.label, "plain"), (prompt.hint, "hint"), *((given if isinstance(text, Secret) else text, "warn") for text in prompt.problem)]
    if prompt.private or prompt.masked or prompt.entry == "code":
        return [*found, (given, "exact")] if _has_something(prompt) else found
    found.append((prompt.typed and f"> {prompt.typed}", "plain"))
    found += [(part.typed and f"{part.label}: {part.typed}", "plain") for part in prompt.parts]
    return [*found, *((_option(option), "plain") for option in (*prompt.options, *prompt.ways_out))]


def _with(prompt: Prompt, typed: object) -> Prompt:
    """The prompt with what stands there by now."""
    if typed is None:
        return prompt
    out = typed.get("out") if isinstance(typed, Mapping) else None
    picked = {out} if out else set(typed) if isinstance(typed, list) else {typed} if isinstance(typed, str) else set()
    options, ways = (tuple(replace(one, chosen=one.value in picked) for one in some) for some in (prompt.options, prompt.ways_out))
    parts = tuple(replace(part, typed=str(typed.get(part.name, ""))) for part in prompt.parts) if isinstance(typed, Mapping) else prompt.parts
    return replace(prompt, options=options, ways_out=ways, parts=parts, typed=typed if isinstance(typed, str) and not options else "")


def _has_something(prompt: Prompt) -> bool:
    return bool(prompt.typed) or any(part.typed for part in prompt.parts) or any(option.chosen for option in (*prompt.options, *prompt.ways_out))


def _option(option: Option) -> str:
    detail = f": {option.detail}" if option.detail else ""
    return f"{'•' if option.chosen else ' '} {option.digit}  {option.text}{detail}"


def _secrets(visit: Visit) -> frozenset[str]:
    """Every way in which an answer that is private, or a code, may be written."""
    found = {visit.code, visit.shown_code}
    if visit.receipt:
        found |= {visit.receipt.reference, visit.receipt.shown}
    if visit.session:
        for row in rows(visit.session.journey):
            if (row.field.private or row.field.sensitive) and row.answer.state == GIVEN:
                found |= {row.shown(visit.words), row.shown(visit.desk.italian), str(row.answer.typed), str(dump(row.field, row.answer))}
    return frozenset(text for text in found if text)


def _clean(text: str, secrets: frozenset[str], given: str) -> str:
    """A short secret is one only where it stands alone: «no» is in every other word."""
    parts = {part.strip() for part in text.split(":")}
    hidden = any(secret in parts if len(secret) < _SHORT else secret in text for secret in secrets)
    if not hidden:
        return text
    label, colon, _ = text.partition(": ")
    return f"{label}: {given}" if colon and not any(secret in label for secret in secrets) else given
