"""Visits put aside under a paper code."""

from datetime import date

import pytest

from kiosk.database import Database
from kiosk.desk.drafts import PEPPER, Drafts
from kiosk.dispatch import codes
from kiosk.errors import Refused

TODAY, UNTIL = date(2026, 11, 22), date(2026, 12, 6)
CONTENT = {"flow": "prova", "answers": {"cognome": {"value": "Rossi"}}}


@pytest.fixture
def database(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'desk' / 'sportello.db'}")
    yield opened
    opened.close()


@pytest.fixture
def drafts(database, tmp_path):
    return Drafts(database, tmp_path / "desk")


def test_a_visit_is_taken_up_with_its_code_after_a_restart(database, drafts, tmp_path):
    code = drafts.make_code()
    drafts.save(code, CONTENT, UNTIL)
    again = Drafts(database, tmp_path / "desk")

    assert again.load(codes.grouped(code, codes.DRAFT), TODAY) == CONTENT


def test_a_code_typed_in_arabic_digits_is_the_same_code(drafts):
    code = drafts.make_code()
    drafts.save(code, CONTENT, UNTIL)

    assert drafts.load(code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), TODAY) == CONTENT


def test_the_last_save_is_the_one_taken_up(drafts):
    code = drafts.make_code()
    drafts.save(code, {"flow": "first"}, UNTIL)
    drafts.save(code, CONTENT, UNTIL)

    assert drafts.load(code, TODAY) == CONTENT


def test_a_code_of_nobody_finds_nothing(drafts):
    with pytest.raises(Refused, match="code.none"):
        drafts.load(codes.make(codes.DRAFT), TODAY)


def test_a_slip_of_the_pen_is_told_before_anything_is_looked_up(drafts):
    code = codes.make(codes.DRAFT)
    with pytest.raises(Refused, match="code.slip"):
        drafts.load(code[:-1] + str((int(code[-1]) + 1) % 10), TODAY)


def test_after_its_last_day_a_visit_cannot_be_taken_up_and_is_deleted(drafts):
    code = drafts.make_code()
    drafts.save(code, CONTENT, UNTIL)

    assert drafts.load(code, UNTIL) == CONTENT
    with pytest.raises(Refused, match="code.none"):
        drafts.load(code, date(2026, 12, 7))
    assert (drafts.forget_expired(UNTIL), drafts.forget_expired(date(2026, 12, 7))) == (0, 1)


def test_a_forgotten_visit_is_gone(drafts):
    code = drafts.make_code()
    drafts.save(code, CONTENT, UNTIL)

    assert (drafts.forget(code), drafts.forget(code)) == (True, False)
    with pytest.raises(Refused, match="code.none"):
        drafts.load(code, TODAY)


def test_neither_the_answers_nor_the_code_are_in_the_files(drafts, tmp_path):
    code = drafts.make_code()
    drafts.save(code, CONTENT, UNTIL)
    kept = b"".join(place.read_bytes() for place in (tmp_path / "desk").iterdir())

    assert [said for said in (b"Rossi", b"prova", code.encode()) if said in kept] == []


def test_without_the_pepper_the_code_opens_nothing(database, drafts, tmp_path):
    code = drafts.make_code()
    drafts.save(code, CONTENT, UNTIL)
    (tmp_path / "desk" / PEPPER).unlink()

    with pytest.raises(Refused, match="code.none"):
        Drafts(database, tmp_path / "desk").load(code, TODAY)


def test_a_row_put_under_another_revision_does_not_open(database, drafts):
    code = drafts.make_code()
    drafts.save(code, CONTENT, UNTIL)
    with database.write() as store:
        store.update("draft", {}, revision=7)

    with pytest.raises(Refused, match="code.none"):
        drafts.load(code, TODAY)


def test_the_size_tells_little_of_how_much_was_answered(database, drafts):
    sizes = set()
    for many in (1, 30, 60):
        code = drafts.make_code()
        drafts.save(code, {"answers": ["x" * 50] * many}, UNTIL)
    with database.write() as store:
        sizes = {len(row["locked"]) for row in store.rows("draft", "locked")}

    assert len(sizes) == 1


def test_the_pepper_is_read_by_its_owner_only(drafts, tmp_path):
    assert (tmp_path / "desk" / PEPPER).stat().st_mode & 0o777 == 0o600
