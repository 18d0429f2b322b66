"""One visit from "choose your language" to the last paper: which card is shown, and what each key does to it.

Every client drives a `Visit` and draws its `card`; no client knows what comes next. The stages follow one
another; an overlay (help, a person called, stopping, the operator) lies over them and goes away again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kiosk.desk import duties, staging
from kiosk.desk.acts import Tally
from kiosk.desk.assist import Assist
from kiosk.desk.assisting import Assisting
from kiosk.desk.calling import Calling
from kiosk.desk.card import Card
from kiosk.desk.dating import Looking
from kiosk.desk.desk import Desk, Receipt
from kiosk.desk.hearing import Hearing
from kiosk.desk.keeping import Keeping
from kiosk.desk.papers import Papers, attended
from kiosk.desk.parking import Passing
from kiosk.desk.phoning import AWAY, PhoneCall, Phoning
from kiosk.desk.searching import Seeking
from kiosk.desk.two_languages import both, said_in
from kiosk.desk.understanding import Understanding
from kiosk.desk.works import AT_WORK

if TYPE_CHECKING:
    from kiosk.desk.ladder import Step
    from kiosk.desk.resting import Resting
    from kiosk.desk.session import Session
    from kiosk.forms.answers import Answer
    from kiosk.forms.review import Row
    from kiosk.i18n import Words

_UNDER = {"erase": "stop", "elsewhere": "elsewhere", "gone": "gone", "parked": "parked"}
"""What Esc leads to from an overlay, where that is not the card below."""
_ASKING, _PASSING = ("elsewhere", "gone", "retype", "agree", "parked", "repeat", "seatless"), ("help", "language", "called", "still", "operator", "duties", "works", "away", "colleague")
"""Overlays that wait for an answer, and those that may lie over them meanwhile."""
_DONE = ("end", "booked", "register", "register_ask", "register_change", "register_no", "ladder", "learned", "taking", "erased", "refused")


class Visit(Assisting, Phoning, Calling, Understanding, Keeping, Hearing):
    """`over` is true when the next visitor may come; `halted` when an operator stopped the kiosk.

    `together`: somebody helps, and reads the card in Italian `beside` the visitor's. `own` is the visitor's language where
    the visit is looked at in another one. `at_work` is whose PIN opened the operator's screens last, `assist` the help that
    is given in this visit.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.words = desk.on_screen(desk.languages()[0])
        self.stage, self.overlay, self.under, self.back_to = "language", "", "", []
        self.session: Session | None = None
        self.receipt: Receipt | None = None
        self.found: Resting | None = None
        self.unsaved: tuple[Row, ...] = ()
        self.papers, self.acts = Papers(lambda: attended(self)), Tally()
        self.assist: Assist | None = None
        self.at_work: str | None = None
        self.phone: PhoneCall | None = None
        self.passing = Passing()
        self.again: Callable[[], object] = lambda: None
        self.facts: dict[str, Answer] = {}
        self.steps: tuple[Step, ...] = ()
        self.looking = Looking()
        self.problem, self.problem_params, self.typed = "", {}, ""
        self.topic = self.code = self.shown_code = self.code_until = self.printed = self.passed = self.own = ""
        self.saved = self.just_saved = self.code_seen = self.calling = self.together = False
        self.turned, self.seeking = 0, Seeking()
        self.is_hidden = self.over = self.halted = self.to_school = False

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
    def is_at_last_card(self) -> bool:
        """Does the next Enter send the form, if nothing is changed?"""
        if self.session is None or self.stage not in ("form", "readback"):
            return False
        from kiosk.desk.session import REVIEW
        return self.stage == "readback" or self.session.at == REVIEW and not self.session.reads_back

    @property
    def company(self) -> str:
        """Who else is there, for whom the screen waits longer: "call" while somebody is on the telephone, "helped" while somebody helps."""
        return "call" if self.by_phone else "helped" if self.assist else ""

    def timed_as(self, card: str) -> str:
        """By whose time this card is left: what lies over works, or over a line that dropped, does not keep them open."""
        return self.stage if self.stage in (*AT_WORK, *AWAY) else card

    @property
    def beside(self) -> Words | None:
        """The language of whoever helps, while it is shown too and is not the visitor's own."""
        italian = self.desk.italian if self.together and not self.own else None
        return italian if italian and italian.language != self.words.language else None

    @property
    def aside(self) -> Visit:
        """The visit as whoever helps reads it."""
        return said_in(self, self.beside)

    def card_in(self, words: Words) -> Card:
        """The present card alone, in another language; nothing of the visit changes."""
        return said_in(self, words).card

    @property
    def card(self) -> Card:
        """What is to be seen now, in the visitor's language; with `Card.beside` while somebody helps."""
        return self.seen(self.helped(both(self, self._drawn())))

    def _drawn(self) -> Card:
        if self.session:
            self.session.beside = self.assist is not None
        return staging.card_of("hidden" if self.is_hidden else self.overlay or self.stage, self.by_phone)(self)

    def give(self, typed: Mapping[str, object]) -> None:
        """Enter: take what was typed or chosen on this card, and go on; what does not stand on it cannot be chosen."""
        if self.is_hidden:
            return self.show()
        name = self.overlay or self.stage
        value = typed.get(name, "")
        value = value.get("out", "") if isinstance(value, Mapping) else value
        self.problem, self.problem_params, self.just_saved = "", {}, False
        given = typed if name in staging.WHOLE else str(value) if value is not None else ""
        if name not in staging.WHOLE and not self._drawn().offers(name, given):
            return self.wrong("choose")
        staging.turn_of(name, self.by_phone)(self, given)
        if self.is_at_last_card:
            self.desk.begin_papers(self.session)
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
        elif self.stage in ("listening", "doors", "trying", "learned") and self.unhear():
            return
        elif self.stage == "signpost":
            self.stage = "form"
            self.session.back()
        elif self.back_to and self.stage not in ("end", "erased", "phone_reason", *AWAY):
            self._step_back()

    def _step_back(self) -> None:
        """Who chooses a language on the first card may be somebody else: nothing of this visit may be left there."""
        if self.by_phone and self.back_to[-1] == "language" and not self._has_begun:
            self.hang_up()
        elif self.back_to[-1] != "language" or not self._has_begun:
            self.stage = self.back_to.pop()
            if not self.started:
                self.together, self.assist, self.interpreter = False, None, ""
        elif self.session:
            self.cover("stop")
        else:
            self.depart()

    @property
    def _has_begun(self) -> bool:
        return bool(self.session or self.heard or self.tried or self.typed or self.found or self.facts or self.receipt or self.looking.begun or self.seeking.holds or self.papers.left)

    def help(self) -> None:
        """F1, on every card; on the help itself it closes it."""
        if not self.is_hidden:
            self.cover("" if self.overlay == "help" else "help")

    def change_language(self) -> None:
        """F2: choose another language; everything answered stays."""
        if self.started and not self.is_hidden and not self.sorts:
            self.cover("language")

    def call(self) -> None:
        """F9: a person is wanted; the sign stays until an operator takes it away. By telephone, a colleague."""
        if self.by_phone:
            return self.cover("colleague")
        self.calling = True
        return self.cover("called")

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
        self.put_down()
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
        self.cover(duties.door(self))

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
