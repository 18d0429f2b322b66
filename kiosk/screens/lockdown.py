"""The closed door: nothing a visitor types, pastes, taps or plugs in leaves the kiosk's own screens.

Some of what is overridden here is private to Textual 8.2.8, which is why its version is pinned.
"""

from __future__ import annotations

import asyncio
import os
import re
import selectors
import signal
import sys
import time
from codecs import getincrementaldecoder
from concurrent.futures import Future
from pathlib import Path

from rich.segment import Segment
from textual import events, messages
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.color import Color
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter
from textual.message import Message
from textual.screen import Screen

from kiosk import hardening
from kiosk.desk.probe import Answers

LONGEST_PASTE = 2000
_SILENCE = 2.0
_MOST_WAITING, _MOMENT = 64, 0.005
EXIT_AFTER_CRASH = 70
_HALF_AN_END = re.compile(r"(\x1b(\[(2(01?)?)?)?)?\Z")
_PLAIN_LEFT_TO_RIGHT, _TERMINAL_DECIDES = "\x1b[8l", "\x1b[8h"
_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def without_controls(text: str, instead: str = "") -> str:
    """The text with every sign that steers a terminal, or the direction of a line, taken out."""
    return _CONTROLS.sub(instead, text)


class SignFilter(LineFilter):
    """The last gate before the terminal: whatever was drawn, no control sign passes."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(without_controls(s.text), s.style) if not s.control and _CONTROLS.search(s.text) else s
            for s in segments
        ]


class Pastes:
    """What is pasted, cut to what may be pasted, and without ESC: of the signs after one the parser would make keys, and Enter gives."""

    def __init__(self) -> None:
        self._before, self._half, self._left = "", "", -1

    def tamed(self, text: str) -> str:
        """What was read, as the parser may see it. Outside of a paste nothing waits; the end of one may come in pieces."""
        passed = ""
        while text:
            piece, text = self._inside(text) if self._left >= 0 else self._outside(text)
            passed += piece
        return passed

    def _outside(self, text: str) -> tuple[str, str]:
        seen = self._before + text
        begun = seen.find(BRACKETED_PASTE_START)
        if begun < 0:
            self._before = seen[1 - len(BRACKETED_PASTE_START):]
            return text, ""
        at = begun + len(BRACKETED_PASTE_START) - len(self._before)
        self._before, self._left = "", LONGEST_PASTE
        return text[:at], text[at:]

    def _inside(self, text: str) -> tuple[str, str]:
        pasted, end, rest = (self._half + text).partition(BRACKETED_PASTE_END)
        self._half = "" if end else _HALF_AN_END.search(pasted)[0]
        pasted = pasted[: len(pasted) - len(self._half)].replace("\x1b", "")[: self._left]
        self._left = -1 if end else self._left - len(pasted)
        return pasted + end, rest


class Kept:
    """In the place of what writes to the terminal: it keeps what is written."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, text: str) -> None:
        self.written.append(text)

    def flush(self) -> None:
        """There is nothing to wait for."""

    def stop(self) -> None:
        """There is nothing to stop."""


