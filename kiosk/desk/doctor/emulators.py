"""The terminals that we know, and what their own files say.

A file is read as its terminal reads it: by section, with what it includes, and with the later word over the earlier.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.desk.doctor.patient import Patient

Lines = Iterator[tuple[str, str, str]]
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Switch:
    """Something that a terminal does by itself; off when all that is written under its name matches `off`, as in `example`."""

    section: str
    name: str
    off: str
    example: str


@dataclass(frozen=True, slots=True)
class Emulator:
    """A terminal with its files, how they are read, and its switches by the check that asks for them."""

    name: str
    places: tuple[str, ...]
    read: Callable[[Path, Path], Lines]
    switches: dict[str, Switch]

    def lines(self, patient: Patient) -> list[tuple[str, str, str]] | None:
        """Section, name and value of each line that counts, in order; None when there is no file."""
        home = Path(patient.environ.get("HOME") or "/nonexistent")
        folder = Path(patient.environ.get("XDG_CONFIG_HOME") or home / ".config")
        own = [home / place[2:] if place.startswith("~/") else folder / place for place in self.places]
        whole = [patient.at(f"/etc/xdg/{place}") for place in self.places if not place.startswith("~/")]
        found = next((place for place in (*own, *whole) if place.is_file()), None)
        return None if found is None else list(self.read(found, home))

    def settings(self, patient: Patient) -> dict[tuple[str, str], str] | None:
        """The last word on each name of each section; None when there is no file."""
        lines = self.lines(patient)
        return None if lines is None else {(section, name): value for section, name, value in lines}


def _written(place: Path, comments: str) -> Iterator[str]:
    lines = (line.strip() for line in place.read_text("utf-8", "replace").splitlines())
    return (line for line in lines if line and line[0] not in comments)


def _foot(place: Path, home: Path, depth: int = 0) -> Lines:
    section = "main"
    for line in _written(place, "#"):
        name, _, value = (part.strip() for part in line.partition("="))
        if line.startswith("["):
            section = line.strip("[]")
        elif (section, name) == ("main", "include"):
            yield from _included(_foot, value, place, home, depth)
        else:
            yield section, name, value


def _kitty(place: Path, home: Path, depth: int = 0) -> Lines:
    for line in _written(place, "#"):
        name, _, value = line.partition(" ")
        if name == "include":
            yield from _included(_kitty, value.strip(), place, home, depth)
        else:
            yield "", name, value.strip()


def _included(read: Callable[..., Lines], written: str, place: Path, home: Path, depth: int) -> Lines:
    named = home / written[2:] if written.startswith("~/") else place.parent / written
    if depth < _DEEPEST and named.is_file():
        yield from read(named, home, depth + 1)


def _alacritty(place: Path, _: Path) -> Lines:
    with suppress(tomllib.TOMLDecodeError):
        for section, names in tomllib.loads(place.read_text("utf-8", "replace")).items():
            yield from ((section, name, str(value)) for name, value in (names.items() if isinstance(names, dict) else ()))


def _xterm(place: Path, _: Path) -> Lines:
    """Of two lines on one name the one that says more of where counts, and not the later: a name has all of them as its value."""
    found: dict[str, list[str]] = {}
    for line in _written(place, "!#"):
        where, _, value = line.partition(":")
        found.setdefault(where.replace("*", ".").rpartition(".")[2].strip(), []).append(value.strip())
    return (("", name, "\n".join(values)) for name, values in found.items())


EMULATORS = (
    Emulator("foot", ("foot/foot.ini",), _foot, {
        "scrollback": Switch("scrollback", "lines", "0", "[scrollback] lines=0"),
        "clipboard": Switch("security", "osc52", "disabled", "[security] osc52=disabled"),
        "links": Switch("key-bindings", "show-urls-launch", "none", "[key-bindings] show-urls-launch=none"),
        "windows": Switch("key-bindings", "spawn-terminal", "none", "[key-bindings] spawn-terminal=none"),
    }),
    Emulator("kitty", ("kitty/kitty.conf",), _kitty, {
        "scrollback": Switch("", "scrollback_lines", "0", "scrollback_lines 0"),
        "clipboard": Switch("", "clipboard_control", r"(?!.*\b(write|read)-).+", "clipboard_control no-append"),
        "links": Switch("", "detect_urls", "no", "detect_urls no"),
        "windows": Switch("", "clear_all_shortcuts", "yes", "clear_all_shortcuts yes"),
    }),
    Emulator("alacritty", ("alacritty/alacritty.toml",), _alacritty, {
        "scrollback": Switch("scrolling", "history", "0", "[scrolling] history = 0"),
        "clipboard": Switch("terminal", "osc52", "Disabled", '[terminal] osc52 = "Disabled"'),
        "links": Switch("hints", "enabled", r"\[\]", "[hints] enabled = []"),
    }),
    Emulator("xterm", ("~/.Xresources", "~/.Xdefaults"), _xterm, {
        "scrollback": Switch("", "saveLines", "0", "XTerm*saveLines: 0"),
        "clipboard": Switch("", "disallowedWindowOps", ".*(SetSelection|52).*", "XTerm*disallowedWindowOps: SetSelection,GetSelection,20,21"),
        "windows": Switch("", "omitTranslation", ".*popup-menu.*", "XTerm*omitTranslation: popup-menu"),
    }),
)


def emulator(patient: Patient) -> Emulator | None:
    """The one that the kiosk runs in, when it is one of those we know."""
    term, named = patient.environ.get("TERM", ""), patient.environ
    signs = {
        "foot": term.startswith("foot"), "kitty": "kitty" in term or "KITTY_WINDOW_ID" in named,
        "alacritty": term.startswith("alacritty") or "ALACRITTY_WINDOW_ID" in named, "xterm": "XTERM_VERSION" in named,
    }
    return next((one for one in EMULATORS if signs[one.name]), None)
