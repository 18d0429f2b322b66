"""A whole day at one desk: thirty visits of ten kinds, in three languages, with two operators, through the real kiosk in a real terminal.

Each who comes knows what they did, and says so. At the end the store holds that, count by count, and nothing else; nothing that
anybody typed is in its folder in clear; and what is published of the month, once it is over, follows from what happened.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk import config
from kiosk.database import Database
from kiosk.database.schema import tables
from kiosk.desk.desk import Desk
from kiosk.dispatch import codes, sealing
from kiosk.figures import release
from kiosk.figures.command import named
from kiosk.figures.shown import shown
from tests.harness.traces import Canaries, on_disk
from tests.practice import ROOT, cheap_pin
from tests.screens.comers import SIZE, Comer
from tests.screens.visits import await_that, program
from tests.terminal import Terminal

SEED = 6
PINS = {"Anna": "482109", "Bruno": "730516"}
MARK = "Zqxvkwpj"
TELEPHONE = "3491827364"
CHEAP = "from nacl.pwhash import argon2id\nargon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE = argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN\n"
PATIENT = """
from kiosk.database import sqlite
from kiosk.desk import calling, probe
probe.PATIENCE = calling._PARTING = 30.0
sqlite.PRAGMAS["busy_timeout"] = 60_000
"""
SHELF = (
    "topics.yaml", "bank", "ascolto", "casa/case-popolari.leaflet.yaml", "soldi/mensa.leaflet.yaml", "imparare/parola-segreta.yaml",
    "lavoro/iscrizione-webinar.yaml", "lavoro/iscrizione-webinar.typ",
)
HEAD = """
summary: Serve a passare una giornata.
minutes: 3
verified: {{on: {today}, until: {until}}}
privacy: {{purpose: Chiedere una cosa, legal_basis: consent, categories: [common], recipients: [lo sportello], days: 14}}
"""
HAND = """
flow: una-mano
title: Una mano in ufficio
topic: altro
doors: [{{when: altro_cosa == "aiuto", because: Prepariamo un foglio insieme.}}]
sections:
  - section: aiuto
    title: Di che cosa hai bisogno
    pages:
      - {{page: bisogno, ask: Che cosa ti serve?, type: text}}
      - {{page: quando, ask: Quando passi a prenderlo?, type: choice, choices: {{oggi: Oggi, domani: Domani}}}}
documents: [{{document: foglio, for: visitor}}]
"""
BED = """
flow: un-letto
title: Un letto per stanotte
topic: casa
sections:
  - section: persone
    title: Chi siete
    pages:
      - {{page: nome, ask: Qual è il tuo nome?, type: text}}
      - {{page: quanti, ask: In quanti siete?, type: number, min: 1, max: 9}}
      - {{page: telefono, ask: Dove ti chiamiamo?, type: text}}
