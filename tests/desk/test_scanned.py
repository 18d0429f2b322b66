"""A scanner, or whoever stands there, types anything at all into the one box for codes: it is refused, and nothing else happens."""

from __future__ import annotations

import itertools

import pytest

from kiosk.desk.visit import Visit
from kiosk.dispatch import codes
from tests.harness.hostile_keys import PAYLOADS
from tests.practice import PracticeDesk

pytestmark = pytest.mark.usefixtures("cheap_codes")
CODE = "482109375516204" + codes.check_digit("482109375516204")
WRONG = CODE[:7] + str((int(CODE[7]) + 3) % 10) + CODE[8:]
TRICKS = (
    *PAYLOADS, "https://example.org/?id=" + CODE, "javascript:alert(1)", "tel:+390212345678", "WIFI:T:WPA;S:casa;P:segreto;;", "BEGIN:VCARD\nFN:x\nEND:VCARD",
    "file:///etc/passwd", "../../etc/passwd", "'; DROP TABLE draft; --", "%s%n{0.__class__}", "{{7*7}}${7*7}", "#let x = 1", "<script>x</script>", "=1+1",
    "\x1b[2J\x1b[H", "\x1b[200~", "\x9b31m", "\x00\x01\x02\x7f", "\r\n\r\n", "\u202e" + CODE, "\u200b".join(CODE), "\ud800", "𝟜𝟠", "½²③", "x" * 10_000,
    "9" * 10_000, " " * 10_000, "[" * 10_000, "e\u0301" * 3000,
)
AROUND = ("{}", "{}" + WRONG, WRONG + "{}", "{}" + WRONG[:12], "123{}", "{}\t")
ENDS = ("", "\r", "\n", "\t", "\x1d", "\x04", "\x1a")
"""What a scanner may send after what it has read."""
TABLES = ("draft", "envelope", "pin_gate", "call")


@pytest.fixture(scope="module")
def desk(tmp_path_factory, cheap_codes):
    made = PracticeDesk(tmp_path_factory.mktemp("desk"))
    made.drafts.floor = 0.0
    made.open()
    yield made
    made.database.close()


@pytest.fixture
def visit(desk):
    """Somebody before the card that asks for the code."""
    visit = Visit(desk)
    for typed in ({"language": "it"}, {"how": "resume"}):
        visit.give(typed)
    assert visit.stage == visit.card.name == "resume"
    return visit


def scans() -> list[str]:
    """Some hundred texts, in an order that never changes."""
    return [around.replace("{}", trick) + end for (trick, around), end in zip(itertools.product(TRICKS, AROUND), itertools.cycle(ENDS))][:252] + [
        trick * 2 + end for trick, end in itertools.product(TRICKS, ENDS)]


def kept(desk) -> dict[str, list]:
    with desk.database.write() as store:
        return {table: [dict(row) for row in store.rows(table)] for table in TABLES}


def refused(visit: Visit, typed: str) -> str:
    """Types it and presses Enter: by which name it is refused. Whatever was typed, the card is the same."""
    before = (visit.overlay, visit.back_to, visit.session, visit.found, visit.calling, visit.over)
    visit.give({"resume": typed})
    assert visit.stage == visit.card.name == "resume", repr(typed[:60])
    assert (visit.overlay, visit.back_to, visit.session, visit.found, visit.calling, visit.over) == before
    assert len(visit.card.prompts[0].problem) == 1 and typed[:60] not in visit.card.prompts[0].problem[0]
    return visit.problem


def test_five_hundred_hostile_texts_are_refused_as_codes_and_looked_up_nowhere(desk, visit):
    before, typed = kept(desk), scans()
    found = {refused(visit, one) for one in typed}

    assert len(set(typed)) >= 500
    assert found == {"code.letters", "code.short", "code.long", "code.slip"}
    assert (kept(desk), desk.drafts._keys) == (before, {})
