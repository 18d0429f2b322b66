"""`sportello network`, as the coordinator types it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk import config
from kiosk.__main__ import main
from kiosk.desk import acts
from kiosk.desk.desk import Desk
from kiosk.dispatch import sealing

MINE = """network: mia
sources: [{id: telefonata, name: Telefonata, read: 2026-11-22}]
actors:
  - {actor: bottega, name: Bottega di quartiere, kind: employer, needs: [work], offers: Prende persone in prova., phone: "02 5555555", source: telefonata}
"""


@pytest.fixture
def says(tmp_path, capsys) -> Callable[..., tuple[int, str]]:
    """(status, what was printed) of a command."""
    place = tmp_path / "config.toml"
    place.write_text(f'[store]\nfolder = "{tmp_path / "desk"}"\n[office]\nrecipients = ["{sealing.make_key()[1]}"]\n', "utf-8")

    def asked(*words: str) -> tuple[int, str]:
        status = main(["network", "--config", str(place), *words])
        told = capsys.readouterr()
        return status, told.out + told.err
    asked.desk = lambda: Desk(config.load(str(place)))
    return asked


def test_list_search_and_check(says):
    assert "uepe-milano" in says("list")[1]
    assert says("search", "cartias")[1].startswith("caritas-ambrosiana")
    assert says("search", "--need", "italian")[1].count("\n") == 2
    assert says("search", "--place", "segrate")[1].startswith("sportello-lavoro-segrate")
    assert "Niente" in says("search", "xyzzyx")[1]
    status, told = says("check")
    assert status == 0 and "verifica con l'ufficio" in told


def test_a_desks_own_actors_come_from_a_file_and_go_again(says, tmp_path):
    (tmp_path / "mia.yaml").write_text(MINE, "utf-8")
    assert "Aggiunto: bottega" in says("add", str(tmp_path / "mia.yaml"))[1]
    assert "di questo sportello" in says("search", "bottega")[1]
    (tmp_path / "mia.yaml").write_text(MINE.replace("employer", "padrone"), "utf-8")
    assert re.search(r"mia\.yaml:4:\d+ F016", says("add", str(tmp_path / "mia.yaml"))[1])
    assert says("add", "--remove", "bottega")[0] == 0 and says("add", "--remove", "bottega")[0] == 1
    assert says("add")[0] == 1


def test_what_is_not_known_names_the_nearest(says):
    status, told = says("availability", "caritas")
    assert status == 1 and "Forse: caritas-ambrosiana" in told


def test_places_are_noted_and_asked_about_again(says):
    assert "Non ha ancora detto niente." in says("availability", "celav-milano")[1]
    assert "posti: 4" in says("availability", "celav-milano", "--places", "4", "--check", "2020-01-01", "--closed-until", "2020-01-02")[1]
    assert "[scaduto]" in says("check")[1]
    assert "guardato oggi" in says("check", "celav-milano")[1] and "[scaduto]" not in says("check")[1]
    assert "chiuso" not in says("availability", "celav-milano", "--open")[1]
    assert says("availability", "celav-milano", "--places", "-1")[0] == 1


def test_employers_are_asked_and_people_counted_without_a_name(says):
    assert "mai chiesto: cooperative-sociali" in says("employers")[1]
    assert "3 posti, 0 persone" in says("employers", "cooperative-sociali", "--offer", "job", "--places", "3", "--check", "2020-01-01")[1]
    assert "3 posti, 2 persone" in says("employers", "cooperative-sociali", "--offer", "job", "--met", "2")[1]
    assert "[da chiedere di nuovo]" in says("employers")[1] and "mai chiesto" not in says("employers")[1]
    assert says("employers", "cooperative-sociali", "--offer", "visit", "--met", "1") == (1, "Nessuno ha ancora chiesto questo a questo datore di lavoro.\n")
    assert says("employers", "cooperative-sociali")[0] == 1
    desk = says.desk()
    counted = acts.counted(desk.database, desk.today().isoformat()[:7], "employer")
    assert counted == {("job", "asked"): 1, ("job", "places"): 3, ("job", "met"): 2}


def test_a_sender_gets_a_code_that_is_read_this_once(says):
    told = says("invite", "caritas-ambrosiana", "--days", "10")[1]
    code = re.search(r"(\d{4} \d{4} \d{4})", told)[1]
    desk = says.desk()
    with desk.database.write() as store:
        assert desk.network.senders.sender_of(store, code.replace(" ", ""), desk.today()) == "caritas-ambrosiana"
    assert code not in says("invite")[1] and "vale" in says("invite")[1]
    assert "Ritirati: 1" in says("invite", "caritas-ambrosiana", "--revoke")[1] and "ritirato" in says("invite")[1]
    assert says("invite", "caritas-ambrosiana", "--days", "0")[0] == 1


def test_a_referral_is_followed_from_the_command_line(says, tmp_path: Path):
    assert "Nessun invio" in says("followup")[1]
    desk = says.desk()
    made = desk.network.referrals.made("572000000003", "uepe-milano", "penal_office", "paper", desk.today())
    with desk.database.write() as store:
        desk.network.referrals.add(store, made)
    assert made.short in says("followup")[1]
    assert "sent" in says("status", made.short)[1] and "accepted" in says("status", made.short.lower(), "accepted")[1]
    assert "met" in says("status", made.short, "met")[1] and "Nessun invio" in says("followup")[1]
    assert says("status", made.short, "accepted") == (1, "Questa richiesta è già finita.\n")
    assert says("status", "ZZZZ")[0] == 1
    counted = acts.counted(desk.database, desk.today().isoformat()[:7], "referral")
    assert counted == {("penal_office", "accepted"): 1, ("penal_office", "met"): 1}


def test_a_message_goes_only_where_the_configuration_knows_the_way(tmp_path):
    place = tmp_path / "config.toml"
    place.write_text(f'[store]\nfolder = "{tmp_path}"\n[office]\nrecipients = ["{sealing.make_key()[1]}"]\n'
                     '[destinations.uepe]\nurl = "https://uepe.esempio.it/buste"\n[network.destinations]\nuepe-milano = "uepe"\n', "utf-8")
    made = config.load(str(place))
    assert made.destination_of("uepe-milano").name == "uepe" and made.destination_of("serd") is None
    place.write_text(place.read_text("utf-8").replace('= "uepe"\n', '= "altro"\n'), "utf-8")
    with pytest.raises(config.reading.ConfigIsWrong, match="network.destinations"):
        config.load(str(place))
