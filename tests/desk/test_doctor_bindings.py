"""The doctor at the terminal's own file: read by section, includes and later lines too, until nothing is left that a key could start."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.desk import doctor
from kiosk.desk.doctor import bindings
from tests.desk.ward import FOOT, Ward

KITTY = "scrollback_lines 0\nclear_all_shortcuts yes\nclear_all_mouse_actions yes\n"
LINES = ("scrollback", "clipboard", "links", "windows", "bindings")


@pytest.fixture
def ward(tmp_path, monkeypatch):
    made = Ward(tmp_path, monkeypatch)
    yield made
    made.close()


def written(text: str) -> Callable[[Ward], None]:
    return lambda ward: ward.emulate("foot/foot.ini", text)


def including(text: str, above: str = "") -> Callable[[Ward], None]:
    """A file that takes in another one."""
    def make(ward: Ward) -> None:
        ward.emulate("foot/more.ini", text)
        ward.emulate("foot/foot.ini", f"include=~/.config/foot/more.ini\n{above}")

    return make


def in_kitty(text: str) -> Callable[[Ward], None]:
    return lambda ward: ward.emulate("kitty/kitty.conf", text, TERM="xterm-kitty")


def in_section(section: str, line: str) -> str:
    """The installer's file with one line more in one of its sections."""
    return FOOT.replace(f"[{section}]\n", f"[{section}]\n{line}\n")


LEFT_ON = {
    "a key that nobody switched off": (written(FOOT.replace("search-start=none\n", "")), ["search-start"]),
    "a line that is only a remark": (written(FOOT.replace("search-start=none", "# search-start=none")), ["search-start"]),
    "the line of a key in the section of the mouse": (written(in_section("mouse-bindings", "spawn-terminal=none").replace("spawn-terminal=none\n", "", 1)), ["spawn-terminal"]),
    "a section of another name": (written(FOOT.replace("[mouse-bindings]", "[mouse]")), list(bindings._OF_ITSELF["mouse-bindings"])),
    "the word of a later line": (written(FOOT + "[key-bindings]\nspawn-terminal=Control+Shift+n\n"), ["spawn-terminal"]),
    "what is selected pasted with a key": (written(FOOT.replace("primary-paste=none\n", "", 1)), ["primary-paste"]),
    "what is selected pasted with the middle button": (written(FOOT + "primary-paste=BTN_MIDDLE\n"), ["primary-paste"]),
    "selecting with Shift": (written(FOOT.replace("selection-override-modifiers=none\n", "")), ["selection-override-modifiers"]),
    "selecting a word": (written(FOOT + "select-word=BTN_LEFT-2\n"), ["select-word"]),
    "addresses that stay after one was opened": (written(in_section("key-bindings", "show-urls-persistent=Control+u")), ["show-urls-persistent"]),
    "the screen given to a program": (written(in_section("key-bindings", "pipe-visible=[sh -c less] Control+p\npipe-visible=[xargs firefox] none")), ["pipe-visible"]),
    "an action that nobody knows": (written(in_section("key-bindings", "open-shell=Control+F1")), ["open-shell"]),
    "a file that says nothing": (written("[colors]\nalpha=1\n"), [*bindings._OF_ITSELF["key-bindings"], *bindings._OF_ITSELF["mouse-bindings"]]),
    "a key that another file brings": (including(FOOT + "[key-bindings]\nfullscreen=F11\n"), ["fullscreen"]),
    "a key of kitty that comes after": (in_kitty(KITTY + "map ctrl+n new_os_window\n"), ["map ctrl+n new_os_window"]),
    "the mouse of kitty": (in_kitty("clear_all_shortcuts yes\n"), ["clear_all_mouse_actions manca"]),
}
OFF = {
    "switched off by a later line": written(in_section("key-bindings", "spawn-terminal=Control+n") + "[key-bindings]\nspawn-terminal=none\n"),
    "keys that only send text to the kiosk": written(FOOT + "[text-bindings]\n\\x03=Mod4+c\n"),
    "a program that no key starts": written(in_section("key-bindings", "pipe-visible=[sh -c less] none")),
    "keys for rows that are not there": written(in_section("key-bindings", "scrollback-up-page=Shift+Page_Up")),
    "switched off by a file that is taken in": including(FOOT),
    "switched off after a file that is taken in": including("[key-bindings]\nspawn-terminal=Control+n\n", FOOT),
    "kitty with nothing": in_kitty(KITTY),
    "kitty with a key that does nothing": in_kitty(KITTY + "map ctrl+n no_op\n"),
}


