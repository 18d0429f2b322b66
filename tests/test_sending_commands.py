"""`sportello outbox` as the person at the desk uses it, when an envelope does not arrive."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kiosk.database import Database
from kiosk.dispatch.outbox import LATER, PERSON, SENT, Outcome
from tests.offices.papers import noise, opened
from tests.practice import ROOT

CONFIG = """
[store]
folder = "{folder}"
[office]
recipients = ["age1x"]
[destinations.comune]
url = "https://localhost:1/"
"""


@pytest.fixture
def outbox(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'sportello.db'}")
    yield opened(database)
    database.close()


@pytest.fixture
def sportello(tmp_path):
    (tmp_path / "desk.toml").write_text(CONFIG.format(folder=tmp_path))

    def run(*arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "kiosk", "--config", str(tmp_path / "desk.toml"), "outbox", *arguments]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, env={**os.environ, "PYTHONUTF8": "1"})

    return run


def tried(outbox, outcome: Outcome) -> None:
    outbox.record(*outbox.claim(), outcome)


def test_each_envelope_is_a_line_that_says_what_to_do(outbox, sportello):
    for reference, destination, outcome in (
        ("4821093713", "comune", Outcome(LATER, "connect", 3600.0)), ("1234567897", "comune", Outcome(PERSON, "http 403")),
        ("0000000000", "comune", Outcome(SENT, "http 200")),
    ):
        outbox.accept(noise(reference, 10), destination)
        tried(outbox, outcome)
    outbox.accept(noise("5555555555", 10))
    said = sportello("list")

    assert said.returncode == 0
    assert sorted(said.stdout.splitlines()) == [
        "1234 5678 97  22/11/2026  comune  serve una persona  1 tentativo: l'ufficio non conosce questo sportello (sportello key) (403)",
        "4821 0937 13  22/11/2026  comune  aspetta  1 tentativo: l'ufficio non risponde: controlla la rete",
        "5555 5555 55  22/11/2026  da ritirare qui  aspetta  0 tentativi",
    ]
    assert sportello().stdout == said.stdout


def test_an_empty_outbox_is_said(outbox, sportello):
    assert sportello().stdout == "Non aspetta nessuna busta.\n"


def test_one_or_all_go_again(outbox, sportello):
    from kiosk.dispatch import codes
    references = [codes.make(codes.REFERENCE) for _ in range(2)]
    for reference in references:
        outbox.accept(noise(reference, 10), "comune")
        tried(outbox, Outcome(PERSON, "http 403"))

    assert sportello("retry", codes.grouped(references[0], codes.REFERENCE)).stdout == "1 busta riparte adesso.\n"
    assert [parcel.reference for parcel in outbox.claim(5)] == [references[0]]
    assert sportello("retry", "all").stdout == "2 buste ripartono adesso.\n"


def test_an_envelope_can_be_carried_by_hand(outbox, sportello, tmp_path):
    from kiosk.dispatch import codes
    reference = codes.make(codes.REFERENCE)
    content = outbox.accept(noise(reference, 10), "comune").content
    (tmp_path / "stick").mkdir()
    said = sportello("export", reference, str(tmp_path / "stick"))

    place, = (tmp_path / "stick").iterdir()
    assert said.stdout == f"{place}\n"
    assert place.read_bytes() == content
    assert len(outbox.waiting()) == 1


@pytest.mark.parametrize(("asked", "said"), [
    (("retry", "123"), "non è il numero di una busta"), (("export", "0000000000", "."), "Qui non aspetta nessuna busta"),
    (("retry", "0000000000"), "Qui non aspetta nessuna busta"),
])
def test_a_wrong_number_is_said_plainly(outbox, sportello, asked, said):
    done = sportello(*asked)

    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr


def test_every_state_and_outcome_has_words():
    """What the program writes of an envelope can be read by a person, whatever it is."""
    import re

    from kiosk.dispatch import listing

    dispatch = ROOT / "kiosk" / "dispatch"
    rooms = [*dispatch.glob("*.py"), *(dispatch / "channels").glob("*.py")]
    written = {code for place in rooms for code in re.findall(r'Outcome\(\w+, "([a-z ]+)"', place.read_text("utf-8"))}
    assert {"connect", "timeout", "not printed", "folder full"} <= written | set(listing._OUTCOMES)
    for code in written - {"folder"}:
        assert listing.in_words(code) != code, code
