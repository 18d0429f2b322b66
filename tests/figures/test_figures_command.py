"""`sportello figures`, as a coordinator uses it: bars, files, a PDF; and nothing that opens in a spreadsheet by itself."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from pypdf import PdfReader

from kiosk.__main__ import main
from kiosk.database import Database
from kiosk.figures import bars, sheets
from kiosk.figures.kinds import KINDS
from kiosk.figures.release import Release, month_before, tables
from kiosk.figures.shown import HEAD, month_said, shown
from kiosk.i18n import width

LAST = month_before(date.today().isoformat()[:7])
COUNTS = {
    "visit": {("did", "sent"): 34, ("did", "left"): 6, ("rinnovo-permesso", "sent"): 12, ("colloqui-in-carcere", "refused"): 2},
    "language": {("it", "20"): 38, ("ar", "20"): 16}, "event": {("webinar", "booked"): 23, ("webinar", "attended"): 17},
    "phone": {("=cmd()", "@x"): 9, ("lavoro", "detto"): 15},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("figures")


@pytest.fixture(scope="module")
def desk(folder):
    """The configuration of a desk that has counted things for two months."""
    place = folder / "config.toml"
    place.write_text(f'[desk]\nname = "Sportello Prova"\n[store]\nfolder = "{folder}"\n[office]\nrecipients = ["age1x"]\n', "utf-8")
    with Database(f"sqlite:///{folder / 'sportello.db'}").write() as store:
        for month in (LAST, month_before(LAST)):
            for kind, counts in COUNTS.items():
                for (a, b), n in counts.items():
                    store.insert("act", month=month, what=kind, a=a, b=b, n=n)
    return ["--config", str(place)]


def told(capsys, *said: str) -> str:
    assert 0 == main(["figures", *said])
    return capsys.readouterr().out


def test_the_last_month_as_bars(desk, capsys):
    out = told(capsys, *desk)
    assert out.startswith(f"Sportello Prova: i numeri, {month_said(LAST)}")
    assert "non persone" in out and "DID" in out and "█" in out and "Italiano" in out
    assert " 40" in out and "colloqui" in out.lower() and "<5*" in out
    assert "prenotati 20-24" in out


def test_several_months(desk, capsys):
    out = told(capsys, "--from", month_before(LAST), "--kind", "visit", *desk)
    assert ", da " in out.splitlines()[0] and " 80" in out and "Lingue" not in out


@pytest.mark.parametrize(("said", "answer"), [
    (["--month", "2026-99"], "si scrive così"), (["--kind", "nomi"], "--kind"), (["--month", "2026-01", "--to", "2026-02"], "Scrivi --month"),
    (["--from", "2026-10", "--to", "2026-01"], "scambia"), (["--month", date.today().isoformat()[:7]], "non è finito"), (["facilita"], "manca [facilita]"),
])
def test_what_cannot_be_shown_says_why(desk, capsys, said, answer):
    assert 1 == main(["figures", *said, *desk])
    assert answer in capsys.readouterr().err


def test_in_json(desk, capsys):
    found = json.loads(told(capsys, "--json", *desk))
    assert [LAST] == found["months"]
    assert {one.name for one in KINDS} == set(found["tables"])
    assert "54" == found["tables"]["visit"]["total"] == found["tables"]["language"]["total"]


def test_csv_files_and_what_they_mean(desk, capsys, tmp_path):
    told(capsys, "--csv", str(tmp_path / "csv"), *desk)
    files = {place.name: place.read_bytes().decode("utf-8") for place in (tmp_path / "csv").iterdir()}
    assert {f"{one.name}.csv" for one in KINDS} | {sheets.CODEBOOK} == set(files)
    rows = list(csv.reader(io.StringIO(files["visit.csv"])))
    assert ["mese", "servizio", "fine", "numero"] == rows[0]
    assert [LAST, "did", "totale", "40"] in rows and [LAST, "colloqui-in-carcere", "refused", "<5*"] in rows
    cells = [cell for text in files.values() for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if cell[:1] in "=+-@|%\t" and cell not in ("", "-")] == []
    assert "'=cmd()" in files["phone.csv"] and all(text in files[sheets.CODEBOOK].replace('""', '"') for text in HEAD)


def test_an_accessible_pdf(desk, capsys, tmp_path):
    told(capsys, "--pdf", str(tmp_path / "f.pdf"), *desk)
    paper = PdfReader(tmp_path / "f.pdf")
    root = paper.trailer["/Root"]
    assert "it" == root["/Lang"].lower()[:2] and root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    marks, alternatives = set(), []

    def walk(node) -> None:
        node = node.get_object()
        for one in node if isinstance(node, list) else [node]:
            one = one.get_object()
            if isinstance(one, dict):
                marks.add(str(one.get("/S")))
                alternatives.extend([str(one["/Alt"])] if "/Alt" in one else [])
                if "/K" in one and not isinstance(one["/K"], int):
                    walk(one["/K"])
    walk(root["/StructTreeRoot"]["/K"])
    assert {"/H1", "/Table", "/TH", "/TD", "/Figure"} <= marks
    assert any("più lunga" in text and "34" not in text and "40" in text for text in alternatives)
    said = "".join(page.extract_text() for page in paper.pages)
    assert "non persone" in said.replace("\n", " ") and "Servizi, e come sono finiti: 54" in said.replace("\n", " ")


@pytest.mark.parametrize("across", [30, 40, 60, 80])
def test_no_line_is_wider_than_the_terminal(across):
    long = {("una parola-lunghissima-davvero-senza-fine", "sent"): 12000, ("b", "sent"): 5, ("b", "left"): 9}
    lines = bars.lines("Titolo", shown([Release("2026-10", tables({"visit": long}))]), across)
    assert [line for line in lines if width(line) > across] == []
    assert "#" in "".join(bars.lines("Titolo", shown([Release("2026-10", tables({"visit": long}))]), across, bars.PLAIN_BAR))


def test_an_empty_month_says_so(desk, capsys):
    assert "niente da mostrare" in told(capsys, "--month", month_before(LAST, 5), *desk)


def test_a_clock_that_jumped_ahead_closes_no_month(capsys, tmp_path):
    (tmp_path / "config.toml").write_text(f'[store]\nfolder = "{tmp_path}"\n[office]\nrecipients = ["age1x"]\n', "utf-8")
    with Database(f"sqlite:///{tmp_path / 'sportello.db'}").write() as store:
        store.insert("last_day", id=1, day=f"{LAST}-15")
    assert 1 == main(["figures", "--month", LAST, "--config", str(tmp_path / "config.toml")])
    assert "non è finito" in capsys.readouterr().err
