"""Somebody with a stopwatch who tries codes: a code of nobody, one that expired and one whose draft is ruined take as long.

One run is three looks, one of each, in an order by chance. The key of a code is made before: it takes half a second for
every code alike, and would only hide what is looked for.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from kiosk.database import Database
from kiosk.desk.drafts import Drafts, Kept
from kiosk.errors import Refused
from tests.harness import Report
from tests.harness.promises import memory

SHORT, LONG, BROKEN = 100, 2000, 60
TODAY, EXPIRED = date(2026, 11, 22), date(2026, 11, 20)
_MOST_T, _MOST_APART, _CUT = 4.5, 0.0005, 0.05


class Hasty(Drafts):
    """The build that is broken on purpose: where nothing is, it says so at once."""

    def look(self, typed: str, today: date) -> Kept:
        with self._database.write() as store:
            if not store.rows("draft", "epoch", locator=self.key(typed).locator):
                raise Refused("code.none")
        return super().look(typed, today)


def run(runs: int, seed: int, broken: bool) -> Report:
    """The three kinds compared two by two: Welch's t, and how far the means lie apart, without the slowest twentieth."""
    report, chance = Report("code-timing", runs, seed), random.Random(seed)
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        database = Database(f"sqlite:///{Path(folder) / 'sportello.db'}")
        drafts = (Hasty if broken else Drafts)(database, Path(folder), lambda: TODAY)
        drafts.floor = 0.01
        codes = _prepared(drafts, database)
        taken = {kind: [] for kind in codes}
        for _ in range(runs):
            for kind in chance.sample(sorted(codes), len(codes)):
                taken[kind].append(_look(drafts, codes[kind]))
        database.close()
    _compared(report, {kind: sorted(times)[: int(len(times) * (1 - _CUT))] for kind, times in taken.items()})
    return report


def _prepared(drafts: Drafts, database: Database) -> dict[str, str]:
    codes = {kind: drafts.make_code() for kind in ("absent", "expired", "ruined")}
    drafts.save(codes["expired"], {"flow": "prova"}, EXPIRED)
    drafts.save(codes["ruined"], {"flow": "prova"}, TODAY)
    with database.write() as store:
        store.update("draft", {"locator": drafts.key(codes["ruined"]).locator}, revision=9)
    return codes


def _look(drafts: Drafts, code: str) -> float:
    started_at = time.perf_counter()
    try:
        drafts.look(code, TODAY)
    except Refused:
        pass
    return time.perf_counter() - started_at


def _compared(report: Report, taken: dict[str, list[float]]) -> None:
    kinds = sorted(taken)
    for kind in kinds:
        report.figures[f"{kind}, mean ms"] = f"{statistics.fmean(taken[kind]) * 1000:.3f}"
    for first, second in ((kinds[0], kinds[1]), (kinds[0], kinds[2]), (kinds[1], kinds[2])):
        apart = statistics.fmean(taken[first]) - statistics.fmean(taken[second])
        noise = sum(statistics.variance(taken[kind]) / len(taken[kind]) for kind in (first, second)) ** 0.5
        t = apart / noise
        report.figures[f"{first} and {second}"] = f"t {t:.2f}, {apart * 1000:.3f} ms apart"
        if abs(t) >= _MOST_T and abs(apart) >= _MOST_APART:
            report.failures.append(f"{first} and {second} can be told apart: t {t:.1f}, {apart * 1000:.2f} ms")
