"""What stands around the pages: endings, checks across fields, what happens after, papers, and the honest part.

All of it is read after the pages, so its conditions may name any field.
"""

from __future__ import annotations

import re

from kiosk.authoring.manuscript import Manuscript, near
from kiosk.authoring.shape import items, take
from kiosk.authoring.source import Keyed, Node, Text
from kiosk.forms.conditions import Expression
from kiosk.forms.flow import Bring, Check, Document, Ending, NextStep, Privacy, Source

TEMPLATE = re.compile(r"[a-z0-9][a-z0-9_-]*\.typ")


def read_sources(script: Manuscript, node: Node | None) -> tuple[Source, ...]:
    """Where facts were read; a source without its day is refused."""
    found = []
    for item in items(script, node, "sources"):
        taken = take(script, item, "source")
        if "id" in taken and not script.take_name(taken["id"], item.values["id"], script.sources):
            continue
        if "id" in taken and "read" not in item.values:
            script.problems.add("F081", item, name=taken["id"])
        if {"id", "name", "read"} <= taken.keys():
            found.append(Source(taken["id"], taken["name"], taken.get("url", ""), taken["read"]))
    return tuple(found)


def read_privacy(script: Manuscript, node: Node | None) -> Privacy | None:
    if node is None:
        return None
    taken = take(script, node, "privacy", "privacy")
    if taken.get("legal_basis") == "law" and "law" not in taken:
        script.problems.add("F085", node)
    script.court = node.values.get("categories") if isinstance(node, Keyed) else None
    if {"purpose", "legal_basis", "categories", "recipients", "days"} <= taken.keys():
        return Privacy(**taken)
    return None


def read_bring(script: Manuscript, node: Node | None) -> tuple[Bring, ...]:
    found, names = [], {}
    for item in items(script, node, "bring"):
        name = written(item, "document")
        taken = take(script, item, "bring", f"bring.{name}")
        if "document" in taken and script.take_name(name, item.values["document"], names):
            found.append(Bring(name, str(taken.get("text", "")), compiled(script, taken, "when", name), f"bring.{name}"))
    return tuple(found)


def read_next(script: Manuscript, node: Node | None, place: str) -> tuple[NextStep, ...]:
    """What happens after: a step that does not say who and when is refused."""
    found = []
    for number, item in enumerate(items(script, node, "next"), 1):
        at = f"{place}.{number}"
        taken = take(script, item, "next", at)
        if isinstance(item, Keyed):
            missing = [word for key, word in (("who", "chi"), ("when", "quando")) if key not in item.values]
            if missing:
                script.problems.add("F080", item, missing=" e ".join(missing))
        if {"do", "who", "when"} <= taken.keys():
            found.append(NextStep(taken["do"], taken["who"], taken["when"], compiled(script, taken, "if", at), at))
    return tuple(found)


def read_endings(script: Manuscript, node: Node | None, home: dict[str, int]) -> tuple[Ending, ...]:
    """Endings in order; `home` says on which page each name is asked."""
    found, names = [], {}
    for item in items(script, node, "endings"):
        name = written(item, "ending")
        script.page = f"ending.{name}"
        taken = take(script, item, "ending", f"ending.{name}")
        when = compiled(script, taken, "when", name, "ending")
        steps = read_next(script, taken.get("next"), f"ending.{name}.next")
        if "ending" in taken and name == "review":
            script.problems.add("F023", item.values["ending"], name=name)
        if "ending" in taken and script.take_name(name, item.values["ending"], names) and when is not None:
            position = max((home.get(one, 0) for one in when.names), default=0)
            texts = str(taken.get("title", "")), str(taken.get("text", ""))
            found.append(Ending(name, when, *texts, steps, taken.get("keep") != "nothing", position))
    script.page = ""
    return tuple(found)


def read_checks(script: Manuscript, node: Node | None, home: dict[str, int]) -> tuple[Check, ...]:
    found = []
    for number, item in enumerate(items(script, node, "checks"), 1):
        place = f"check.{number}"
        taken = take(script, item, "check", place)
        rule = compiled(script, taken, "check", place)
        if rule is not None:
            at = _at(script, item, taken, rule, home)
            found += [] if at is None else [Check(rule, str(taken.get("say", "")), at, bool(taken.get("soft")), place)]
    return tuple(found)


def _at(script: Manuscript, item: Keyed, taken: dict, rule: Expression, home: dict[str, int]) -> str | None:
    """The field where a check is said: never before all that it looks at has been asked."""
    order = {name: index for index, name in enumerate(script.names)}
    last = max((name for name in rule.names if name in home), key=lambda name: (home[name], order[name]), default=None)
    at = taken.get("at", last)
    if at not in home:
        place = item.values.get("at", item)
        script.problems.add("F045", place, source=str(at)[:60], reason="non è una domanda" + near(str(at), home))
        return None
    if last is not None and home[last] > home[at]:
        script.problems.add("F049", item.values["at"], at=at, name=last)
    return at


def read_documents(script: Manuscript, node: Node | None) -> tuple[Document, ...]:
    found, names = [], {}
    for item in items(script, node, "documents"):
        name = written(item, "document")
        taken = take(script, item, "document", f"document.{name}")
        if "document" not in taken or not script.take_name(name, item.values["document"], names):
            continue
        template = taken.get("template")
        if template is not None and not TEMPLATE.fullmatch(template):
            script.problems.add("F072", item.values["template"], name=template[:60])
        elif template is None and taken.get("for") == "office":
            script.problems.add("F073", item)
        elif template is not None:
            script.templates[template] = item.values["template"]
        when = compiled(script, taken, "when", name)
        found.append(Document(name, taken.get("for", "visitor"), template, taken.get("language"), taken.get("title"), when, taken.get("declares", False)))
    return tuple(found)


def compiled(script: Manuscript, taken: dict[str, object], key: str, part: str, kind: str = "") -> Expression | None:
    node = taken.get(key)
    return script.compile(node, part, kind or key) if isinstance(node, Text) else None


def written(node: Node, key: str) -> str:
    """The text at `key` as it stands, to name places in the catalog with; "" when there is none."""
    value = node.values.get(key) if isinstance(node, Keyed) else None
    return value.text if isinstance(value, Text) else ""