class KioskDriver(LinuxDriver):
    """A terminal driver that no byte, size or paste can end."""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self._handed, self._last = 0, Future()
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)

    @property
    def can_suspend(self) -> bool:
        return False

    def start_application_mode(self) -> None:
        """Where the terminal is another visit's still, what is painted is kept until `begin`."""
        if self._app.unseen:
            self._writer_thread = Kept()
        else:
            self.begin()

    def begin(self) -> None:
        """Take the terminal, and show what was painted so far all at once."""
        kept = self._writer_thread
        super().start_application_mode()
        # as Textual installs it, a change of size that comes while the loop falls asleep is only seen when something else wakes it
        resized = signal.getsignal(signal.SIGWINCH)
        self._loop.add_signal_handler(signal.SIGWINCH, resized, signal.SIGWINCH, None)
        self.write(_PLAIN_LEFT_TO_RIGHT)
        if isinstance(kept, Kept):
            self.write("".join(kept.written))
        self.flush()

    def stop_application_mode(self) -> None:
        self.write(_TERMINAL_DECIDES)
        super().stop_application_mode()

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Nothing is opened outside the kiosk."""

    def run_input_thread(self) -> None:
        """Read keys for ever; bytes that are not UTF-8 are skipped, a wrong sequence only loses itself."""
        decode = getincrementaldecoder("utf-8")("ignore").decode
        parser, heard_at, answers, pastes = XTermParser(), time.monotonic(), Answers(), Pastes()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                read = os.read(self.fileno, 4096) if selector.select(0.05) else b""
                if read:
                    heard_at = time.monotonic()
                elif time.monotonic() - heard_at > _SILENCE:
                    # A paste that was begun and never ended would swallow every key to come.
                    parser, heard_at, pastes = XTermParser(), time.monotonic(), Pastes()
                parser = self._hand_on(parser, pastes.tamed(answers.taken_out(decode(read))))

    def _hand_on(self, parser: XTermParser, text: str) -> XTermParser:
        for place in range(0, len(text), 64):
            try:
                for event in parser.feed(text[place : place + 64]):
                    self.process_message(event)
            except (ValueError, OverflowError, StopIteration):
                parser = XTermParser()
            self._wait_for_the_app()
        for event in parser.tick():
            self.process_message(event)
        return parser

    def send_message(self, message: Message) -> None:
        self._last = asyncio.run_coroutine_threadsafe(self._app._post_message(message), loop=self._loop)
        self._handed += 1

    def _wait_for_the_app(self) -> None:
        """Keys that come faster than they are taken wait in the terminal: behind them the kiosk would not answer at all."""
        if self._handed < _MOST_WAITING:
            return
        while not (self._last.done() and self._app.backlog < _MOST_WAITING) and not self.exit_event.is_set():
            time.sleep(_MOMENT)
        self._handed = 0

    def process_message(self, message: Message) -> None:
        # A size written into the input could be 9999 x 9999; the true one comes by signal, not by this way.
        if isinstance(message, (events.Resize, messages.InBandWindowResize)):
            return
        if isinstance(message, events.Paste):
            message.text = without_controls(message.text[:LONGEST_PASTE], " ")
        super().process_message(message)


class LockedScreen(Screen, inherit_bindings=False):
    """A screen without copying, selecting or any of Textual's own keys."""

    ALLOW_SELECT = False
    BINDINGS = []


class LockedApp(App, inherit_bindings=False):
    """An app that cannot be left, copied from, photographed, or made to tell what it holds."""

    unseen = False
    """May the terminal not be touched yet?"""
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    COMMANDS = set()
    BINDINGS = []

    def __init__(self, crash_log: Path | None = None) -> None:
        super().__init__(driver_class=KioskDriver)
        self.crash_log = crash_log
        self._gate = SignFilter()

    @property
    def backlog(self) -> int:
        """How much of what was done by hand waits to be taken; asked from the thread that reads the keys."""
        return self._message_queue.qsize() + sum(screen._message_queue.qsize() for screen in self.screen_stack)

    def get_line_filters(self) -> list[LineFilter]:
        return [*super().get_line_filters(), self._gate]

    def get_system_commands(self, screen: Screen) -> tuple:
        return ()

    def copy_to_clipboard(self, text: str) -> None:
        """There is no clipboard: it would reach the next visitor."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Nothing is opened outside the kiosk."""

    def _set_pointer_shape(self, shape: str) -> None:
        """The pointer stays as it is: nothing is ever written that is for the terminal's own affairs."""

    def deliver_screenshot(self, *args, **options) -> None:
        """No picture of a visitor's screen is ever written."""

    async def run_action(self, action, *args, **options) -> bool:
        """Keys reach the screen as keys: no action, typed or clicked, is run."""
        return False

    def note_crash(self, error: BaseException | None) -> str:
        """Write type and places to the private log, never the message nor a local; return the number to show."""
        return hardening.note(error, self.crash_log)

    def _fatal_error(self) -> None:
        self._end_quietly(sys.exc_info()[1])

    def panic(self, *renderables) -> None:
        self._end_quietly(sys.exc_info()[1])

    def _handle_exception(self, error: Exception) -> None:
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._end_quietly(error)

    def _end_quietly(self, error: BaseException | None) -> None:
        self._return_code = EXIT_AFTER_CRASH
        self.note_crash(error)
        self._exit_renderables.clear()
        self._close_messages_no_wait()
