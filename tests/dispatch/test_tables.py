"""Tables for a spreadsheet: whoever typed what, no cell of the list of a date or of the figures is a formula."""

from __future__ import annotations

import csv
import io
import json
from unicodedata import normalize

import pytest

from kiosk.dispatch import rosters, sealing
from kiosk.figures import sheets
from kiosk.figures.release import Release, tables

FORMULAS = "=+-@|%"
PAYLOADS = [
    "=1", " =1", "\u00a0=1", "\u3000=1", "\u200b=1", "\ufeff=1", "\u202e=1", "\t=1", "\r=1", "\n=1", "\x00=1", "\u2028=1", "＝1", " ＝1", "＋39", "－2", "﹣2",
    "＠SUM(A1)", "｜x", "％0A", "=cmd|' /C calc'!A0", "+39 333 1234567", "-2+3", "@SUM(A1)", "|x", "%0A", "a\n=1", 'a";"=1', 'a","=1',
    '=HYPERLINK("x")', "'=1", '"=1', "⁺1",
]
SECRET, PUBLIC = sealing.make_key()


def listed(typed: str) -> bytes:
    """The list of a date whose title, and the name and telephone of somebody who comes, are this."""
    sealed = sealing.seal(json.dumps({"name": typed, "phone": typed}).encode(), [PUBLIC])
    content = rosters.pack(typed, "24/11/2026", [rosters.Seat(1, "booked", True, "10:00", "", sealed)])
    return rosters.open_whole(content, SECRET)["iscritti.csv"]


def counted(typed: str) -> bytes:
    """The figures of a month in which something of this name was counted."""
    return sheets.sheets([Release("2026-10", tables({"phone": {(typed, typed): 9}}))])["phone.csv"]


def cells(content: bytes, delimiter: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter) for cell in row]


def begins(cell: str) -> str:
    """The sign by which a spreadsheet decides, when it passes over everything that it may."""
    return normalize("NFKC", cell).lstrip("\t\r\n \u00a0\u200b\u202e\u2028\ufeff\x00")[:1]


@pytest.mark.parametrize("typed", PAYLOADS)
@pytest.mark.parametrize(("written", "delimiter"), [(listed, ";"), (counted, ",")])
def test_no_cell_begins_as_a_formula(written, delimiter, typed):
    found = cells(written(typed), delimiter)

    assert [cell for cell in found if begins(cell) and begins(cell) in FORMULAS] == []
    assert not set("\t\r\n\x00\u2028") & set("".join(found))


@pytest.mark.parametrize(("written", "delimiter"), [(listed, ";"), (counted, ",")])
def test_every_cell_stands_in_quotes(written, delimiter):
    lines = written("Rosa").decode("utf-8-sig").removesuffix("\r\n").split("\r\n")

    assert len(lines) > 1 and all(line[0] == line[-1] == '"' for line in lines)
    assert all(line.count('"') == 2 * (line.count(f'"{delimiter}"') + 1) for line in lines)


@pytest.mark.parametrize("typed", ["Rosa", "D'Angelo", "Müller-Lüdenscheidt", "王小明", "عبد الرحمن", "333 123", "a=b+c", "«x»", "- ", " "])
def test_what_is_no_formula_stands_as_it_was_typed(typed):
    assert [typed, typed] == [cell.removeprefix("'") for cell in cells(listed(typed), ";")[11:13]]
    assert ("'" in cells(listed(typed), ";")[11][:1]) == (typed == "- ")


def test_a_telephone_with_its_country_stays_a_text():
    assert "'+39 333 1234567" == cells(listed("+39 333 1234567"), ";")[12]