@pytest.mark.parametrize("name", LEFT_ON)
def test_a_key_or_button_that_the_terminal_keeps_is_named_with_the_line_that_ends_it(ward, name):
    make, left = LEFT_ON[name]
    make(ward)
    finding, = ward.findings("bindings")

    assert finding.state == doctor.WRONG
    assert finding.text.partition(": ")[2].split(", ") == left
    assert all(one.split()[0] in finding.remedy for one in left)


@pytest.mark.parametrize("name", OFF)
def test_what_starts_nothing_is_well_however_it_is_written(ward, name):
    OFF[name](ward)

    assert [finding.state for finding in ward.findings("bindings")] == [doctor.OK]


def test_what_the_doctor_tells_to_write_is_well_once_it_is_written(ward):
    written("[scrollback]\nlines=0\n")(ward)
    finding, = ward.findings("bindings")
    told = finding.remedy.partition(": ")[2].rstrip(".").split("; ")
    written("".join(line.replace("] ", "]\n") + "\n" for line in told))(ward)

    assert [finding.state for finding in ward.findings("bindings")] == [doctor.OK]


@pytest.mark.parametrize(("version", "state"), [("1.13.1", doctor.OK), ("1.20.2", doctor.WRONG)])
def test_an_older_foot_is_not_asked_for_what_it_does_not_know(ward, version, state):
    ward.program("foot", f"echo foot version: {version} -pgo +ime")
    written(FOOT.replace("select-quote=none\n", ""))(ward)

    assert [finding.state for finding in ward.findings("bindings")] == [state]


@pytest.mark.parametrize("check", LINES[:-1])
def test_a_line_in_another_section_switches_nothing_off(ward, check):
    written("[main]\n" + "\n".join(line for line in FOOT.splitlines() if not line.startswith("[")))(ward)

    assert [finding.state for finding in ward.findings(check)] == [doctor.WRONG]


@pytest.mark.parametrize(("check", "later"), [
    ("scrollback", "[scrollback]\nlines=1000\n"), ("clipboard", "[security]\nosc52=enabled\n"),
    ("links", "[key-bindings]\nshow-urls-launch=Control+Shift+o\n"), ("windows", "[key-bindings]\nspawn-terminal=Control+Shift+n\n"),
])
def test_the_later_line_is_the_one_that_counts(ward, check, later):
    written(FOOT + later)(ward)

    assert [finding.state for finding in ward.findings(check)] == [doctor.WRONG]


def test_in_xterm_a_line_for_one_place_is_not_undone_by_one_for_all(ward):
    ward.emulate("~/.Xresources", "XTerm*VT100.saveLines: 500\nXTerm*saveLines: 0\n", TERM="xterm", XTERM_VERSION="XTerm(379)")

    assert [finding.state for finding in ward.findings("scrollback")] == [doctor.WRONG]


def test_the_keys_of_a_terminal_that_is_not_read_are_left_to_the_installer_and_said(ward):
    ward.emulate("alacritty/alacritty.toml", "[scrolling]\nhistory = 0\n", TERM="alacritty")

    assert [(finding.state, bool(finding.remedy)) for finding in ward.findings("bindings")] == [(doctor.MISSING, True)]


def test_a_file_that_takes_in_itself_is_read_all_the_same(ward):
    written("include=~/.config/foot/foot.ini\n" + FOOT)(ward)

    assert [finding.state for check in LINES for finding in ward.findings(check)] == [doctor.OK] * len(LINES)
