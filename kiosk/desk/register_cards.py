"""The cards of the register of help, for whoever helped and in Italian: what is still asked, the proposal, and why it cannot be.

The tax code is typed here and never shown again.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.desk import ending_turns, registering
from kiosk.desk.card import Card, Line, Option, Prompt
from kiosk.desk.duties import listed, panel
from kiosk.desk.frame import frame, problem_of
from kiosk.errors import KioskError
from kiosk.figures.facilita.grid import Column, load
from kiosk.figures.facilita.record import Trouble

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit

CHANGES = ("SE2", "SE3", "SE5", "SE6", "AN9", "AN10", "AN11", "AN12")
DURATIONS = ("00:10", "00:15", "00:20", "00:30", "00:45", "01:00", "01:30", "02:00")
DONE, UNSAID = "done", "unsaid"
_DIGITS = 9
_PROVINCE = re.compile(r"[^\W\d_][^\W\d_ .'’-]*(?:[ .'’-][^\W\d_]+)*")


def begin(visit: Visit, then: str) -> bool:
    """The last card was left: is there a record to make first? Then it is on the screen."""
    if not registering.offered(visit):
        return False
    visit.recording = registering.begin(visit, then)
    visit.recording.troubles = registering.checked(visit, visit.recording)
    visit.go("register_no" if visit.recording.troubles else "register_ask" if visit.recording.asking else "register")
    return True


def register(visit: Visit) -> Card:
    """The proposal: one look and one key."""
    say, recording = visit.desk.italian.say, visit.recording
    said = {name: _said(visit, name) for name in ("SE5", "SE6", "AN10", "AN11", "AN12")}
    lines = (Line(say("register.help", minutes=str(recording.values["SE2"]), skill=said["SE5"], area=said["SE6"])),
             Line(say("register.person", citizenship=said["AN11"], work=said["AN10"], province=said["AN12"])),
             Line(say("register.goes"), "hint"))
    return panel(visit, "register", listed(visit, "register.yes", "register.change", "register.no"), lines=lines)


def take(visit: Visit, choice: str) -> None:
    """The person said yes, or no, or something is different."""
    # Esc may have left a question that was asked anew
    visit.recording.asking.clear()
    if choice == "change":
        return visit.go("register_change")
    if choice == "no":
        return close(visit, "")
    visit.recording.troubles = registering.checked(visit, visit.recording)
    if not visit.recording.troubles:
        try:
            if registering.keep(visit.desk, visit.recording):
                return close(visit, "")
            visit.recording.troubles = [Trouble("twice")]
        except (KioskError, OSError):
            visit.recording.troubles = [Trouble("away")]
    return visit.go("register_no")


def register_no(visit: Visit) -> Card:
    """Why the platform does not take it, and what can be done."""
    say = visit.desk.italian.say
    lines = tuple(Line(say(f"register.no.{one.code}", label=one.label, verify=load().verify)) for one in visit.recording.troubles[:2])
    mends = any(one.column in (*CHANGES, "AN3") for one in visit.recording.troubles)
    again = ("register.again",) if visit.recording.troubles[0].code == "away" else ()
    named = (*again, *(("register.mend",) if mends else ()), "register.leave")
    return panel(visit, "register_no", listed(visit, *named), lines=lines, title=say("register_no.title"))


def close(visit: Visit, choice: str) -> None:
    """Without a record, or after it: the visit goes on to where it was going; «mend» asks for the column again."""
    recording = visit.recording
    if choice == "mend" and recording.troubles:
        recording.asking.insert(0, next(one.column for one in recording.troubles if one.column in (*CHANGES, "AN3")))
        visit.stage = "register_ask"
    elif choice == "again":
        visit.back()
    else:
        visit.recording, visit.stage, visit.back_to = None, "end", []
        ending_turns.go_on(visit, recording.then)


def register_change(visit: Visit) -> Card:
    choices = tuple(Option(name, load().column(name).label, str(number)) for number, name in enumerate(CHANGES, 1))
    return panel(visit, "register_change", choices)


def change(visit: Visit, name: str) -> None:
    """One column is asked anew."""
    visit.recording.asking.insert(0, name)
    visit.stage = "register_ask"
    return None


def register_ask(visit: Visit) -> Card:
    """One question of the register, as the helper asks it aloud."""
    column = load().column(visit.recording.asking[0])
    if column.name in ("AN3", "AN12"):
        return _typed(visit, column)
    chosen = visit.recording.values.get(column.name) or ()
    codes = {code: code for code in DURATIONS} if column.name == "SE2" else registering.codes(visit.desk, column)
    named = list(codes.items()) + ([(DONE, visit.desk.italian.say("register.done"))] if column.several else [])
    if column.name in visit.recording.optional:
        named.append((UNSAID, visit.desk.italian.say("register.unsaid")))
    many = len(named) > _DIGITS
    choices = tuple(Option(code, f"[x] {text}" if column.several and code in chosen else text, "" if many else str(number)) for number, (code, text) in enumerate(named, 1))
    card = panel(visit, "register_ask", choices, title=column.ask)
    # the client numbers each page anew
    return replace(card, prompts=tuple(replace(prompt, entry="rows") for prompt in card.prompts)) if many else card


def _typed(visit: Visit, column: Column) -> Card:
    words = visit.desk.italian
    problem = problem_of(visit, words)
    ways = (Option("none", words.say("register.no_code"), out=True),) if column.name == "AN3" else ()
    prompt = Prompt("register_ask", "line", problem=problem, size=24, ways_out=ways)
    return frame(words, id="V20", name="register_ask", title=column.ask, prompts=(prompt,), go_on=words.say("does.enter"), calling=visit.calling)


def answer(visit: Visit, given: str) -> None:
    """What was chosen or typed; then the next question, or the proposal."""
    recording, column = visit.recording, load().column(visit.recording.asking[0])
    if given == UNSAID and column.name in recording.optional:
        recording.values.pop(column.name, None)
        recording.values |= {column.name: column.unsaid} if column.unsaid else {}
    elif column.several and given != DONE:
        return _toggle(visit, column, given)
    elif not _taken(visit, column, given):
        return visit.wrong("choose" if column.several else f"register.{column.name}")
    recording.asking.pop(0)
    recording.troubles = [one for one in registering.checked(visit, recording) if one.column == column.name]
    visit.stage = "register_no" if recording.troubles else "register_ask" if recording.asking else "register"
    return None


def _toggle(visit: Visit, column: Column, code: str) -> None:
    said = visit.recording.values.get(column.name) or ()
    visit.recording.values[column.name] = tuple(one for one in said if one != code) if code in said else (*said, code)
    return None


def _taken(visit: Visit, column: Column, given: str) -> bool:
    values = visit.recording.values
    if column.name == "AN3":
        code = re.sub(r"\s", "", given).upper()
        values["AN3"] = "" if given == "none" else code
        return bool(code)
    if column.name == "AN12":
        return bool(_PROVINCE.fullmatch(given.strip())) and not values.update(AN12=given.strip())
    if column.several:
        return bool(values.get(column.name))
    values[column.name] = given
    return True


def _said(visit: Visit, name: str) -> str:
    """The words of what stands in a column."""
    column, said = load().column(name), visit.recording.values.get(name) or ""
    codes = registering.codes(visit.desk, column)
    return ", ".join(codes.get(code, code) for code in ((said,) if isinstance(said, str) else said))