documents: [{{document: foglio, for: visitor}}]
"""
AGENDA = """
agenda: sala
events:
  - {{event: gruppo, kind: group, title: Un gruppo che si trova, on: {day}, starts: "10:00", ends: "12:00", seats: 2, place: Sala due, holidays: yes}}
  - {{event: incontro, kind: webinar, title: Un incontro in rete, on: {day}, starts: "15:00", ends: "16:00", seats: 20, link: https://esempio.it/incontro, holidays: yes}}
"""
NETWORK = """
network: vicini
sources: [{{id: prova, name: Una pagina, read: {today}}}]
actors:
  - {{actor: mensa-vicina, name: Mensa del quartiere, kind: charity, needs: [money], offers: Dà da mangiare a pranzo., phone: "02 555 1111", source: prova, certain: yes}}
  - {{actor: scuola-vicina, name: Scuola di italiano, kind: school, needs: [italian], offers: Insegna italiano la sera., phone: "02 555 2222", source: prova, certain: yes}}
"""
WEBINAR = {
    "mezzo": "telefono", "invito": "nessuno", "cognome": f"{MARK}webinar", "nome": "Lia", "comune": "Milano", "email": "", "lavoro": "", "aiuto": "nessuno", "capito": "yes",
    "telefono": {"number": TELEPHONE, "whose": "mine", "message": "yes"},
}


@dataclass
class Day:
    """What is shared by all who come on one day: the kiosk, the desk that nobody sees, what happened, the codes that were written down."""

    terminal: Terminal
    desk: Desk
    happened: Counter = field(default_factory=Counter)
    written: dict[str, tuple[str, str]] = field(default_factory=dict)

    def comes(self, language: str, way: str = "") -> Comer:
        """Somebody new, who has chosen a language and how to begin."""
        self.counts("language", language)
        comer = Comer(self.terminal, self.desk, language, self.happened).gives("language", language)
        return comer.gives("how", way) if way else comer

    def counts(self, *what: str, times: int = 1) -> None:
        self.happened[(*what, "")[:3]] += times

    def is_over(self, comer: Comer) -> None:
        assert comer.visit.over

    def operator(self, comer: Comer, name: str, *duties: str) -> Comer:
        """F12, the PIN, and what is chosen from the menus after it."""
        comer.presses("f12").gives("operator", PINS[name])
        for panel, choice in zip(("duties", "works"), duties):
            comer.gives(panel, choice)
        return comer


def begins(day: Day, language: str, topic: str, service: str) -> Comer:
    """As far as the first page of a form."""
    comer = day.comes(language, "alone").gives("topic", topic).gives("need", service)
    return agrees(comer)


def agrees(comer: Comer) -> Comer:
    return comer.gives("before").gives("consent", "yes").gives("code", "go")


def ends(day: Day, comer: Comer, service: str) -> None:
    """The last card of a form that was sent."""
    day.counts("visit", service, "sent")
    comer.gives("end", "done")
    day.is_over(comer)


def a_form_alone(day: Day, language: str) -> None:
    ends(day, begins(day, language, "altro", "una-mano").fills(bisogno=f"{MARK}alone", quando="oggi"), "una-mano")


def a_form_put_aside(day: Day, language: str) -> None:
    """Somebody stops halfway, and takes the code along."""
    comer = day.comes(language, "alone").gives("topic", "casa").gives("need", "un-letto").gives("before").gives("consent", "yes")
    day.written["draft"] = comer.writes_down(codes.DRAFT, comer.visit.code)
    comer.gives("code", "go").answers_page(nome=f"{MARK}aside").presses("f1").gives("help", "stop").gives("stop", "save")
    day.counts("key", "un-letto", "F1")
    day.counts("visit", "un-letto", "aside")
    day.is_over(comer)


def helped(day: Day, language: str, name: str) -> Comer:
    """A form with somebody beside, in two languages, as far as its first page."""
    comer = day.comes(language, "together")
    day.counts("call", language)
    comer.gives("called")
    day.operator(comer, name, "assist").gives("interpreter", "none")
    comer.gives("topic", "casa").gives("need", "un-letto")
    return agrees(comer)


def a_form_beside(day: Day, language: str, name: str) -> None:
    """The person types the first answer, who helps the others; at the end the ladder says so."""
    comer = helped(day, language, name).answers_page(nome=f"{MARK}beside").presses("f8").fills(quanti="2", telefono=TELEPHONE)
    comer.gives("end", "ladder").gives("ladder", "done")
    ends(day, comer, "un-letto")


def a_form_parked(day: Day, language: str, name: str) -> None:
    """Who helps puts it aside for the next in the queue."""
    comer = helped(day, language, name).answers_page(nome=f"{MARK}parked")
    comer.presses("f12").gives("duties", "park")
    day.written["parked"] = comer.writes_down(codes.DRAFT, comer.visit.code)
    comer.gives("parked")
    day.counts("visit", "un-letto", "aside")
    day.is_over(comer)


def a_leaflet(day: Day, language: str, *said: str) -> None:
    comer = day.comes(language, "ask")
    for page, answer in zip(("bisogno", *(("casa_cosa",) if said[0] == "casa" else ("soldi_cosa", "figli_cosa"))), said):
        comer.gives(page, answer)
    wanted = next(option.value for option in comer.visit.card.prompts[0].options if option.value.startswith("leaflet:"))
    comer.gives("doors", wanted).gives("leaflet", "done")
    day.counts("need", said[0], "leaflet")
    day.is_over(comer)


def asks_for_a_hand(day: Day, language: str) -> Comer:
    """From «I just want to ask» to the card before a service."""
    comer = day.comes(language, "ask").gives("bisogno", "altro").gives("altro_cosa", "aiuto").gives("doors", "service:una-mano")
    day.counts("need", "altro", "service")
    return comer


def a_service_asked_for(day: Day, language: str) -> None:
    ends(day, agrees(asks_for_a_hand(day, language)).fills(bisogno=f"{MARK}asked", quando="domani"), "una-mano")


def a_service_erased(day: Day, language: str) -> None:
    comer = agrees(asks_for_a_hand(day, language)).answers_page(bisogno=f"{MARK}erased")
    comer.presses("f1").gives("help", "stop").gives("stop", "erase").gives("erase", "yes")
    day.counts("key", "una-mano", "F1")
    day.counts("visit", "una-mano", "erased")
    day.is_over(comer)


def a_service_refused(day: Day, language: str) -> None:
    comer = asks_for_a_hand(day, language).gives("before").gives("consent", "no").gives("refused", "leave")
    day.counts("visit", "una-mano", "refused")
    day.is_over(comer)


def at_a_place(day: Day, language: str, text: str) -> Comer:
    return day.comes(language, "places").gives("places", text).takes("results")


def sent_by_message(day: Day, language: str) -> None:
    """The place has a key: a sealed message goes."""
    comer = at_a_place(day, language, "mensa").gives("actor", "refer").gives("refer", f"{MARK}referred", TELEPHONE).gives("saying", "yes")
    day.written["referral"] = comer.writes_down(codes.SHORT, comer.visit.seeking.code)
    comer.gives("referred", "done")
    day.counts("referral", "charity", "sent")
    day.is_over(comer)


def sent_by_phone(day: Day, language: str) -> None:
    """There is neither a key nor a printer: a person is called, who telephones."""
    comer = at_a_place(day, language, "scuola").gives("actor", "refer").gives("refer", f"{MARK}phoned", "").gives("saying", "yes").gives("referred", "done")
    day.counts("referral", "school", "sent")
    day.counts("call", language)
    day.is_over(comer)


def looks_at_a_place(day: Day, language: str, name: str) -> None:
    """Says no to what would be said, and goes; an operator closes the visit."""
    comer = at_a_place(day, language, "scuola").gives("actor", "refer").gives("refer", f"{MARK}looked", "").gives("saying", "no")
    day.operator(comer, name, "leave")
    day.is_over(comer)


def signs_up(day: Day, language: str, key: str, choice: str, state: str) -> None:
    """A place in the group, from the list."""
    comer = day.comes(language, "dates").gives("dates", "group").takes("which").gives("event", choice).gives("signup", f"{MARK}{key}", TELEPHONE)
    day.written[key] = comer.writes_down(codes.SHORT, comer.visit.looking.taken[0].code)
    comer.gives("booked", "done")
    day.counts("event", "group", state)
    day.is_over(comer)


def a_webinar(day: Day, language: str) -> None:
    """A form that takes a seat at its end."""
    comer = begins(day, language, "lavoro", "iscrizione-webinar").answers_page()
    comer.fills(incontro=comer.visit.card.prompts[0].options[0].value, **WEBINAR).gives("booked", "go")
    day.counts("event", "webinar", "booked")
    ends(day, comer, "iscrizione-webinar")


def no_webinar(day: Day, language: str) -> None:
    """No date suits: the form ends early."""
    comer = begins(day, language, "lavoro", "iscrizione-webinar").fills(incontro="none", ended="done")
    day.counts("visit", "iscrizione-webinar", "ended")
    day.is_over(comer)


def gives_a_seat_back(day: Day, language: str) -> None:
    comer = day.comes(language, "resume").types_code(day.written["given back"])
    comer.gives("booked", "leave").gives("leaving", "yes").gives("booked", "done")
    day.counts("event", "group", "cancelled")
    day.is_over(comer)


def goes_on(day: Day, language: str, key: str) -> None:
    """Back with the code, to the end."""
    comer = day.comes(language, "resume").types_code(day.written[key]).gives("found", "go").fills(quanti="3", telefono=TELEPHONE)
    ends(day, comer, "un-letto")


def takes_a_referral_back(day: Day, language: str) -> None:
    comer = day.comes(language, "resume").types_code(day.written["referral"]).gives("referral", "cancel").gives("dropping", "yes").gives("undone")
    day.counts("referral", "charity", "cancelled")
    comer.presses("f12").gives("operator", PINS["Bruno"]).gives("duties", "leave")
    day.is_over(comer)


def a_lesson(day: Day, language: str, name: str = "") -> None:
    comer = day.comes(language, "together" if name else "alone")
    if name:
        day.counts("call", language)
        comer.gives("called")
        day.operator(comer, name, "assist").gives("interpreter", "volunteer")
    comer.gives("topic", "imparare").gives("need", "parola-segreta")
    comer.gives("chiave", True).gives("chi", "no").gives("buona", "lunga").gives("dove", "casa").gives("diverse", True).gives("learned", "done")
    day.counts("learned", "parola-segreta", "helped" if name else "alone")
    day.is_over(comer)


def a_call(day: Day, name: str, reason: str, outcome: str) -> None:
    """One number rings: a reason, what is read aloud, how it ended; then the telephone is closed."""
    comer = day.operator(Comer(day.terminal, day.desk, "it", day.happened), name, "works", "phone").gives("phone_reason", reason)
    if comer.visit.stage == "phone_leaflets":
        comer.takes("phone_leaflets").gives("phone_read")
    comer.presses("f6") if outcome == "dropped" else comer.gives("phone_outcome", outcome)
    day.counts("phone", reason, outcome)
    comer.gives("phone_reason", "close")
    day.is_over(comer)


VISITS = (
    # what happens, and which of the others must have happened before
    ("alone it", (), a_form_alone, "it"), ("alone ar", (), a_form_alone, "ar"), ("aside zh", (), a_form_put_aside, "zh"),
    ("beside ar", (), a_form_beside, "ar", "Anna"), ("beside zh", (), a_form_beside, "zh", "Bruno"), ("parked ar", (), a_form_parked, "ar", "Anna"),
    ("leaflet it", (), a_leaflet, "it", "casa", "popolare"), ("leaflet ar", (), a_leaflet, "ar", "soldi", "figli", "mensa"), ("leaflet zh", (), a_leaflet, "zh", "casa", "popolare"),
    ("service it", (), a_service_asked_for, "it"), ("erased ar", (), a_service_erased, "ar"), ("refused zh", (), a_service_refused, "zh"),
    ("message it", (), sent_by_message, "it"), ("by phone ar", (), sent_by_phone, "ar"), ("looks zh", (), looks_at_a_place, "zh", "Bruno"),
    ("group it", (), signs_up, "it", "given back", "book", "booked"), ("group ar", ("group it",), signs_up, "ar", "kept", "book", "booked"),
    ("group zh", ("group ar",), signs_up, "zh", "waits", "wait", "waiting"),
    ("webinar it", (), a_webinar, "it"), ("webinar ar", (), a_webinar, "ar"), ("no webinar zh", (), no_webinar, "zh"),
    ("seat back it", ("group zh",), gives_a_seat_back, "it"), ("goes on zh", ("aside zh",), goes_on, "zh", "draft"), ("referral back it", ("message it",), takes_a_referral_back, "it"),
    ("lesson it", (), a_lesson, "it"), ("lesson ar", (), a_lesson, "ar"), ("lesson zh", (), a_lesson, "zh", "Bruno"),
    ("call informed", (), a_call, "Anna", "casa", "informed"), ("call dropped", (), a_call, "Bruno", "soldi", "dropped"), ("call sent on", (), a_call, "Anna", "lavoro", "transferred"),
)


def mixed() -> list[tuple]:
    """All visits in an order that only the seed knows, each after those that it needs."""
    left, done = list(VISITS), []
    random.Random(SEED).shuffle(left)
    while left:
        following = next(one for one in left if {*one[1]} <= {name for name, *_ in done})
        left.remove(following)
        done.append(following)
    return done


def shelf(folder: Path) -> Path:
    """Two services of this day, and a few of the real ones."""
    for name in SHELF:
        there = ROOT / "flows" / name
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if there.is_dir() else shutil.copy)(there, folder / name)
    today = date.today()
    facts = {"today": today, "until": today + timedelta(days=60), "day": today + timedelta(days=10)}
    for real in folder.rglob("*.yaml"):
        # whatever day it is when this runs, somebody has read them today
        read = re.sub(r"\b(read|on): \d{4}-\d\d-\d\d", rf"\1: {today}", real.read_text("utf-8"))
        real.write_text(re.sub(r"\buntil: \d{4}-\d\d-\d\d", f"until: {facts['until']}", read), "utf-8")
    for name, text in (("altro/una-mano", HAND + HEAD), ("casa/un-letto", BED + HEAD), ("agenda/sala", AGENDA), ("network/vicini", NETWORK)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.yaml").write_text(text.format(**facts), "utf-8")
    return folder


def configured(folder: Path, name: str) -> Path:
    """A desk for real visitors, with a store of its own beside others of the same services."""
    key, place = sealing.make_key()[1], folder / f"{name}.toml"
    for office in ("office", "vicini"):
        (folder / name / office).mkdir(parents=True)
    people = "\n".join(f'{who} = "{cheap_pin(pin)}"' for who, pin in PINS.items())
    place.write_text(f"""
languages = ["it", "ar", "zh"]
[store]
folder = "{folder / name / 'store'}"
[desk]
id = "sportello-1"
name = "Sportello Uno"
[office]
recipients = ["{key}"]
[destinations.ufficio]
url = "file://{folder / name / 'office'}"
[destinations.vicini]
url = "file://{folder / name / 'vicini'}"
[network.destinations]
mensa-vicina = "vicini"
[shelf]
flows = "{folder / 'flows'}"
[operators]
{people}
""", "utf-8")
    return place


def kept(database: Database) -> dict[str, list]:
    """Every row of every table that has one."""
    with database.write() as store:
        return {name: rows for name in tables().tables if (rows := store.rows(name))}


def counted(rows: list) -> Counter:
    """The acts of a store; how long a visit took is no matter here."""
    found = Counter()
    for row in rows:
        found[row["what"], row["a"], "" if row["what"] == "language" else row["b"]] += row["n"]
    return found


def each(rows: list, *columns: str) -> Counter:
    return Counter(tuple(row[name] for name in columns) for row in rows)


def are_sent(database: Database) -> bool:
    with database.write() as store:
        return all(row["state"] == "sent" for row in store.rows("envelope"))


def published(place: Path, after: date) -> dict:
    """What the command says of the month before that day: by kind, each number by the name of its row and of its column."""
    later = f"from datetime import date\nfrom kiosk.figures import command\ncommand.today = lambda config: date({after.year}, {after.month}, {after.day})\n"
    said = subprocess.run([*program(later), "--config", str(place), "figures", "--json"], cwd=ROOT, capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")
    return {name: {row["name"]: row["parts"] | {"": row["total"]} for row in table["rows"]} for name, table in json.loads(said.stdout)["tables"].items()}


def may_be_published(place: Path, month: str, acts: list) -> dict:
    """The same worked out here, from counts that were compared with what happened."""
    counts: dict[str, dict] = {}
    for row in acts:
        if row["month"] == month:
            counts.setdefault(row["what"], {})[row["a"], row["b"]] = row["n"]
    found = shown([release.Release(month, release.tables(counts))], named=named(config.load(str(place))))
    return {one.kind.name: {row.name: {column: count.said for column, count in row.parts} | {"": row.total and row.total.said} for row in one.rows} for one in found}


@pytest.fixture
def over(tmp_path, cheap_codes):
    """The day is over: what happened, the file that says where all of it was kept, and what is there."""
    shelf(tmp_path / "flows")
    place, unseen = configured(tmp_path, "real"), configured(tmp_path, "unseen")
    desk = Desk(config.load(str(unseen)))
    desk.drafts.floor = 0.0
    with Terminal([*program(CHEAP + PATIENT), "--config", str(place)], *SIZE, cwd=ROOT) as terminal:
        day = Day(terminal, desk)
        for _, _, happens, *said in mixed():
            happens(day, *said)
        Comer(terminal, desk, "it", day.happened).sees(desk.italian.say("language.title"))
        database = Database(config.load(str(place)).store)
        await_that(terminal, lambda: are_sent(database))
    yield day, place, kept(database)
    database.close()
    desk.database.close()


@pytest.mark.timeout(900)
def test_thirty_visits_of_ten_kinds_and_the_figures_are_what_happened(over):
    day, place, found = over
    assert counted(found["act"]) == day.happened
    assert {name: len(rows) for name, rows in found.items() if name != "act"} == {
        "schema_version": 1, "last_day": 1, "pin_gate": 1, "chain": 1, "envelope": 10, "draft": 1, "log": 4, "event": 2, "seat": 5, "referral": 2,
    }
    assert each(found["envelope"], "destination", "state") == {("ufficio", "sent"): 8, ("vicini", "sent"): 2}
    assert [len(list((place.parent / "real" / office).iterdir())) for office in ("office", "vicini")] == [8, 2]
    assert each(found["event"], "kind", "taken", "waiting") == {("webinar", 2, 0): 1, ("group", 2, 0): 1}
    assert each(found["seat"], "state", "promoted") == {("booked", 0): 3, ("booked", 1): 1, ("cancelled", 0): 1}
    assert each(found["referral"], "actor", "way", "status") == {("mensa-vicina", "message", "cancelled"): 1, ("scuola-vicina", "phone", "sent"): 1}
    assert each(found["log"], "who", "act") == {("Anna 1", "assist"): 2, ("Bruno 2", "assist"): 2}
    folder = place.parent / "real" / "store"
    assert [trace for mark in (MARK, TELEPHONE[:8]) for trace in on_disk(folder, Canaries(mark, ()))] == []
    after = (date.today().replace(day=1) + timedelta(days=32)).replace(day=1)
    said = published(place, after)
    assert said == may_be_published(place, release.month_before(after.isoformat()[:7]), found["act"])
    assert not any(number in ("1", "2", "3", "4") for table in said.values() for row in table.values() for number in row.values() if number)
    assert sum(map(bool, said.values())) > 3
