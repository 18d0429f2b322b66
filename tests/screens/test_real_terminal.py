"""The kiosk in a real terminal: bursts, broken bytes, wrong sizes, kills."""

import json
import os
import re
import select
import signal
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.screens.visits import forked, kiosk, program, visit_and_spare, walks_in
from tests.terminal import Terminal
from tests.terminal.keys import pasted

ROOT = Path(__file__).parents[2]


@pytest.fixture
def desk(tmp_path):
    """A practice desk of its own."""
    folders = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    return lambda columns=80, rows=24, **env: Terminal(
        [sys.executable, "-m", "kiosk"], columns, rows, env=folders | {"HOME": str(tmp_path)} | env, cwd=ROOT
    )


def album(record: Path, columns: int = 80, rows: int = 24, kind: str = "names") -> Terminal:
    return Terminal([sys.executable, "-m", "tests.screens.album", "it", str(record), kind], columns, rows, cwd=ROOT)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=str)
@pytest.mark.parametrize("next_field", ["\t", "\r"], ids=["tab", "enter"])
def test_two_hundred_keys_at_once_land_in_the_right_fields(tmp_path, size, next_field):
    people = [(f"Rossi{n}", f"Maria Ñ{n}") for n in range(12)]
    with album(tmp_path / "given.json", *size) as terminal:
        terminal.expect("Nome 0")
        terminal.send("".join(f"{surname}{next_field}{given}\r" for surname, given in people))
        terminal.expect("Prima di iniziare")
    given = json.loads((tmp_path / "given.json").read_text())
    assert given == [{"surname": surname, "given": name} for surname, name in people]


def test_a_visit_from_the_first_screen_to_a_question(desk):
    with desk() as terminal:
        terminal.expect("Scegli la tua lingua")
        terminal.press("1", "enter", gap=0.4)
        terminal.expect("Come vuoi iniziare?")
        terminal.press("1", "enter", gap=0.4)
        terminal.expect("Di che cosa hai bisogno?")
        terminal.press("escape", gap=0.4)
        terminal.expect("Come vuoi iniziare?")


@pytest.mark.parametrize(
    "bytes_in",
    [b"\xff\xfe", "è".encode("latin-1"), b"\x1b[M\xff\xff\xff", b"\x1b[97:65;2u", b"\x1b[1114112;1u", b"\x1b[48;9999;9999;0;0t",
     b"\x1b[200~\x1b\x11\x11\x11\x1b[201~", b"\x03\x1a\x1c\x11\x13\x10"],
    ids=["not-utf8", "latin-1", "x10-mouse", "kitty-shift", "no-such-sign", "giant-resize", "paste-with-quit", "chords"],
)
def test_no_bytes_end_the_kiosk(tmp_path, bytes_in):
    with album(tmp_path / "given.json") as terminal:
        terminal.expect("Nome 0")
        terminal.send(bytes_in)
        terminal.read_for(0.3)
        terminal.press("tab", "shift+tab")
        terminal.send("Anna")
        terminal.expect("Anna")
        assert terminal.alive


def test_a_paste_that_never_ends_does_not_silence_the_keyboard(tmp_path):
    with album(tmp_path / "given.json") as terminal:
        terminal.expect("Nome 0")
        terminal.send("\x1b[200~abc")
        terminal.read_for(2.6)
        terminal.send("Anna")
        terminal.expect("Anna")


def test_a_huge_paste_is_trimmed_and_stays_text(tmp_path):
    with album(tmp_path / "given.json") as terminal:
        terminal.expect("Nome 0")
        terminal.paste("[/b]\x07" + "x" * 100_000)
        terminal.expect("xxxx")
        terminal.send("\tB\r")
        terminal.expect("Nome 1")
    given = json.loads((tmp_path / "given.json").read_text())[0]["surname"]
    assert given.startswith("[/b] x") and len(given) <= 2000


_PRESSES = "\x1bOP\r\x03\x1b[24~\x1b[21~\r\x1b]52;c;eA==\x07\x04\x1b\r[/b]"
_SAID = """
import json
from kiosk.desk.visit import Visit
gives = Visit.give
def give(self, typed):
    with open({place!r}, 'a') as said:
        said.write(json.dumps(typed) + chr(10))
    gives(self, typed)
Visit.give = give
"""
_MEMORY_KB = 24_000


