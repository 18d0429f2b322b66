"""What is said of a person to an actor: made once of what they chose, shown to them, and sent as it was shown.

The lines are the whole message: what is sealed and what is printed is made of the Italian ones, and of nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.i18n import Words, clean

NAME_LIMIT, PHONE_LIMIT = 60, 24


@dataclass(frozen=True, slots=True)
class Message:
    """What a person wants said; `name` and `phone` are "" for who stays nameless, `shown_code` is the code in its groups."""

    actor: str
    desk: str
    need: str
    language: str
    shown_code: str
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    cancels: bool = False

    def lines(self, words: Words) -> tuple[str, ...]:
        """The message in a language, a line each."""
        if self.cancels:
            return (words.say("msg.to", actor=self.actor), words.say("msg.from", desk=self.desk), words.say("msg.cancel"),
                    words.say("msg.number", code=self.shown_code))
        own = (words.say("msg.name", name=self.name) if self.name else words.say("msg.nameless"),
               *((words.say("msg.phone", phone=self.phone),) if self.phone else ()))
        return (
            words.say("msg.to", actor=self.actor), words.say("msg.from", desk=self.desk), words.say("msg.person"),
            *((words.say("msg.need", need=words.say(f"want.{self.need}")),) if self.need else ()),
            words.say("msg.language", language=words.language_name(self.language)), *own,
            words.say("msg.number", code=self.shown_code),
        )


def tidy(text: str, limit: int) -> str:
    """What a person typed of themselves, on one line and of a length that a paper holds."""
    return " ".join(clean(text, limit).split())
