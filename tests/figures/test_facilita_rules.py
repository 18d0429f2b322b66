"""What the platform Facilita refuses is refused here first, with a reason; and the file that it takes is exactly so."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from kiosk.errors import ConfigIsWrong
from kiosk.figures.facilita.export import as_csv
from kiosk.figures.facilita.grid import load
from kiosk.figures.facilita.record import Project, completed, fingerprint, troubles
from kiosk.i18n.phrases import figures as phrases

GRID = load()
COLUMNS = (
    "IDFacilitatore NominativoFacilitatore IDSede NominativoSede AN1 AN2 AN3 AN4 AN5 AN6 AN7 AN8 AN9 AN10 AN11 AN12 AN14 AN17 PR1 PR2"
    " SE1 SE2 SE3 SE4 SE5 SE6 SE7 ES1 ES2 ES3 ES4 ES5 ES6"
).split()
TODAY = date(2026, 4, 20)
PROJECT = Project(date(2026, 1, 1), date(2026, 12, 31), GRID.window)
MAN, WOMAN, SEVENTEEN, CHILD, STRANGE = "RSSMRA85C23F205P", "BNCLRA99A41F205R", "RSSMRA09A01F205O", "RSSMRA20A01F205J", "RSSMRA85C23F205X"
HELP = {
    "IDFacilitatore": "RSSNNA80A41F205X", "NominativoFacilitatore": "Rossi Anna", "IDSede": "123", "NominativoSede": "Punto Quarto",
    "AN3": MAN, "AN9": "L", "AN10": "D", "AN11": "A", "AN12": "Milano",
    "SE1": "2026-04-20", "SE2": "00:25", "SE3": ("A",), "SE5": ("6", "1"), "SE6": ("L",),
}


def refused(project: Project = PROJECT, today: date = TODAY, **changes: object) -> list[str]:
    return [one.code for one in troubles(completed(HELP | changes, GRID), GRID, project, today)]


def test_the_columns_of_the_platform_in_their_order():
    assert COLUMNS == [column.name for column in GRID.columns] and 33 == len(COLUMNS)
    assert {name.name for name in GRID.columns if name.codes} <= set(GRID.lists)


def test_a_good_record_is_taken():
    assert [] == refused()


@pytest.mark.parametrize(("why", "changes"), [
    ("no_tax_code", {"AN3": ""}), ("tax_code_length", {"AN3": "12345678903"}), ("tax_code_length", {"AN3": MAN[:15]}), ("tax_code", {"AN3": STRANGE}),
    ("minor", {"AN3": SEVENTEEN}), ("child", {"AN3": CHILD}), ("future", {"SE1": "2026-04-21"}), ("before", {"SE1": "2025-12-31"}),
    ("duration", {"SE2": "25"}), ("duration", {"SE2": "00:00"}), ("duration", {"SE2": "1:30"}), ("duration", {"SE2": "24:10"}), ("missing", {"SE2": ""}),
    ("code", {"AN9": "Z"}), ("code", {"AN10": ("A", "B")}), ("code", {"SE6": ("L", "Z")}), ("code", {"SE6": "A: C"}), ("code", {"SE3": ("A", "A")}),
    ("missing", {"SE5": ()}), ("missing", {"SE6": ()}), ("missing", {"AN12": ""}), ("missing", {"IDFacilitatore": ""}), ("missing", {"NominativoFacilitatore": ""}),
    ("missing", {"IDSede": ""}), ("missing", {"NominativoSede": ""}), ("missing", {"AN11": ""}), ("code", {"ES6": "6"}), ("code", {"ES3": ("F",)}),
])
def test_what_the_platform_refuses(why, changes):
    assert why in refused(**changes)


def test_the_last_day_that_the_platform_is_known_to_take():
    """After it a person who asked may say another day; nobody else."""
    late = {"today": date(2026, 11, 22), "SE1": "2026-05-01"}
    assert ["window"] == refused(**late) and "verifica" in GRID.verify
    assert [] == refused(Project(PROJECT.begins_on, PROJECT.ends_on, date(2026, 12, 31)), **late)
    assert ["after"] == refused(Project(PROJECT.begins_on, date(2026, 4, 1), date(2026, 12, 31)), **late)


def test_minors_where_the_project_takes_them():
    open_to_minors = Project(PROJECT.begins_on, PROJECT.ends_on, PROJECT.window, minors=True)
    assert [] == refused(open_to_minors, AN3=SEVENTEEN)
    assert "child" in refused(open_to_minors, AN3=CHILD)
    assert "E" == completed(HELP | {"AN3": SEVENTEEN}, GRID)["AN8"]


@pytest.mark.parametrize(("code", "day", "sex", "band"), [
    (MAN, "2026-04-20", "B", "B"), (WOMAN, "2026-04-20", "A", "A"), (MAN, "2040-03-22", "B", "B"), (MAN, "2040-03-23", "B", "C"),
    (MAN, "2060-03-23", "B", "D"), (WOMAN, "2028-12-31", "A", "A"), (WOMAN, "2029-01-01", "A", "B"),
])
def test_sex_and_age_follow_from_the_tax_code(code, day, sex, band):
    found = completed(HELP | {"AN3": code, "SE1": day}, GRID)
    assert (sex, band) == (found["AN7"], found["AN8"])


@pytest.mark.parametrize(("skills", "areas"), [
    (("1", "2", "3"), "A"), (("4", "5", "6", "7", "8", "9"), "B"), (("10",), "C"), (("11", "12"), "D"), (("13",), "E"), (("13", "6", "1"), "ABE"),
])
def test_areas_follow_from_skills(skills, areas):
    assert areas == "".join(completed(HELP | {"SE5": skills}, GRID)["SE4"])


def test_long_texts_are_cut_as_the_platform_does():
    found = completed(HELP | {"SE7": "a" * 700, "ES4": "b" * 601}, GRID)
    assert (600, 600) == (len(found["SE7"]), len(found["ES4"]))


def test_no_name_document_or_contact_goes_out():
    row = dict(zip(COLUMNS, next(csv.reader(io.StringIO(as_csv([completed(HELP, GRID)], GRID).decode().split("\r\n")[1]))), strict=True))
    assert ("Anonimo", "Anonimo", "NO") == (row["AN1"], row["AN2"], row["AN4"])
    assert {""} == {row[name] for name in ("AN5", "AN6", "AN14", "AN17", "PR1", "PR2", "SE7", "ES1", "ES2", "ES3", "ES4", "ES5", "ES6")}
    assert all(GRID.column(name).verify for name in ("AN1", "AN2"))


def test_the_file_has_headers_quotes_and_colons():
    text = as_csv([completed(HELP | {"SE3": ("A", "C")}, GRID)], GRID).decode("utf-8")
    header, row, rest = text.split("\r\n")
    assert ",".join(f'"{name}"' for name in COLUMNS) == header and "" == rest
    cells = dict(zip(COLUMNS, next(csv.reader(io.StringIO(row))), strict=True))
    assert ("A:C", "1:6", "A:B", "2026-04-20", "00:25", MAN) == tuple(cells[name] for name in ("SE3", "SE5", "SE4", "SE1", "SE2", "AN3"))
    assert 66 == row.count('"')


def test_the_same_help_twice():
    one = completed(HELP, GRID)
    assert fingerprint(one) == fingerprint(completed(HELP | {"AN9": "C", "ES6": "5"}, GRID))
    assert 6 == len({fingerprint(completed(HELP | change, GRID)) for change in (
        {}, {"AN3": WOMAN}, {"SE1": "2026-04-19"}, {"SE2": "00:30"}, {"SE5": ("6",)}, {"SE6": ("L", "A")})})


EARLIER = """
grid: facilita
read: 2026-11-22
window: {until: 2026-12-31, verify: "verifica"}
rows: 2
longest: 600
columns: [{column: SE1, label: Data, required: yes}, {column: AN10, label: Lavoro, required: yes, list: AN10}]
lists:
  AN10:
    - {from: 2024-01-01, until: 2024-12-31, codes: {A: Lavora, B: Non lavora}}
    - {from: 2025-01-01, codes: {A: Dipendente, C: Studente}}
