"""What is going on at a desk, for who works there: calls, visits put aside, envelopes, services, languages, the store.

Gathered from the store without opening anything that is sealed: no name, no code, no answer. What is away is said to be
away, and the rest is shown all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kiosk.authoring import validity
from kiosk.desk import opening
from kiosk.desk.calls import Call, Calls, place
from kiosk.desk.drafts import of_today
from kiosk.dispatch import listing
from kiosk.dispatch.outbox import Outbox
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk

SECTIONS = ("drafts", "outbox", "services", "languages", "store")
_SOON = timedelta(days=30)
_UNAVAILABLE = (KioskError, OSError)


@dataclass(frozen=True, slots=True)
class Section:
    """One heading: its state in a few words, everything in lines, and whether somebody should look (`alarm`)."""

    name: str
    state: str
    lines: tuple[str, ...]
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """All of it at one moment; `calls` is None when the store does not say."""

    calls: tuple[Call, ...] | None
    sections: tuple[Section, ...]

    def section(self, name: str) -> Section:
        return next(section for section in self.sections if section.name == name)


def gather(desk: Desk) -> Board:
    """Asks the store and the shelf; as slow as the store is, so never on a screen's thread."""
    try:
        calls = Calls(desk.database, desk.config.desk.id).all()
    except _UNAVAILABLE:
        calls = None
    return Board(calls, (_drafts(desk), _outbox(desk), _services(desk), _languages(desk), _store(desk, calls is not None)))


def call_line(desk: Desk, call: Call) -> str:
    """Where and in which language; on the desk's own terminal its own calls too."""
    return desk.italian.say("staff.call", desk=place(call.desk), language=desk.italian.language_name(call.language).lower())


def call_state(desk: Desk, call: Call) -> str:
    """Why, since when, and who goes."""
    say = desk.italian.say
    if call.answered_by:
        return say("board.goes", who=call.answered_by)
    minutes = int(call.age // 60)
    return f"{say(f'board.kind.{call.kind}')}, {say('board.minutes', n=minutes) if minutes else say('board.now')}"


def as_lines(desk: Desk, board: Board) -> list[str]:
    """The same for a braille line, a script, a pipe: plain text from top to bottom."""
    say = desk.italian.say
    if board.calls is None:
        found = [say("board.calls_away")]
    else:
        found = [f"{call_line(desk, call)} ({call_state(desk, call)})" for call in board.calls] or [say("board.no_calls")]
    for section in board.sections:
        found.append(f"{'! ' if section.alarm else ''}{say(f'board.{section.name}')}: {section.state}")
        found += [f"  {line}" for line in section.lines]
    return found


def _drafts(desk: Desk) -> Section:
    say = desk.italian.say
    try:
        found = of_today(desk.database, desk.config.desk.id, desk.today())
    except _UNAVAILABLE:
        return Section("drafts", say("board.away"), (), True)
    lines = tuple(f"{short}  {at}  {say('board.draft_open' if is_open else 'board.draft_rests')}" for short, at, is_open in found)
    return Section("drafts", say("board.drafts_state", n=len(found)) if found else say("board.none"), lines)


def _outbox(desk: Desk) -> Section:
    """What waits here and in the shared store, as `sportello outbox` lists it, what a person must look at first."""
    say, lines, calm, away = desk.italian.say, [], [], False
    for name in ("local", "database") if desk.config.is_shared else ("database",):
        try:
            outbox = Outbox(getattr(desk, name))
            urgent = {one.id for one in outbox.overdue(desk.today())}
            for one in outbox.waiting():
                (lines if one.id in urgent else calm).append(listing.line(one))
        except _UNAVAILABLE:
            away = True
    if away:
        return Section("outbox", say("board.away"), tuple((*(f"! {line}" for line in lines), *calm)), True)
    state = say("board.outbox_urgent", n=len(lines)) if lines else say("board.outbox_state", n=len(calm)) if calm else say("board.none")
    return Section("outbox", state, tuple((*(f"! {line}" for line in lines), *calm)), bool(lines))


def _services(desk: Desk) -> Section:
    """Those whose day comes soon or is past, and files that are broken."""
    say, today = desk.italian.say, desk.today()
    try:
        soon = [offer for offer in desk.shelf.vouched() if offer.verified_until - today <= _SOON]
        broken = desk.shelf.broken()
    except _UNAVAILABLE:
        return Section("services", say("board.away"), (), True)
    lines = [f"{offer.neutral_title or offer.title}: {_until(desk, offer.verified_until, today)}" for offer in soon]
    lines += [say("board.broken", name=name) for name in broken]
    return Section("services", say("board.services_state", n=len(lines)) if lines else say("board.services_good"), tuple(lines), bool(lines))


def _until(desk: Desk, until: date, today: date) -> str:
    key = "lapsed" if validity.lapsed(until, today) else "stale" if validity.stale(until, today) else "soon"
    return desk.italian.say(f"board.{key}", day=desk.italian.day(until))


def _languages(desk: Desk) -> Section:
    say, name = desk.italian.say, desk.italian.language_name
    unread = tuple(name(code).lower() for code in desk.languages() if not desk.reviewed(code, ""))
    return Section("languages", say("board.languages_state", n=len(unread)) if unread else say("board.languages_good"), unread)


def _store(desk: Desk, answers: bool) -> Section:
    say = desk.italian.say
    key = ("shared" if desk.config.is_shared else "own") if answers else "no_answer"
    found = (*opening.mended_lines(desk), *opening.clock_lines(desk))
    if not desk.room.is_enough:
        found += (desk.italian.say("staff.room", n=desk.room.left // 2**20),)
    return Section("store", say(f"board.store_{key}"), found, not answers or bool(found))
