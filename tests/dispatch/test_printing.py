"""Printing through `lp`: a program in the path that behaves as a printer does."""

import sys

import pytest

from kiosk.config import Printer
from kiosk.dispatch import printing
from kiosk.dispatch.documents import TEXT, Rendered

PAPER = Rendered("promemoria-1.txt", TEXT, "Il tuo codice: 4821\n".encode())


@pytest.fixture
def lp(tmp_path, monkeypatch):
    """Puts an `lp` of these lines of Python in the path."""

    def installed(body: str):
        program = tmp_path / "lp"
        program.write_text(f"#!{sys.executable}\nimport sys, time, pathlib\nhere = pathlib.Path(r'{tmp_path}')\n{body}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        return tmp_path

    return installed


def test_the_paper_goes_in_by_the_pipe_with_a_title_that_says_nothing(lp):
    here = lp("(here / 'got').write_bytes(sys.stdin.buffer.read()); (here / 'args').write_text('|'.join(sys.argv[1:]))")

    assert printing.send(PAPER, Printer("sala")) == printing.PrintResult(True)
    assert (here / "got").read_bytes() == PAPER.content
    assert (here / "args").read_text() == "-d|sala|-t|Sportello|-"


def test_a_printer_that_refuses_is_a_result(lp):
    lp("sys.exit('lp: The printer or class does not exist.')")

    assert printing.send(PAPER, Printer("sala")) == printing.PrintResult(False, "lp: The printer or class does not exist.")


def test_a_printer_that_hangs_is_given_up(lp, monkeypatch):
    lp("time.sleep(30)")
    monkeypatch.setattr(printing, "SECONDS", 0.5)

    assert printing.send(PAPER, Printer("sala")).printed is False


def test_a_printer_that_closes_the_pipe_is_a_result(lp):
    lp("sys.stdin.close(); sys.exit(1)")

    assert printing.send(Rendered("x", TEXT, b"x" * 2_000_000), Printer("sala")).printed is False


def test_without_lp_or_without_a_name_nothing_is_printed(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert printing.send(PAPER, Printer("sala")).printed is False
    assert printing.send(PAPER, Printer()).printed is False


def test_a_name_is_never_read_by_a_shell(lp):
    here = lp("(here / 'args').write_text('|'.join(sys.argv[1:]))")
    printing.send(PAPER, Printer("sala; touch x $(id)"))

    assert (here / "args").read_text() == "-d|sala; touch x $(id)|-t|Sportello|-"
