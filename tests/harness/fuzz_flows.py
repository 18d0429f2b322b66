"""Flows and catalogs, spoilt: what authors and translators hand in."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kiosk.authoring.bank import Bank
from kiosk.authoring.reader import Setting, read
from kiosk.authoring.translations import Lists, unfit
from kiosk.desk.session import Session
from kiosk.i18n import Catalogs, italian
from kiosk.i18n.phrases import FOR_VISITORS
from kiosk.i18n.po import examine
from tests.harness.mutations import TRICKS, mutated
from tests.harness.promises import memory
from tests.practice import MORNING, ROOT
from tests.visitor import HEAD

TODAY = date(2026, 11, 22)
_PAGES, _ENTRIES = 6, 25


def a_flow(chance: random.Random) -> Callable[[], str]:
    """One spoilt flow: read with all its problems, and walked a few pages when it is still offered."""
    folder = ROOT / "flows"
    paths = [path for path in sorted(folder.rglob("*.yaml")) if not path.name.endswith("personas.yaml")]
    texts = {path.name: path.read_text("utf-8") for path in [*paths, ROOT / "tests" / "flows" / "kitchen-sink.yaml"] if path.is_file()}
    texts["prova.yaml"] = f'{HEAD}sections:\n  - section: tutto\n    title: Tutto\n    pages:\n      - {{page: p, ask: "Chi?", type: text}}\n'
    templates = {path.name: path.read_text("utf-8") for path in folder.rglob("*.typ")}
    setting, bank = Setting(("altro", "casa"), templates, today=TODAY), Bank.read(folder / "bank")

    def once() -> str:
        name = chance.choice(sorted(texts))
        text = mutated(texts[name], texts[chance.choice(sorted(texts))], chance)
        reading = read(text, name, bank, setting)
        if reading.flow is None and not reading.problems:
            return "a flow that is not offered has no problem"
        for problem in reading.problems:
            str(problem)
        if reading.flow is not None:
            _walk(reading.flow, chance)
        return ""
    return once


def _walk(flow, chance: random.Random) -> None:
    session = Session(flow, italian(), MORNING, TODAY)
    for _ in range(_PAGES):
        if session.page is None:
            break
        session.give({asked.name: chance.choice(("1", "2", "Anna", "", chance.choice(TRICKS))) for asked in session.asks})


def a_catalog(chance: random.Random) -> Callable[[], str]:
    """One spoilt catalog: checked, compiled, and every phrase of the kiosk said with it."""
    paths = sorted((ROOT / "locales").rglob("*.po"))
    # all as if they were Chinese: a file that says another language than its folder is not even read
    texts = [re.sub('"Language: [a-z]+', '"Language: zh', _short(path.read_text("utf-8"), chance)) for path in paths]
    lists = Lists.read(ROOT / "locales")
    phrases = list(FOR_VISITORS.items())
    folder = tempfile.TemporaryDirectory(dir=memory())
    place = Path(folder.name) / "zh" / "LC_MESSAGES" / "kiosk.po"
    place.parent.mkdir(parents=True)

    def once(kept: object = folder) -> str:
        raw = mutated(chance.choice(texts), chance.choice(texts), chance).encode("utf-8", "surrogatepass")
        place.write_bytes(raw if chance.random() < 0.9 else raw.replace(b"\n", chance.choice((b"\r", b"\x85", b"\xff")), 3))
        found = examine(place)
        for problem in (*found.problems, *unfit(place, found.texts, lists)):
            str(problem)
        catalogs = Catalogs(folder.name)
        words = catalogs.words("zh")
        catalogs.languages(), catalogs.complete("zh", "kiosk"), catalogs.reviewed("zh")
        for key, said in chance.sample(phrases, 60):
            words.say(key, n=chance.choice((0, 1, 2, 5, 21)))
        return ""
    return once


def _short(text: str, chance: random.Random) -> str:
    """The header and some entries: what goes wrong in one goes wrong in a short one, and sooner."""
    header, *entries = text.split("\n\n")
    return "\n\n".join([header, *chance.sample(entries, min(_ENTRIES, len(entries)))])
