"""The operator's own terminal: a locked card, the board, and what is behind each line of it. In Italian, for one operator.

A client drives it as it drives a `Visit`. `look` asks the store and is slow; everything else only reads what was last
seen, so that no key waits. Nothing a visitor typed is here, but for a page that the visitor agreed to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.desk import logbook
from kiosk.desk.board import SECTIONS, Board, Section, call_line, call_state, gather
from kiosk.desk.calls import ANSWERED, Call, Calls, place, signed
from kiosk.desk.card import Card, Line, Option, Prompt
from kiosk.desk.frame import problem_of
from kiosk.desk.joining import ASKED, OPEN, REFUSED
from kiosk.desk.looking_on import LookingOn
from kiosk.errors import KioskError, Refused
from kiosk.i18n import clean

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk
    from kiosk.i18n import Words

_LETTERS = {"drafts": "m", "outbox": "b", "services": "s", "languages": "l", "store": "a", "close": "x"}
"""A line keeps its key whatever calls come and go."""
_UNAVAILABLE = (KioskError, OSError)


class Counter:
    """`over` when the operator closed it. `stage` is "locked", "board", "going", "seeing", or the name of a section."""

    halted = is_hidden = False
    started = True

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.operator_name = self.problem = ""
        self.problem_params: dict[str, object] = {}
        self.stage, self.over, self.in_italian = "locked", False, False
        self.board: Board | None = None
        self.call: Call | None = None
        self.looking_on: LookingOn | None = None
        self._numbers: dict[str, int] = {}

    @property
    def words(self) -> Words:
        return self.desk.italian

    # what a client does

    def look(self) -> None:
        """How it all stands now; slow when the store is."""
        self.board = gather(self.desk)

    def see(self, now: float) -> None:
        """The page of the visit that this operator joined, as it is now; slow when the store is."""
        looking = self.looking_on
        if looking is None:
            return
        before = looking.guest.state
        try:
            looking.round(now)
        except _UNAVAILABLE:
            # it is seen again when the store is back
            return
        if before == ASKED and looking.guest.state == OPEN:
            logbook.note(self.desk, self.operator_name, "join")

    def press(self, key: str, sign: str) -> None:
        """A key while a page is seen: it goes to the kiosk, if the visitor has lent the keys."""
        guest = self.looking_on.guest
        if key == "f2":
            self.in_italian = not self.in_italian
        elif key != "f8":
            guest.press(key, sign)
        elif guest.lent or guest.is_wishing:
            guest.give_back()
        else:
            guest.ask_control()

    @property
    def writes(self) -> bool:
        """Do the keys go to the kiosk now?"""
        return self.stage == "seeing" and self.looking_on.guest.lent

    def lock(self) -> None:
        """Nobody is here: the PIN again."""
        self._look_away()
        self.stage, self.operator_name, self.problem, self.call = "locked", "", "", None

    def give(self, typed: Mapping[str, object]) -> None:
        value = typed.get(self.stage, "")
        value = str(value.get("out", "") if isinstance(value, Mapping) else value)
        self.problem, self.problem_params = "" if self.card.offers(self.stage, value) else "choose", {}
        if not self.problem:
            self._take(value)

    def _take(self, value: str) -> None:
        {"locked": self._enter, "board": self._choose, "going": self._follow}.get(self.stage, self._return)(value)

    def back(self) -> None:
        """Esc: to the board; from the board nowhere."""
        if self.stage != "locked":
            self._return("")

    hide = lock
    """F10: at once."""

    def _enter(self, pin: str) -> None:
        try:
            name = self.desk.named(pin)
        except Refused as refusal:
            self.problem, self.problem_params = refusal.code, refusal.params
            return
        if name is None:
            self.problem = "pin"
        else:
            self.operator_name, self.stage = name, "board"

    def _choose(self, value: str) -> None:
        if value == "close":
            self.over = True
        elif value in SECTIONS:
            self.stage = value
        elif call := self._called(value):
            self._go(call)

    def _called(self, call: str) -> Call | None:
        return next((one for one in self._calls if one.id == call), None)

    @property
    def _calls(self) -> tuple[Call, ...]:
        return (self.board.calls if self.board else None) or ()

    @property
    def name(self) -> str:
        """As other desks read it."""
        return signed(self.operator_name, self.desk.config.desk.id)

    def _go(self, call: Call) -> None:
        """«Vado io»; one that this operator has answered already is shown again."""
        try:
            mine = call.answered_by == self.name or self._calls_there().answer(call.id, self.name)
        except _UNAVAILABLE:
            self.problem = "counter.away"
            return
        self.call, self.stage = (call, "going") if mine else (None, "board")
        self.problem = "" if mine else "counter.too_late"
        self.look()

    def _calls_there(self) -> Calls:
        return Calls(self.desk.database, self.desk.config.desk.id)

    def _return(self, _: str) -> None:
        self._look_away()
        self.stage, self.call = "board", None

    def _follow(self, value: str) -> None:
        """From here the operator asks to see the page; the visitor says whether they may."""
        if value != "see":
            return self._return("")
        try:
            looking = LookingOn(self._calls_there(), self.call.id)
            asked = looking.ask(self.name)
        except _UNAVAILABLE:
            self.problem = "counter.away"
            return None
        if asked:
            self.looking_on, self.stage = looking, "seeing"
        else:
            self.problem = "counter.not_seen"
        return None

    def _look_away(self) -> None:
        looking, self.looking_on = self.looking_on, None
        if looking is not None:
            try:
                looking.leave()
            except _UNAVAILABLE:
                # the kiosk ends it when it hears nothing more
                pass

    # what is shown

    @property
    def card(self) -> Card:
        draw = {"locked": self._locked, "board": self._board, "going": self._going, "seeing": self._seeing}.get(self.stage)
        return draw() if draw else self._section(self.board.section(self.stage))

    def _frame(self, name: str, title: str, **parts: object) -> Card:
        say = self.words.say
        keys = ((say("key.enter"), say("does.enter")), (say("key.esc"), say("does.esc")), (say("key.f10"), say("counter.lock")))
        shown = {"service": place(self.desk.config.desk.id), "part": self.operator_name, "keys": keys, "go_on": say("does.enter")}
        return Card(**({"id": "V22", "name": name, "title": title} | shown | parts))

    def _locked(self) -> Card:
        say = self.words.say
        prompt = Prompt("locked", "code", label=say("counter.pin"), problem=problem_of(self, self.words), masked=True, size=12)
        lines = (Line(say("counter.locked")), *(Line(text, "staff") for text in self.desk.pin_lines()))
        return self._frame("locked", say("counter.title"), lines=lines, prompts=(prompt,), keys=self._frame("", "").keys[:1])

    def _board(self) -> Card:
        say = self.words.say
        options = (*map(self._call_option, self._calls), *map(self._section_option, self.board.sections if self.board else ()))
        leave = Option("close", say("counter.close"), _LETTERS["close"])
        prompt = Prompt("board", "choice", options=(*options, leave), problem=problem_of(self, self.words))
        return self._frame("board", say("counter.calls"), lines=(Line(self._said(), "hint"),), prompts=(prompt,))

    def _said(self) -> str:
        say = self.words.say
        if self.board is None or self.board.calls is None:
            return say("board.calls_away" if self.board else "screen.moment")
        return say("counter.go") if self._calls else say("counter.no_calls")

    def _call_option(self, call: Call) -> Option:
        waits = call.state != ANSWERED
        return Option(call.id, call_line(self.desk, call), self._digit(call.id), detail=call_state(self.desk, call), mark="!" if waits else "")

    def _digit(self, call: str) -> str:
        """The lowest that no call has now, and the same for as long as the call lasts."""
        there = {one.id for one in self._calls}
        self._numbers = {known: number for known, number in self._numbers.items() if known in there}
        free = (number for number in range(1, 99) if number not in self._numbers.values())
        number = self._numbers.setdefault(call, next(free))
        return str(number) if number < 10 else ""

    def _section_option(self, section: Section) -> Option:
        label = self.words.say(f"board.{section.name}")
        return Option(section.name, label, _LETTERS[section.name], detail=section.state, mark="!" if section.alarm else "")

    def _section(self, section: Section) -> Card:
        say = self.words.say
        lines = [Line(section.state, "hint"), *(Line(text.removeprefix("! "), "warn" if text.startswith("! ") else "plain") for text in section.lines)]
        return self._frame(section.name, say(f"board.{section.name}"), lines=tuple(lines), prompts=(self._only_back(section.name),))

    def _only_back(self, stage: str) -> Prompt:
        return Prompt(stage, "choice", options=(Option("back", self.words.say("counter.back"), "1"),))

    def _going(self) -> Card:
        say = self.words.say
        prompt = Prompt("going", "choice", options=(Option("see", say("counter.see"), "1"), Option("back", say("counter.back"), "2")), problem=problem_of(self, self.words))
        return self._frame("going", say("counter.going", **self._whom()), lines=(Line(say("counter.told")),), prompts=(prompt,))

    def _whom(self) -> dict[str, str]:
        return {"desk": place(self.call.desk), "language": self.words.language_name(self.call.language).lower()}

    def _seeing(self) -> Card:
        """The visitor's page, to read; or why it is not there."""
        say, guest = self.words.say, self.looking_on.guest
        if guest.state != OPEN or guest.card is None:
            key = {ASKED: "asking", REFUSED: "refused", OPEN: "asking"}.get(guest.state, "gone")
            return self._frame("seeing", say("counter.going", **self._whom()), lines=(Line(say(f"counter.{key}")),), go_on="")
        seen, two = guest.card, ()
        if seen["italian"]:
            two = (("F2", say("counter.theirs" if self.in_italian else "counter.italian")),)
            seen = seen["italian"] if self.in_italian else seen
        state = "writing" if guest.lent else "wishing" if guest.is_wishing else "watching"
        keys = ((say("key.esc"), say("does.esc" if guest.lent else "counter.look_away")), *two,
                ("F8", say("counter.give_back" if guest.lent or guest.is_wishing else "counter.ask")), (say("key.f10"), say("counter.lock")))
        lines = tuple(Line(clean(text), style) for text, style in seen["lines"])
        heads = {name: clean(seen[name]) for name in ("title", "service", "part", "language")}
        return Card("V24", "seeing", **heads, direction=seen["direction"], lines=lines, keys=keys, notice=say(f"counter.{state}", desk=place(self.call.desk)))
