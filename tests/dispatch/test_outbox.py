"""Sealing and keeping: done is said after the disk has it, and nothing outside the seal tells anything."""

import sqlite3
from datetime import date

import pytest

from kiosk.config import Config
from kiosk.dispatch import codes, envelopes, office, sealing
from kiosk.dispatch.documents import PDF, Rendered
from kiosk.dispatch.outbox import Envelope, Outbox
from kiosk.errors import CannotSeal, DatabaseFailed, Rejected
from tests.dispatch.conftest import submitted

PAPER = Rendered("domanda-4821093716.pdf", PDF, b"%PDF-1.7 Rossi")


@pytest.fixture(scope="module")
def key():
    return sealing.make_key()


@pytest.fixture
def outbox(database):
    return Outbox(database)


def test_what_is_accepted_is_there_after_the_store_is_opened_again(tmp_path, database, outbox, submission, key):
    envelope = envelopes.seal(submission, [PAPER], [key[1]])
    outbox.accept(envelope)
    with sqlite3.connect(tmp_path / "desk" / "sportello.db") as other:
        kept = other.execute("select reference, sealed, accepted_on, state from envelope").fetchall()

    assert kept == [("4821093716", envelope.sealed, "2026-11-22", "waiting")]


def test_the_same_envelope_twice_is_kept_once(outbox):
    envelope = Envelope("4821093716", b"x", date(2026, 11, 22))
    outbox.accept(envelope)
    outbox.accept(envelope)

    assert [waiting.reference for waiting in outbox.waiting()] == ["4821093716"]


def test_another_content_under_the_same_id_is_refused(outbox):
    outbox.accept(Envelope("4821093716", b"x", date(2026, 11, 22), id="a"))

    with pytest.raises(DatabaseFailed):
        outbox.accept(Envelope("4821093716", b"y", date(2026, 11, 22), id="a"))


def test_an_envelope_that_cannot_be_kept_leaves_the_draft_in_its_place(database, outbox):
    with database.write() as store:
        store.insert("draft", locator=b"l" * 16, epoch=0, revision=1, locked=b"x", expires_on="2026-12-01")
    outbox.accept(Envelope("4821093716", b"x", date(2026, 11, 22)))
    with pytest.raises(DatabaseFailed):
        outbox.accept(Envelope("4821093716", b"y", date(2026, 11, 22)), draft=b"l" * 16)
    with database.write() as store:
        assert len(store.rows("draft", "revision")) == 1


def test_nothing_of_the_visit_is_readable_in_the_files_of_the_store(tmp_path, database, outbox, submission, key):
    outbox.accept(envelopes.seal(submission, [PAPER], [key[1]]))
    database.sweep()
    kept = b"".join(place.read_bytes() for place in (tmp_path / "desk").iterdir())

    assert [said for said in (b"Rossi", b"prova", b"Domanda", b"Una riga", b"Anna") if said in kept] == []


@pytest.mark.parametrize("keys", [(), ("age1nonsense",), ("ssh-ed25519 AAAA",), ("",)])
def test_without_a_good_key_nothing_is_sealed(submission, keys):
    with pytest.raises(CannotSeal):
        envelopes.seal(submission, [], keys)


def test_a_secret_key_in_place_of_the_public_one_is_said_plainly(key):
    with pytest.raises(CannotSeal, match="chiave segreta"):
        sealing.check_recipient(key[0])


def test_any_of_several_keys_opens_the_envelope(submission, key):
    second = sealing.make_key()
    sealed = envelopes.seal(submission, [], [key[1], second[1]]).sealed

    assert sealing.unseal(sealed, key[0]) == sealing.unseal(sealed, second[0])


def test_an_envelope_is_an_ordinary_age_file(submission, key):
    assert envelopes.seal(submission, [], [key[1]]).sealed.startswith(b"age-encryption.org/v1\n-> X25519 ")


@pytest.mark.parametrize("spoil", [
    lambda sealed: sealed[:-1], lambda sealed: sealed + b"x", lambda sealed: b"", lambda sealed: sealed[:60],
    lambda sealed: sealed[:-5] + bytes([sealed[-5] ^ 1]) + sealed[-4:], lambda sealed: sealed.replace(b"X25519", b"X25518"),
])
def test_a_changed_or_cut_envelope_does_not_open(submission, key, spoil):
    with pytest.raises(Rejected):
        sealing.unseal(spoil(envelopes.seal(submission, [], [key[1]]).sealed), key[0])


