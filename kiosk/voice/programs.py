"""The programs that make sound: which of them is there, what they are called with, which languages they speak.

No text ever stands on a command line, where every user of the machine could read it: it goes through a pipe.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

SPEAKERS = ("espeak-ng", "espeak")
_PLAYERS = {
    "aplay": ("-q",), "pw-play": (), "paplay": (), "ffplay": ("-nodisp", "-autoexit", "-loglevel", "error"),
}
_WAVES_ONLY = ("aplay",)
_NEEDED = ("PATH", "HOME", "XDG_RUNTIME_DIR", "PULSE_SERVER", "PULSE_COOKIE", "PIPEWIRE_RUNTIME_DIR", "ALSA_CONFIG_PATH")
_OTHER = re.compile(r"\((\S+) (\d+)\)")


def environment(whole: Mapping[str, str]) -> dict[str, str]:
    """What a program needs to be found and to reach the sound of this machine, and nothing more."""
    # no place for settings: PulseAudio's library would leave a file in the home of whoever speaks
    return {**{name: whole[name] for name in _NEEDED if name in whole}, "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": os.devnull}


def speaker(path: str | None = None) -> str | None:
    """The speech program of this machine, found on `path` (the process's own unless given); None for none."""
    return next((found for name in SPEAKERS if (found := shutil.which(name, path=path))), None)


def speaking(program: str, voice: str, speed: int) -> list[str]:
    """The command that reads UTF-8 from its input and says it; `speed` in words a minute."""
    return [program, "-v", voice, "-s", str(speed), "-b", "1", "--stdin"]


def player(kind: str, path: str | None = None) -> list[str] | None:
    """The first program that is there and plays recordings of a kind (".ogg"), with its options; None for none."""
    for name, options in _PLAYERS.items():
        program = shutil.which(name, path=path)
        if program and (kind == ".wav" or name not in _WAVES_ONLY):
            return [program, *options]
    return None


def voices(listed: str) -> dict[str, str]:
    """Voice by language code, out of what a speech program lists (`--voices`); of several, the one it prefers.

    A language that is not listed would be read as another one: it has no voice.
    """
    found: dict[str, tuple[int, str]] = {}
    for line in listed.splitlines()[1:]:
        pieces = line.split()
        if len(pieces) < 5:
            continue
        name = pieces[1]
        for code, rank in [(name, "0"), *_OTHER.findall(line)]:
            found[code] = min(found.get(code, (99, "")), (int(rank), name))
    return {code: name for code, (_, name) in found.items()}


def has_sound(root: Path = Path("/"), environ: Mapping[str, str] | None = None) -> bool:
    """Is there a device that this user may play on, or a sound server that does?"""
    environ = os.environ if environ is None else environ
    if environ.get("PULSE_SERVER"):
        return True
    running = environ.get("XDG_RUNTIME_DIR", "").lstrip("/")
    if running and any((root / running / name).exists() for name in ("pulse/native", "pipewire-0")):
        return True
    return any(os.access(device, os.R_OK | os.W_OK) for device in (root / "dev/snd").glob("pcm*p"))
