"""`sportello check`: services, leaflets, calendars and the network, every problem of all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kiosk.agenda import commands as agenda
from kiosk.authoring import report
from kiosk.authoring.folder import check_paths
from kiosk.authoring.source import Problem
from kiosk.config import shelf as shipped
from kiosk.network.reading import FOLDER, read_files


def check(paths: Sequence[Path], as_json: bool = False) -> int:
    """Print every problem in these files and folders, or in those of the program; 1 when something cannot be offered because of one."""
    today, paths = date.today(), paths or [shipped("flows")]
    return report.tell([*check_paths(paths, today), *agenda.check(paths, today), *_of_network(paths)], as_json)


def _of_network(paths: Sequence[Path]) -> tuple[Problem, ...]:
    found = dict.fromkeys(file for path in paths for file in ([path] if path.is_file() and path.parent.name == FOLDER else _below(path)))
    shelves = dict.fromkeys(file.parent.parent for file in found)
    read = (read_files([file for file in found if file.parent.parent == shelf], shelf) for shelf in shelves)
    return tuple(problem for _, problems in read for problem in problems)


def _below(path: Path) -> list[Path]:
    folder = path if path.name == FOLDER else path / FOLDER
    return sorted(folder.glob("*.yaml")) if folder.is_dir() else []
