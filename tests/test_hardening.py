"""A process that holds answers tells nobody: not by a report, not by a core, not through /proc."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

CANARY = "Zxqwyk-RSSMRA80A01H501U"
BEGIN = f"""
import asyncio, ctypes, gc, os, sys, threading, time, warnings, logging
from pathlib import Path
from kiosk import hardening
hardening.harden()
hardening.report_to(Path(sys.argv[1]) / "crashes.log")
answer = "{CANARY}"
def fails(text=answer):
    held = [text, text.lower()]
    raise ValueError(f"no {{text}}")
class Falls:
    def __init__(self, text): self.text = text
    def __del__(self): raise KeyError(self.text)
async def task(text=answer): raise RuntimeError(text)
async def loop(act):
    hardening.harden_loop(asyncio.get_running_loop())
    act()
    gc.collect()
    await asyncio.sleep(0.05)
    gc.collect()
"""
PLACES = {
    "at the top": "fails()",
    "in a thread": "t = threading.Thread(target=fails, args=(answer,)); t.start(); t.join()",
    "in a pool": "from concurrent.futures import ThreadPoolExecutor as P; P(1).submit(fails).result()",
    "where nobody can catch it": "Falls(answer); gc.collect()",
    "in a callback of C": "ctypes.CFUNCTYPE(None)(fails)()",
    "at the exit": "import atexit; atexit.register(fails)",
    "in a task that nobody awaits": "asyncio.run(loop(lambda: asyncio.get_running_loop().create_task(task())))",
    "in a callback of the loop": "asyncio.run(loop(lambda: asyncio.get_running_loop().call_soon(fails)))",
    "in a generator that is closed": "def g():\n    try: yield\n    finally: fails()\nx = g(); next(x); del x; gc.collect()",
    "after another one": "try: fails()\nexcept ValueError as e: raise TypeError(answer) from e",
    "as a group": "raise ExceptionGroup(answer, [ValueError(answer)])",
    "as a warning": "warnings.warn(answer)",
    "to a log": "logging.getLogger(answer).critical(answer, exc_info=ValueError(answer))",
    "in the memory of C": "sys.stderr.flush(); ctypes.string_at(0)",
    "by an abort": "sys.stderr.flush(); os.abort()",
    "by an assertion": "assert not answer, answer",
    "by recursion": "def again(text): again(text + 'x')\nagain(answer)",
    "by an exit with a text": "raise SystemExit(3)",
}


def _ran(body: str, folder: Path, *flags: str, **env: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *flags, "-c", BEGIN + body, str(folder)], cwd=folder, capture_output=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **env},
    )


@pytest.mark.parametrize("place", PLACES)
def test_whatever_fails_nothing_is_told_of_what_was_typed(place, tmp_path):
    ran = _ran(PLACES[place], tmp_path)
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert CANARY.lower() not in (ran.stdout + ran.stderr + written).decode("utf-8", "replace").lower()
    assert [path.name for path in tmp_path.iterdir()] in ([], ["crashes.log"])


def test_type_and_places_are_noted_for_whoever_mends_it_and_for_nobody_else(tmp_path):
    ran = _ran(PLACES["after another one"], tmp_path)
    log = tmp_path / "crashes.log"
    number, told = log.read_text().split(maxsplit=1)
    assert number in ran.stderr.decode() and number.isdecimal()
    assert told.startswith("TypeError <string>:") and "<- ValueError <string>:" in told and "fails" in told
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_log_that_has_grown_begins_anew(tmp_path):
    log = tmp_path / "crashes.log"
    log.write_text("x" * 1_000_001)
    _ran("fails()", tmp_path)
    assert 0 < log.stat().st_size < 1000


def test_no_core_no_gain_of_rights_and_no_file_for_others(tmp_path):
    body = "print(open('/proc/self/status').read(), open('/proc/self/limits').read()); open('made', 'w')"
    told = _ran(body, tmp_path).stdout.decode()
    assert "NoNewPrivs:\t1" in told and any(line.split()[4:6] == ["0", "0"] for line in told.splitlines() if line.startswith("Max core"))
    assert stat.S_IMODE((tmp_path / "made").stat().st_mode) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_what_the_kernel_knows_of_the_process_belongs_to_root_alone(tmp_path):
    somebody = 65534
    body = (
        "os.setresuid(65534, 65534, 65534); ctypes.CDLL(None).prctl(4, 1, 0, 0, 0); before = os.stat('/proc/self/mem').st_uid\n"
        "hardening.harden(); print(before, os.stat('/proc/self/mem').st_uid)"
    )
    assert _ran(body, tmp_path).stdout.split() == [str(somebody).encode(), b"0"]


@pytest.mark.parametrize(
    "env", [{"PYTHONFAULTHANDLER": "1"}, {"PYTHONDEVMODE": "1"}, {"PYTHONASYNCIODEBUG": "1"}, {"PYTHONWARNINGS": "always"}], ids=lambda env: next(iter(env)),
)
def test_no_variable_makes_it_tell_more(env, tmp_path):
    ran = _ran("asyncio.run(loop(lambda: asyncio.get_running_loop().call_soon(fails)))\nwarnings.warn(answer)\nctypes.string_at(0)", tmp_path, **env)
    assert ran.returncode == -signal.SIGSEGV
    assert CANARY not in (ran.stdout + ran.stderr).decode("utf-8", "replace") and b"Segmentation" not in ran.stderr


def test_no_variable_is_handed_on_to_a_program_it_starts(tmp_path):
    steering = ("PYTHONINSPECT", "PYTHONSTARTUP", "PYTHONBREAKPOINT", "TEXTUAL_LOG", "BROWSER", "PAGER", "LESSOPEN", "SSLKEYLOGFILE", "LD_AUDIT")
    ran = _ran("print(*os.environ)", tmp_path, **dict.fromkeys(steering, ""))
    assert not set(ran.stdout.decode().split()) & set(steering)


def test_a_full_disk_makes_no_failure_of_a_report(tmp_path):
    ran = _ran("hardening.report_to(Path('/dev/full')); fails()", tmp_path)
    assert ran.returncode == 1 and b"numero" in ran.stderr
