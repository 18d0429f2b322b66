"""What is printed of the network: the card of an actor, the message that a person carries there, the code of who was booked in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk import qr, seeking
from kiosk.desk.network_cards import told

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit
    from kiosk.dispatch.handout import Handout
    from kiosk.dispatch.printing import PrintResult
    from kiosk.i18n import Words


def print_actor(visit: Visit) -> PrintResult:
    from kiosk.dispatch.handout import Handout, Part
    one = seeking.actor(visit)

    def made(words: Words) -> Handout:
        said = told(visit, one, words)
        parts = [Part("", tuple(text for text, style in said if style != "hint")), Part("", tuple(text for text, style in said if style == "hint"))]
        return Handout(words, one.name, tuple(part for part in parts if part.lines))
    return visit.desk.print_handout(made, visit.words, qr.reached(one.phone, one.web, one.email))


def print_message(visit: Visit) -> PrintResult:
    """The lines that were agreed to, in both languages, and how to get there."""
    from kiosk.dispatch.handout import Handout, Part
    one, message = seeking.actor(visit), seeking.message(visit)

    def made(words: Words) -> Handout:
        # an address that nobody has verified says so on the paper too
        ways = tuple(text for text, style in told(visit, one, words) if style in ("bullet", "warn"))
        return Handout(words, words.say("referral.title", actor=one.name), (Part("", message.lines(words)), Part("", ways), Part("", (words.say("referred.cancel"),))))
    return visit.desk.print_handout(made, visit.words, qr.reached(one.phone, one.web, one.email))


def print_arrival(visit: Visit) -> PrintResult:
    """The code of a person who was booked in: nothing of the person, nor of who sends them, is on it."""
    from kiosk.dispatch.handout import Handout, Part
    code, until = seeking.shown(visit.seeking.given), seeking.arrives_by(visit.desk)

    def made(words: Words) -> Handout:
        texts = (words.say("booked_in.text"), words.say("booked_in.until", day=words.day(until)))
        where = tuple(text for text in (visit.desk.config.desk.address, visit.desk.contact) if text)
        return Handout(words, words.say("booked_in.title"), (Part("", (code,), "big"), Part("", texts), *((Part("", where),) if where else ())))
    return visit.desk.print_handout(made, visit.words)
