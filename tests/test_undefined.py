"""Every name that the house uses is there: a branch that nobody has walked yet must not fail for a name."""

from __future__ import annotations

import ast
import builtins
import dis
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

HOUSE = sorted((Path(__file__).parent.parent / "kiosk").rglob("*.py"))
_ALWAYS = {*dir(builtins), "__file__", "__name__", "__doc__", "__class__", "__module__", "__qualname__", "__annotations__"}


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)


def _undefined(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    wanted, given = set(), set(_ALWAYS)
    for code in _codes(compile(tree, str(path), "exec")):
        for step in dis.get_instructions(code):
            if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
                wanted.add(step.argval)
            elif step.opname in ("STORE_GLOBAL", "STORE_NAME"):
                given.add(step.argval)
    return wanted - given


def test_every_name_is_defined():
    assert not {str(path): names for path in HOUSE if (names := _undefined(path))}


def test_a_name_that_is_nowhere_is_found(tmp_path):
    place = tmp_path / "wrong.py"
    place.write_text("def act(choice):\n    if choice:\n        return step\n    return choice\n")
    assert _undefined(place) == {"step"}
