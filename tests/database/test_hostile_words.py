"""Words made to steer a store: each is only words, comes back as it was, and is found by itself alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Float, Integer, LargeBinary, String, inspect

from kiosk.database import Database, schema
from kiosk.dispatch.outbox import Outbox
from kiosk.errors import DatabaseFailed, Refused
from kiosk.i18n import clean
from tests.database.hostile import TEXTS, UNSEEN
from tests.practice import ROOT, PracticeDesk
from tests.visitor import HEAD

WIDE = 32
TABLES = [table for table in schema.tables().sorted_tables if any(isinstance(c.type, String) and c.type.length >= WIDE for c in table.columns)]
WORDLESS = {"\0": "text.empty", "\udc41": "text.empty", "a" * 5000: "text.long"}
_FILLED = {Integer: int, Float: float, LargeBinary: lambda number: b"%d" % number, String: str}


def row(table, number: int, text: str) -> dict[str, object]:
    """A row whose wide columns of text are all this one."""
    found = {}
    for column in table.columns:
        kind, name = type(column.type), column.name
        if kind is String and column.type.length >= WIDE:
            found[name] = text
        else:
            # an envelope of no day, or in no state, is a damaged one
            found[name] = "2026-11-22" if name.endswith("_on") else "waiting" if name == "state" else _FILLED[kind](number)
    return found


def shape(url: str) -> dict[str, list]:
    """Every table with its columns, keys and indexes."""
    database = Database(url)
    known = inspect(database._engine)
    found = {name: [[(c["name"], str(c["type"])) for c in known.get_columns(name)], known.get_pk_constraint(name), sorted(map(str, known.get_indexes(name)))]
             for name in sorted(known.get_table_names())}
    database.close()
    return found


def words_of(table) -> list[str]:
    return [column.name for column in table.columns if isinstance(column.type, String) and column.type.length >= WIDE]


def test_every_column_of_words_takes_them_as_they_are_and_is_asked_by_them_alone(store_url):
    before, database = shape(store_url), Database(store_url)
    rows = {table.name: [row(table, number, text) for number, text in enumerate(TEXTS, 1)] for table in TABLES}
    with database.write() as store:
        for name, those in rows.items():
            for one in those:
                store.insert(name, **one)
    database.close()

    # opened again, it is looked at as after a damage
    database = Database(store_url)
    with database.write() as store:
        for table in TABLES:
            for one in rows[table.name]:
                asked = {name: one[name] for name in words_of(table)}
                assert [dict(found) for found in store.rows(table.name, **asked)] == [one]
                assert store.delete(table.name, **asked) == 1
    database.close()
    assert shape(store_url) == before
    assert len(TEXTS) == len(set(TEXTS)) == 50


@pytest.mark.parametrize("text", [0, 2, 9], ids=["NUL", "half a sign", "endless"])
def test_what_a_store_cannot_hold_comes_back_as_it_was_or_is_refused_and_nothing_of_it_stays(store_url, text):
    database, one = Database(store_url), {"id": "a", "content": UNSEEN[text], "added_on": "2026-11-22"}
    try:
        with database.write() as store:
            store.insert("actor", **one)
    except DatabaseFailed as refused:
        assert UNSEEN[text] not in str(refused)
        one = None
    with database.write() as store:
        assert [dict(found) for found in store.rows("actor")] == ([one] if one else [])
    database.close()


def desk_with(folder: Path, url: str, fields: int) -> PracticeDesk:
    """A desk whose one service asks for some words, and a surname, again and again."""
    (folder / "altro").mkdir(parents=True)
    (folder / "topics.yaml").write_text((ROOT / "flows" / "topics.yaml").read_text("utf-8"), "utf-8")
    pages = "".join(f'      - {{page: w{n}, ask: "Parole {n}?", type: text}}\n      - {{page: s{n}, ask: "Cognome {n}?", type: surname}}\n' for n in range(fields))
    (folder / "altro" / "prova.yaml").write_text(f"{HEAD}sections:\n  - section: tutto\n    title: Tutto\n    pages:\n{pages}", "utf-8")
    return PracticeDesk(folder.parent / "desk", flows=folder, store=url)


def give(session, text: str) -> str:
    """Types it into the page at hand, twice when asked whether it is right: "" when it was taken, else what was said."""
    name = session.asks[0].name
    if session.give({name: text}):
        return ""
    problem = session.troubles[name].problem
    if problem.soft and session.give({name: text}):
        return ""
    assert session.give({name: "Rossi"})
    return problem.code


def test_what_a_visitor_types_is_kept_and_read_by_the_office_as_it_was_typed_or_refused_by_name(store_url, tmp_path):
    typed = (*TEXTS, *UNSEEN)
    before, desk = shape(store_url), desk_with(tmp_path / "flows", store_url, len(typed))
    session = desk.begin("prova", desk.italian)
    said = {f"{kind}{number}": give(session, text) for number, text in enumerate(typed) for kind in "ws"}
    expected = {name: "Rossi" if said[name] else clean(typed[int(name[1:])]).strip() for name in said}

    code = desk.make_code()
    desk.save(code, session)
    assert {name: answer.value for name, answer in desk.resume(code, desk.italian).journey.kept.items()} == expected
    desk.finish(session, "")
    answers = desk.envelope(Outbox(desk.database).waiting()[0].reference, tmp_path / "open")["answers"]

    assert {name: answers[name]["value"] for name in said} == expected
    assert {typed[int(name[1:])]: problem for name, problem in said.items() if name[0] == "w" and problem} == WORDLESS
    assert {problem for name, problem in said.items() if name[0] == "s"} == {"", "name.letters", "name.long", "name.number", "name.sign", "surname.empty"}
    desk.database.close()
    assert shape(store_url) == before


def test_no_words_are_a_code(store_url, tmp_path):
    desk = desk_with(tmp_path / "flows", store_url, 1)
    said = set()
    for text in (*TEXTS, *UNSEEN):
        with pytest.raises(Refused) as refusal:
            desk.find(text, desk.italian)
        said.add(refusal.value.code)
    desk.database.close()

    assert said == {"code.letters", "code.short"}
