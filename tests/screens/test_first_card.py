"""Somebody stands before a dark screen: what is not on the first card must not be loaded for it."""

import subprocess
import sys

from tests.practice import ROOT

LATER = ("argparse", "babel", "wcwidth", "yaml", "sqlalchemy", "sqlite3", "httpx", "phonenumbers", "kiosk.forms", "kiosk.authoring", "kiosk.dispatch")
START = f"""
import sys
from dataclasses import replace
from pathlib import Path
from kiosk import config
from kiosk.__main__ import main
from kiosk.desk.desk import Desk
from kiosk.desk.visit import Visit
from kiosk.screens import app, curtain, drawing, look, rows, sheet
curtain.greet()
visit = Visit(Desk(replace(config.Config(), folder=Path(sys.argv[1]), locales=Path({str(ROOT / "locales")!r}))))
for row in drawing.draw(sheet.Sheet(visit.card, visit.words, visit), look.Look(80, 24, visit.words)):
    rows.painted(row, 80, "rtl")
print([name for name in {LATER!r} if name in sys.modules])
"""


def test_the_first_card_loads_nothing_that_it_does_not_show(tmp_path):
    # the first time of all, the catalogs are compiled
    runs = [subprocess.run([sys.executable, "-c", START, tmp_path], capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert runs[1].endswith("[]\n")
