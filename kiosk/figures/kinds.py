"""What is counted, in words: one line a kind of act, in the order in which the tables of a month are made and shown.

Kinds of which each is `of_people` count the same people in other ways: what one table shows limits what the later may. Where
one act follows on another, the same person is counted twice in a row: such a kind is shown `by_fives`.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.i18n import italian

SERVICE, LANGUAGE = "service", "language"


@dataclass(frozen=True, slots=True)
class Kind:
    """`rows` and `columns` say what stands there; `named` is what a row is the name of, where other kinds have the same rows.

    `own_total`: of each row here, no more people than of that row in an earlier table. `turned`: counted as (column, row).
    """

    name: str
    title: str
    rows: str
    columns: str = ""
    named: str = ""
    of_people: bool = False
    own_total: bool = False
    by_fives: bool = False
    turned: bool = False


KINDS: tuple[Kind, ...] = (
    Kind("visit", "Servizi, e come sono finiti", "servizio", "fine", SERVICE, of_people=True),
    Kind("language", "Lingue, e minuti di una visita", "lingua", "minuti", LANGUAGE, of_people=True),
    Kind("need", "Bisogni, e dove hanno portato", "bisogno", "porta", of_people=True),
    Kind("phone", "Telefonate, e come sono finite", "motivo", "esito"),
    Kind("learned", "Lezioni, da soli o con aiuto", "lezione", "come", SERVICE, own_total=True),
    Kind("event", "Gruppi, incontri, postazioni", "tipo", "stato", by_fives=True),
    Kind("referral", "Invii ad altri", "a chi", "stato", by_fives=True),
    Kind("employer", "Datori di lavoro", "offerta", "stato", by_fives=True),
    Kind("typed", "Risposte, e chi le ha scritte", "servizio", "chi scrive", SERVICE),
    Kind("key", "Tasti di aiuto", "servizio", "tasto", SERVICE),
    Kind("override", "Risposte accettate lo stesso", "servizio", "motivo", SERVICE, turned=True),
    Kind("call", "Chiamate di una persona", "lingua", "", LANGUAGE),
    Kind("danger", "Scheda «chi chiamare» aperta", "scheda"),
)

_SAID = {
    "need": {"service": "servizio", "leaflet": "scheda", "actor": "ente", "event": "incontro", "person": "persona"},
    "phone": {"informed": "informati", "transferred": "passati", "callback": "da richiamare", "desk": "vengono qui", "dropped": "caduti", "-": "senza esito"},
    "visit": {"sent": "finiti", "aside": "messi da parte", "left": "lasciati", "erased": "cancellati", "refused": "detto no", "ended": "fermati prima"},
    "learned": {"alone": "da soli", "helped": "con aiuto"},
    "event": {"booked": "prenotati", "waiting": "in attesa", "cancelled": "disdetti", "attended": "venuti"},
    "referral": {"sent": "mandati", "accepted": "accettati", "met": "incontrati", "not_fit": "non adatti", "cancelled": "ritirati", "booked": "arrivi prenotati", "arrived": "arrivati"},
    "employer": {"asked": "chiesto", "places": "posti", "met": "incontrati"},
    "typed": {"visitor": "la persona", "operator": "chi aiuta"},
    "key": {"F1": "F1 aiuto", "F2": "F2 lingua", "F5": "F5 ascolta"},
    "override": {"document": "il documento è così", "unavailable": "non si può sapere", "foreign": "straniero", "system": "sbaglia il computer", "other": "altro"},
}


def kind(name: str) -> Kind | None:
    """The kind of this name."""
    return next((one for one in KINDS if one.name == name), None)


_ROWS = {
    "lavoro": "Lavoro", "soldi": "Soldi e famiglia", "documenti": "Documenti", "casa": "Casa", "giustizia": "Carcere e giustizia",
    "altro": "Salute, computer, pericolo", "unsure": "Non lo sa",
}


def row_said(kind: Kind, row: str) -> str:
    """A row that is no service and no language, in words; what has none stands as it is counted."""
    words = italian()
    return words.say(f"kind.{row}") if kind.by_fives and words.can_say(f"kind.{row}") else _ROWS.get(row, row)


def columns_said(name: str) -> dict[str, str]:
    """Every column of a kind that has words of its own."""
    return _SAID.get(name, {})


def column_said(name: str, column: str) -> str:
    """A column of a table in words; what has none stands as it is counted."""
    if name == "language":
        return f"{int(column)} min" if column.isdecimal() else column
    return columns_said(name).get(column, column)
