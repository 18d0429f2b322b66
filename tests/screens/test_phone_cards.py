"""The cards of a telephone call on screens of three sizes, alone in Italian and beside Arabic: nothing over anything, nothing cut."""

from __future__ import annotations

import pytest

from kiosk.desk.visit import Visit
from kiosk.i18n import visual, width
from kiosk.screens.drawing import draw
from kiosk.screens.look import Look
from kiosk.screens.rows import painted
from kiosk.screens.sheet import Sheet
from tests.people import Guest, finisher
from tests.practice import PracticeDesk
from tests.screens.seen import SIZES

MET = ("phone_reason", "phone_leaflets", "phone_read", "phone_outcome", "phone_close", "how", "before", "consent", "code", "phone_number", "ultimo_lavoro",
       "codice_fiscale", "repeat", "colleague", "dropped", "regain", "compare", "readback", "end")


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> PracticeDesk:
    made = PracticeDesk(tmp_path_factory.mktemp("desk"))
    made.codes = [made.drafts.make_code()]
    return made


def drawn(visit: Visit, size: tuple[int, int]) -> list[list[str]]:
    """Every page of the card; a text over another one, or beyond the edge, is refused."""
    card = visit.card
    sheet = Sheet(card, visit.words if card.code == visit.words.language else visit.desk.words(card.code), visit)
    pages: list[list[str]] = []
    while len(pages) < max(1, len(sheet.pages)) or not pages:
        if pages:
            sheet.press("pagedown", "")
        rows = draw(sheet, Look(*size, sheet.words, card.direction, sheet.focus))
        pages.append([_line(row, size[0], card.direction) for row in rows])
        assert len(pages[-1]) == size[1]
    return pages


def _line(row, columns: int, direction: str) -> str:
    line = ""
    for column, text, *_ in painted(row, columns, direction):
        assert column >= width(line), f"{text!r} stands over {line!r}"
        line += " " * (column - width(line)) + text
    assert width(line) <= columns, f"{line!r} is wider than the screen"
    return line


def looks(visit: Visit) -> None:
    """The card as it is now, on each size: every word of its script is there, and nothing personal in the first two rows."""
    card = visit.card
    for size in SIZES:
        pages = drawn(visit, size)
        shown = " ".join(word for page in pages for line in page for word in line.split())
        if card.code == "it":
            words = [word for line in (card.title, *(line.text for line in card.lines)) for word in line.replace("\xa0", " ").split()]
            assert [word for word in words if word not in shown.replace("\xa0", " ") and visual(word, "ltr") not in shown] == []
        assert not any(said in line for page in pages for line in page[:2] for said in ("RSSMRA", "Giulia", "Bruni"))


@pytest.mark.parametrize("language", ["it", "ar"])
def test_every_card_of_a_call_on_three_sizes(desk, language):
    guest = Guest(Visit(desk), "did", finisher("did").answers | {"codice_fiscale": "RSSMRA85T10A562S"})
    visit, met = guest.visit, set()
    wants = guest.wants
    guest.choices |= {"repeat": "yes", "readback": "done"}
    guest.wants = lambda prompt: "333 1234567" if prompt.name == "phone_number" else wants(prompt)

    def sees(*acts) -> None:
        for act in acts:
            act()
            met.add(visit.card.name)
            looks(visit)

    visit.at_work = "Prova"
    leaflets = {"phone_reason": "lavoro", "phone_leaflets": desk.leaflets("lavoro")[0].id}
    sees(lambda: visit.go("phone_reason"), *(lambda n=name, c=choice: visit.give({n: c}) for name, choice in leaflets.items()),
         visit.operator, lambda: visit.cover(""), lambda: visit.give({}), lambda: visit.press("f6"), lambda: visit.give({"phone_reason": {"out": "forms"}}))
    visit.change_language()
    visit.give({"language": language})
    while visit.card.name != "end":
        if visit.card.name in MET:
            sees(lambda: None)
        if visit.card.name == "cittadinanza" and "dropped" not in met:
            sees(visit.call, lambda: visit.cover(""), lambda: visit.press("f6"), lambda: visit.give({"dropped": "back"}),
                 lambda: visit.give({"regain": desk.operators.practice_pin()}), lambda: visit.give({"compare": finisher("did").answers["nascita"]}))
        guest.does()
    sees(lambda: None)
    assert set(MET) <= met
