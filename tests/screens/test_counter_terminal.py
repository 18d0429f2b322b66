"""Real terminals: kiosks where somebody calls, and the operator's own; over SQLite on one machine, and a shared PostgreSQL."""

import asyncio
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

from kiosk.desk.board import SECTIONS, Board, Section
from kiosk.desk.calls import Call
from kiosk.desk.counter import Counter
from kiosk.desk.visit import Visit
from kiosk.dispatch import sealing
from kiosk.screens import counter as counters
from kiosk.screens.counter import CounterApp
from kiosk.screens.drawing import draw
from kiosk.screens.look import Look
from kiosk.screens.rows import painted
from kiosk.screens.sheet import Sheet
from tests.practice import ROOT, PracticeDesk
from tests.screens.visits import kiosk, walks_in
from tests.terminal import Terminal

PIN = "482109"
SIZES = [(80, 24), (60, 18), (40, 12)]


@lru_cache(1)
def hashed() -> str:
    return sealing.hash_pin(PIN)


def of(number: int) -> str:
    """What stands in the configuration of a desk besides what every desk has."""
    return f'[desk]\nid = "milano-{number}"\n[operators]\nAnna = "{hashed()}"\n'


def shared(folder: Path, number: int, url: str) -> Terminal:
    """A kiosk of a desk that keeps its visits in a store with others."""
    folder.mkdir()
    made = kiosk(folder, more=of(number))
    place = folder / "config.toml"
    place.write_text(place.read_text("utf-8").replace("[store]\n", f'[store]\nurl = "{url}"\n'), "utf-8")
    return made


def counter(folder: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "kiosk", "desk", *more, "--config", str(folder / "config.toml")]


def unlock(terminal: Terminal) -> None:
    terminal.expect("Il tuo PIN")
    terminal.send(f"{PIN}\r")
    terminal.expect("Chi chiede aiuto")


def test_a_kiosk_at_rest_on_another_desk_shows_the_call_until_somebody_answers(tmp_path, shared_url):
    with shared(tmp_path / "one", 1, shared_url) as visitor, shared(tmp_path / "two", 2, shared_url) as resting:
        resting.expect("Scegli la tua lingua")
        walks_in(visitor, "Di che cosa hai bisogno?")
        visitor.press("f9")
        resting.expect("Milano 1 chiede aiuto: italiano")
        said = subprocess.run(counter(tmp_path / "two", "--once"), cwd=ROOT, capture_output=True, text=True)
        assert said.stdout.splitlines()[0].startswith("Milano 1 chiede aiuto: italiano (non sa che cosa scegliere")
        assert (said.returncode, said.stderr) == (0, "")
        with Terminal(counter(tmp_path / "two"), cwd=ROOT) as operator:
            unlock(operator)
            operator.expect("Milano 1 chiede")
            operator.send("1\r")
            operator.expect("Vai tu: Milano 1")
        visitor.expect("Arriva una persona.")
        resting.expect_gone("Milano 1 chiede aiuto")


def closes(visitor: Terminal) -> None:
    """An operator ends the visit at the kiosk."""
    visitor.press("f12", gap=0.4)
    visitor.expect("Il tuo PIN")
    visitor.send(f"{PIN}\r")
    visitor.expect("Chiudi questa visita")
    digit = re.search(r"(\d) +Chiudi questa visita", visitor.text)[1]
    visitor.press(digit, "enter", gap=0.4)


def test_the_operator_sees_the_page_only_after_a_yes_writes_only_when_it_is_lent_and_any_key_takes_it_back(tmp_path):
    with kiosk(tmp_path, more=of(1)) as visitor, Terminal(counter(tmp_path), cwd=ROOT) as operator:
        unlock(operator)
        operator.expect("Nessuno chiede aiuto.")
        walks_in(visitor)
        visitor.press("f9")
        visitor.expect("Abbiamo chiamato una persona.")
        operator.expect(re.compile(r"1  Milano 1 chiede +! chiede una persona"))
        operator.send("1\r")
        operator.expect("Vai tu: Milano 1, italiano")
        visitor.expect("Arriva una persona.")
        operator.read_for(0.4)
        operator.send("1\r")
        visitor.expect("Anna (Milano 1) chiede di vedere questa pagina.")
        operator.read_for(1.0)
        assert "Pagina 0?" not in operator.text
        visitor.read_for(0.4)
        visitor.press("1", "enter", gap=0.4)
        visitor.expect(" Anna vede ")
        operator.expect(re.compile("Abbiamo chiamato|Arriva una persona|Pagina 0"))
        if "Pagina 0?" not in visitor.text:
            visitor.read_for(0.4)
            visitor.press("1", "enter", gap=0.4)
        operator.expect("Pagina 0?")
        operator.send("xyz")
        operator.press("f8", gap=0.4)
        visitor.expect("Anna (Milano 1) chiede di scrivere al tuo posto.")
        visitor.read_for(0.4)
        visitor.press("1", "enter", gap=0.4)
        visitor.expect(" Anna scrive ")
        operator.expect("Scrivi tu a Milano 1")
        operator.send("Ciao")
        visitor.expect("[>Ciao_")
        operator.expect("> Ciao")
        visitor.send("q")
        visitor.expect(" Anna vede ")
        operator.expect("Guardi Milano 1")
        assert "[>Ciao_" in visitor.text and "xyz" not in visitor.text
        closes(visitor)
        operator.expect("Non si vede più niente")
        assert "Pagina 0?" not in operator.text
        operator.press("escape", gap=0.4)
        operator.expect("Nessuno chiede aiuto.")
        operator.send("x\r")
        assert operator.ended() == 0


