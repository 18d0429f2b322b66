"""The cards of a visit that is taken up again, here or at another desk: one function a stage, as in `stages`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk import memory, resting
from kiosk.desk.card import Card, Line, Secret
from kiosk.desk.frame import frame
from kiosk.desk.stages import choice, options

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit


def found(visit: Visit) -> Card:
    """What a code has found, what has changed since, and what is asked again; nothing is taken over yet."""
    words, rests = visit.words, visit.found
    lines = [Line(words.say("found.left", date=words.day(rests.left_on)))]
    lines += _changed(visit) if rests.is_offered else [
        Line(words.say("found.away", date=words.day(rests.until))), Line(words.say("found.away_call")),
    ]
    named = ("found.go" if rests.is_offered else "found.call", "found.erase", "found.back")
    return choice(visit, "found", options(words, *named), id="V10", service=rests.title, lines=tuple(lines))


def _changed(visit: Visit) -> list[Line]:
    words, rests, lines = visit.words, visit.found, []
    if rests.holder not in ("", visit.session.held if visit.session else ""):
        lines.append(Line(words.say("found.elsewhere"), "warn"))
    if rests.unfit:
        lines += [Line(words.say("found.unfit")), *_bullets(_told(visit, one) for one in rests.unfit), Line(words.say("found.kept"))]
    return lines + ([Line(words.say("found.again"), "hint")] if rests.asks_again else [])


def _told(visit: Visit, one: dict) -> tuple[str, str]:
    """(label, answer); by telephone nobody knows who asks, and no answer is said."""
    label, shown = resting.told(one, visit.words)
    return label, "" if visit.by_phone else shown


def _bullets(told) -> list[Line]:
    return [Line(Secret(f"{label}: {shown}") if shown else label, "bullet") for label, shown in told]


def forget(visit: Visit) -> Card:
    words = visit.words
    return choice(visit, "forget", options(words, "erase.no", "erase.yes"), id="V19", title=words.say("erase.title"),
                  lines=(Line(words.say("erase.text"), "warn"),))


def erased(visit: Visit) -> Card:
    words = visit.words
    return frame(words, id="V19", name="erased", title=words.say("erased.title"), go_on=words.say("does.enter"),
                 lines=(Line(words.say("erased.text")),), calling=visit.calling)


def away(visit: Visit) -> Card:
    """The store does not answer: the code is as good as before."""
    words = visit.words
    return choice(visit, "away", options(words, "away.again", "away.call", "away.back"), id="V18",
                  title=words.say("failed.title"), lines=(Line(words.say("away.text")), Line(words.say("away.code"))))


def kept(visit: Visit) -> Card:
    """What should be erased is still there."""
    words = visit.words
    return choice(visit, "kept", options(words, "away.again", "away.back"), id="V18", title=words.say("failed.title"),
                  lines=(Line(words.say("kept.text"), "warn"), Line(words.say("full.person"))))


def elsewhere(visit: Visit) -> Card:
    words = visit.words
    named = ("elsewhere.here", "elsewhere.call", "elsewhere.leave")
    return choice(visit, "elsewhere", options(words, *named), id="V18",
                  lines=(Line(words.say("elsewhere.unsaved"), "warn"), Line(words.say("elsewhere.who"))))


def gone(visit: Visit) -> Card:
    words = visit.words
    return choice(visit, "gone", options(words, "gone.stay", "gone.call", "gone.leave"), id="V18", lines=(Line(words.say("gone.text")),))


def retype(visit: Visit) -> Card:
    words = visit.words
    lines = (Line(words.say("retype.text")), *_bullets((row.label(words), memory.shown(row, words)) for row in visit.unsaved))
    return frame(words, id="V18", name="retype", title=words.say("retype.title"), lines=lines, go_on=words.say("does.enter"), calling=visit.calling)
