"""A card read aloud: its texts in the order of reading, each with its language and where on the card it stands.

What must be mended comes first, what the keys do last. What a visitor gave is not said unless the desk allows it, and
what is private or sensitive never; the card says what is whose (`Own`, `Secret`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kiosk.desk.card import Card, Line, Option, Own, PartShown, Prompt, Secret
from kiosk.i18n import SOURCE, Words

_UNHEARD = ("picture", "staff", "qr", "qr_only")
_STAND_IN = f"({SOURCE}) "


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is said in one go. `place` names the piece of the card on which it stands: ("title",), ("line", 2) ...

    `counted` when it is the digit of a choice, which a client may have numbered otherwise.
    """

    text: str
    language: str
    place: tuple[object, ...] = ()
    counted: bool = False


def speech(card: Card, words: Words, answers: bool = False, typed: Mapping[str, object] | None = None) -> tuple[Utterance, ...]:
    """Everything of a card that is for its reader's ears; `typed` is what stands in its prompts now, if a client knows."""
    read = [*_Reader(card, words, answers, typed or {}).read()]
    return tuple(one for one, before in zip(read, [None, *read]) if before is None or one.counted or one.text != before.text)


def spelled(code: str) -> str:
    """A code digit by digit, with a rest between its groups."""
    return ", ".join(" ".join(group) for group in code.split())


class _Reader:
    def __init__(self, card: Card, words: Words, answers: bool, typed: Mapping[str, object]) -> None:
        self.card, self.words, self.answers, self.typed = card, words, answers, typed

    def read(self) -> Iterator[Utterance]:
        card = self.card
        for prompt in card.prompts:
            for line in prompt.problem:
                yield from self._say(line, "problem", prompt.name)
            for part in prompt.parts:
                if part.problem not in prompt.problem:
                    yield from self._say(part.problem, "problem", prompt.name, part.name)
        yield from self._say(card.notice, "notice")
        yield from self._say(card.title, "title")
        for number, line in enumerate(card.lines):
            if line.style not in _UNHEARD:
                yield from self._line(line, number)
        for prompt in card.prompts:
            yield from self._prompt(prompt)
        if card.go_on and card.go_on not in (does for _, does in card.keys):
            yield from self._say(card.go_on, "go on")
        for text in (card.service, card.part):
            yield from self._say(text, "head")
        for cap, does in card.keys:
            yield from self._say(f"{cap}, {does}", "key", cap)

    def _say(self, text: str, *place: object) -> Iterator[Utterance]:
        """In the card's language; where the Italian stands in, in Italian. What may not be said is said to be there."""
        if not text.strip():
            return
        if not self._may_say(text):
            text = self.words.say("voice.unsaid")
        if _STAND_IN in text:
            yield Utterance(text.replace(_STAND_IN, ""), SOURCE, place)
        else:
            yield Utterance(str(text), self.card.code, place)

    def _line(self, line: Line, number: int) -> Iterator[Utterance]:
        for one in self._say(line.text, "line", number):
            spells = line.style == "big" and one.text == line.text and one.text.replace(" ", "").isdigit()
            one = replace(one, text=spelled(one.text)) if spells else one
            yield replace(one, language=line.language) if line.language else one

    def _prompt(self, prompt: Prompt) -> Iterator[Utterance]:
        for text, what in ((prompt.label, "label"), (prompt.hint, "hint"), (prompt.example, "example")):
            yield from self._say(text, what, prompt.name)
        unsaid = next((text for option in prompt.options for text in _texts(option) if text.strip() and not self._may_say(text)), "")
        yield from self._say(unsaid, "unsaid", prompt.name)
        for number, option in enumerate(prompt.options):
            yield from self._option(prompt, option, number)
        for part in prompt.parts:
            yield from self._part(prompt, part)
        yield from self._typed(prompt)
        for number, option in enumerate(prompt.ways_out):
            if number == 0:
                yield from self._say(self.words.say("screen.or"), "or", prompt.name)
            yield from self._option(prompt, option, len(prompt.options) + number)

    def _option(self, prompt: Prompt, option: Option, number: int) -> Iterator[Utterance]:
        place = ("option", prompt.name, number)
        language = option.language or self.card.code
        yield Utterance(option.digit, language, place, counted=True)
        for text in _texts(option):
            if self._may_say(text):
                yield from (replace(one, language=option.language or one.language) for one in self._say(text, *place))
        if self.answers and option.chosen and self._may_say_of(prompt):
            yield from self._say(self.words.say("voice.chosen"), *place)

    def _may_say(self, text: str) -> bool:
        return not isinstance(text, Own) or (self.answers and not isinstance(text, Secret))

    def _may_say_of(self, prompt: Prompt) -> bool:
        return self.answers and not (prompt.masked or prompt.private)

    def _part(self, prompt: Prompt, part: PartShown) -> Iterator[Utterance]:
        place = ("part", prompt.name, part.name)
        yield from self._say(part.label, *place)
        for option in part.options:
            yield from self._say(f"{option.digit}, {option.text}", *place)

    def _typed(self, prompt: Prompt) -> Iterator[Utterance]:
        """What stands in the boxes, where it may be heard; a choice says of its lines which is chosen."""
        if prompt.options or not self._may_say_of(prompt):
            return
        given = self.typed.get(prompt.name, prompt.typed)
        held = given.values() if isinstance(given, Mapping) and "out" not in given else (given,)
        texts = [text for text in held if isinstance(text, str) and text.strip()]
        if texts:
            yield from self._say(self.words.say("voice.typed"), "typed", prompt.name)
        for text in texts:
            yield from self._say(spelled(text) if prompt.entry == "code" else text, "typed", prompt.name)


def _texts(option: Option) -> tuple[str, str, str]:
    return option.text, option.hint, option.detail
