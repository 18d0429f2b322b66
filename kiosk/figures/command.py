"""`sportello figures`: the numbers of closed months, as bars, CSV, PDF or JSON; and the register of a Punto Digitale Facile."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.database import Database
from kiosk.errors import Rejected
from kiosk.figures import bars, release, sheets
from kiosk.figures.kinds import KINDS, Kind, kind
from kiosk.figures.shown import HEAD, Shown, month_said, shown

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kiosk.config import Config

REGISTER = "facilita"
_JUMP = 7
"""Days that may pass between two looks at the clock; more of them, and it may be wrong."""


def arguments(figures: ArgumentParser) -> None:
    """What may be said after `sportello figures`."""
    say = figures.add_argument
    say("what", nargs="?", choices=(REGISTER,), help="facilita: il registro per il Punto Digitale Facile / the register of a Punto Digitale Facile")
    say("--month", metavar="M", help="un mese finito, come 2026-10 (se manca: il mese scorso) / a closed month")
    say("--from", dest="first", metavar="M", help="dal mese / from this month")
    say("--to", dest="last", metavar="M", help="al mese / to this month")
    say("--kind", metavar="K", help=f"solo uno tra: {', '.join(one.name for one in KINDS)} / only one kind")
    say("--csv", metavar="DIR|FILE", help="la cartella dove scrivere i CSV; con facilita: il file / where to write CSV")
    say("--pdf", metavar="FILE", help="scrive un PDF accessibile / write an accessible PDF")
    say("--json", action="store_true", help="in JSON / as JSON")
    say("--key", metavar="FILE", help="facilita: la chiave segreta che apre il registro / the secret key that opens the register")
    say("--keep", action="store_true", help="facilita: lascia le righe anche nell'archivio / leave the rows in the store too")


def run(config: Config, asked: Namespace) -> int:
    """Does what was asked; the exit status."""
    if asked.what == REGISTER:
        from kiosk.figures.facilita import export
        print(export.run(config, asked.month, asked.csv, asked.key, asked.keep))
        return 0
    months, kinds = _months(config, asked), _kinds(asked.kind)
    releases = [release.release(Database(config.store), month, today(config)) for month in months]
    tables = shown(releases, kinds, named(config))
    told = _files(config, asked, months, releases, tables)
    if asked.json:
        print(_as_json(months, tables))
    elif told:
        print(*told, sep="\n")
    else:
        print(*told_lines(config, months, tables), sep="\n")
    return 0


def today(config: Config) -> date:
    """The day on the clock; the last one seen at this desk where the clock may be wrong: a month is closed once only."""
    with Database(config.local_store).write() as store:
        found = store.rows("last_day", "day")
    now = date.today()
    seen = date.fromisoformat(found[0]["day"]) if found else now
    return seen if (now - seen).days > _JUMP else max(now, seen)


def _months(config: Config, asked: Namespace) -> tuple[str, ...]:
    before = release.month_before(today(config).isoformat()[:7])
    if asked.month and (asked.first or asked.last):
        raise Rejected("Scrivi --month, oppure --from e --to.")
    if asked.month or not (asked.first or asked.last):
        return release.months(asked.month or before, asked.month or before)
    return release.months(asked.first or asked.last, asked.last or before)


def _kinds(name: str | None) -> Sequence[Kind]:
    if name is None:
        return KINDS
    found = kind(name)
    if found is None:
        raise Rejected(f"--kind: c'è {', '.join(one.name for one in KINDS)}.")
    return (found,)


def named(config: Config) -> Mapping[str, str]:
    """Services and languages in words."""
    from kiosk.authoring.shelf import Shelf
    from kiosk.i18n import Catalogs, italian
    catalogs = Catalogs(config.locales, config.folder / "catalogs")
    languages = {f"language.{code}": italian().language_name(code) for code in catalogs.languages()}
    shelf = Shelf(config.flows, config.folder / "shelf", catalogs)
    return dict(shelf.topics()) | {offer.id: offer.title for offer in shelf.offers()} | languages


def title(config: Config, months: Sequence[str]) -> str:
    """What the report is called."""
    when = month_said(months[0]) if len(months) == 1 else f"da {month_said(months[0])} a {month_said(months[-1])}"
    return f"{config.desk.name}: i numeri, {when}"


def told_lines(config: Config, months: Sequence[str], tables: Sequence[Shown]) -> list[str]:
    """The report for this terminal."""
    from shutil import get_terminal_size
    across = max(30, min(get_terminal_size().columns, 78))
    bar = bars.BAR if (sys.stdout.encoding or "").lower().startswith("utf") else bars.PLAIN_BAR
    return bars.lines(title(config, months), tables, across, bar)


def _files(config: Config, asked: Namespace, months: Sequence[str], releases: Sequence[release.Release], tables: Sequence[Shown]) -> list[str]:
    told = []
    if asked.csv:
        told += [str(place) for place in sheets.write(Path(asked.csv).expanduser(), sheets.sheets(releases, [one.kind for one in tables]))]
    if asked.pdf:
        from kiosk.figures.report import report
        place = Path(asked.pdf).expanduser()
        told += [str(one) for one in sheets.write(place.parent, {place.name: report(title(config, months), tables, today(config))})]
    return told


def _as_json(months: Sequence[str], tables: Sequence[Shown]) -> str:
    import json
    found = {
        table.kind.name: {"title": table.kind.title, "total": table.total and table.total.said, "rows": [
            {"name": row.name, "total": row.total and row.total.said, "parts": {column: count.said for column, count in row.parts}} for row in table.rows
        ]} for table in tables
    }
    return json.dumps({"months": list(months), "about": list(HEAD), "tables": found}, ensure_ascii=False, indent=1)
