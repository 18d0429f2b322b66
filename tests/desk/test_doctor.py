"""The doctor: what is missing or wrong on this machine, said plainly, and worst first."""

import json
import os
from dataclasses import replace

import pytest

from kiosk import config
from kiosk.desk import doctor
from kiosk.desk.doctor.findings import Check, summary
from kiosk.dispatch import documents
from tests.desk.ward import Ward


@pytest.fixture
def practice(tmp_path):
    folder = tmp_path / "desk"
    return replace(config.Config(), practice=True, folder=folder, store=f"sqlite:///{folder / 'sportello.db'}",
                   flows=config.shelf("flows"), locales=config.shelf("locales"))


@pytest.fixture
def ward(tmp_path, monkeypatch):
    made = Ward(tmp_path, monkeypatch)
    yield made
    made.close()


def by_check(patient) -> dict[str, doctor.Finding]:
    return {finding.check: finding for finding in doctor.examine(patient)}


def test_a_first_start_finds_a_good_store_and_makes_the_practice_key_and_pin(practice):
    found = by_check(doctor.Patient(practice))

    assert {found[name].state for name in ("opens", "sound", "journal", "private_folder", "owner", "keys", "present")} == {doctor.OK}
    assert {"practice-office.key", "practice-pin.txt"} <= {place.name for place in practice.folder.iterdir()}


def test_what_a_practice_desk_lacks_of_a_real_one_is_missing_and_not_wrong(practice, ward):
    for path in ("/etc/systemd/system/hibernate.target", "/etc/systemd/system/ctrl-alt-del.target"):
        ward.remove(path)
    ward.write("/proc/sys/kernel/sysrq", "1")
    here = ward.patient()
    states = {desk.practice: {by_check(replace(here, config=desk))[name].state for name in ("hibernation", "ctrl_alt_del", "sysrq")}
              for desk in (practice, ward.config)}

    assert states == {True: {doctor.MISSING}, False: {doctor.WRONG}}


def test_a_healthy_practice_desk_is_healthy_without_any_of_the_hardening(practice, ward):
    findings = doctor.examine(replace(ward.patient(), config=practice, root=ward.place / "nothing"))

    assert [finding for finding in findings if finding.state == doctor.WRONG] == []
    assert sum(finding.state == doctor.MISSING for finding in findings) > 3


def test_a_file_that_others_can_read_is_named_with_its_remedy(ward):
    (ward.folder / "practice-office.key").touch()
    os.chmod(ward.folder / "practice-office.key", 0o644)
    finding, = ward.findings("private_folder")

    assert finding.state == doctor.WRONG
    assert finding.remedy == f"chmod go= {ward.folder / 'practice-office.key'}"


def test_a_bad_office_key_is_said_and_the_rest_is_still_looked_at(ward):
    ward.set(recipients=("age1bad",))
    findings = doctor.examine(ward.patient())

    assert [finding.text for finding in findings if finding.check == "keys"] == ["«age1bad» non è una chiave pubblica age (comincia con age1)."]
    assert doctor.is_healthy(findings) is False
    assert {"python", "papers", "opens", "entropy"} <= {finding.check for finding in findings}


def test_a_look_that_fails_is_a_finding_with_a_remedy():
    def looks(_patient):
        raise OSError("disk on fire")

    finding, = Check("Prova", looks).findings(None)
    assert (finding.state, finding.subject, finding.text, bool(finding.remedy)) == (doctor.WRONG, "Prova", "disk on fire", True)


def test_a_desk_without_a_printer_is_a_desk_all_the_same(ward):
    ward.set(printer=config.Printer())

    assert [(finding.state, finding.remedy) for finding in ward.findings("printer")] == [(doctor.MISSING, 'Scrivi [printer] name = "...".')]


def test_papers_in_every_language_of_the_desk_can_be_drawn(practice):
    findings = list(doctor.CHECKS["papers"].findings(doctor.Patient(practice)))

    assert [finding.state for finding in findings] == [doctor.OK] * 4
    assert {"Caratteri العربية", "Caratteri 中文"} <= {finding.subject for finding in findings}


def test_a_sign_that_no_font_has_cannot_be_printed():
    assert documents.can_print("\U00012000") is False


def test_looking_leaves_the_machine_and_the_desk_as_they_were(ward):
    doctor.examine(ward.patient())
    seen = {place: (place.stat().st_mode, place.stat().st_mtime) for place in (*ward.root.rglob("*"), *ward.home.rglob("*")) if place.exists()}
    files = sorted(place.name for place in ward.folder.iterdir())
    doctor.examine(ward.patient())

    assert seen == {place: (place.stat().st_mode, place.stat().st_mtime) for place in seen}
    assert files == sorted(place.name for place in ward.folder.iterdir())


FINDINGS = (
    doctor.Finding("A", doctor.OK, "x", group="Uno"),
    doctor.Finding("B", doctor.MISSING, "y", "Fai z.", group="Due"),
    doctor.Finding("D", doctor.MISSING, "q", "Fai r.", later=True),
    doctor.Finding("C", doctor.WRONG, "v", "Fai w.", group="Uno"),
)


def test_what_is_wrong_comes_first_then_what_is_missing_and_the_count_last():
    lines = doctor.told(FINDINGS).splitlines()

    assert lines[:3] == ["DA SISTEMARE", "  Uno / C: v", "    -> Fai w."]
    assert lines[4:7] == ["DA MIGLIORARE (lo sportello funziona lo stesso)", "  Due / B: y", "    -> Fai z."]
    assert lines[8:11] == ["PER UNO SPORTELLO VERO (in prova non serve)", "  D: q", "    -> Fai r."]
    assert lines[12:14] == ["A POSTO", "  Uno        A: x"]
    assert lines[-1] == summary(FINDINGS) == "4 controlli: 1 da sistemare, 2 da migliorare, 1 a posto."


def test_a_program_reads_the_same():
    read = json.loads(doctor.as_json(FINDINGS))

    assert (read["healthy"], [finding["state"] for finding in read["findings"]]) == (False, ["ok", "manca", "manca", "da sistemare"])
    assert read["findings"][3] == {
        "subject": "C", "state": "da sistemare", "text": "v", "remedy": "Fai w.", "group": "Uno", "check": "", "later": False,
    }
    assert json.loads(doctor.as_json(FINDINGS[:3]))["healthy"] is True


def test_the_status_is_one_only_for_what_is_wrong(ward, monkeypatch, capsys):
    monkeypatch.setattr(doctor, "examine", lambda patient: FINDINGS[:3])
    ward.file.write_text("", "utf-8")
    monkeypatch.setattr(doctor.settings, "load", lambda given: ward.config)
    assert (doctor.run(str(ward.file)), doctor.run(str(ward.file), json=True)) == (0, 0)

    monkeypatch.setattr(doctor, "examine", lambda patient: FINDINGS)
    assert doctor.run(str(ward.file)) == 1
    assert "4 controlli" in capsys.readouterr().out
