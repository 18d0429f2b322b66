"""Tables for a spreadsheet: UTF-8, every cell in quotes, and no cell of it is a formula, whatever somebody typed.

A spreadsheet takes a cell for a formula by its first sign, after spaces and signs that are not seen, and of any width: such a
cell begins with an apostrophe here, a telephone +39 too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from unicodedata import category, normalize

_FORMULA = frozenset("=+-@|%")
_STEERS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def safe(text: object) -> str:
    """The text as one cell that no spreadsheet reckons with."""
    said = _STEERS.sub(" ", str(text))
    return f"'{said}" if _first(said) in _FORMULA else said


def as_csv(rows: Iterable[Sequence[object]], delimiter: str = ",") -> bytes:
    """The rows as a file; every cell is `safe`."""
    written = io.StringIO(newline="")
    table = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerows([safe(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8")


def _first(said: str) -> str:
    """The first sign that is seen, in its ordinary width; "" for none."""
    seen = next((sign for sign in said if category(sign)[0] not in "ZC"), "")
    return normalize("NFKC", seen)[:1]
