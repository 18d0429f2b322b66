"""One visit after the other in a real terminal: the next one is ready, and nothing of the last one goes on."""

import getpass
import os
import re
import signal
import subprocess
import sys
import termios
import time

import pytest

from kiosk.desk.courier import Courier
from tests.screens.visits import CARD, await_that, children, chooses, is_gone, kiosk, program, stops, visit_and_spare, walks_in

SECRET = "Zxqwyk"
LEAVES_A_PROGRAM = (
    "import os, subprocess\nfrom kiosk.desk.desk import Desk\n"
    f"Desk.open = lambda self: (os.write(2, b'panicked at {SECRET}'), subprocess.Popen(['sleep', '300'], start_new_session=True))\n"
)
NEVER_ENDS = "import time\nfrom kiosk.screens.tether import Tether\nTether.end = lambda self, sign: (self.say(sign), time.sleep(300))\n"
IMPATIENT = "from kiosk.screens import tether\ntether.SILENT = 4.0\n"


def _descendants(pid: int) -> list[int]:
    return [one for child in children(pid) for one in (child, *_descendants(child))]


def test_while_a_visit_runs_the_next_one_waits_is_replaced_when_it_dies_and_takes_its_place(tmp_path):
    with kiosk(tmp_path) as terminal:
        terminal.expect(CARD)
        first, dies = visit_and_spare(terminal)
        os.kill(dies, signal.SIGKILL)
        await_that(terminal, lambda: is_gone(dies))
        visit, spare = visit_and_spare(terminal)
        assert visit == first and spare != dies
        os.kill(first, signal.SIGKILL)
        await_that(terminal, lambda: is_gone(first) and terminal.shows(CARD))
        assert visit_and_spare(terminal)[0] == spare


def test_a_visit_left_by_the_door_ends_as_a_process_and_leaves_nothing_on_the_terminal(tmp_path):
    with kiosk(tmp_path) as terminal:
        walks_in(terminal)
        visit, _ = visit_and_spare(terminal)
        terminal.send(SECRET)
        terminal.press("ctrl+c", "ctrl+x")
        terminal.expect(SECRET)
        stops(terminal)
        terminal.send("1\r" + SECRET)
        terminal.expect(CARD)
        assert is_gone(visit) and SECRET not in terminal.text
        terminal.read_for(0.3)
        assert SECRET not in terminal.text, "keys meant for the visit before must not reach the next one"
        assert re.search("\x1b[]PX^_]|[\x90\x9d]", terminal.written.decode()) is None, "no title, no clipboard, no link"
        assert b"\x1b[3J" in terminal.written


def test_a_visit_that_hangs_is_ended(tmp_path):
    with kiosk(tmp_path, run=program(IMPATIENT)) as terminal:
        walks_in(terminal)
        visit, _ = visit_and_spare(terminal)
        os.kill(visit, signal.SIGSTOP)
        assert await_that(terminal, lambda: is_gone(visit)) >= 1.5
        terminal.expect(CARD)


def test_a_visit_that_says_it_is_over_and_goes_on_is_ended(tmp_path):
    with kiosk(tmp_path, run=program(NEVER_ENDS)) as terminal:
        walks_in(terminal, "Va bene per te?")
        visit, _ = visit_and_spare(terminal)
        chooses(terminal, "2", "Non salviamo niente")
        terminal.send("3\r")
        assert await_that(terminal, lambda: is_gone(visit)) < 25
        terminal.expect(CARD)


def test_what_a_visit_has_started_ends_with_it_and_what_a_library_complains_of_is_not_on_the_screen(tmp_path):
    with kiosk(tmp_path, run=program(LEAVES_A_PROGRAM)) as terminal:
        terminal.expect(CARD)
        visit, _ = visit_and_spare(terminal)
        left = children(visit)
        assert len(left) == 1
        os.kill(visit, signal.SIGKILL)
        await_that(terminal, lambda: is_gone(left[0]))
        assert SECRET.encode() not in terminal.written


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_when_it_is_told_to_end_everything_ends_and_the_terminal_is_empty(tmp_path, number):
    with kiosk(tmp_path) as terminal:
        before = termios.tcgetattr(terminal.fd)
        walks_in(terminal)
        everything = _descendants(terminal.process.pid)
        terminal.send(SECRET)
        terminal.expect(SECRET)
        terminal.kill(number)
        assert terminal.ended() == 128 + number
        assert all(map(is_gone, everything)) and terminal.text.strip() == "" and all(terminal.left_clean().values())
        assert termios.tcgetattr(terminal.fd)[3] & termios.ECHO == before[3] & termios.ECHO


def test_an_interpreter_that_is_told_to_stay_gives_its_prompt_to_nobody(tmp_path):
    with kiosk(tmp_path, PYTHONINSPECT="1") as terminal:
        terminal.expect(CARD)
        terminal.kill(signal.SIGTERM)
        assert terminal.ended() and ">>>" not in terminal.text


def test_when_the_supervisor_is_killed_no_visit_outlives_it_and_the_screen_is_cleared(tmp_path):
    with kiosk(tmp_path) as terminal:
        walks_in(terminal)
        everything = [*visit_and_spare(terminal)]
        terminal.send(SECRET)
        terminal.expect(SECRET)
        terminal.kill(signal.SIGKILL)
        await_that(terminal, lambda: all(map(is_gone, everything)))
        terminal.settle()
        assert terminal.text.strip() == ""


