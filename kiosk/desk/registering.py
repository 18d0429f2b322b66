"""The record that a Punto Digitale Facile owes for a help given: proposed from the form that was filled, confirmed by whoever helped.

It lives beside the visit and is forgotten with it; what is kept of it is sealed. It exists only where the configuration has
[facilita], for a service that the grid knows, when somebody helped. Nobody is in it who did not say yes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.desk.acts import minutes
from kiosk.figures.facilita import record, register
from kiosk.figures.facilita.grid import Column, Grid, load
from kiosk.figures.facilita.record import Project, Trouble

if TYPE_CHECKING:
    from kiosk.config import Facilita
    from kiosk.desk.desk import Desk
    from kiosk.desk.visit import Visit

TYPES = {"tax_code": "AN3", "citizenship": "AN11"}
_ITALY, _ALONE = "IT", "A"


@dataclass(slots=True)
class Recording:
    """The values so far by column, the columns that are still to be asked, and what comes after it on the last card.

    `optional` are those that the person may leave out.
    """

    values: dict[str, str | tuple[str, ...]] = field(repr=False)
    asking: list[str]
    then: str
    optional: frozenset[str] = frozenset()
    troubles: list[Trouble] = field(default_factory=list)


def offered(visit: Visit) -> bool:
    """Is a help to be written down here? The flow's own id decides: of what is not in the grid nothing is proposed."""
    settings = visit.desk.config.facilita
    known = settings is not None and visit.assist is not None and visit.session is not None
    return known and not visit.desk.config.school and not visit.desk.config.practice and visit.session.flow.id in load().proposals


def begin(visit: Visit, then: str) -> Recording:
    """What is proposed for the form of this visit, and what has to be asked first."""
    grid, settings, desk = load(), visit.desk.config.facilita, visit.desk
    values = _of_worker(settings, visit.assist.helper) | {
        "IDSede": settings.place_id, "NominativoSede": settings.place, "AN12": settings.province, "SE1": desk.today().isoformat(),
        "SE2": _duration(visit), "SE3": (_ALONE,),
    }
    values |= {name: column.unsaid for name in ("AN9",) if (column := grid.column(name)).unsaid}
    values |= {name: tuple(code) if isinstance(code, list) else code for name, code in grid.proposals[visit.session.flow.id].items()}
    values |= _of_answers(visit, grid)
    asked = [name for name in ("AN3", "AN10", "AN11") if not values.get(name)]
    more = [name for name in settings.ask if any(column.name == name and column.ask for column in grid.columns) and name not in asked]
    return Recording(values, asked + more, then, frozenset(more))


def checked(visit: Visit, recording: Recording) -> list[Trouble]:
    """Why the platform would not take it as it stands; what is still to be asked is not missing yet."""
    grid = load()
    found = record.troubles(record.completed(recording.values, grid), grid, project(visit.desk.config.facilita, grid), visit.desk.today())
    return [one for one in found if one.column not in recording.asking]


def keep(desk: Desk, recording: Recording) -> bool:
    """Seals and stores it; False when the same help is there already. CannotSeal or DatabaseFailed otherwise."""
    from kiosk.desk.pepper import Pepper
    recipients = desk.config.facilita.recipients or desk.config.recipients
    return register.keep(desk.database, record.completed(recording.values, load()), recipients, Pepper(desk.config.folder, desk.today()).secret)


def project(settings: Facilita, grid: Grid) -> Project:
    """The days of this place; the platform's last one as the grid knows it, unless the installer was told another."""
    return Project(settings.begins_on, settings.ends_on, settings.window or grid.window, settings.minors)


def codes(desk: Desk, column: Column) -> dict[str, str]:
    """The codes of a column today, with their words."""
    return dict(load().codes(column.codes, desk.today())) if column.codes else {}


def _of_worker(settings: Facilita, helper: str) -> dict[str, str]:
    """Who helped, as the platform knows them; nothing when the configuration does not say."""
    found = [(number, name) for operator, number, name in settings.workers if operator.split()[:1] == helper.split()[:1]]
    return {"IDFacilitatore": found[0][0], "NominativoFacilitatore": found[0][1]} if len(found) == 1 else {}


def _duration(visit: Visit) -> str:
    """The time of this visit in steps of five minutes, and not none."""
    started_at = visit.acts.started_at or visit.desk.clock()
    passed = max(int(minutes(started_at, visit.desk.clock())), 5)
    return f"{passed // 60:02}:{passed % 60:02}"


def _of_answers(visit: Visit, grid: Grid) -> dict[str, str]:
    """What the form says already: the tax code and the citizenship of the person it is about."""
    found: dict[str, str] = {}
    kept = visit.session.journey.kept
    for name, asked in visit.session.flow.fields.items():
        column, fact = TYPES.get(getattr(asked.type, "yaml", "")), kept.get(name)
        if column and fact and asked.keep and (asked.fact or "").startswith("persona."):
            found[column] = _citizenship(str(fact), grid) if column == "AN11" else str(fact)
    return found


def _citizenship(code: str, grid: Grid) -> str:
    return "A" if code == _ITALY else "B" if code in grid.european else "C"
