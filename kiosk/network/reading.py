"""`flows/network/*.yaml` to actors, as strictly as a service is read: every problem at once, each with its place.

    network: milano
    sources: [{id: pagina, name: La pagina dell'ufficio, url: esempio.it, read: 2026-11-22}]
    actors:
      - {actor: sportello-uno, name: Sportello Uno, kind: municipal, needs: [papers], offers: Aiuta con i documenti.,
         phone: "02 000000", hours: ["mon-fri 9:00-13:00"], source: pagina, certain: yes}

A contact of which the source is not sure is `certain: no`, and so is one that says nothing. Without phone, e-mail and web
there is a `next`: nobody stands before a name with no way to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from kiosk.authoring.doors import read_doors
from kiosk.authoring.folder import Folder
from kiosk.authoring.grammar import SOURCE, Key, Table
from kiosk.authoring.manuscript import Manuscript, near
from kiosk.authoring.shape import items, take
from kiosk.authoring.source import Keyed, Node, Problem, Problems, Several, Text, read_source, read_text
from kiosk.forms.doors import Door
from kiosk.network.actor import ACCESS, GOOD_FOR, KINDS, NEEDS, Actor, days_of, opening

DOMAIN, FOLDER = "network", "network"
LIMIT = 4_000_000
_WEB = re.compile(r"(?:https?://)?[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?:[/?#][^\s]*)?", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>,;:\"\\]+@[^\s@<>,;:\"\\]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"\+?[0-9][0-9 ./-]{2,24}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")

NETWORK: Table = {
    "network": Key("id", "The file's name.", required=True),
    "sources": Key("list", "Where contacts were read, each with its day.", required=True, of="source"),
    "actors": Key("list", "The actors.", required=True, of="actor"),
}
ACTOR: Table = {
    "actor": Key("id", "An id that never changes: referrals and availability hang on it.", required=True),
    "name": Key("text", "Its own name.", required=True),
    "kind": Key("one", "What kind of actor it is.", required=True, values=KINDS),
    "needs": Key("names", "For which needs.", required=True, values=NEEDS),
    "offers": Key("words", "What it does, in plain words.", required=True, cells=200),
    "for_whom": Key("words", "For whom.", cells=120),
    "languages": Key("texts", "Codes of the languages that are spoken there."),
    "place": Key("text", "The municipality."),
    "address": Key("text", "The address; never that of a shelter."),
    "access": Key("one", "How one gets in.", values=ACCESS),
    "hours": Key("texts", "«mon-fri 9:00-13:00», one a line."),
    "closed": Key("texts", "«2026-12-24» or «2026-12-24..2027-01-06»."),
    "phone": Key("text", "Its number."),
    "email": Key("text", "Its e-mail."),
    "web": Key("text", "Its address on the web."),
    "next": Key("words", "What to do, where there is no contact.", cells=160),
    "source": Key("id", "One of `sources`.", required=True),
    "certain": Key("yes_no", "No, where the office must confirm it."),
    "check_by": Key("day", "When somebody has to look at it again; 180 days after it was read, when left out."),
    "doors": Key("list", "For whom `ascolto` offers it.", of="door"),
}
_SHAPES: dict[str, tuple[Callable[[str], object], str]] = {
    "hours": (opening, "un orario come mon-fri 9:00-13:00"), "closed": (days_of, "un giorno come 2026-12-24, o 2026-12-24..2027-01-06"),
    "phone": (_PHONE.fullmatch, "un numero di telefono"), "email": (_MAIL.fullmatch, "un indirizzo e-mail"),
    "web": (_WEB.fullmatch, "un indirizzo come comune.esempio.it"), "languages": (_LANGUAGE.fullmatch, "il codice di una lingua, come it o ar"),
}


def read_folder(folder: Path) -> tuple[tuple[Actor, ...], tuple[Problem, ...]]:
    """The actors of every file of `folder`/network, and all that is wrong there; an actor with a problem is left out."""
    return read_files(sorted((folder / FOLDER).glob("*.yaml")), folder)


def read_files(paths: Iterable[Path], folder: Path) -> tuple[tuple[Actor, ...], tuple[Problem, ...]]:
    """The same of other files; the doors of actors look at the listening flow of `folder`."""
    shelf = Folder(folder)
    actors: dict[str, Actor] = {}
    found: list[Problem] = []
    places: dict[str, str] = {}
    for path in paths:
        problems = Problems(str(path))
        text = read_text(path, problems, LIMIT)
        for actor, node in () if problems.found else _actors(text, path.stem, Script(problems, shelf)):
            if actor.id in actors:
                problems.add("F020", node, name=actor.id, line=places[actor.id])
            actors.setdefault(actor.id, actor)
            places.setdefault(actor.id, f"{node.line} di {path}")
        found += problems.all
    return tuple(actors.values()), tuple(found)


class Script(Manuscript):
    """A file of actors while it is being read; `shelf` is where the listening flow stands."""

    def __init__(self, problems: Problems, shelf: Folder) -> None:
        super().__init__(problems, date.min, domain=DOMAIN)
        self.shelf = shelf

    @property
    def wrong(self) -> int:
        """How many problems so far keep an actor out."""
        return sum(not problem.warns for problem in self.problems.found.values())


def _actors(text: str, name: str, script: Script) -> list[tuple[Actor, Text]]:
    root = read_source(text, script.problems, LIMIT)
    taken = take(script, root, NETWORK) if root is not None else {}
    if taken.get("network", name) != name:
        script.problems.add("F021", root.values["network"], name=taken["network"], file=name)
    sources = dict(_source(script, node) for node in items(script, taken.get("sources"), "sources"))
    read = (_actor(script, node, sources) for node in items(script, taken.get("actors"), "actors"))
    return [one for one in read if one is not None]


def _source(script: Manuscript, node: Node) -> tuple[str, tuple[str, date | None]]:
    taken = take(script, node, SOURCE)
    if taken and "read" not in taken and "read" not in getattr(node, "values", {}):
        script.problems.add("F014", node, key="read", where="source")
    named = ", ".join(str(taken[key]) for key in ("name", "url") if key in taken)
    return str(taken.get("id", "")), (named, taken.get("read"))


def _actor(script: Script, node: Node, sources: dict[str, tuple[str, date | None]]) -> tuple[Actor, Text] | None:
    before = script.wrong
    named = node.values.get("actor") if isinstance(node, Keyed) else None
    taken = take(script, node, ACTOR, named.text if isinstance(named, Text) else "")
    if "source" in taken and taken["source"] not in sources:
        hint, known = near(str(taken["source"]), sources), ", ".join(sources)
        script.problems.add("F026", node.values["source"], name=taken["source"], hint=hint, known=known)
    _check_shapes(script, node)
    if taken and not {"phone", "email", "web", "next"} & {*taken}:
        script.problems.add("F014", node, key="next", where="actor", remedy="Scrivi in «next» che cosa fare: qui non c'è né telefono, né e-mail, né sito.")
    doors = read_doors(script, taken["doors"], script.shelf.ascolto, f"{taken.get('actor', '')}.") if "doors" in taken else ()
    if script.wrong > before:
        return None
    return _made(taken, sources[taken["source"]], doors), named


def _check_shapes(script: Manuscript, node: Node) -> None:
    """Texts that must be of one form: a wrong one is named where it stands."""
    for key, (fits, wanted) in _SHAPES.items():
        value = node.values.get(key) if isinstance(node, Keyed) else None
        for text in value.items if isinstance(value, Several) else (value,):
            if isinstance(text, Text) and text.text.strip() and not fits(text.text.strip()):
                script.problems.add("F016", text, value=text.text[:60], key=key, wanted=wanted, hint="")


def _made(taken: dict[str, object], source: tuple[str, date | None], doors: tuple[Door, ...]) -> Actor:
    texts = {key: taken.get(key, "") for key in ("name", "kind", "offers", "for_whom", "place", "address", "access", "phone", "email", "web", "next")}
    named, read_on = source
    return Actor(
        id=taken["actor"], **texts, needs=taken["needs"], languages=taken.get("languages", ()),
        hours=tuple(filter(None, map(opening, taken.get("hours", ())))), closed=tuple(filter(None, map(days_of, taken.get("closed", ())))),
        source=named, read_on=read_on, certain=taken.get("certain", False), check_by=taken.get("check_by") or (read_on and read_on + GOOD_FOR), doors=doors,
    )