areas: {}
proposals: {}
european: []
"""


@pytest.mark.parametrize(("day", "code", "why"), [
    ("2024-12-31", "B", []), ("2024-12-31", "C", ["code"]), ("2025-01-01", "C", []), ("2025-01-01", "B", ["code"]), ("2023-12-31", "A", ["list"]),
])
def test_codes_hold_on_the_day_of_the_help(tmp_path, day, code, why):
    (tmp_path / "grid.yaml").write_text(EARLIER, "utf-8")
    grid = load(tmp_path / "grid.yaml")
    found = troubles({"SE1": day, "AN10": code, "AN3": MAN}, grid, Project(date(2020, 1, 1), date(2027, 1, 1), grid.window), TODAY)
    assert why == [one.code for one in found]


def test_a_grid_that_is_none(tmp_path):
    (tmp_path / "grid.yaml").write_text("grid: facilita\ncolumns: 3\n", "utf-8")
    with pytest.raises(ConfigIsWrong, match="non è una griglia"):
        load(tmp_path / "grid.yaml")


def test_every_refusal_has_its_words():
    said = {key.removeprefix("register.no.") for key in phrases.PHRASES if key.startswith("register.no.")}
    assert {"no_tax_code", "tax_code_length", "tax_code", "child", "minor", "future", "before", "after", "window", "duration", "missing", "code",
            "list", "twice", "away"} == said


def test_every_list_of_proposals_is_made_of_codes_of_today():
    for proposed in GRID.proposals.values():
        assert [] == refused(**{name: tuple(code) if isinstance(code, list) else code for name, code in proposed.items()})
