"""`sportello doors`: for what a person would say, what is offered and why, and which condition keeps the rest closed.

    sportello doors --profile bisogno=lavoro lavoro_oggi=senza
    sportello doors --profile persona.yaml --json

What is given is judged as it stands: nobody has to answer the questions that come before.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.authoring.manuscript import near
from kiosk.desk.hearing import LISTENING
from kiosk.errors import ConfigIsWrong
from kiosk.forms.answers import UNKNOWN, Answer, Answers
from kiosk.forms.doors import Profile, Way, standing_open
from kiosk.forms.fields import Reading
from kiosk.forms.journey import answered

if TYPE_CHECKING:
    from kiosk.config import Config
    from kiosk.desk.desk import Desk
    from kiosk.forms.flow import Field, Flow

_KINDS = {"service": "servizio", "leaflet": "scheda", "event": "data", "actor": "posto"}
_HELD = {False: "no", None: "non si sa"}


def arguments(doors: ArgumentParser) -> None:
    """What may be said after `sportello doors`."""
    doors.add_argument("--profile", nargs="+", default=[], metavar="FILE|NAME=VALUE",
                       help="le risposte di «ascolto»: un file, o nome=valore / answers of `ascolto`: a file, or name=value")
    doors.add_argument("--json", action="store_true", help="in JSON / as JSON")


def run(config: Config, given: Namespace) -> int:
    """Print what is offered for the profile; ConfigIsWrong where it says what `ascolto` does not ask."""
    from kiosk.desk.desk import Desk

    desk = Desk(config)
    flow = desk.shelf.flow(LISTENING)
    profile = Profile(flow, answers(flow, _written(given.profile), desk))
    found = judged(profile, tuple(desk.ways()))
    print(json.dumps(found, ensure_ascii=False, indent=1) if given.json else "\n".join(_told(found)))
    return 0


def _written(given: Iterable[str]) -> dict[str, object]:
    """Name -> what is said; a later one counts."""
    found: dict[str, object] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if equals and not Path(one).exists():
            found[name] = value
        else:
            from kiosk.authoring.answers import load_answers
            found |= load_answers(Path(one))
    return found


def answers(flow: Flow, written: Mapping[str, object], desk: Desk) -> Answers:
    """What is written as answers of the listening flow; "?" or nothing for «non lo so»."""
    found = Answers(desk.today())
    for name, value in written.items():
        if name not in flow.fields:
            raise ConfigIsWrong(f"«{name}» non è una domanda di «{flow.id}»{near(name, flow.fields) or '.'}")
        found = found.with_answer(name, _answer(flow.fields[name], value, desk))
    return found


def _answer(field: Field, value: object, desk: Desk) -> Answer:
    if value in (None, "", "?"):
        return Answer(state=UNKNOWN)
    read = field.type.read(value, Reading(desk.italian, desk.today(), None))
    if read.problem is not None:
        values = field.type.values() or ("yes", "no")
        raise ConfigIsWrong(f"«{value}» non è una risposta di «{field.name}»{near(str(value), values) or '.'} Ci sono: {', '.join(values)}.")
    return answered(field, read.value)


def judged(profile: Profile, ways: tuple[Way, ...]) -> dict[str, list[dict]]:
    """Every way, offered with its reason or not offered with what is not met of each of its doors, as JSON."""
    offered = standing_open(ways, profile)
    there = {one.way for one in offered}
    return {
        "offered": [_plain(one.way) | {"because": one.door.because, "first": one.door.first} for one in offered],
        "not_offered": [_plain(way) | {"doors": [_unmet(profile, door.when) for door in way.doors]} for way in ways if way not in there],
    }


def _plain(way: Way) -> dict:
    return {"kind": way.kind, "id": way.id, "title": way.title}


def _unmet(profile: Profile, when: str) -> dict:
    return {"when": when, "unmet": [{"part": part, "holds": held} for part, held in profile.unmet(when)]}


def _told(found: dict[str, list[dict]]) -> Iterable[str]:
    yield "Offerto:"
    yield from (f"  {_KINDS[one['kind']]} {one['id']}: {one['because']}{' [prima]' if one['first'] else ''}" for one in found["offered"])
    yield "  sempre: una persona"
    yield "Non offerto:"
    for one in found["not_offered"]:
        yield f"  {_KINDS[one['kind']]} {one['id']}"
        for door in one["doors"]:
            yield from (f"    {_HELD[unmet['holds']]}: {unmet['part']}" for unmet in door["unmet"])
