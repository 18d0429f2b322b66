"""The day after the machine is gone: what was copied of a desk's folder while it was open is put on another machine, and used."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.desk.desk import Desk
from kiosk.desk.visit import Visit
from kiosk.dispatch import codes, sealing
from tests.people import Guest, finisher, names
from tests.practice import ROOT, PracticeDesk

SERVICE = "spid-cie"
STORE, WAL, SECRETS = "sportello.db", "sportello.db-wal", ("pepper", "week")


def configured(place: Path, folder: Path, recipient: str) -> Path:
    place.write_text(f'[desk]\nid = "milano-1"\n[store]\nfolder = "{folder}"\n[office]\nrecipients = ["{recipient}"]\n', "utf-8")
    return place


def works(desk: Desk) -> tuple[list[str], str, str]:
    """Five people finish and one puts the form aside: the numbers of the envelopes, the code of the draft and the question where it stopped."""
    references = []
    for _ in range(5):
        guest = Guest(Visit(desk), SERVICE, finisher(SERVICE).answers)
        guest.goes_to("end")
        references.append(codes.read(guest.visit.receipt.reference, codes.REFERENCE))
    guest = Guest(Visit(desk), SERVICE, finisher(SERVICE).answers)
    guest.goes_to("code")
    guest.does()
    guest.does()
    code, stopped_at = guest.visit.code, guest.visit.card.title
    guest.visit.leave()
    return references, code, stopped_at


@pytest.fixture(scope="module")
def lost(tmp_path_factory):
    """What is left of a desk: two copies made while it was open, its secrets elsewhere, the office's key, papers in people's hands."""
    here = tmp_path_factory.mktemp("drill")
    secret, public = sealing.make_key()
    (here / "office.key").write_text(secret)
    desk = PracticeDesk(here / "desk", practice=False, recipients=(public,))
    # the machine on which it is opened again has the clock of today
    desk.clock = lambda: datetime.now(UTC)
    desk.codes = [desk.drafts.make_code()]
    references, code, stopped_at = works(desk)
    resume = names(_at_how(desk)).index("resume") + 1
    for name in ("copied", "backup", "safe"):
        (here / name).mkdir()
    for name in (STORE, WAL):
        shutil.copy(here / "desk" / name, here / "copied")
    with closing(sqlite3.connect(here / "desk" / STORE)) as there, closing(sqlite3.connect(here / "backup" / STORE)) as copy:
        there.backup(copy)
    for name in SECRETS:
        shutil.copy(here / "desk" / name, here / "safe")
    desk.database.close()
    shutil.rmtree(here / "desk")
    return SimpleNamespace(here=here, references=references, code=code, stopped_at=stopped_at, public=public, resume=str(resume))


def _at_how(desk: Desk):
    visit = Visit(desk)
    visit.give({"language": "it"})
    return visit.card


@pytest.fixture
def machine(lost, tmp_path):
    """Another machine, and there a folder with these files in it; gives what runs a command of the program on it."""

    def put(*places: Path):
        folder = tmp_path / "desk"
        folder.mkdir(mode=0o700)
        for place in places:
            shutil.copy(place, folder)
        made = configured(tmp_path / "desk.toml", folder, lost.public)

        def run(*arguments: object, typed: str = "") -> str:
            command = [sys.executable, "-m", "kiosk", *map(str, arguments)]
            env = {**os.environ, "SPORTELLO_CONFIG": str(made), "PYTHONUTF8": "1"}
            done = subprocess.run(command, cwd=ROOT, env=env, input=typed, capture_output=True, text=True, timeout=60)
            assert (done.returncode, done.stderr) == (0, ""), done.stderr
            return done.stdout

        return run

    return put


def test_the_copy_of_a_desk_that_is_open_needs_the_file_beside_the_store_too(lost):
    """The visit that was put aside last stands in the -wal alone."""
    with closing(sqlite3.connect(f"file:{lost.here / 'copied' / STORE}?immutable=1", uri=True)) as alone:
        assert alone.execute("SELECT count(*) FROM draft").fetchone() == (0,)
    with closing(sqlite3.connect(lost.here / "backup" / STORE)) as whole:
        assert whole.execute("SELECT count(*) FROM draft").fetchone() == (1,)


def opens(lost, run, reference: str, folder: Path) -> dict:
    """One envelope carried by hand from the restored machine to the office, which opens it."""
    folder.mkdir()
    sealed = run("outbox", "export", reference, folder).strip()
    opened = run("office", "open", sealed, "-o", folder / "papers", "-k", lost.here / "office.key").splitlines()
    assert any(name.endswith(".pdf") for name in opened)
    return json.loads((folder / "papers" / "answers.json").read_text("utf-8"))


def waiting(run) -> list[str]:
    return sorted(line[:12].replace(" ", "") for line in run("outbox", "list").splitlines())


def test_all_that_waited_is_exported_and_the_office_opens_each(lost, machine, tmp_path):
    run = machine(lost.here / "copied" / STORE, lost.here / "copied" / WAL)
    assert waiting(run) == sorted(lost.references)
    with ThreadPoolExecutor(2) as two:
        opened = two.map(lambda reference: opens(lost, run, reference, tmp_path / reference), lost.references)
        assert [answers["reference"] for answers in opened] == lost.references


def test_a_copy_that_the_store_made_of_itself_is_as_good(lost, machine, tmp_path):
    run = machine(lost.here / "backup" / STORE)
    assert waiting(run) == sorted(lost.references)
    assert opens(lost, run, lost.references[-1], tmp_path / "last")["reference"] == lost.references[-1]


def comes_back(lost, run) -> str:
    """Whoever has the code on paper types it, and goes on if there is something to go on with."""
    return run("--linear", typed=f"1\n{lost.resume}\n{lost.code}\n1\n")


def test_without_the_pepper_what_was_put_aside_is_gone_and_is_said_to_be(lost, machine):
    said = comes_back(lost, machine(lost.here / "backup" / STORE))
    assert "Con questo codice non troviamo niente." in said and lost.stopped_at not in said


def test_with_the_pepper_and_the_code_it_goes_on_where_it_was(lost, machine):
    said = comes_back(lost, machine(lost.here / "backup" / STORE, *(lost.here / "safe" / name for name in SECRETS)))
    assert "Con questo codice non troviamo niente." not in said and lost.stopped_at in said
