"""Looking for an actor among ten thousand while somebody types: how long each key waits for what is found.

The actors are made up of words of the shipped directory and of invented names, so that common words lead to thousands of them. A
frame is 16 ms; `most` is the slowest key of all. The index is made once for each language.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter

from kiosk.i18n import italian
from kiosk.network import Actor, Directory
from kiosk.network.reading import read_folder
from tests.practice import ROOT

ACTORS, FRAME = 10_000, 16.0
TYPED = ("caritas ambrosiana", "cartias", "tribunale di sorvegliansa", "centro per l'impiego", "avocato", "lavoro", "anagraffe milano", "sportello 777", "zzzzzzz")
TOWNS = ("Milano", "Opera", "Bollate", "Segrate", "Rho", "Monza", "Lodi", "Corsico", "Melzo", "Legnano")
_FIRST, _SECOND = ("ca", "le", "mi", "no", "pra", "se", "tor", "vi", "zu", "bo"), ("rate", "lino", "bra", "sco", "dello", "nasco", "go", "rio", "vate", "zero")


def actors(count: int = ACTORS) -> list[Actor]:
    """As many, none twice: a shipped one under an invented name."""
    shipped, _ = read_folder(ROOT / "flows")
    names = ("".join(parts).capitalize() for parts in itertools.product(_FIRST, _SECOND, _FIRST, _SECOND))
    rows = zip(range(count), itertools.cycle(shipped), names, itertools.cycle(TOWNS))
    return [replace(one, id=f"{one.id}-{number}", name=f"{one.name} {name}", place=town) for number, one, name, town in rows]


def rows(count: int = ACTORS) -> Iterator[dict]:
    """One row: to make the index, and what a key waits."""
    made = actors(count)
    begun = perf_counter()
    directory = Directory(made, italian())
    index = perf_counter() - begun
    waits = [wait for text in TYPED for wait in _typed(directory, text)]
    yield {"bench": "places", "actors": count, "keys": len(waits), "index_ms": index * 1000, "median_ms": statistics.median(waits),
           "p95_ms": sorted(waits)[int(len(waits) * 0.95)], "most_ms": max(waits), "within_a_frame": max(waits) <= FRAME}


def _typed(directory: Directory, text: str) -> Iterator[float]:
    """Milliseconds of each key, as the box asks after every one."""
    for end in range(1, len(text) + 1):
        begun = perf_counter()
        directory.search(text[:end], limit=7)
        yield (perf_counter() - begun) * 1000
