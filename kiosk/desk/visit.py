"""One visit from "choose your language" to the last paper: which card is shown, and what each key does to it.

Every client drives a `Visit` and draws its `card`; no client knows what comes next. The stages follow one
another; an overlay (help, a person called, stopping, the operator) lies over them and goes away again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kiosk.desk import stages
from kiosk.desk.acts import Tally
from kiosk.desk.assist import Assist
from kiosk.desk.calling import Calling
from kiosk.desk.card import Card, Option
from kiosk.desk.desk import Desk, Receipt
from kiosk.desk.papers import Papers
from kiosk.desk.understanding import Understanding
from kiosk.desk.parking import Passing
from kiosk.errors import KioskError, Refused

if TYPE_CHECKING:
    from kiosk.desk.resting import Resting
    from kiosk.desk.session import Session
    from kiosk.forms.answers import Answer

_NAMED = {"help": "helping"}
_UNDER = {"erase": "stop", "elsewhere": "elsewhere", "gone": "gone"}
"""What Esc leads to from an overlay, where that is not the card below."""
_ASKING, _PASSING = ("elsewhere", "gone", "retype", "agree", "parked"), ("help", "language", "called", "still", "operator", "duties", "away")
"""Overlays that wait for an answer, and those that may lie over them meanwhile."""
_DONE = ("end", "taking", "erased", "refused")


class Visit(Calling, Understanding):
    """`over` is true when the next visitor may come; `halted` when an operator stopped the kiosk.

    `at_work` is whose PIN opened the operator's screens last, `assist` the help that is given in this visit.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.words = desk.words(desk.languages()[0])
        self.stage, self.overlay, self.under, self.back_to = "language", "", "", []
        self.session: Session | None = None
        self.receipt: Receipt | None = None
        self.found: Resting | None = None
        self.unsaved: tuple[tuple[str, str], ...] = ()
        self.papers, self.acts = Papers(), Tally()
        self.assist: Assist | None = None
        self.at_work: str | None = None
        self.passing = Passing()
        self.again: Callable[[], object] = lambda: None
        self.facts: dict[str, Answer] = {}
        self.problem, self.problem_params, self.typed = "", {}, ""
        self.topic = self.code = self.shown_code = self.code_until = self.printed = self.passed = ""
        self.saved = self.just_saved = self.code_seen = self.calling = self.is_hidden = self.over = self.halted = self.to_school = False

    @property
    def started(self) -> bool:
        """Has the visitor chosen a language yet?"""
        return self.stage not in ("language", "leftover")

    @property
    def rests(self) -> str:
        """What of the answers outlasts this visit: "saved" all, "partly" but the last, "unsaved" none; "" where there are none to lose."""
        if self.session is None or self.stage in _DONE or self.session.leaves_no_trace:
            return ""
        if self.code_seen:
            return "saved" if self.saved else "partly"
        return "unsaved" if self.session.journey.answers.names() else ""

    @property
    def may_stop(self) -> bool:
        """Is there a form that could be put aside or erased? One that was sent is not here any more."""
        return self.session is not None and self.stage not in _DONE

    @property
    def card(self) -> Card:
        if self.session:
            self.session.beside = self.assist is not None
        name = "hidden" if self.is_hidden else _NAMED.get(self.overlay or self.stage, self.overlay or self.stage)
        draw = getattr(stages, name, None)
        if draw is None:
            # the form is loaded when a service is first shown: the first screen must not wait for it
            from kiosk.desk import filling, return_cards
            draw = getattr(filling, name, None) or getattr(return_cards, name)
        return self.seen(draw(self))

    def give(self, typed: Mapping[str, object]) -> None:
        """Enter: take what was typed or chosen on this card, and go on."""
        if self.is_hidden:
            return self.show()
        name = self.overlay or self.stage
        value = typed.get(name, "")
        value = value.get("out", "") if isinstance(value, Mapping) else value
        self.problem, self.problem_params, self.just_saved = "", {}, False
        from kiosk.desk import return_turns, turns
        name = _NAMED.get(name, name)
        take = getattr(turns, name, None) or getattr(return_turns, name)
        take(self, typed if name == "form" else str(value) if value is not None else "")
        return None

    def back(self) -> None:
        """Esc: one step back; nothing is lost, and it never leaves the visit."""
        self.problem = ""
        if self.is_hidden:
            return
        if self.overlay:
            self.cover(_UNDER.get(self.overlay, ""))
        elif self.stage == "form" and self.session.back():
            return
        elif self.stage == "signpost":
            self.stage = "form"
            self.session.back()
        elif self.back_to and self.stage not in ("end", "erased"):
            self._step_back()

    def _step_back(self) -> None:
        """Who chooses a language on the first card may be somebody else: nothing of this visit may be left there."""
        if self.back_to[-1] != "language" or not self._has_begun:
            self.stage = self.back_to.pop()
        elif self.session:
            self.cover("stop")
        else:
            self.depart()

    @property
    def _has_begun(self) -> bool:
        return bool(self.session or self.typed or self.found or self.facts or self.receipt or self.papers.left)

    def help(self) -> None:
        """F1, on every card; on the help itself it closes it."""
        if not self.is_hidden:
            self.cover("" if self.overlay == "help" else "help")

    def change_language(self) -> None:
        """F2: choose another language; everything answered stays."""
        if self.started and not self.is_hidden:
            self.cover("language")

    def call(self) -> None:
        """F9: a person is wanted; the sign stays until an operator takes it away."""
        self.calling = True
        self.cover("called")

    def hide(self) -> None:
        """F10: nothing of the visit is on the screen until `show`."""
        self.is_hidden = True

    def show(self) -> None:
        self.is_hidden = False

    def still(self) -> None:
        """Nobody has touched the keys for a while: ask if somebody is there."""
        self.cover("still")

    def wake(self) -> None:
        """A key after `still`: back to where the visit was; the key does nothing else."""
        if self.overlay == "still":
            self.cover("")

    def leave(self) -> None:
        """The visit ends here; what was saved stays under its code, the rest is forgotten."""
        self.over = True
        self.stop_calling()
        self._let_go()
        self.acts.write(self)

    def depart(self) -> None:
        """The visitor is done: what came out of the printer is taken away first."""
        if self.papers.left:
            self.stage, self.overlay, self.under, self.back_to = "taking", "", "", []
        else:
            self.leave()

    def find_papers(self) -> None:
        """The visit before this one may have left a paper in the printer: that comes before the first card."""
        self.papers.left, self.stage = True, "leftover"

    def operator(self) -> None:
        """F12: the operator's door."""
        self.cover(stages.door(self))

    def cover(self, overlay: str) -> None:
        """Lay this over the card, "" for nothing; what waits for an answer is there again when help or the like goes."""
        self.acts.covered(self, overlay)
        if self.overlay in _ASKING and overlay in _PASSING:
            self.under = self.overlay
        if not overlay:
            overlay, self.under = self.under, ""
        self.overlay, self.problem = overlay, ""

    def fail(self, overlay: str, again: Callable[[], object]) -> None:
        """What was asked for could not be done: this card says so, and offers to do it `again`."""
        self.again = again
        self.cover(overlay)

    def go(self, stage: str) -> None:
        self.back_to.append(self.stage)
        self.stage = stage

    def wrong(self, code: str, **params: object) -> None:
        self.problem, self.problem_params = code, params

    def save(self) -> None:
        """After each page; where the store fails the visit goes on in memory and does not say "saved".

        When another visit has the draft by now, nothing is saved and a card says so.
        """
        self.saved = False
        try:
            if self.session.leaves_no_trace:
                self._leave_no_trace()
            else:
                self.code = self.code or self.desk.make_code()
                self.desk.save(self.code, self.session)
                self.saved = True
        except Refused as refusal:
            self.cover(refusal.code.removeprefix("code."))
        except (KioskError, OSError):
            pass

    def _leave_no_trace(self) -> None:
        if self.code:
            self.desk.forget(self.code)
        self.session.held = ""

    def open_draft(self) -> None:
        """From here on the visit has a code and is saved; where that cannot be, it goes on and says so."""
        self.save()
        if self.overlay == "elsewhere" and not self.session.held:
            # the digits of somebody else came up by chance
            self.cover("")
            self.code = ""
            self.save()
        if self.saved:
            return self.hand_over_code()
        self.go("form")
        self.session.notice = self.words.say("notice.unsaved")
        return None

    def hand_over_code(self) -> None:
        """Something is saved under the code: from now on it is good for coming back."""
        self.code_seen = True
        self.show_code()
        self.go("code")

    def part_from_draft(self) -> None:
        """What this visit put aside rests under its code; what comes next in this visit has another."""
        self._let_go()
        self.code, self.saved, self.code_seen = "", False, False
        self.printed, self.papers.times = "", 0

    def _let_go(self) -> None:
        self.acts.close(self)
        try:
            if self.session and self.session.leaves_no_trace and self.session.held:
                self._leave_no_trace()
            elif self.session:
                self.desk.release(self.code, self.session)
        except (KioskError, OSError):
            # it will be said to be open elsewhere, and can be taken over all the same
            pass

    def show_code(self) -> None:
        self.shown_code, self.code_until = self.desk.shown_code(self.code), self.desk.code_until(self.session.flow)

    def start_again(self, stage: str) -> None:
        """As if nothing had been begun in this visit."""
        self.part_from_draft()
        self.session = self.found = None
        self.facts, self.typed, self.overlay, self.under = {}, "", "", ""
        self.stage, self.back_to = stage, ["language"]

    def erase(self, again: Callable[[], object]) -> bool:
        """Nothing of the visit stays in the store; False, with a person called, when that could not be done."""
        try:
            if self.code:
                self.desk.forget(self.code)
        except (KioskError, OSError):
            self.calling = True
            self.fail("kept", again)
            return False
        self.code, self.saved, self.code_seen, self.acts.end = "", False, False, "erased"
        if self.session:
            self.session.held = ""
        return True
