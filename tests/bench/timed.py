"""One row of figures out of many times of the same thing."""

from __future__ import annotations

import statistics


def row(what: str, seconds: list[float]) -> dict:
    """Milliseconds: the middle, the 95th and 99th of a hundred, and the slowest."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    named = {"p50_ms": cuts[49], "p95_ms": cuts[94], "p99_ms": cuts[98], "worst_ms": max(seconds)}
    return {"what": what, **{name: round(taken * 1e3, 1) for name, taken in named.items()}, "times": len(seconds)}
