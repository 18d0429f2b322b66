"""A kiosk whose every connection and every write is written down from outside, by strace: who spoke to whom, what went where."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.harness.traces import Canaries, in_bytes
from tests.screens.visits import await_that, is_gone, kiosk, program
from tests.terminal import Terminal

CALLS = ("connect", "bind", "sendto", "sendmsg", "sendmmsg", "write", "writev", "pwrite64", "pwritev", "pwritev2", "execve")
_LONGEST = 2**24
_LINE = re.compile(r"^(\w+)\((?:\d+<([^>]*)>)?(.*)", re.DOTALL)
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_FAMILY = re.compile(r"sa_family=(AF_\w+)(?:, sin6?_port=htons\((\d+)\))?")


@dataclass(frozen=True, slots=True)
class Call:
    """One system call: `place` is what the descriptor stands for, `held` every byte that was handed over, one after the other."""

    process: int
    name: str
    place: str
    rest: str
    held: bytes

    @property
    def address(self) -> str:
        """Family, and of the network host and port; "" where nobody is named."""
        found = _FAMILY.search(self.rest)
        return " ".join([found[1], *([self.held.decode("latin-1"), found[2]] if found[2] else [])]) if found else ""


def need_strace(folder: Path) -> None:
    """Skips where it is not there, or may not follow a process."""
    if not shutil.which("strace") or subprocess.run(["strace", "-o", folder / "tried", "true"], capture_output=True).returncode:
        pytest.skip("strace is not here, or may not follow a process")


@contextmanager
def followed(folder: Path, *, before: str = "", more: str = "", **env: str) -> Iterator[Terminal]:
    """A kiosk as `visits.kiosk` makes it; when this is left, it and its follower have ended."""
    follow = ["strace", "-DDD", "-ff", "--seccomp-bpf", "-q", "-y", "-xx", "-s", str(_LONGEST), "-e", f"trace={','.join(CALLS)}", "-e", "signal=none", "-o", str(folder / "trace")]
    with kiosk(folder, run=[*follow, *program(before)], more=more, **env) as terminal:
        await_that(terminal, lambda: _follower(terminal.process.pid) > 0)
        follower = _follower(terminal.process.pid)
        yield terminal
        terminal.process.terminate()
        await_that(terminal, lambda: is_gone(follower))


def _follower(pid: int) -> int:
    found = re.search(r"^TracerPid:\s*(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1])


def calls(folder: Path) -> Iterator[Call]:
    """Everything that every process of the kiosk did, one process after the other."""
    for place in sorted(folder.glob("trace.*")):
        for line in place.read_text("latin-1").splitlines():
            if found := _LINE.match(line):
                texts = _TEXT.findall(found[3])
                assert not any(cut for _, cut in texts), f"cut off by strace: {line[:80]}"
                yield Call(int(place.suffix[1:]), found[1], _plain(found[2] or "").decode(), found[3], b"".join(_plain(text) for text, _ in texts))


def _plain(text: str) -> bytes:
    """What stands in hexadecimal, as bytes."""
    return bytes.fromhex(text.replace("\\x", ""))


def seen_in(followed_calls: list[Call], canaries: Canaries) -> set[str]:
    """Where anything of the canaries went, by what the descriptor stands for; "" for the arguments of a program."""
    return {call.place for call in followed_calls if any(in_bytes(call.held, canaries))}