def test_the_office_finds_the_papers_and_the_answers(tmp_path, submission, key):
    sealed = envelopes.seal(submission, [PAPER], [key[1]]).sealed
    written = office.write_out(sealed, key[0], tmp_path / "aperta")

    assert [place.name for place in written] == ["answers.json", "domanda-4821093716.pdf"]
    assert written[0].read_bytes() == submission.to_json()
    assert written[1].read_bytes() == PAPER.content
    assert [place.stat().st_mode & 0o777 for place in written] == [0o600, 0o600]


def test_opening_twice_does_not_write_over_what_is_there(tmp_path, submission, key):
    sealed = envelopes.seal(submission, [PAPER], [key[1]]).sealed
    office.write_out(sealed, key[0], tmp_path / "aperta")

    with pytest.raises(Rejected, match="c'è già answers.json"):
        office.write_out(sealed, key[0], tmp_path / "aperta")
    assert len(office.write_out(sealed, key[0], tmp_path / "aperta", overwrite=True)) == 2


@pytest.mark.parametrize("name", ["../fuori.pdf", "/etc/x", "a/b.pdf", "Maiuscola", ".nascosto", "a\\b", ""])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path, submission, key, name):
    packed = envelopes.pack(submission, [Rendered(name, PDF, b"x")])
    sealed = sealing.seal(packed, [key[1]])

    with pytest.raises(Rejected):
        office.write_out(sealed, key[0], tmp_path / "aperta")
    assert not (tmp_path / "aperta").exists()


def test_another_key_opens_nothing(tmp_path, submission, key):
    with pytest.raises(Rejected):
        office.write_out(envelopes.seal(submission, [], [key[1]]).sealed, sealing.make_key()[0], tmp_path)


def test_the_office_of_a_practice_desk_opens_a_file_or_a_reference(tmp_path, database, outbox, journey):
    config = Config(practice=True, folder=tmp_path / "desk", store=database.url)
    reference = codes.make(codes.REFERENCE)
    envelope = envelopes.seal(submitted(journey, reference), [PAPER], office.recipients(config))
    outbox.accept(envelope)
    (tmp_path / "busta.age").write_bytes(envelope.sealed)
    shown = codes.grouped(reference, codes.REFERENCE)

    assert len(office.open_envelope(config, str(tmp_path / "busta.age"), tmp_path / "a")) == 2
    assert len(office.open_envelope(config, shown, tmp_path / "b")) == 2
    with pytest.raises(Rejected, match="non è un file"):
        office.open_envelope(config, "niente", tmp_path / "c")
    with pytest.raises(Rejected, match="nessuna busta"):
        office.open_envelope(config, codes.make(codes.REFERENCE), tmp_path / "c")


def test_the_key_that_keygen_writes_opens_what_its_public_half_sealed(tmp_path, submission):
    public = office.keygen(tmp_path / "office.key")
    (tmp_path / "busta.age").write_bytes(envelopes.seal(submission, [], [public]).sealed)
    opened = office.open_envelope(Config(), str(tmp_path / "busta.age"), tmp_path / "a", str(tmp_path / "office.key"))

    assert [place.name for place in opened] == ["answers.json"]
    assert (tmp_path / "office.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(Rejected, match="c'è già"):
        office.keygen(tmp_path / "office.key")


def test_a_real_desk_has_no_key_to_open_with(tmp_path):
    with pytest.raises(Rejected, match="--key"):
        (tmp_path / "busta.age").touch()
        office.open_envelope(Config(), str(tmp_path / "busta.age"), tmp_path / "a")


def test_a_practice_desk_makes_its_key_once_and_only_its_owner_reads_it(tmp_path):
    folder = tmp_path / "prova"
    first, second = office.practice_key(folder), office.practice_key(folder)

    assert first == second
    assert (folder / office.PRACTICE_KEY).stat().st_mode & 0o777 == 0o600
    assert sealing.public_key(first).startswith("age1")
