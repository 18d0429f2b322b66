"""The doors of a kiosk: each is a whole visit of somebody who types what must be nowhere afterwards, and goes, or is gone.

Twenty texts are typed, in three scripts; in a visit that has few boxes, some of them. Where somebody helps, the PIN and what
they write are looked for too; where a telephone is asked for, its number.
"""

from __future__ import annotations

import os
import random
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kiosk.i18n import visual
from tests.harness import print_works
from tests.harness.traces import Canaries
from tests.practice import cheap_pin
from tests.screens.visits import CARD, await_that, chooses, is_gone, kiosk, stops, walks_in
from tests.terminal import Terminal

PAGES, EACH = 4, 5
_CALM = 0.35
_LATIN, _ARABIC, _HAN = "bcdfghjklmnpqrstvwxz", "بتثجحخسشصضطظعغفقكمنهي", "丁万七三上下不且世丘丙业东丝丢两严丧中丰"
_SCRIPTS = (_LATIN, _LATIN, _ARABIC, _HAN)
_AGENDA = """
agenda: sala
events:
  - {{event: gruppo, kind: group, title: Un gruppo che si trova, on: {day}, starts: "10:00", ends: "12:00", seats: 999, place: Sala due, holidays: yes}}
"""
_NETWORK = """
network: vicini
sources: [{{id: prova, name: Una pagina, read: {today}}}]
actors:
  - {{actor: mensa, name: Mensa del quartiere, kind: charity, needs: [money], offers: Dà da mangiare., phone: "02 555 1111", source: prova, certain: yes}}
"""


@dataclass(frozen=True)
class Person:
    """Who comes, with the number of a telephone; and the PIN of who helps at this desk."""

    canaries: Canaries
    telephone: str
    pin: str

    @property
    def name(self) -> str:
        """In three scripts at once, as long as a name may be."""
        return " ".join(self.canaries.texts[page * EACH] for page in range(1, PAGES))


def person(chance: random.Random, pin: str) -> Person:
    """Somebody whose texts were never typed before."""
    marks = {letters: "".join(chance.choices(letters, k=8)) for letters in dict.fromkeys(_SCRIPTS)}
    ends = {_LATIN: "àñ", _ARABIC: "", _HAN: ""}
    texts = tuple(marks[letters] + "".join(chance.choices(letters, k=4)) + ends[letters] for letters in _SCRIPTS for _ in range(EACH))
    number = "34" + "".join(chance.choices("123456789", k=8))
    others = (marks[_ARABIC], marks[_HAN], number, f"{number[:3]} {number[3:6]} {number[6:]}", pin)
    return Person(Canaries(marks[_LATIN], texts, others), number, pin)


def desk(folder: Path, run: list[str], pin: str) -> Terminal:
    """A desk with an office, a printer, a group that meets, somebody to be sent to, and one person who works there."""
    (folder / "office").mkdir()
    configured = (
        f'[destinations.ufficio]\nurl = "file:{folder / "office"}"', print_works.CONFIGURED, f'[operators]\nAnna = "{cheap_pin(pin)}"',
        '[permissions]\nphone_forms = ["Anna"]',
    )
    made = kiosk(folder, run=run, more="\n".join(configured), pages=PAGES, TMPDIR=str(folder / "tmp"), HOME=str(folder), PATH=print_works.install(folder))
    days = {"today": date.today(), "day": date.today() + timedelta(days=10)}
    for name, text in (("agenda/sala", _AGENDA), ("network/vicini", _NETWORK)):
        place = folder / "flows" / f"{name}.yaml"
        place.parent.mkdir()
        place.write_text(text.format(**days), "utf-8")
    return made


# hands


def _picks(terminal: Terminal, label: str, then: str) -> None:
    """The line with this text, by its digit."""
    terminal.expect(label)
    _, row = terminal.find(label)
    chooses(terminal, re.search(r"[\d*+]", terminal.lines[row])[0], then)


def _goes_on(terminal: Terminal, then: str) -> None:
    terminal.read_for(_CALM)
    chooses(terminal, "", then)


