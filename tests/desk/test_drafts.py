"""Visits put aside under a paper code: what opens them, what does not, and whose they are while two want them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest

from kiosk.database import Database
from kiosk.desk.drafts import PEPPER, Drafts
from kiosk.dispatch import codes
from kiosk.errors import Refused
from tests import stores

TODAY, UNTIL = date(2026, 11, 22), date(2026, 12, 6)
pytestmark = pytest.mark.usefixtures("cheap_codes")
CONTENT = {"flow": "prova", "answers": {"cognome": {"value": "Rossi"}}}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def two_codes(place, cheap_codes):
    """Made once for the whole file, because that is meant to take long; with their keys."""
    database = Database(f"sqlite:///{place / 'sportello.db'}")
    drafts = Drafts(database, place, lambda: TODAY)
    made = [drafts.make_code(), drafts.make_code()]
    database.close()
    return made, drafts._keys


@pytest.fixture(scope="module", params=stores.KINDS)
def desk(request, place, two_codes):
    """One desk for the whole file, over each kind of store."""
    with stores.store(request.param, place) as url:
        database = Database(url)
        opened = Drafts(database, place, lambda: TODAY)
        opened.floor = 0.0
        opened.two_codes, keys = two_codes
        opened._keys.update(keys)
        yield opened
        database.close()


@pytest.fixture
def database(desk):
    with desk._database.write() as store:
        store.delete("draft")
    return desk._database


@pytest.fixture
def drafts(desk, database):
    return desk


@pytest.fixture
def code(drafts):
    return drafts.two_codes[0]


def content(drafts, code) -> dict:
    return drafts.look(code, TODAY).content


def test_a_visit_is_taken_up_with_its_code_after_a_restart(database, drafts, code, place):
    drafts.save(code, CONTENT, UNTIL)
    again = Drafts(database, place, lambda: TODAY)

    assert content(again, codes.grouped(code, codes.DRAFT)) == CONTENT


def test_a_code_typed_in_arabic_digits_is_the_same_code(drafts, code):
    drafts.save(code, CONTENT, UNTIL)

    assert content(drafts, code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == CONTENT


def test_the_last_save_is_the_one_taken_up(drafts, code):
    held = drafts.save(code, {"flow": "first"}, UNTIL)
    drafts.save(code, CONTENT, UNTIL, held)

    assert content(drafts, code) == CONTENT


def test_looking_takes_nothing_from_whoever_has_it_open(drafts, code):
    held = drafts.save(code, {"flow": "first"}, UNTIL)
    assert drafts.look(code, TODAY).holder == held
    drafts.save(code, CONTENT, UNTIL, held)

    assert content(drafts, code) == CONTENT


def test_after_it_was_taken_over_the_first_visit_saves_nothing_and_is_told(drafts, code):
    here = drafts.save(code, {"said": "here"}, UNTIL)
    there, taken = drafts.load(code, TODAY)
    assert (taken.content, taken.holder) == ({"said": "here"}, here)
    drafts.save(code, {"said": "there"}, UNTIL, there)
    with pytest.raises(Refused, match="code.elsewhere"):
        drafts.save(code, {"said": "here again"}, UNTIL, here)

    assert content(drafts, code) == {"said": "there"}


def test_a_code_that_came_up_twice_by_chance_is_refused_not_written_over(drafts, code):
    drafts.save(code, CONTENT, UNTIL)
    with pytest.raises(Refused, match="code.elsewhere"):
        drafts.save(code, {"flow": "another"}, UNTIL)

    assert content(drafts, code) == CONTENT


def test_who_leaves_lets_go_of_their_own_draft_only(drafts, code):
    here = drafts.save(code, CONTENT, UNTIL)
    there, _ = drafts.load(code, TODAY)
    drafts.release(code, here)
    assert drafts.look(code, TODAY).holder == there
    drafts.release(code, there)

    assert drafts.look(code, TODAY).holder == ""


def test_what_was_erased_meanwhile_does_not_come_back(drafts, code):
    held = drafts.save(code, CONTENT, UNTIL)
    assert (drafts.forget(code), drafts.forget(code)) == (True, False)
    with pytest.raises(Refused, match="code.gone"):
        drafts.save(code, CONTENT, UNTIL, held)
    with pytest.raises(Refused, match="code.none"):
        drafts.look(code, TODAY)


def test_a_save_that_was_kept_without_anybody_hearing_so_costs_nothing(drafts, code):
    held = drafts.save(code, {"flow": "first"}, UNTIL)
    drafts.save(code, {"flow": "second"}, UNTIL, held)
    drafts.save(code, CONTENT, UNTIL, held)

    assert (content(drafts, code), drafts.look(code, TODAY).revision) == (CONTENT, 3)


def test_after_its_last_day_a_visit_cannot_be_taken_up_and_is_deleted(drafts, code):
    drafts.save(code, CONTENT, UNTIL)

    assert drafts.look(code, UNTIL).content == CONTENT
    with pytest.raises(Refused, match="code.none"):
        drafts.load(code, date(2026, 12, 7))
    assert (drafts.forget_expired(UNTIL), drafts.forget_expired(date(2026, 12, 7))) == (0, 1)


def test_a_draft_saved_while_the_clock_was_years_ahead_does_not_rest_for_years(drafts, code):
    drafts.save(code, CONTENT, date(2076, 12, 6))
    drafts.forget_expired(TODAY)

    assert drafts.look(code, TODAY).expires_on == TODAY + timedelta(days=30)


def test_neither_the_answers_nor_the_code_are_in_the_files(drafts, code, place):
    drafts.save(code, CONTENT, UNTIL)
    kept = b"".join(file.read_bytes() for file in place.rglob("*") if file.is_file())

    assert [said for said in (b"Rossi", b"prova", code.encode()) if said in kept] == []


def test_without_the_pepper_the_code_opens_nothing(database, drafts, code, tmp_path):
    drafts.save(code, CONTENT, UNTIL)
    stranger = Drafts(database, tmp_path, lambda: TODAY)
    stranger.floor = 0.0

    with pytest.raises(Refused, match="code.none"):
        stranger.look(code, TODAY)


@pytest.mark.parametrize("changed", [{"revision": 7}, {"epoch": 105736}, {"epoch": 2**31 - 1}, {"epoch": -1}, {"locked": b""}, {"locked": bytes(5000)}])
def test_a_row_that_was_changed_is_as_good_as_none(database, drafts, code, changed):
    drafts.save(code, CONTENT, UNTIL)
    with database.write() as store:
        store.update("draft", {}, **changed)

    with pytest.raises(Refused, match="code.none"):
        drafts.look(code, TODAY)
    with pytest.raises(Refused, match="code.none"):
        drafts.load(code, TODAY)


def test_the_row_of_one_code_does_not_open_under_another(database, drafts):
    mine, other = drafts.two_codes
    drafts.save(mine, CONTENT, UNTIL)
    drafts.save(other, {"flow": "other"}, UNTIL)
    with database.write() as store:
        row = store.rows("draft", "locked", "revision", "epoch", locator=drafts.key(mine).locator)[0]
        store.update("draft", {"locator": drafts.key(other).locator}, **dict(row))

    with pytest.raises(Refused, match="code.none"):
        drafts.look(other, TODAY)


def test_the_size_tells_little_of_how_much_was_answered(database, drafts, code):
    held, sizes = "", set()
    for many in (1, 30, 60):
        held = drafts.save(code, {"answers": ["x" * 50] * many}, UNTIL, held)
        with database.write() as store:
            sizes |= {len(row["locked"]) for row in store.rows("draft", "locked")}

    assert len(sizes) == 1


def test_the_same_answers_saved_twice_look_different(database, drafts, code):
    held, seen = "", set()
    for _ in range(3):
        held = drafts.save(code, CONTENT, UNTIL, held)
        with database.write() as store:
            seen.add(bytes(store.rows("draft", "locked")[0]["locked"]))

    assert len({one[:32] for one in seen}) == 3


def test_the_pepper_is_read_by_its_owner_only(drafts, place):
    assert {(place / name).stat().st_mode & 0o777 for name in (PEPPER, "week")} == {0o600}


def steps(act) -> list[str]:
    """What of the kiosk and of its cryptography was called, in order."""
    called = []

    def note(frame, event, _argument):
        # how often the network has to be waited for is chance
        ours = "/kiosk/" in frame.f_code.co_filename and frame.f_code.co_name != "_until"
        if event == "call" and (ours or "pwhash" in frame.f_code.co_name):
            called.append(frame.f_code.co_qualname)

    sys.setprofile(note)
    try:
        with pytest.raises(Refused, match="code.none"):
            act()
    finally:
        sys.setprofile(None)
    return called


def test_absent_expired_and_ruined_do_the_same_things_in_the_same_order(database, drafts, place):
    """Made anew for each, so that the slow part is among them."""
    code, other = drafts.two_codes

    def tried(typed: str, today: date) -> list[str]:
        fresh = Drafts(database, place, lambda: TODAY)
        fresh.floor = 0.0
        return steps(lambda: fresh.look(typed, today))

    drafts.save(code, CONTENT, UNTIL)
    expired = tried(code, date(2026, 12, 7))
    absent = tried(other, date(2026, 12, 7))
    with database.write() as store:
        store.update("draft", {}, locked=bytes(4096 + 72))
    ruined = tried(code, TODAY)

    assert absent == expired == ruined
    assert {"derive", "expand", "unlock", "crypto_pwhash_alg"} <= set(absent)


def test_a_refused_code_is_never_told_sooner_than_another(drafts, code):
    import time

    drafts.floor = 0.3
    try:
        for typed, today in ((drafts.two_codes[1], TODAY), (code, date(2026, 12, 7))):
            started_at = time.monotonic()
            with pytest.raises(Refused, match="code.none"):
                drafts.look(typed, today)
            assert time.monotonic() - started_at >= 0.3
    finally:
        drafts.floor = 0.0


def test_a_slip_of_the_pen_is_told_before_anything_is_looked_up(drafts, code):
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)

    def kinds(typed: str) -> set[str]:
        called = []
        sys.setprofile(lambda frame, event, _: called.append(frame.f_code.co_name) if event == "call" else None)
        try:
            with pytest.raises(Refused, match="code.slip"):
                drafts.look(typed, TODAY)
        finally:
            sys.setprofile(None)
        return set(called)

    assert {"derive", "write", "rows", "unlock"} & kinds(wrong) == set()


def test_a_key_costs_256_megabytes_for_whoever_guesses():
    program = "import resource; from kiosk.dispatch import sealing; sealing.derive('1' * 16, bytes(32), 48); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    used = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert int(used) > 256 * 1024


_SHORT_OF_MEMORY = """
import resource
from kiosk.dispatch import sealing
from kiosk.errors import CannotSeal
sealing.derive("1" * 16, bytes(32), 48)
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 2**26, used + 2**26))
try:
    sealing.derive("2" * 16, bytes(32), 48)
except CannotSeal as failure:
    print(failure)
"""


def test_without_the_memory_for_a_key_it_is_said_and_nothing_breaks():
    said = subprocess.run([sys.executable, "-c", _SHORT_OF_MEMORY], capture_output=True, text=True, check=True).stdout

    assert said.strip() == "Non c'è abbastanza memoria per i codici: servono 256 MB liberi."


@pytest.mark.parametrize(("answers", "pages"), [(1, 1), (70, 1), (90, 2), (200, 4), (700, 16)])
def test_sizes_are_few(database, drafts, code, answers, pages):
    drafts.save(code, {"answers": ["x" * 46] * answers}, UNTIL)
    with database.write() as store:
        assert len(store.rows("draft", "locked")[0]["locked"]) == pages * 4096 + 72
