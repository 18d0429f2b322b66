"""Which answers say who somebody is, and that the two halves make the whole again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kiosk import config
from kiosk.authoring.folder import Folder
from kiosk.dispatch.identity import TYPES, identifying_names, join
from kiosk.errors import Rejected
from kiosk.forms import fields
from kiosk.forms.conditions import Expression
from tests.dispatch.conftest import asked, finished, page, service, submitted

EXPRESSION = {kind: Expression("cognome", kind, ["cognome"], lambda facts: None) for kind in ("text", "yes_no")}


def names(*more) -> frozenset[str]:
    flow = service()
    section = replace(flow.sections[0], pages=(*flow.sections[0].pages, *map(page, more)))
    return identifying_names(replace(flow, sections=(section,)))


def test_the_types_that_identify_are_types():
    assert set(fields.TYPES) >= TYPES


def test_names_and_codes_identify_inside_repeats_too():
    assert names() == {"cognome", "codice", "nome"}


@pytest.mark.parametrize(("more", "identifies"), [
    ({"fact": "persona.nascita"}, True), ({"fact": "casa.stanze"}, False), ({"private": True}, True), ({"sensitive": True}, False),
    ({"compute": EXPRESSION["text"]}, True), ({"compute": EXPRESSION["yes_no"]}, False), ({"default": EXPRESSION["text"]}, True),
])
def test_what_the_author_says_of_a_field_decides(more, identifies):
    assert ("altro" in names(asked("altro", "text", "?", **more))) is identifies


def test_what_is_worked_out_of_what_was_worked_out_of_a_name_goes_along():
    second = Expression("primo", "text", ["primo"], lambda facts: None)
    assert {"primo", "secondo"} <= names(asked("secondo", "text", "?", compute=second), asked("primo", "text", "?", compute=EXPRESSION["text"]))


def test_every_answer_and_row_is_in_one_half(submission):
    who, what = submission.halves()

    assert set(who["answers"]) == {"cognome", "codice", "figli"}
    assert set(what["answers"]) == {"legame", "racconto", "figli"}
    assert [set(entry) for entry in who["answers"]["figli"]["value"]] == [{"nome"}] * 2
    assert what["answers"]["figli"]["value"] == [{}, {}]
    shown = [{row["value"] for part in half["rows"] for row in part["rows"]} for half in (who, what)]
    assert shown[0] >= {"Rossi", "Anna", "Ibrahim"} and not shown[0] & shown[1]


def test_the_halves_of_a_person_say_nothing_of_the_service_and_the_other_way_round(submission):
    who, what = map(json.dumps, submission.halves())

    assert [said for said in ("prova", "Una riga", "\"ar\"", "2026-11-22") if said in who] == []
    assert [said for said in ("Rossi", "Ibrahim") if said in what] == []


def test_the_halves_make_the_whole(submission):
    assert join(*submission.halves()) == json.loads(submission.to_json())


def test_halves_of_two_visits_with_other_numbers_of_entries_do_not_join(flow, submission):
    who, _ = submission.halves()
    _, what = submitted(finished(flow)).halves()
    what["answers"]["figli"]["value"].append({})
    with pytest.raises(Rejected):
        join(who, what)


@pytest.mark.parametrize("name", ["did", "rinnovo-permesso", "colloqui-in-carcere"])
def test_the_shipped_services_keep_who_asks_apart(name):
    path = next(config.shelf("flows").glob(f"*/{name}.yaml"))
    flow = Folder.holding(path).flow(path)
    apart = identifying_names(flow)

    assert {"cognome", "nome", "nascita", "telefono"} <= apart
    assert apart < {asked.name for page in flow.every_page() for asked in page.fields}