class Full(Counter):
    """A counter on a bad day, so that everything has to find room."""

    def look(self) -> None:
        calls = tuple(Call(f"{n}" * 32, f"desk-with-a-long-name-{n}", "ar", "together", "waiting", 60.0 * n) for n in range(1, 10))
        long = tuple(f"Riga numero {n} di una lista molto lunga che non sta in uno schermo" for n in range(12))
        self.board = Board(calls, tuple(Section(name, "dodici da guardare subito", long, True) for name in SECTIONS))


@pytest.fixture
def full(tmp_path):
    desk = PracticeDesk(tmp_path, flows=tmp_path / "no-services")
    yield Full(desk)
    desk.database.close()


def shown(counter: Counter, columns: int, rows: int) -> str:
    """Every page of the card, one after the other."""
    sheet, found = Sheet(counter.card, counter.words, counter), []
    look = Look(columns, rows, counter.words)
    draw(sheet, look)
    for sheet.page in range(len(sheet.pages)):
        drawn = draw(sheet, look)
        assert len(drawn) == rows
        for row in drawn:
            spans = painted(row, columns, "ltr")
            assert all(span.column + len(span.text) <= columns for span in spans)
            assert all(one.column + len(one.text) <= other.column for one, other in zip(spans, spans[1:]))
            found.append(" ".join(span.text for span in spans))
    return " ".join(" ".join(found).split())


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_is_cut_at_any_size(full, size):
    assert "Il tuo PIN" in shown(full, *size)
    full.give({"locked": full.desk.operators.practice_pin()})
    full.look()
    for stage in ("board", *SECTIONS):
        full.stage, seen = stage, None
        seen = shown(full, *size)
        for prompt in full.card.prompts:
            assert all(word in seen for option in prompt.options for word in f"{option.text} {option.detail}".split())
        assert all(word in seen for line in full.card.lines for word in line.text.split())
        assert "Blocca" in seen


def test_left_alone_it_locks_itself_and_what_changes_is_drawn_without_losing_the_place(full):
    async def session() -> None:
        now = [1000.0]
        app = CounterApp(full, clock=lambda: now[0])
        async with app.run_test(size=(80, 24)) as pilot:
            full.give({"locked": full.desk.operators.practice_pin()})
            full.look()
            app.look_at_clock()
            app.guard.shown_at = 0.0
            await pilot.press("b")
            await pilot.pause()
            before = full.board
            full.board = Board(before.calls[1:], before.sections)
            app._draw_anew()
            assert app.sheet.inputs[0].menu.option.value == "outbox" and len(app.sheet.card.prompts[0].options) == 14
            now[0] += counters.LOCKS
            app.look_at_clock()
            while app.busy:
                await pilot.pause()
            assert app.sheet.card.name == "locked" and full.operator_name == ""

    asyncio.run(session())


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("stage", ["joining", "lending", "called"])
def test_what_the_visitor_is_asked_is_whole_at_any_size(full, size, stage):
    visit = Visit(full.desk)
    visit.give({"language": "it"})
    visit.call()
    host = full.desk.bell.host
    host.ask("Massimiliano (Milano-sportello-stazione 12)")
    host.answer(stage != "joining")
    visit.cover(stage)
    seen = shown(visit, *size)
    for line in visit.card.lines:
        assert all(word in seen for word in line.text.split())
    for option in (option for prompt in visit.card.prompts for option in prompt.options):
        assert all(word in seen for word in option.text.split())
    assert "F1 Aiuto" in seen and "F10 Nascondi" in seen and all(word in seen for word in visit.card.title.split())
    assert stage == "joining" or "Massimiliano vede" in seen
    full.desk.bell.hush()
