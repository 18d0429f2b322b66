"""What `sportello check` prints: every problem of every service, one a line, and what it comes to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from kiosk.authoring.folder import check_paths
from kiosk.authoring.source import Problem


def check(paths: Iterable[Path], as_json: bool = False) -> int:
    """Print every problem; 1 when a service cannot be offered because of one."""
    return tell(check_paths(paths), as_json)


def tell(problems: list[Problem], as_json: bool = False) -> int:
    """Print these problems; 1 when one of them is no warning."""
    print(_as_json(problems) if as_json else _as_text(problems))
    return int(any(not problem.warns for problem in problems))


def _as_json(problems: list[Problem]) -> str:
    rows = [
        {"file": one.file, "line": one.line, "column": one.column, "code": one.code, "message": one.message,
         "remedy": one.remedy, "severity": "warning" if one.warns else "error"}
        for one in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _as_text(problems: list[Problem]) -> str:
    lines = [f"{'~' if one.warns else '!'} {one}" for one in problems]
    warnings = sum(one.warns for one in problems)
    return "\n".join([*lines, _counted(len(problems) - warnings, warnings)])


def _counted(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return "Tutto a posto."
    told = "1 errore" if errors == 1 else f"{errors} errori"
    return f"{told}, {'1 avviso' if warnings == 1 else f'{warnings} avvisi'}."
