"""What was typed, a code, and who came: not in a problem that others hear or see, not by a key after the visit was put aside."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from kiosk.config import Operator
from kiosk.database import Database
from kiosk.desk.assist import Assist
from kiosk.desk.calls import Calls
from kiosk.desk.counter import Counter
from kiosk.desk.hosting import Hosting
from kiosk.desk.joining import CLOSED, OPEN, Host
from kiosk.desk.looking_on import LookingOn
from kiosk.desk.parking import park
from kiosk.desk.speech import speech
from kiosk.desk.visit import Visit
from kiosk.desk.watched import as_seen
from kiosk.dispatch import sealing
from tests.people import texts
from tests.practice import ROOT, PracticeDesk
from tests.visitor import HEAD

ID, PIN = "c" * 32, "482910"
TYPED = {"codice": ("RSSMRA85T1OA562S", "RSS MRA 85T10 A562 S"), "nascita": ("12 brumaio 1985", "brumaio"), "paese": ("Marocko", "Marocco")}
PAGES = """
      - {page: codice, ask: "Codice fiscale?", type: tax_code, private: true, sensitive: true}
      - {page: nascita, ask: "Quando sei nato?", type: date, private: true}
      - {page: paese, ask: "Dove sei nato?", type: country}
"""
STEERS = "\x1b]0;qui\x07\x9b2J"


@pytest.fixture(scope="module")
def people() -> tuple[Operator, ...]:
    return (Operator("Anna", sealing.hash_pin(PIN)),)


@pytest.fixture
def visit(tmp_path, people):
    place = tmp_path / "flows" / "altro"
    place.mkdir(parents=True)
    shutil.copy(ROOT / "flows" / "topics.yaml", tmp_path / "flows")
    (place / "prova.yaml").write_text(f"{HEAD}sections:\n  - section: tutto\n    title: Tutto\n    pages:{PAGES}", "utf-8")
    desk = PracticeDesk(tmp_path / "desk", flows=tmp_path / "flows")
    desk.config = replace(desk.config, operators=people)
    visit = Visit(desk)
    for choice in ("it", "alone", "altro", "prova", ""):
        visit.give({visit.stage: choice})
    visit.stage = "form"
    yield visit
    desk.database.close()


def mistyped(visit: Visit, name: str) -> tuple[str, str]:
    """A page given with something that is nearly right: what was typed, and what the problem takes from it."""
    typed, told = TYPED[name]
    while visit.session.at.page != name:
        visit.session.give({visit.session.at.page: {"codice": "RSSMRA85T10A562S", "nascita": "12/03/1985"}[visit.session.at.page]})
    visit.give({name: typed})
    assert visit.card.prompts[0].problem
    return typed, told


@pytest.mark.parametrize("name", TYPED)
def test_a_problem_that_repeats_what_was_typed_is_not_said_aloud(visit, name):
    typed, told = mistyped(visit, name)
    said = " ".join(one.text for one in speech(visit.card, visit.words))
    assert told not in said and typed not in said and "personal" not in said.partition("?")[0]


@pytest.mark.parametrize("name", ("codice", "nascita"))
def test_nobody_else_reads_it_in_a_problem_of_a_private_question(visit, name):
    typed, told = mistyped(visit, name)
    seen = json.dumps(as_seen(visit, visit.card), ensure_ascii=False)
    assert told not in seen and typed not in seen
    visit.assist = Assist("Anna")
    assert told not in " ".join((*visit.card.prompts[0].problem, *(part.problem for part in visit.card.prompts[0].parts)))


def test_who_types_alone_reads_what_was_meant_but_under_a_covered_box(visit):
    _, told = mistyped(visit, "nascita")
    assert told in visit.card.prompts[0].problem[0]
    visit.session.go_to("codice")
    visit.give({"codice": TYPED["codice"][0]})
    assert visit.card.prompts[0].masked and TYPED["codice"][1] not in visit.card.prompts[0].problem[0]


def put_aside(visit: Visit) -> str:
    mistyped(visit, "paese")
    visit.save()
    visit.code_seen = True
    park(visit)
    assert visit.card.name == "parked" and visit.shown_code in texts(visit.card)
    return visit.shown_code


def test_the_code_of_a_visit_put_aside_is_not_said_aloud(visit):
    digits = put_aside(visit).replace(" ", "")
    said = "".join(one.text for one in speech(visit.card, visit.words))
    assert digits not in said.replace(" ", "").replace(",", "")


@pytest.mark.parametrize("keys", (("back",), ("help", "back", "back"), ("call", "back", "back"), ("back", "still", "wake", "back")), ids="-".join)
def test_whoever_comes_next_does_not_come_back_to_a_form_that_was_put_aside(visit, keys):
    put_aside(visit)
    for key in keys:
        getattr(visit, key)()
    assert visit.card.name == "parked"
    visit.give({})
    assert visit.over


@pytest.mark.parametrize("over", ("", "help", "call"))
def test_nor_by_the_door_of_whoever_has_helped_without_their_pin(visit, over):
    visit.assist = Assist("Anna")
    put_aside(visit)
    if over:
        getattr(visit, over)()
    visit.operator()
    assert visit.overlay == "operator"
    visit.give({"operator": PIN})
    assert visit.overlay == "duties"


@pytest.fixture
def store(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'calls.db'}")
    yield database
    database.close()


def test_what_another_desk_writes_into_a_call_steers_no_terminal(store):
    calls = Calls(store, f"milano{STEERS}")
    calls.ring(ID, "it", "asked")
    calls.answer(ID, f"Anna{STEERS}")
    calls.ask_to_see(ID, f"Bea{STEERS}", "key")
    found = calls.look(ID)
    written = (found.desk, found.answered_by, calls.joined(ID).asker)
    assert all(text.isprintable() for text in written), written


def test_nor_does_a_page_that_is_seen(tmp_path, store):
    calls, looking = _joined(store)
    looking.guest.card = {"title": f"t{STEERS}", "service": f"s{STEERS}", "part": "", "language": "", "direction": "ltr", "italian": None,
                          "lines": [[f"l{STEERS}", "plain"]]}
    counter = Counter(PracticeDesk(tmp_path / "desk"))
    counter.stage, counter.call, counter.looking_on = "seeing", calls.look(ID), looking
    card = counter.card
    assert all(text.isprintable() for text in (card.title, card.service, card.lines[0].text)) and card.lines[0].text.startswith("l")


def _joined(store) -> tuple[Calls, LookingOn]:
    calls, host = Calls(store, "milano-1"), Host()
    calls.ring(ID, "it", "asked")
    looking, hosting = LookingOn(calls, ID), Hosting(calls, ID)
    looking.ask("Anna (Milano 2)")
    hosting.round(host, 0.0)
    host.answer(True)
    host.show({"title": "Codice"})
    hosting.round(host, 0.0)
    looking.round(0.0)
    assert looking.guest.state == OPEN
    return calls, looking


@pytest.mark.parametrize("ends", ("the visit", "the operator"))
def test_the_key_of_a_joining_is_gone_with_it(store, ends):
    calls, looking = _joined(store)
    letter, writer, wire = calls.joined(ID).shown, calls.joined(ID).writer, looking._wire
    assert sealing.unbox(letter, wire._secret, writer)
    if ends == "the visit":
        calls.end(ID)
        looking.round(1.0)
    else:
        looking.leave()
    looking.round(2.0)
    assert looking.guest.state == CLOSED
    assert wire._secret not in repr(vars(looking)) and not any(value is wire for value in vars(looking).values())