def test_when_the_terminal_goes_everything_ends(tmp_path):
    with kiosk(tmp_path) as terminal:
        terminal.expect(CARD)
        everything = [terminal.process.pid, *visit_and_spare(terminal)]
        os.close(terminal.fd)
        terminal.fd = os.open(os.devnull, os.O_RDONLY)
        end = time.monotonic() + 60
        while not all(map(is_gone, everything)) and time.monotonic() < end:
            terminal.process.poll()
            time.sleep(0.02)
        assert all(map(is_gone, everything))


def test_somebody_who_goes_without_a_word_is_asked_hidden_and_let_go_in_real_time(tmp_path):
    with kiosk(tmp_path, run=program(idle=5, warning=2, hidden=3)) as terminal:
        walks_in(terminal)
        visit, _ = visit_and_spare(terminal)
        terminal.send(SECRET)
        terminal.expect(SECRET)
        terminal.expect("Ci sei ancora?")
        assert SECRET not in terminal.text
        terminal.expect("Premi Invio")
        terminal.expect(CARD)
        assert is_gone(visit)


PRINTER = '[printer]\nname = "sala"\nreceipt = true\n'


def _with_a_printer(folder):
    program = folder / "bin" / "lp"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.stdin.read()\n")
    program.chmod(0o755)
    return kiosk(folder, more=PRINTER, PATH=str(program.parent))


def _dies(terminal):
    """The visit ends as badly as a process can, and the next one stands on the screen for a while."""
    visit, _ = visit_and_spare(terminal)
    os.kill(visit, signal.SIGKILL)
    await_that(terminal, lambda: is_gone(visit))
    terminal.read_for(0.8)


def test_papers_of_somebody_who_went_without_a_word_are_looked_for_before_the_next_visit(tmp_path):
    with _with_a_printer(tmp_path) as terminal:
        walks_in(terminal, "Questo è il tuo codice")
        chooses(terminal, "2", "Il foglio è nella stampante")
        for _ in range(2):
            _dies(terminal)
            terminal.expect("un foglio di un'altra persona")
        terminal.press("enter")
        terminal.expect(CARD)
        _dies(terminal)
        terminal.expect(CARD)


def test_who_takes_the_papers_leaves_none_to_look_for(tmp_path):
    with _with_a_printer(tmp_path) as terminal:
        walks_in(terminal, "Questo è il tuo codice")
        chooses(terminal, "2", "Il foglio è nella stampante")
        chooses(terminal, "1", "Pagina 0?")
        stops(terminal)
        chooses(terminal, "1", "Prendi i fogli dalla stampante")
        terminal.read_for(0.4)
        terminal.press("enter")
        terminal.expect(CARD)


def test_what_came_out_of_the_printer_is_taken_from_its_queue_also_where_nothing_is_sent(tmp_path):
    """A desk whose envelopes somebody collects: no [destinations], and slips all day."""
    removed, user = tmp_path / "removed", getpass.getuser()
    tells = f"print('sala-7   {user}   1024   Sun 22 Nov 2026 10:00:00\\n\\tAlerts: job-completed-successfully')"
    (tmp_path / "bin").mkdir()
    for name, does in {"lpstat": f"'completed' in sys.argv and {tells}", "cancel": f"open(r'{removed}', 'a').write(' '.join(sys.argv[1:]) + '\\n')"}.items():
        program = tmp_path / "bin" / name
        program.write_text(f"#!{sys.executable}\nimport sys\n{does}\n")
        program.chmod(0o755)
    with kiosk(tmp_path, more=PRINTER, PATH=str(tmp_path / "bin")) as terminal:
        terminal.expect(CARD)
        await_that(terminal, lambda: removed.exists() and removed.read_text().startswith("-x sala-7\n"))


SLEEPS = [sys.executable, "-c", "import time; time.sleep(300)"]


def test_the_sender_is_begun_anew_when_it_dies_and_ends_with_the_kiosk():
    courier = Courier(SLEEPS, pause=0.1)
    try:
        courier.keep()
        first = courier.process.pid
        os.kill(first, signal.SIGKILL)
        courier.process.wait()
        courier.keep()
        assert courier.process is None
        time.sleep(0.15)
        courier.keep()
        second = courier.process.pid
        assert second != first and os.readlink(f"/proc/{second}/fd/0") == os.readlink(f"/proc/{second}/fd/2") == os.devnull
    finally:
        courier.end()
    assert is_gone(second)


def test_the_sender_does_not_outlive_a_supervisor_that_is_killed():
    starts = f"from kiosk.desk.courier import Courier\nimport time\nc = Courier({SLEEPS!r})\nc.keep()\nprint(c.process.pid, flush=True)\ntime.sleep(300)"
    supervisor = subprocess.Popen([sys.executable, "-c", starts], stdout=subprocess.PIPE, text=True)
    sender = int(supervisor.stdout.readline())
    supervisor.kill()
    supervisor.communicate()
    end = time.monotonic() + 60
    while not is_gone(sender) and time.monotonic() < end:
        time.sleep(0.02)
    assert is_gone(sender)


def test_a_sender_that_is_not_there_is_tried_again_without_harm():
    courier = Courier(["/no/such/program"], pause=60)
    courier.keep()
    courier.keep()
    courier.end()
    assert courier.process is None
