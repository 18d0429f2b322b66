"""A whole visit, read aloud and printed, looked at from outside: whatever file is made or written lies in the desk's folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.practice import ROOT
from tests.screens import traced
from tests.screens.test_what_leaves_a_visit import PRINTER, finishes, lp, types
from tests.screens.traced import Call
from tests.screens.visits import await_that, chooses, walks_in
from tests.terminal import Terminal
from tests.voice.speaker import LISTED

OPENS = ("open", "openat", "openat2", "creat")
MAKES = ("mkdir", "mkdirat", "mknod", "mknodat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat",
         "truncate", "memfd_create")
_WRITES = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)|O_PATH\|O_TMPFILE")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_NOTHING_STAYS = re.compile(r"/dev/(null|tty|ptmx|pts/\d+)")
LEAVES_A_FILE = """
import os
from pathlib import Path
from kiosk.desk.visit import Visit
gives = Visit.give
def give(self, typed):
    (Path(os.environ['HOME']) / '.history').touch()
    gives(self, typed)
Visit.give = give
"""


def speaks(folder: Path, path: str) -> str:
    """A program that speaks beside the one that prints, and notes that it was heard; the same PATH."""
    (folder / "voices").write_text(LISTED, "utf-8")
    program = folder / "bin" / "espeak-ng"
    program.write_text(f"#!/bin/sh\n[ \"$1\" = --voices ] && exec /bin/cat '{folder}/voices'\n/bin/cat >/dev/null\n: >'{folder}/heard'\n", "utf-8")
    program.chmod(0o755)
    return path


def named(call: Call) -> list[str]:
    """The texts that were handed over, each by itself."""
    return [os.fsdecode(bytes.fromhex(text.replace("\\x", ""))) for text in _TEXT.findall(call.rest)]


def places(made: list[Call]) -> Iterator[tuple[str, Path]]:
    """Call and path of everything that was opened for writing, made, moved or taken away; tried is enough."""
    for call in made:
        if call.name in MAKES or (call.name in OPENS and _WRITES.search(call.rest)):
            for name in named(call):
                yield call.name, Path(os.path.normpath(Path(call.place or ROOT, name)))


def elsewhere(folder: Path) -> list[str]:
    """What lies neither in the desk's folder nor where temporary files belong; the note of the voice is this test's own."""
    own = (folder / "desk", folder / "temporary", folder / "heard")
    return sorted({f"{call} {place}" for call, place in places(list(traced.calls(folder)))
                   if not any(place.is_relative_to(one) for one in own) and not _NOTHING_STAYS.fullmatch(str(place))})


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Where a kiosk can be followed to the files that it opens."""
    traced.need_strace(tmp_path)
    monkeypatch.setattr(traced, "CALLS", (*OPENS, *MAKES, "execve"))
    for name in ("home", "temporary"):
        (tmp_path / name).mkdir()
    return tmp_path


def surroundings(folder: Path) -> dict[str, str]:
    # an installed kiosk may not write into its own program; here it could, and it would be compiled anew after each change
    return {"HOME": str(folder / "home"), "TMPDIR": str(folder / "temporary"), "PYTHONDONTWRITEBYTECODE": "1", "PATH": speaks(folder, lp(folder))}


def listens(terminal: Terminal, folder: Path) -> None:
    terminal.expect("Scegli la tua lingua")
    terminal.press("f5")
    await_that(terminal, (folder / "heard").exists)


def test_a_whole_visit_writes_nothing_outside_of_the_folder_of_the_desk(folder):
    with traced.followed(folder, more=PRINTER, **surroundings(folder)) as terminal:
        listens(terminal, folder)
        finishes(terminal)
        chooses(terminal, "1", "Il foglio è nella stampante.")
    made = list(traced.calls(folder))
    programs = {Path(named(call)[0]).name for call in made if call.name == "execve"}

    assert elsewhere(folder) == []
    assert list((folder / "home").iterdir()) == []
    # the same search sees what is kept, and that it was printed and read aloud
    assert folder / "desk" / "sportello.db-wal" in {place for _, place in places(made)}
    assert {"lp", "espeak-ng"} <= programs


def test_a_visit_that_leaves_a_file_in_the_home_is_found(folder):
    with traced.followed(folder, before=LEAVES_A_FILE, **surroundings(folder)) as terminal:
        walks_in(terminal)
        types(terminal, 0)

    assert elsewhere(folder) == [f"openat {folder / 'home' / '.history'}"]