def _types(terminal: Terminal, who: Person, page: int) -> None:
    texts = who.canaries.texts[page * EACH : (page + 1) * EACH]
    terminal.expect(f"Pagina {page}?")
    terminal.send(" ".join(texts))
    terminal.expect(visual(texts[-1]))


def _fills(terminal: Terminal, who: Person, pages: range) -> None:
    """Page after page; the last one is left open."""
    for page in pages:
        _types(terminal, who, page)
        if page < pages[-1]:
            terminal.send("\r")


def _shows_pin(terminal: Terminal, who: Person, then: str) -> None:
    terminal.press("f12")
    terminal.expect("Il tuo PIN")
    chooses(terminal, who.pin, then)


# the ends of a form


def _finished(terminal: Terminal, _: int) -> None:
    chooses(terminal, "", "Controlla le tue risposte")
    terminal.read_for(_CALM)
    chooses(terminal, "+", "Fatto. Grazie.")
    _picks(terminal, "Ho finito. Pulisci lo schermo.", CARD)


def _parked(terminal: Terminal, _: int) -> None:
    stops(terminal)
    terminal.send("1\r")


def _erased(terminal: Terminal, _: int) -> None:
    stops(terminal)
    chooses(terminal, "2", "Vuoi cancellare tutto?")
    terminal.send("2\r")


def _refused(terminal: Terminal, _: int) -> None:
    for then in ("Questo è il tuo codice", "Va bene per te?"):
        terminal.read_for(_CALM)
        terminal.press("escape")
        terminal.expect(then)
    chooses(terminal, "2", "Non salviamo niente")
    terminal.send("3\r")


def _idle(terminal: Terminal, _: int) -> None:
    terminal.expect("Ci sei ancora?")


def _hidden(terminal: Terminal, _: int) -> None:
    terminal.press("f10")
    terminal.expect("Premi Invio")


def _at_fault(terminal: Terminal, _: int) -> None:
    terminal.press("f2")
    terminal.expect("Il problema è nostro")
    _hidden(terminal, _)


def _ends(number: int) -> Callable[[Terminal, int], None]:
    def end(terminal: Terminal, visit: int) -> None:
        os.kill(visit, number)
        await_that(terminal, lambda: is_gone(visit))
        terminal.read_for(0.1)

    return end


def _after(end: Callable[[Terminal, int], None], pages: int = PAGES) -> Callable[[Terminal, int, Person], None]:
    def visit(terminal: Terminal, process: int, who: Person) -> None:
        walks_in(terminal)
        _fills(terminal, who, range(pages))
        end(terminal, process)

    return visit


# visits of another kind


def _helped(terminal: Terminal, _: int, who: Person) -> None:
    """Somebody who works here sits beside: writes a note, types the last page, and hears the yes."""
    walks_in(terminal)
    _fills(terminal, who, range(2))
    _shows_pin(terminal, who, "Per chi aiuta")
    _picks(terminal, "Aiuta questa persona", "Chi fa da interprete?")
    _picks(terminal, "Nessuno", "Scrive: la persona")
    terminal.press("f4")
    terminal.expect("Se serve, una riga")
    terminal.read_for(_CALM)
    terminal.press("enter")
    terminal.send(who.name)
    terminal.expect(visual(who.canaries.texts[-EACH]))
    chooses(terminal, "", "Nota: sì")
    chooses(terminal, "", "Pagina 2?")
    _types(terminal, who, 2)
    chooses(terminal, "", "Pagina 3?")
    terminal.press("f8")
    terminal.expect("Scrive: Anna")
    _types(terminal, who, 3)
    _confirmed(terminal, "Ha detto sì a voce", "Ho finito. Pulisci lo schermo.")


def _confirmed(terminal: Terminal, yes: str, last: str) -> None:
    """All is read over, then back, and said to be right."""
    chooses(terminal, "", "Controlla le tue risposte")
    terminal.read_for(_CALM)
    chooses(terminal, "+", yes)
    _picks(terminal, yes, last)
    _picks(terminal, last, CARD)


