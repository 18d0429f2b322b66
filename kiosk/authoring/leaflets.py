"""A leaflet's text to a `Leaflet`: files `<id>.leaflet.yaml` beside the flows.

Read and checked by the same rules as a flow: each fact has its source and its day, each step says who and when.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.authoring import endings
from kiosk.authoring.doors import read_doors
from kiosk.authoring.manuscript import Manuscript, Said, near
from kiosk.authoring.shape import take
from kiosk.authoring.source import Keyed, Problem, Problems, read_source
from kiosk.authoring.validity import lapsed, stale
from kiosk.authoring.wording import check_wording
from kiosk.forms.leaflet import Leaflet, Reach

if TYPE_CHECKING:
    from kiosk.authoring.reader import Setting

LEAFLET = ".leaflet.yaml"
MOST_WORDS = 60


@dataclass(frozen=True)
class Reading:
    """What came of reading a leaflet: itself when no problem forbids it, every problem, every text with its place."""

    leaflet: Leaflet | None
    problems: tuple[Problem, ...] = ()
    said: tuple[Said, ...] = field(default=(), repr=False)


def is_leaflet(path: Path) -> bool:
    return path.name.endswith(LEAFLET)


def id_of(path: Path) -> str:
    """The id that the file of a flow or of a leaflet is named after."""
    return path.name.removesuffix(LEAFLET) if is_leaflet(path) else path.stem


def read_leaflet(text: str, name: str, setting: Setting) -> Reading:
    """The leaflet written in `text`; `name` is its file, for the messages. Never raises."""
    script = Manuscript(Problems(name), setting.today)
    tree = read_source(text, script.problems, setting.limit)
    leaflet = _leaflet(script, tree, setting) if tree is not None else None
    if leaflet is not None:
        check_wording(script.said, script.files)
    return Reading(None if script.problems.broken else leaflet, script.problems.all, tuple(script.said))


def _leaflet(script: Manuscript, tree: object, setting: Setting) -> Leaflet | None:
    script.domain = endings.written(tree, "leaflet")
    taken = take(script, tree, "leaflet")
    if not isinstance(tree, Keyed):
        return None
    sources = endings.read_sources(script, taken.get("sources"))
    verified = take(script, taken["verified"], "verified") if "verified" in taken else {}
    found = Leaflet(
        taken.get("leaflet", ""), taken.get("title", ""), taken.get("topic", ""), taken.get("say", ""), _reach(script, taken.get("reach")),
        endings.read_next(script, taken.get("next"), "next"), read_doors(script, taken.get("doors"), setting.ascolto), sources,
        verified.get("on"), verified.get("until"), taken.get("paper", True), setting.languages,
    )
    _honest(script, tree, found, setting)
    return found


def _reach(script: Manuscript, node: object) -> Reach:
    return Reach(**take(script, node, "reach", "reach")) if node is not None else Reach()


def _honest(script: Manuscript, tree: Keyed, leaflet: Leaflet, setting: Setting) -> None:
    """The names that must be known elsewhere, the length that can be listened to, and whether somebody still vouches for it."""
    problems, values = script.problems, tree.values
    named = Path(problems.file).name.removesuffix(LEAFLET)
    if leaflet.id and leaflet.id != named:
        problems.add("F021", values["leaflet"], name=leaflet.id, file=named)
    if setting.topics is not None and leaflet.topic and leaflet.topic not in setting.topics:
        problems.add("F025", values["topic"], name=leaflet.topic, hint=near(leaflet.topic, setting.topics), known=", ".join(setting.topics))
    words = len(leaflet.say.split())
    if words > MOST_WORDS:
        problems.add("F069", values["say"], words=words, most=MOST_WORDS)
    on, until = leaflet.verified_on, leaflet.verified_until
    if on and until and until < on:
        problems.add("F089", values["verified"])
    if stale(until, setting.today):
        problems.add("F083" if lapsed(until, setting.today) else "F082", values["verified"], day=until.isoformat())
