"""After a service, the record that a Punto Digitale Facile owes: proposed, confirmed in seconds, sealed; never without a yes."""

from __future__ import annotations

import csv
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.__main__ import main
from kiosk.config import Facilita
from kiosk.database import Database
from kiosk.desk.acts import Tally
from kiosk.desk.assist import Assist
from kiosk.desk.visit import Visit
from kiosk.dispatch import sealing
from kiosk.errors import DatabaseFailed, Rejected
from kiosk.figures.facilita import export, register
from kiosk.figures.facilita.grid import load
from tests import stores
from tests.people import Guest, finisher
from tests.practice import PracticeDesk

SECRET, PUBLIC = sealing.make_key()
MAN, STRANGE = "RSSMRA85C23F205P", "RSSMRA85C23F205X"
PLACE = Facilita(
    "123", "Punto Quarto", date(2026, 1, 1), date(2026, 12, 31), window=date(2026, 12, 31),
    workers=(("Anna", "RSSNNA80A41F205X", "Rossi Anna"),),
)
SECONDS_A_KEY, A_QUESTION, A_WORD, MOST = 1.2, 3.0, 0.5, 30.0
"""The keystroke model: a slow typist, thinking about a question, reading a word."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory, cheap_codes):
    made = PracticeDesk(tmp_path_factory.mktemp("register"), practice=False, recipients=(PUBLIC,), facilita=PLACE)
    made.codes = [made.drafts.make_code()]
    return made


@pytest.fixture
def place(desk):
    """Settings of the place for one test; nothing is written down yet."""
    with desk.database.write() as store:
        store.delete("help_record")
    kept = desk.config

    def settle(**changes: object):
        desk.config = replace(kept, facilita=replace(PLACE, **changes))
        return desk
    yield settle
    desk.config = kept


ENDED: dict[tuple, Visit] = {}
"""Forms played to their last card, by what was answered: each test goes on from a copy."""


def helped(desk, helper: str | None = "Anna", flow: str = "did", **answers: object) -> Visit:
    """A form that somebody helped with, on its last card."""
    played = (id(desk), flow, *answers.items())
    if played not in ENDED:
        guest = Guest(Visit(desk), flow, finisher(flow).answers | {"codice_fiscale": MAN} | answers)
        while guest.visit.card.name != "end":
            guest.does()
        ENDED[played] = guest.visit
    visit = copy(ENDED[played])
    visit.back_to, visit.acts, visit.assist = [], Tally(), Assist(helper) if helper else None
    visit.acts.begin(visit)
    return visit


def press(visit: Visit, *given: object) -> Visit:
    for one in given:
        visit.give({visit.card.prompts[0].name: one})
    return visit


def values(visit: Visit) -> list[str]:
    return [option.value for option in visit.card.prompts[0].options]


def written(desk) -> list[dict]:
    return list(register.opened(desk.database, "2026-11", SECRET).values())


def test_confirmed_in_less_than_half_a_minute(place):
    """From the end of the form to the record: every word of the card is read, every key pressed."""
    visit = press(helped(place()), "done")
    seconds = 0.0
    while visit.card.name.startswith("register"):
        card = visit.card
        words = " ".join([card.title, *(line.text for line in card.lines), *(option.text for option in card.prompts[0].options)]).split()
        seconds += A_QUESTION + A_WORD * len([word for word in words if word != "·"]) + SECONDS_A_KEY * len(["digit", "Enter"])
        press(visit, "yes")
    assert visit.over and seconds < MOST
    assert 1 == len(written(place()))


def test_what_is_proposed_from_the_form(place):
    (record,) = written(press(helped(place()), "done", "yes").desk)
    said = {name: record[name] for name in ("IDFacilitatore", "NominativoFacilitatore", "IDSede", "NominativoSede", "AN3", "AN7", "AN8", "AN10", "AN11", "SE1", "SE2")}
    assert {
        "IDFacilitatore": "RSSNNA80A41F205X", "NominativoFacilitatore": "Rossi Anna", "IDSede": "123", "NominativoSede": "Punto Quarto", "AN3": MAN,
        "AN7": "B", "AN8": "B", "AN10": "D", "AN11": record["AN11"], "SE1": "2026-11-21", "SE2": "00:05",
    } == said
    assert (("A",), ("B",), ("6",), ("J",), "L", "Milano") == tuple(record[name] for name in ("SE3", "SE4", "SE5", "SE6", "AN9", "AN12"))


def test_what_rests_in_the_store_says_nothing(place):
    desk = press(helped(place()), "done", "yes").desk
    with desk.database.write() as store:
        (row,) = store.rows("help_record")
    assert {"id", "month", "sealed"} == set(row) and "2026-11" == row["month"]
    assert MAN.encode() not in bytes(row["sealed"]) and b"Rossi" not in bytes(row["sealed"])
    assert sealing.expand(MAN.encode(), bytes(32)).hex() != row["id"]


def test_nothing_is_asked_where_it_is_not_wanted(place, desk):
    desk.config = replace(desk.config, facilita=None)
    assert press(helped(desk), "done").over
    for visit in (helped(place(), helper=None), helped(place(), flow="colloqui-in-carcere")):
        assert press(visit, "done").over
    assert [] == written(place())


def test_who_does_not_want_is_not_written_down(place):
    visit = press(helped(place()), "done", "no")
    assert visit.over and [] == written(place())


def test_the_next_service_follows_the_record(place):
    visit = press(helped(place()), "more", "yes")
    assert "topic" == visit.card.name and 1 == len(written(place())) and not visit.over


def test_the_same_help_is_written_once(place):
    press(helped(place()), "done", "yes")
    visit = press(helped(place()), "done", "yes")
    assert "register_no" == visit.card.name and "già registrato" in visit.card.lines[0].text
    assert press(visit, "leave").over and 1 == len(written(place()))


def test_somebody_without_a_tax_code_is_helped_and_not_counted(place):
    visit = press(helped(place(), codice_fiscale=None), "done")
    assert "Qual è il codice fiscale?" == visit.card.title
    press(visit, {"out": "none"})
    assert "register_no" == visit.card.name and "si aiuta lo stesso" in visit.card.lines[0].text
    assert press(visit, "leave").over and [] == written(place())


def test_a_tax_code_that_is_wrong_is_typed_again(place):
    visit = press(helped(place(), codice_fiscale=None), "done", "", STRANGE)
    assert "register_no" == visit.card.name and STRANGE not in " ".join(line.text for line in visit.card.lines)
    press(visit, "mend", MAN.lower(), "yes")
    assert [MAN] == [record["AN3"] for record in written(place())]


@pytest.mark.parametrize(("changes", "why"), [
    ({"ends_on": date(2026, 11, 20)}, "finito"), ({"begins_on": date(2026, 11, 22)}, "non era ancora cominciato"), ({"window": None}, "verifica"),
    ({"workers": ()}, "Identificativo facilitatore"),
])
def test_what_cannot_be_written_down_is_said_at_once(place, changes, why):
    visit = press(helped(place(**changes)), "done")
    assert "register_no" == visit.card.name and why in " ".join(line.text for line in visit.card.lines)
    assert press(visit, "leave").over and [] == written(place())


def test_anything_can_be_changed_with_few_keys(place):
    visit = press(helped(place()), "done", "change", "SE5", "6", "9", "done", "change", "SE2", "00:45", "change", "AN12", "", "Monza e Brianza", "change", "AN9", "C", "yes")
    (record,) = written(place())
    assert (("9",), "00:45", "Monza e Brianza", "C") == tuple(record[name] for name in ("SE5", "SE2", "AN12", "AN9"))


def test_a_list_that_was_emptied_is_not_done(place):
    visit = press(helped(place()), "done", "change", "SE6", "J", "done")
    assert "register_ask" == visit.card.name and visit.card.prompts[0].problem
    assert any(option.text.startswith("[x]") for option in press(visit, "L").card.prompts[0].options)


def test_the_person_is_asked_only_what_the_place_asks_and_may_leave_it_out(place):
    visit = press(helped(place(ask=("ES6", "ES3", "AN9"))), "done")
    assert "Quanto è stato utile, da 1 a 5?" == visit.card.title and "unsaid" in values(visit)
    press(visit, "5", "A", "C", "done", "unsaid", "yes")
    (record,) = written(place())
    assert ("5", ("A", "C"), "L") == (record["ES6"], record["ES3"], record["AN9"])
    press(helped(place(ask=("ES6",)), codice_fiscale="BNCLRA99A41F205R"), "done", "unsaid", "yes")
    assert [None] == [record.get("ES6") for record in written(place()) if record["AN3"] != MAN]


def test_a_choice_that_is_not_there(place):
    visit = press(helped(place(ask=("ES6",))), "done", "9")
    assert "register_ask" == visit.card.name and visit.card.prompts[0].problem
    press(visit, "5", "forse")
    assert "register" == visit.card.name and visit.card.prompts[0].problem


class Away:
    def write(self):
        raise DatabaseFailed("away")


def test_a_store_that_is_away_says_so_and_can_be_tried_again(place):
    desk = place()
    visit = press(helped(desk), "done")
    kept, desk.__dict__["database"] = desk.database, Away()
    try:
        press(visit, "yes")
        assert "register_no" == visit.card.name and "niente è registrato" in visit.card.lines[0].text
    finally:
        desk.__dict__["database"] = kept
    press(visit, "again", "yes")
    assert visit.over and 1 == len(written(desk))


def test_esc_goes_back_to_the_end_of_the_form(place):
    visit = press(helped(place()), "done")
    visit.back()
    assert "end" == visit.card.name
    assert press(visit, "done").card.name == "register"


@pytest.mark.parametrize("kind", stores.KINDS)
def test_the_file_for_the_platform(tmp_path, capsys, kind):
    """Written as a coordinator does; then the rows are gone from here."""
    with stores.store(kind, tmp_path) as url:
        (tmp_path / "desk").mkdir()
        place, key = tmp_path / "config.toml", tmp_path / "office.key"
        key.write_text(SECRET, "utf-8")
        place.write_text(
            f'[store]\nfolder = "{tmp_path / "desk"}"\nurl = "{url}"\n[office]\nrecipients = ["{PUBLIC}"]\n'
            '[facilita]\nplace_id = "123"\nplace = "Punto Quarto"\nfrom = 2026-01-01\nuntil = 2026-04-30\n'
            '[facilita.workers]\nAnna = "RSSNNA80A41F205X Rossi Anna"\n', "utf-8",
        )
        database = Database(url)
        record = {"AN3": MAN, "SE1": "2026-04-07", "SE2": "00:25", "SE3": ("A", "C"), "SE5": ("6",)}
        assert register.keep(database, record, [PUBLIC], bytes(32))
        assert not register.keep(database, record, [PUBLIC], bytes(32))
        assert register.keep(database, record | {"SE1": "2026-04-02"}, [PUBLIC], bytes(32))
        assert register.keep(database, record | {"SE1": "2026-03-31"}, [PUBLIC], bytes(32))
        said = ["figures", "facilita", "--month", "2026-04", "--csv", str(tmp_path / "f.csv"), "--key", str(key), "--config", str(place)]
        assert 0 == main(said)
        assert "2 righe" in (out := capsys.readouterr().out) and "verifica" in out.lower()
        rows = list(csv.reader((tmp_path / "f.csv").read_text("utf-8").splitlines()))
        assert [column.name for column in load().columns] == rows[0]
        assert [("2026-04-02", "A:C"), ("2026-04-07", "A:C")] == [(row[20], row[22]) for row in rows[1:]]
        assert 1 == main(said) and "c'è già" in capsys.readouterr().err
        assert {} == register.opened(database, "2026-04", SECRET) and 1 == len(register.opened(database, "2026-03", SECRET))


def test_a_key_that_does_not_open_loses_nothing(place, tmp_path):
    desk = press(helped(place()), "done", "yes").desk
    (tmp_path / "other.key").write_text(sealing.make_key()[0], "utf-8")
    with pytest.raises(Rejected, match="non si apre"):
        export.run(desk.config, "2026-11", str(tmp_path / "f.csv"), str(tmp_path / "other.key"), False)
    assert 1 == len(written(desk)) and not (tmp_path / "f.csv").exists()


def test_records_wait_three_months_at_most(place):
    desk = place()
    for month in ("2026-06", "2026-07", "2026-10"):
        register.keep(desk.database, {"AN3": MAN, "SE1": f"{month}-01"}, [PUBLIC], bytes(32))
    with desk.database.write() as store:
        assert {"2026-07", "2026-10"} == {row["month"] for row in store.rows("help_record", "month")}


def test_the_figures_of_the_last_month_from_the_works_menu(desk):
    desk.clock = lambda: datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
    desk.days.confirm(desk.local)
    with desk.database.write() as store:
        for table in ("act", "released"):
            store.delete(table)
        store.insert("act", month="2026-11", what="visit", a="did", b="sent", n=34)
        store.insert("act", month="2026-12", what="visit", a="did", b="sent", n=77)
    visit = Visit(desk)
    visit.cover("works")
    assert "Lavori del banco" == visit.card.title
    visit.give({"works": "figures"})
    said = " ".join(line.text for line in visit.card.lines)
    assert "novembre 2026" in visit.card.title and "34" in said and "77" not in said
    visit.give({"figures": "before"})
    assert "ottobre 2026" in visit.card.title and "niente da mostrare" in visit.card.lines[0].text
    visit.give({"figures": "close"})
    assert "language" == visit.card.name and not visit.started
