"""Figures beside what was promised of them: `budgets.json`, by bench; each names the promise it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

BUDGETS = Path(__file__).with_name("budgets.json")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One figure of one row; `found` is None where it was not measured, and that holds nothing."""

    what: str
    figure: str
    most: float
    promise: str
    found: float | None

    @property
    def holds(self) -> bool:
        return self.found is not None and self.found <= self.most

    @property
    def told(self) -> str:
        found = "not measured" if self.found is None else f"{self.found:,.1f}"
        return f"{'holds' if self.holds else 'OVER'}: {self.what}, {self.figure} {found} of {self.most:,g} ({self.promise})"

    @property
    def as_row(self) -> dict:
        return {**asdict(self), "holds": self.holds}


def budgets(name: str, path: Path = BUDGETS) -> list[dict]:
    """What is promised of this bench; none for one of which nothing is."""
    return json.loads(path.read_text("utf-8")).get(name, [])


def judged(rows: Iterable[Mapping], promised: Iterable[Mapping]) -> list[Verdict]:
    """A verdict on every budget."""
    measured = {row.get("what") or row.get("bench"): row for row in rows}
    return [Verdict(**budget, found=measured.get(budget["what"], {}).get(budget["figure"])) for budget in promised]
