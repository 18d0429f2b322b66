"""The law of the house: who may import whom, how large things may grow, which names say nothing."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

from tests.dangers import ALLOWED, RULES

ROOT = Path(__file__).parent.parent
HOUSE = sorted((ROOT / "kiosk").rglob("*.py"))
BANNED = {"manager", "handler", "helper", "util", "utils", "common", "misc", "service", "info", "data", "base", "new", "old", "impl"}
FUNCTION, FILE, PARAMETERS = 40, 300, 5


@lru_cache(1)
def _trees():
    return [(path, ast.parse(path.read_text("utf-8"))) for path in HOUSE]


def _functions():
    for path, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield path.relative_to(ROOT), node


def test_the_import_contracts_hold():
    linter = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert linter.returncode == 0, linter.stdout


def test_the_form_and_the_session_load_nothing_that_does_io():
    program = (
        "import sys, kiosk.forms.review, kiosk.desk.session, kiosk.desk.pages, kiosk.desk.stages\n"
        "print([name for name in ('textual', 'rich', 'httpx', 'sqlalchemy', 'sqlite3', 'yaml') if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"


def test_no_function_is_longer_than_a_screen():
    long = [f"{path}:{node.name} {node.end_lineno - node.lineno + 1}" for path, node in _functions()
            if node.end_lineno - node.lineno + 1 > FUNCTION]
    assert long == []


def test_half_of_the_functions_have_eight_lines_or_fewer():
    assert statistics.median(node.end_lineno - node.lineno + 1 for _, node in _functions()) <= 8


def test_no_file_is_longer_than_three_hundred_lines():
    long = [f"{path.relative_to(ROOT)} {lines}" for path in HOUSE if (lines := path.read_text("utf-8").count("\n")) > FILE]
    assert long == []


def test_no_function_takes_more_than_five_things():
    many = []
    for path, node in _functions():
        taken = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs) if arg.arg not in ("self", "cls")]
        if len(taken) > PARAMETERS and node.name != "__init__":
            many.append(f"{path}:{node.name} {taken}")
    assert many == []


@pytest.mark.parametrize("path", HOUSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is(path):
    said = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert said and len(said.splitlines()) <= 14


def test_names_say_something():
    empty = []
    for path, tree in _trees():
        names = [path.stem, *(node.name for node in ast.walk(tree) if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)))]
        for name in names:
            words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", name)}
            if words & BANNED:
                empty.append(f"{path.relative_to(ROOT)}: {name}")
    assert empty == []


def test_each_outside_library_has_one_door():
    doors = {
        "babel": "kiosk/i18n", "arabic_reshaper": "kiosk/i18n", "wcwidth": "kiosk/i18n", "stdnum": "kiosk/forms/identifiers",
        "codicefiscale": "kiosk/forms/identifiers", "phonenumbers": "kiosk/forms/identifiers", "yaml": "kiosk/authoring/source",
        "sqlalchemy": "kiosk/database", "pyrage": "kiosk/dispatch/sealing", "nacl": "kiosk/dispatch/sealing",
        "typst": "kiosk/dispatch/documents", "segno": "kiosk/dispatch", "textual": "kiosk/screens", "rich": "kiosk/screens",
        "platformdirs": "kiosk/config", "psycopg": "kiosk/database", "httpx": "kiosk/dispatch/channels/https", "smtplib": "kiosk/dispatch/channels/mail", "starlette": "kiosk/dispatch/relay", "uvicorn": "kiosk/dispatch/relay", "rapidfuzz": "kiosk/network/likeness",
        "icalendar": "kiosk/agenda/ics", "holidays": "kiosk/agenda/events",
    }
    elsewhere = []
    for path, tree in _trees():
        for node in ast.walk(tree):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for module in modules:
                door = doors.get(module.split(".")[0])
                if door and not str(path.relative_to(ROOT)).startswith(door):
                    elsewhere.append(f"{path.relative_to(ROOT)}: {module}")
    assert elsewhere == []


@pytest.mark.parametrize("name", RULES)
def test_each_rule_finds_what_breaks_it_and_nothing_else(name):
    rule = RULES[name]

    assert [bad for bad in rule.bad if not list(rule.found(ast.parse(bad)))] == []
    assert [good for good in rule.good if list(rule.found(ast.parse(good)))] == []


def test_nothing_dangerous_is_done():
    found = {(name, str(path.relative_to(ROOT)), ast.unparse(node)): f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', '')} {name}"
             for path, tree in _trees() for name, rule in RULES.items() for node in rule.found(tree)}

    assert [place for key, place in found.items() if key not in ALLOWED] == []
    assert [key for key in ALLOWED if key not in found] == []


def _imported_for_nothing(path: Path) -> list[str]:
    """What a module imports and never names again, unless the line says why (`noqa`)."""
    text = path.read_text("utf-8")
    lines, tree = text.splitlines(), ast.parse(text)
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)) and "noqa" not in lines[node.lineno - 1]]
    names = {(name.asname or name.name).partition(".")[0] for node in imports for name in node.names if getattr(node, "module", "") != "__future__"}
    # annotations are texts too, and so are the programs that a test starts
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    said = " ".join(node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return sorted(name for name in names - used if not re.search(rf"\b{name}\b", said))


def test_nothing_is_imported_for_nothing():
    read = (path for path in (*HOUSE, *sorted((ROOT / "tests").rglob("*.py"))) if path.name != "__init__.py")
    assert not [f"{path.relative_to(ROOT)}: {name}" for path in read for name in _imported_for_nothing(path)]
