"""One form of N number fields through our engine and, where Node is there, through two peers, in the same run.

Every field has the rule `> 0`; field i > 0 is asked while its driver is above 3. Times: load_ms from source text
to a form ready to answer; answer_us all fields answered in order, divided by N; toggle_ms the first answer to 1
and back (everything falls off the path and comes home), mean of 20; validate_ms the whole form walked once.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

from kiosk.authoring.reader import Setting, read_flow
from kiosk.forms.fields import Reading
from kiosk.forms.flow import Flow
from kiosk.forms.journey import Journey, answered
from kiosk.i18n import italian
from tests.visitor import HEAD

SIZES = (100, 1000, 5000)
TODAY = date(2026, 11, 22)
PEERS = Path(__file__).parent / "peers"


def rows(sizes: tuple[int, ...] = SIZES) -> Iterator[dict]:
    """One row an engine and size; ours also says how many times faster than the faster peer its answer is."""
    peers_there = _install_peers()
    for size in sizes:
        theirs = [_peer(name, size) for name in ("surveyjs", "odk")] if peers_there else []
        yield from theirs
        ours = measure(size)
        if theirs:
            ours["times_faster"] = round(min(row["answer_us"] for row in theirs) / ours["answer_us"], 1)
        yield ours


def source(size: int) -> str:
    """The form as an author would write it."""
    pages = "\n".join(
        f"      - page: q{i}\n        ask: Quanto?\n        type: number\n"
        + (f"        when: q{i - i % 10 if i % 10 else 0} > 3\n" if i else "")
        + f"        check: [{{rule: q{i} > 0, say: Scrivi di più.}}]"
        for i in range(size)
    )
    return f"{HEAD}sections:\n  - section: tutto\n    title: Tutto\n    pages:\n{pages}\n"


def measure(size: int) -> dict:
    text = source(size)
    start = perf_counter()
    form = read_flow(text, "prova.yaml", setting=Setting(limit=64_000_000))
    Journey.start(form, TODAY)
    load = perf_counter() - start
    answer, journey = min((_fill(form) for _ in range(3)), key=lambda filled: filled[0])
    assert journey.complete and len(journey.stops) == size
    toggle = _toggle(journey)
    start = perf_counter()
    Journey.through(form, journey.answers)
    validate = perf_counter() - start
    return {"n": size, "engine": "sportello", "load_ms": load * 1e3, "answer_us": answer / size * 1e6, "toggle_ms": toggle * 1e3, "validate_ms": validate * 1e3}


def _fill(form: Flow) -> tuple[float, Journey]:
    reading, journey = Reading(italian(), TODAY), Journey.start(form, TODAY)
    fields = [page.fields[0] for page in form.pages]
    start = perf_counter()
    for field in fields:
        journey = journey.give({field.name: answered(field, field.type.read("5", reading).value, typed="5")})
    return perf_counter() - start, journey


def _toggle(journey: Journey) -> float:
    first = journey.flow.pages[0].fields[0]
    start = perf_counter()
    for turn in range(20):
        journey = journey.give({first.name: answered(first, 5 if turn % 2 else 1)})
    return (perf_counter() - start) / 20


def _install_peers() -> bool:
    """Are the peers there? Where Node is, they are fetched once, by name, with its own package tool."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    if not (PEERS / "node_modules").is_dir():
        fetched = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"], cwd=PEERS, capture_output=True)
        return fetched.returncode == 0
    return True


def _peer(name: str, size: int) -> dict:
    ran = subprocess.run(["node", f"{name}.mjs", str(size)], cwd=PEERS, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout.strip().splitlines()[-1])