def _sent_to_a_place(terminal: Terminal, _: int, who: Person) -> None:
    """What they looked for first is found nowhere; what is said of them there comes out of the printer."""
    chooses(terminal, "1", "Come vuoi iniziare?")
    _picks(terminal, "Cerco un posto o una persona che aiuta", "Che cosa cerchi?")
    chooses(terminal, who.canaries.texts[0], "Non ho trovato niente.")
    _picks(terminal, "Cerco ancora", "Che cosa cerchi?")
    chooses(terminal, "mensa", "Ho trovato 1 posto")
    _picks(terminal, "Mensa del quartiere", "02 555 1111")
    _picks(terminal, "Lo sportello scrive lì per me", "Vuoi dire chi sei?")
    _leaves(terminal, who, "Diciamo solo questo. Va bene?")
    _picks(terminal, "Sì, va bene", "Il foglio è nella stampante.")
    _picks(terminal, "Ho finito", "Prendi i fogli dalla stampante")
    _goes_on(terminal, CARD)


def _leaves(terminal: Terminal, who: Person, then: str) -> None:
    """Name and telephone, in a box each."""
    terminal.send(f"{who.name}\r")
    chooses(terminal, who.telephone, then)


def _signed_up(terminal: Terminal, _: int, who: Person) -> None:
    """A seat in a group, with a name and a telephone for whoever leads it."""
    chooses(terminal, "1", "Come vuoi iniziare?")
    _picks(terminal, "Gruppi, incontri, appuntamenti", "Che cosa cerchi?")
    _picks(terminal, "Gruppi", "Scegli una data")
    chooses(terminal, "1", "Prendo un posto")
    _picks(terminal, "Prendo un posto", "Come ti chiami?")
    _leaves(terminal, who, "Il tuo posto è preso.")
    _picks(terminal, "Ho finito", CARD)


def _by_telephone(terminal: Terminal, _: int, who: Person) -> None:
    """Somebody calls: who answers writes the form; the line drops, and they are called back at their number."""
    _shows_pin(terminal, who, "Per chi aiuta")
    for choice, then in (("Lavori del banco", "Telefono"), ("Telefono", "Perché chiama?"), ("Compilo un modulo", "Un modulo nuovo"),
                         ("Un modulo nuovo", "Altro"), ("Altro", "Una prova"), ("Una prova", "Prima di iniziare, 1 di 4")):
        _picks(terminal, choice, then)
    for then in ("2 di 4", "3 di 4", "Ha detto sì"):
        _goes_on(terminal, then)
    _picks(terminal, "Ha detto sì", "L'ha scritto")
    _picks(terminal, "L'ha scritto", "Se cade la linea")
    chooses(terminal, who.telephone, "Pagina 0?")
    _fills(terminal, who, range(PAGES))
    terminal.press("f6")
    terminal.expect("Puoi richiamare")
    _picks(terminal, "È di nuovo in linea", "Riprendi la chiamata")
    chooses(terminal, who.pin, f"Pagina {PAGES - 1}?")
    _types(terminal, who, PAGES - 1)
    _confirmed(terminal, "Ha detto sì a tutto", "Ho finito: chiudo la chiamata")


def _at_the_door(terminal: Terminal, _: int, who: Person) -> None:
    """Who comes to a group is asked for the code of their seat, and says their telephone."""
    _shows_pin(terminal, who, "Per chi aiuta")
    _picks(terminal, "Lavori del banco", "Presenze (con il codice)")
    _picks(terminal, "Presenze (con il codice)", "Presenza: scrivi il codice")
    chooses(terminal, who.telephone, "Mancano 2 numeri")
    terminal.press("escape")


DOORS: dict[str, Callable[[Terminal, int, Person], None]] = {
    "at fault": _after(_at_fault), "helped": _helped, "sent to a place": _sent_to_a_place, "signed up": _signed_up,
    "by telephone": _by_telephone, "at the door": _at_the_door, "finished": _after(_finished), "parked": _after(_parked), "erased": _after(_erased),
    "refused": _after(_refused, 1), "gone without a word": _after(_idle), "hidden and not back": _after(_hidden),
    "crashed": _after(_ends(signal.SIGSEGV)), "killed": _after(_ends(signal.SIGKILL)),
}
