"""The doctor: what is missing or wrong on this machine, said plainly."""

import os
from dataclasses import replace

import pytest

from kiosk import config
from kiosk.desk import doctor
from kiosk.dispatch import documents


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "desk"
    return replace(config.Config(), practice=True, folder=folder, store=f"sqlite:///{folder / 'sportello.db'}",
                   flows=config.shelf("flows"), locales=config.shelf("locales"))


def found(check, desk) -> dict[str, doctor.Finding]:
    return {finding.subject: finding for finding in doctor._safely(check, desk)}


def test_a_first_start_finds_a_good_store_and_makes_the_practice_key_and_pin(desk):
    assert {finding.state for finding in found(doctor.archivio, desk).values()} == {doctor.OK}
    assert {finding.state for finding in found(doctor.chiavi, desk).values()} == {doctor.OK}
    assert sorted(place.name for place in desk.folder.iterdir() if place.suffix in (".key", ".txt")) == [
        "practice-office.key", "practice-pin.txt",
    ]


def test_a_file_that_others_can_read_is_named_with_its_remedy(desk):
    list(doctor.chiavi(desk))
    os.chmod(desk.folder / "practice-office.key", 0o644)
    finding = found(doctor.archivio, desk)["Permessi"]

    assert finding.state == doctor.WRONG
    assert finding.remedy == f"chmod go= {desk.folder / 'practice-office.key'}"


def test_a_bad_office_key_is_said_and_the_rest_is_still_looked_at(desk):
    findings = doctor.examine(replace(desk, practice=False, recipients=("age1bad",)))

    assert [finding.text for finding in findings if finding.subject == "chiavi"] == [
        "«age1bad» non è una chiave pubblica age (comincia con age1).",
    ]
    assert doctor.is_healthy(findings) is False
    assert {"Python", "Textual", "Fogli", "Archivio"} <= {finding.subject for finding in findings}


def test_a_desk_without_a_printer_is_a_desk_all_the_same(desk):
    finding = found(doctor.stampante, desk)["Stampante"]

    assert (finding.state, finding.remedy) == (doctor.MISSING, 'Scrivi [printer] name = "...".')


def test_a_printer_without_lp_is_wrong(desk, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    finding = found(doctor.stampante, replace(desk, printer=config.Printer("sala")))["Stampante"]

    assert (finding.state, finding.text) == (doctor.WRONG, "il comando lp non c'è")


def test_papers_in_every_language_of_the_desk_can_be_drawn(desk):
    assert {subject: finding.state for subject, finding in found(doctor.fogli, desk).items()} == {
        "Fogli": doctor.OK, "Caratteri per l'arabo": doctor.OK, "Caratteri per il cinese": doctor.OK,
    }


def test_a_sign_that_no_font_has_cannot_be_printed():
    assert documents.can_print("\U00012000") is False


def test_every_remedy_stands_under_what_it_mends(desk):
    findings = (doctor.Finding("A", doctor.OK, "x"), doctor.Finding("B", doctor.WRONG, "y", "Fai z."))

    assert doctor.told(findings) == "ok            A: x\nda sistemare  B: y\n              -> Fai z."
