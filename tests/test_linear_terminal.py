"""Plain prompts on a real terminal: no key stops them, what is private is not shown, and nothing of a visit waits for the next."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import subprocess
import termios
from pathlib import Path

from kiosk.dispatch import sealing
from tests.practice import ROOT, cheap_pin
from tests.screens.visits import await_that, children, is_gone, program
from tests.terminal import Terminal
from tests.visitor import HEAD

CANARY, PIN = "Zxqwyk", "402917"
CARD, CALM, READY = "Choose your language", "Il problema è nostro", "Scrivi il numero e premi Invio:"
EMPTIED = b"\x1b[H\x1b[2J\x1b[3J"
TO_THE_FORM = ("1", "1", "1", "1", "", "1", "1")
PAGES = """sections:
  - section: tutto
    title: Tutto
    pages:
      - {page: segreto, ask: Che cosa non dici?, type: text, sensitive: true}
      - {page: giorno, ask: In quale giorno?, type: date, sensitive: true}
      - {page: altro, ask: C'è altro?, type: text}
"""
FALLS = f"""
from kiosk.desk.visit import Visit
def falls(self, typed="{CANARY}"):
    held = [typed, typed.lower()]
    raise ValueError(typed)
Visit.change_language = falls
"""


def written_config(folder: Path, more: str = "") -> Path:
    """The configuration of a desk with one service and one operator."""
    (folder / "flows" / "altro").mkdir(parents=True)
    shutil.copy(ROOT / "flows" / "topics.yaml", folder / "flows")
    (folder / "flows" / "altro" / "prova.yaml").write_text(HEAD + PAGES, "utf-8")
    place = folder / "config.toml"
    place.write_text(f'[store]\nfolder = "{folder / "desk"}"\n[office]\nrecipients = ["{sealing.make_key()[1]}"]\n'
                     f'[shelf]\nflows = "{folder / "flows"}"\n[operators]\nAda = "{cheap_pin(PIN)}"\n{more}', "utf-8")
    return place


def prompts(folder: Path, before: str = "", more: str = "") -> Terminal:
    """The kiosk of plain prompts in a terminal high enough for any of its cards."""
    return Terminal([*program(before), "--linear", "--config", written_config(folder, more)], 100, 50, cwd=ROOT)


def visit_of(terminal: Terminal) -> int:
    return children(terminal.process.pid)[0]


def types(terminal: Terminal, line: str, then: str) -> None:
    """A line and Enter, once the card before has been read; then what comes."""
    seen = terminal.written.count(then.encode())
    terminal.send(f"{line}\r")
    terminal.wait(lambda: terminal.written.count(then.encode()) > seen, what=f"waited for {then!r} after {line!r}")


def goes_to_the_form(terminal: Terminal) -> None:
    for line, then in zip(TO_THE_FORM, ("Come vuoi iniziare", "Di che cosa hai", "Che cosa vuoi fare", "Prima di iniziare", "Va bene per te", "il tuo codice", "non dici"), strict=True):
        types(terminal, line, then)


def awaits_the_next(terminal: Terminal) -> None:
    """The terminal was emptied, and what was written since is the first card."""
    terminal.wait(lambda: READY.encode() in terminal.written.partition(EMPTIED)[2], what="waited for the next visit")


def modes_of(descriptor: int) -> list:
    return termios.tcgetattr(descriptor)[:4]


def fresh_modes() -> list:
    keyboard, screen = pty.openpty()
    try:
        return modes_of(keyboard)
    finally:
        os.close(keyboard)
        os.close(screen)


def test_no_key_that_stops_a_program_nor_its_signal_does_anything(tmp_path):
    with prompts(tmp_path) as terminal:
        terminal.expect(READY)
        visit = visit_of(terminal)
        types(terminal, "\x03\x1a\x1c\x13\x11", READY)
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
            for process in (terminal.process.pid, visit):
                os.kill(process, number)
        types(terminal, "1", "Come vuoi iniziare?")
        assert (terminal.alive, visit_of(terminal)) == (True, visit)
        terminal.send(CANARY)
        terminal.expect(f"{READY} {CANARY}")


def test_the_sign_for_the_end_ends_the_visit_and_the_next_one_finds_nothing_of_it(tmp_path):
    with prompts(tmp_path) as terminal:
        terminal.expect(READY)
        types(terminal, "1", "Come vuoi iniziare?")
        visit = visit_of(terminal)
        assert EMPTIED not in terminal.written
        terminal.send(f"{CANARY}\x04\x041\r")
        awaits_the_next(terminal)
        assert is_gone(visit) and visit_of(terminal) != visit
        assert CANARY not in terminal.text and "Come vuoi iniziare?" not in terminal.text
        types(terminal, "3", "How do you want to start?")


def test_neither_a_pin_nor_a_private_answer_is_ever_on_the_terminal(tmp_path):
    with prompts(tmp_path) as terminal:
        terminal.expect(READY)
        goes_to_the_form(terminal)
        types(terminal, CANARY, "Giorno:")
        for line, then in (("23", "Mese:"), ("11", "Anno:"), ("1985", "C'è altro?")):
            types(terminal, line, then)
        types(terminal, "<", "Giorno:")
        types(terminal, "<", "non dici")
        types(terminal, "", "Giorno:")
        types(terminal, "~", "Il tuo PIN")
        types(terminal, PIN, "Ferma lo sportello")
        number = re.findall(r"(\d+) Ferma lo sportello", terminal.written.decode())[-1]
        terminal.send(f"{number}\r")
        assert terminal.ended() == 0
        said = terminal.written.decode()
        assert [secret for secret in (CANARY, PIN, "1985") if secret in said] == []
        assert "altro" not in terminal.text


def test_told_to_end_it_takes_its_visit_along_and_gives_the_terminal_back_as_it_was(tmp_path):
    with prompts(tmp_path) as terminal:
        terminal.expect(READY)
        visit = visit_of(terminal)
        locked = modes_of(terminal.fd)
        terminal.kill(signal.SIGTERM)
        assert terminal.ended() == 128 + signal.SIGTERM
        assert (modes_of(terminal.fd) == fresh_modes(), locked == fresh_modes()) == (True, False)
        assert is_gone(visit) and CARD not in terminal.text


def test_when_the_terminal_is_gone_the_kiosk_ends(tmp_path):
    with prompts(tmp_path) as terminal:
        terminal.expect(READY)
        visit = visit_of(terminal)
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, terminal.fd)
        os.close(nothing)
        terminal.process.wait(60)
        assert is_gone(visit)


def test_a_terminal_that_hangs_up_without_a_word_ends_the_kiosk_too(tmp_path):
    keyboard, screen = pty.openpty()
    running = subprocess.Popen([*program(), "--linear", "--config", written_config(tmp_path)], cwd=ROOT, stdin=screen, stdout=screen, stderr=screen, start_new_session=True)
    try:
        os.close(screen)
        said = b""
        while CARD.encode() not in said:
            said += os.read(keyboard, 65536)
        os.close(keyboard)
        assert running.wait(60) == 0
    finally:
        running.kill()
        running.wait()


def test_a_fault_of_ours_is_said_with_its_number_and_the_visit_goes_on_from_its_card(tmp_path):
    with prompts(tmp_path, FALLS) as terminal:
        terminal.expect(READY)
        types(terminal, "1", "Come vuoi iniziare?")
        visit = visit_of(terminal)
        types(terminal, "*", "Premi Invio per andare avanti:")
        assert CALM in terminal.text and "Le tue risposte sono ancora qui." in terminal.text
        number = re.findall(r"Numero (\d{6})", terminal.text)[-1]
        types(terminal, "", "Come vuoi iniziare?")
        types(terminal, "1", "Di che cosa hai bisogno?")
        log = (tmp_path / "desk" / "crashes.log").read_text("utf-8")
        assert visit_of(terminal) == visit
        assert log.startswith(f"{number} ValueError") and "falls" in log
        assert CANARY.lower() not in (log + terminal.written.decode()).lower()
        types(terminal, "*", "Premi Invio per andare avanti:")
        types(terminal, "f9", "AIUTO")


def test_a_card_that_fails_twice_in_a_row_ends_the_visit_and_the_next_one_begins(tmp_path):
    with prompts(tmp_path, FALLS) as terminal:
        terminal.expect(READY)
        types(terminal, "1", "Come vuoi iniziare?")
        visit = visit_of(terminal)
        types(terminal, "*", "Premi Invio per andare avanti:")
        types(terminal, "", "Come vuoi iniziare?")
        types(terminal, "*", "Premi Invio per andare avanti:")
        assert terminal.written.decode().count("Le tue risposte sono ancora qui.") == 1
        terminal.send("\r")
        awaits_the_next(terminal)
        assert is_gone(visit) and visit_of(terminal) != visit
        types(terminal, "3", "How do you want to start?")


def test_the_sender_runs_beside_and_ends_with_the_kiosk(tmp_path):
    more = f'[destinations.comune]\nurl = "file://{tmp_path / "out"}"\n'
    with prompts(tmp_path, more=more) as terminal:
        terminal.expect(READY)
        visit = visit_of(terminal)
        await_that(terminal, lambda: len(children(terminal.process.pid)) == 2)
        sender = next(one for one in children(terminal.process.pid) if one != visit)
        await_that(terminal, lambda: b"send" in Path(f"/proc/{sender}/cmdline").read_bytes().split(b"\0"))
        terminal.kill(signal.SIGTERM)
        terminal.ended()
        assert is_gone(sender)
