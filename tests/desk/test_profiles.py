"""`sportello doors`: what is offered for a profile and why, and what keeps the rest closed."""

from __future__ import annotations

import json
from argparse import Namespace

import pytest

from kiosk.__main__ import main
from kiosk.desk import profiles
from kiosk.errors import ConfigIsWrong


@pytest.fixture
def told(practice, capsys):
    """What the command prints for these words."""

    def asks(*profile: str, as_json: bool = False) -> str:
        assert profiles.run(practice.config, Namespace(profile=list(profile), json=as_json)) == 0
        return capsys.readouterr().out

    return asks


def test_it_tells_what_is_offered_and_why_the_first_things_first(told):
    lines = told("bisogno=lavoro", "lavoro_oggi=finito", "fine_lavoro=licenziato").splitlines()
    assert lines[:3] == ["Offerto:", "  servizio naspi: Il lavoro è finito da poco: hai 68 giorni in tutto. [prima]", "  sempre: una persona"]


def test_it_tells_which_part_of_which_condition_keeps_a_door_closed(told):
    found = json.loads(told("bisogno=giustizia", "posizione_casa=arresti_domiciliari", as_json=True))
    closed = {one["id"]: one["doors"] for one in found["not_offered"]}
    assert closed["istanza-sorveglianza"][0]["unmet"] == [
        {"part": 'posizione_fuori == "affidato" or posizione_casa == "det_domiciliare"', "holds": None},
        {"part": 'serve_misura == "permesso"', "holds": None},
    ]
    assert [one["id"] for one in found["offered"]] == ["arresti-domiciliari", "patrocinio"]
    assert "non si sa: serve_misura" in told("bisogno=giustizia", "posizione_casa=arresti_domiciliari")


def test_a_profile_may_stand_in_a_file_and_what_is_said_after_it_counts(told, tmp_path):
    file = tmp_path / "persona.yaml"
    file.write_text("answers: {bisogno: lavoro, lavoro_oggi: iscritto, patto_firmato: no}\n", "utf-8")
    assert "scheda patto-di-servizio: " in told(str(file)).partition("Non offerto")[0]
    assert "servizio dote-unica-lavoro: " in told(str(file), "patto_firmato=yes").partition("Non offerto")[0]


def test_not_knowing_can_be_said(told):
    assert "scheda servizio-sociale: Ti ascolta" in told("bisogno=?")


@pytest.mark.parametrize(("said", "message"), [
    ("bisogn=lavoro", "«bisogn» non è una domanda di «ascolto»: forse volevi «bisogno»?"),
    ("bisogno=lavori", "«lavori» non è una risposta di «bisogno»: forse volevi «lavoro»? Ci sono: lavoro, soldi, documenti, casa, giustizia, altro."),
    ("patto_firmato=forse", "«forse» non è una risposta di «patto_firmato». Ci sono: yes, no."),
])
def test_what_ascolto_does_not_ask_is_refused_with_what_may_have_been_meant(practice, said, message):
    with pytest.raises(ConfigIsWrong) as wrong:
        profiles.run(practice.config, Namespace(profile=[said], json=False))
    assert str(wrong.value) == message


def test_the_command_is_there_and_a_file_that_is_not_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("SPORTELLO_CONFIG", raising=False)
    for kind in ("DATA", "STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    status = main(["doors", "--profile", "non-c-e.yaml"])
    assert (status, "non-c-e.yaml" in capsys.readouterr().err) == (1, True)