def resident(pid: int) -> int:
    """What a process has in the memory of the machine, in kB."""
    return int(re.search(r"^VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)[1])


def pours(terminal: Terminal, text: str, visit: int) -> int:
    """Writes as fast as it is taken; the most memory, in kB, that the visit had meanwhile."""
    left, most = text.encode(), resident(visit)
    while left:
        readable, writable, _ = select.select([terminal.fd], [terminal.fd], [], 60)
        if writable:
            left = left[os.write(terminal.fd, left[:4096]) :]
        if readable:
            terminal.read(0)
        most = max(most, resident(visit))
    return most


def test_pastes_of_any_size_are_cut_press_nothing_and_are_not_kept_in_memory(tmp_path):
    record = tmp_path / "given.jsonl"
    with kiosk(tmp_path, run=program(_SAID.format(place=str(record)))) as terminal:
        walks_in(terminal)
        visit, _ = visit_and_spare(terminal)
        before = resident(visit)
        for size, letter in ((10_000, "Q"), (100_000, "W"), (1_000_000, "Z"), (10_000_000, "K")):
            most = pours(terminal, pasted(_PRESSES * (size // len(_PRESSES))), visit)
            terminal.send(f"\x7f{letter}")
            terminal.expect(letter)
            assert terminal.shows("Pagina 0?") and forked(terminal.process.pid)[0] == visit
            assert most - before < _MEMORY_KB, size
        terminal.send("\r")
        terminal.expect("Pagina 1?")
        assert not re.search(rb"\x1b[\]PX^_]", terminal.written)
    given = [json.loads(line) for line in record.read_text("utf-8").splitlines()]
    value = next(typed["p0"] for typed in given if "p0" in typed)
    assert [*given[-1]] == ["p0"] and value.endswith("K") and len(value) <= 2000


def test_no_sign_of_a_paste_is_a_key_however_it_comes_in_pieces(tmp_path):
    pieces = [[pasted("\x1bOP\rcd")], [pasted("a\x1b[24~\r")], [pasted("\x1b\r")], [pasted("\x1b" * 40 + "\r")], [pasted("\x1b[200~\r")],
              ["\x1b[20", "0~a\x1bO", "P\rb\x1b[20", "1~"], ["\x1b[200~ab\x1b", "\r\x1b", "[201~"]]
    with kiosk(tmp_path) as terminal:
        walks_in(terminal)
        for letter, paste in zip("QWZKXYJ", pieces, strict=True):
            for piece in paste:
                terminal.send(piece)
                terminal.read_for(0.05)
            terminal.send(letter)
            terminal.expect(letter)
            assert terminal.shows("Pagina 0?"), paste


def test_behind_a_flood_of_keys_the_screen_still_answers(tmp_path):
    with album(tmp_path / "given.json") as terminal:
        terminal.expect("Nome 0")
        terminal.send("\x1b_Gf=100;AAAA\x1b\\abc" * 2500)
        begun, frames = time.monotonic(), terminal.frames
        terminal.resize(100, 30)
        terminal.wait(lambda: terminal.frames > frames and len(max(terminal.lines, key=len)) > 80, 60)
        assert time.monotonic() - begun < 55


def test_any_size_and_back_again(tmp_path):
    with album(tmp_path / "given.json") as terminal:
        terminal.expect("Nome 0")
        terminal.send("Anna")
        for size in ((1, 1), (10, 3), (300, 100), (40, 12), (80, 24)):
            terminal.resize(*size)
            terminal.settle(0.15)
        terminal.expect("Anna")


_SIGNAL_THAT_WAKES_NOBODY = """
import signal, threading
from textual.widgets import Static
from kiosk.screens.lockdown import LockedApp, LockedScreen
class Size(Static):
    def on_resize(self):
        self.update(f"size {self.app.size.width}")
class Shown(LockedScreen):
    def compose(self):
        yield Size()
class OfSizes(LockedApp):
    def get_default_screen(self):
        return Shown()
threading.Thread(target=threading.Event().wait, daemon=True).start()
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGWINCH])
OfSizes().run()
"""


def test_a_change_of_size_is_seen_even_when_its_signal_comes_as_the_loop_falls_asleep():
    # the signal goes to another thread here: it interrupts nothing, just as one that comes a moment before the wait
    with Terminal([sys.executable, "-c", _SIGNAL_THAT_WAKES_NOBODY], cwd=ROOT) as terminal:
        terminal.expect("size 80")
        terminal.settle(0.5)
        terminal.resize(100, 30)
        terminal.expect("size 100", timeout=20)


def test_a_crash_shows_nothing_of_what_was_typed_and_the_next_visit_begins(desk, tmp_path):
    with desk() as terminal:
        terminal.expect("Scegli la tua lingua")
        visit = int(Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children").read_text().split()[0])
        os.kill(visit, signal.SIGKILL)
        terminal.read_for(0.1)
        terminal.expect("Scegli la tua lingua")
        assert terminal.alive and "Traceback" not in terminal.written.decode(errors="replace")


def test_each_visit_is_a_process_of_its_own(desk):
    def visit(terminal):
        return Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children").read_text().split()

    with desk() as terminal:
        terminal.expect("Scegli la tua lingua")
        first = visit(terminal)
        terminal.press("f12", gap=0.4)
        terminal.expect("Il tuo PIN")
        pin = re.search(r"il PIN è (\d+)", terminal.text)[1]
        terminal.send(f"{pin}\r")
        terminal.expect("Chiudi questa visita")
        terminal.press("2", "enter", gap=0.4)
        terminal.expect("Scegli la tua lingua")
        assert first[0] not in visit(terminal)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1])
def test_no_signal_of_a_keyboard_ends_or_stops_it(tmp_path, number):
    with album(tmp_path / "given.json") as terminal:
        terminal.expect("Nome 0")
        terminal.kill(number)
        terminal.send("Anna")
        terminal.expect("Anna")


def test_an_interrupt_before_the_first_card_does_nothing_and_a_stop_by_the_operator_gives_the_terminal_back(desk):
    with desk() as terminal:
        before = termios.tcgetattr(terminal.fd)
        terminal.wait(lambda: b"\x1b[?1049h" in terminal.written, what="the greeting")
        terminal.send(b"\x03\x1c")
        terminal.expect("Scegli la tua lingua")
        assert not termios.tcgetattr(terminal.fd)[3] & (termios.ECHO | termios.ISIG)
        terminal.press("f12", gap=0.4)
        terminal.expect("Il tuo PIN")
        terminal.send(re.search(r"il PIN è (\d+)", terminal.text)[1] + "\r")
        terminal.expect("Chiudi questa visita")
        terminal.press(re.search(r"(\d)  Ferma lo sportello", terminal.text)[1], "enter", gap=0.4)
        assert terminal.ended() == 0
        assert termios.tcgetattr(terminal.fd)[3] & termios.ECHO == before[3] & termios.ECHO != 0
