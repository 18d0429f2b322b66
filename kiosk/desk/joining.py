"""Two people at two terminals, one visit: who sees, who controls. Pure: no store, no clock, no screen.

The kiosk's end is a `Host`, the operator's a `Guest`; each tells the other its last state, as often as it likes, and what
is old or repeated changes nothing. Nothing is shown before the visitor said yes. One controls, the other watches: the
visitor lends the keys, and any key of the kiosk's own takes them back; what the guest sent before that is dropped.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

NOBODY, ASKED, OPEN, REFUSED, CLOSED = "", "asked", "open", "refused", "closed"
LENT, WISHED = "lent", "wished"
_MOST_KEYS = 64


@dataclass
class Host:
    """The kiosk's end. `asker` is who asked, `control` whether the keys are wished for or lent."""

    state: str = NOBODY
    asker: str = ""
    control: str = NOBODY
    card: dict | None = None
    taken: int = 0
    answered: int = 0
    keys: deque = field(default_factory=deque)
    _wish: int = 0

    @property
    def name(self) -> str:
        """The first name of who sees: «Anna», of «Anna (Milano 2)»."""
        return self.asker.partition(" (")[0]

    @property
    def is_watched(self) -> bool:
        return self.state == OPEN

    def ask(self, asker: str) -> None:
        """Somebody wants to see; whoever comes second is not heard."""
        if self.state == NOBODY:
            self.state, self.asker = ASKED, asker

    def answer(self, yes: bool) -> None:
        """The visitor says whether they may."""
        if self.state == ASKED:
            self.state = OPEN if yes else REFUSED

    def show(self, card: dict) -> None:
        """What stands on the screen now, without what is nobody else's."""
        if self.is_watched:
            self.card = card

    def lend(self, yes: bool) -> None:
        """The visitor lends the keys, or does not."""
        if self.control == WISHED:
            self.control, self.answered = LENT if yes else NOBODY, self._wish

    def touch(self) -> bool:
        """A key of the kiosk's own: it takes back what was lent. True when it did, and then it does nothing else."""
        was_lent = self.control == LENT
        if was_lent:
            self.control = NOBODY
            self.keys.clear()
        return was_lent

    def hear(self, told: dict) -> None:
        """The guest's last state. Keys that come without the keys being lent are dropped for ever."""
        if not self.is_watched:
            return
        if told["wish"] > self._wish:
            self._wish = told["wish"]
            self.control = WISHED if self.control == NOBODY else self.control
        if told["back"] >= self._wish and self.control != NOBODY:
            self.control, self.answered = NOBODY, self._wish
        for number, key, sign in told["keys"]:
            if number > self.taken:
                self.taken = number
                if self.control == LENT and told["wish"] == self.answered:
                    self.keys.append((key, sign))

    def tell(self) -> dict:
        """What the guest is to know now; the card only while it may be seen."""
        return {"card": self.card if self.is_watched else None, "lent": self.control == LENT, "taken": self.taken, "answered": self.answered}

    def stop(self) -> None:
        """The visitor wants nobody to see any more; in this call nobody asks again."""
        self._over(REFUSED)

    def close(self) -> None:
        """The guest is gone, or the call is."""
        self._over(CLOSED)

    def _over(self, state: str) -> None:
        self.state = state if self.state in (ASKED, OPEN) else self.state
        self.control, self.card = NOBODY, None
        self.keys.clear()


@dataclass
class Guest:
    """The operator's end: what is seen, and what was done there."""

    state: str = ASKED
    card: dict | None = None
    lent: bool = False
    wish: int = 0
    answered: int = 0
    _back: int = 0
    _pressed: int = 0
    _keys: list = field(default_factory=list)

    @property
    def is_wishing(self) -> bool:
        """Asked for the keys, and not answered yet."""
        return self.wish > max(self.answered, self._back)

    def ask_control(self) -> None:
        if self.state == OPEN and not self.lent and not self.is_wishing:
            self.wish += 1

    def give_back(self) -> None:
        """Not wanted any more."""
        self._back, self.lent = self.wish, False
        self._keys.clear()

    def press(self, key: str, sign: str) -> bool:
        """A key for the kiosk; False when it is not this one's to press, or too many wait already."""
        if not self.lent or len(self._keys) >= _MOST_KEYS:
            return False
        self._pressed += 1
        self._keys.append([self._pressed, key, sign])
        return True

    def hear(self, told: dict) -> None:
        """The host's last state."""
        if self.state not in (ASKED, OPEN):
            return
        self.state, self.card = OPEN, told["card"]
        self.answered = max(self.answered, told["answered"])
        self.lent = told["lent"] and self._back < self.wish
        self._keys = [key for key in self._keys if key[0] > told["taken"]] if self.lent else []

    def tell(self) -> dict:
        return {"wish": self.wish, "back": self._back, "keys": [*self._keys]}

    def close(self, state: str) -> None:
        """It is over: nothing of the page is kept."""
        self.state, self.card, self.lent = state, None, False
        self._keys.clear()
