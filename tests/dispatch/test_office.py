"""The office opens what waits for it, with its own keys, and is told plainly when it cannot."""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile

import pytest

from kiosk.config import Config, Destination
from kiosk.dispatch import codes, desk_key, envelopes, files, office, sealing
from kiosk.dispatch.envelopes import ANSWERS, WHAT, WHO, Keys
from kiosk.dispatch.outbox import Outbox
from kiosk.errors import CannotSeal, ConfigIsWrong, Rejected
from tests.dispatch.conftest import submitted
from tests.dispatch.sealing_room import DESK, OFFICE, OFFICE_SECRET, PAPER, closed


@pytest.fixture
def busta(tmp_path, submission):
    """A file from a desk, beside the key that opens it."""
    files.keep_secret(tmp_path / "office.key", OFFICE_SECRET)
    (tmp_path / "busta.zip").write_bytes(closed(submission).content)
    return tmp_path / "busta.zip"


def opened(busta, folder="aperta", key="office.key", desk=None):
    return office.open_envelope(Config(), str(busta), busta.parent / folder, str(busta.parent / key), desk)


def test_the_office_finds_the_papers_and_the_answers(busta, submission):
    written = opened(busta, desk=DESK)

    assert [place.name for place in written] == [ANSWERS, PAPER.name]
    assert json.loads(written[0].read_bytes()) == json.loads(submission.to_json())
    assert written[1].read_bytes() == PAPER.content
    assert [place.stat().st_mode & 0o777 for place in written] == [0o600, 0o600]


def test_opening_twice_does_not_write_over_what_is_there(busta):
    opened(busta)

    with pytest.raises(Rejected, match="c'è già answers.json"):
        opened(busta)
    assert len(office.write_out(busta.read_bytes(), OFFICE_SECRET, busta.parent / "aperta", overwrite=True)) == 2


def test_another_key_opens_nothing(busta):
    office.keygen(busta.parent / "another.key")
    with pytest.raises(Rejected, match="non si apre con questa chiave"):
        opened(busta, key="another.key")
    assert not (busta.parent / "aperta").exists()


def test_a_key_file_may_hold_several_keys(busta):
    place = busta.parent / "several.key"
    files.keep_secret(place, f"# di prima\n{sealing.make_key()[0]}\n\n # di adesso\n{OFFICE_SECRET}\n")

    assert len(opened(busta, key="several.key")) == 2


@pytest.mark.parametrize("written", [b"", b"# niente\n", b"age1abc", b"\xff\xfe", pytest.param(OFFICE.encode(), id="public")])
def test_a_key_that_is_none_is_said_plainly(busta, written):
    (busta.parent / "wrong.key").write_bytes(written)
    with pytest.raises(Rejected, match="chiave segreta age"):
        opened(busta, key="wrong.key")


def test_a_key_or_a_file_that_cannot_be_read_is_said_plainly(busta):
    with pytest.raises(Rejected, match="non si può leggere"):
        opened(busta, key="nowhere.key")
    with pytest.raises(Rejected, match="non è un file"):
        office.open_envelope(Config(), str(busta.parent), busta.parent / "aperta", str(busta.parent / "office.key"))


def test_an_envelope_of_another_desk_is_not_opened_when_one_is_named(busta):
    with pytest.raises(Rejected, match="non è firmata"):
        opened(busta, desk=sealing.make_signing_key()[1])
    assert not (busta.parent / "aperta").exists()


def test_who_may_read_only_one_part_gets_that_part(tmp_path, submission):
    (own_secret, own), (their_secret, theirs) = sealing.make_key(), sealing.make_key()
    content = closed(submission, keys=Keys((theirs,), (own,))).content

    assert [place.name for place in office.write_out(content, their_secret, tmp_path / "a")] == [WHAT]
    assert [place.name for place in office.write_out(content, own_secret, tmp_path / "b")] == [WHO, PAPER.name]


def test_the_office_of_a_practice_desk_opens_a_file_or_a_reference(tmp_path, database, journey):
    config = Config(practice=True, folder=tmp_path / "desk", store=database.url)
    reference = codes.make(codes.REFERENCE)
    sealed = envelopes.seal(submitted(journey, reference), [PAPER], office.keys(config, "prova"))
    outbox = Outbox(database, "prova-1", desk_key.signing_key(config.folder))
    outbox.accept(sealed, "")
    (tmp_path / "busta.zip").write_bytes(outbox.sealed(reference))
    shown, desk = codes.grouped(reference, codes.REFERENCE), desk_key.public(config.folder)

    assert len(office.open_envelope(config, str(tmp_path / "busta.zip"), tmp_path / "a", desk=desk)) == 2
    assert len(office.open_envelope(config, shown, tmp_path / "b", desk=desk)) == 2
    with pytest.raises(Rejected, match="non è un file"):
        office.open_envelope(config, "niente", tmp_path / "c")
    with pytest.raises(Rejected, match="nessuna busta"):
        office.open_envelope(config, codes.make(codes.REFERENCE), tmp_path / "c")


def test_the_key_that_keygen_writes_opens_what_its_public_half_sealed(tmp_path, submission):
    public = office.keygen(tmp_path / "office.key")
    (tmp_path / "busta.zip").write_bytes(closed(submission, (), Keys((public,))).content)
    places = office.open_envelope(Config(), str(tmp_path / "busta.zip"), tmp_path / "a", str(tmp_path / "office.key"))

    assert [place.name for place in places] == [ANSWERS]
    assert (tmp_path / "office.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(Rejected, match="c'è già"):
        office.keygen(tmp_path / "office.key")


def test_a_real_desk_has_no_key_to_open_with(busta):
    with pytest.raises(Rejected, match="--key"):
        office.open_envelope(Config(), str(busta), busta.parent / "a")


def test_a_practice_desk_makes_its_key_once_and_only_its_owner_reads_it(tmp_path):
    folder = tmp_path / "prova"
    first, second = office.practice_key(folder), office.practice_key(folder)

    assert first == second
    assert (folder / office.PRACTICE_KEY).stat().st_mode & 0o777 == 0o600
    assert sealing.public_key(first).startswith("age1")


# whom a submission is sealed for


def keys_of(count: int) -> tuple[str, ...]:
    return tuple(sealing.make_key()[1] for _ in range(count))


def test_a_service_is_sealed_for_its_destination_and_else_for_the_office():
    one, two, three, four = keys_of(4)
    named = Destination("comune", "file:///x", flows=("did",), recipients=(one,), identity=(two,))
    bare = Destination("altro", "file:///y", flows=("permesso",))
    config = Config(recipients=(three,), identity=(four,), destinations=(named, bare))

    assert office.keys(config, "did") == Keys((one,), (two,))
    assert office.keys(config, "permesso") == office.keys(config, "colloqui") == Keys((three,), (four,))
    assert set(office.recipients(config)) == {one, two, three, four}


def test_another_offices_names_are_not_sealed_for_the_readers_of_this_one():
    one, three, four = keys_of(3)
    config = Config(recipients=(three,), identity=(four,), destinations=(Destination("comune", "file:///x", recipients=(one,)),))

    assert office.keys(config, "did") == Keys((one,), ())


@pytest.mark.parametrize("config", [
    Config(), Config(recipients=("age1nonsense",)), Config(recipients=(OFFICE,), identity=("",)), Config(recipients=(OFFICE_SECRET,)),
    Config(recipients=(OFFICE,), destinations=(Destination("comune", "file:///x", recipients=("age1",)),)),
])
def test_a_key_that_is_none_is_found_before_anything_is_promised(config):
    with pytest.raises(CannotSeal):
        office.keys(config, "did")
    with pytest.raises(CannotSeal):
        office.recipients(config)


def test_a_secret_key_in_place_of_the_public_one_is_said_plainly():
    with pytest.raises(CannotSeal, match="chiave segreta"):
        sealing.check_recipient(OFFICE_SECRET)


# the desk's own key


def test_a_desk_makes_its_signing_key_once_and_only_its_owner_reads_it(tmp_path):
    first, second = desk_key.signing_key(tmp_path / "desk"), desk_key.signing_key(tmp_path / "desk")

    assert first == second
    assert (tmp_path / "desk" / desk_key.FILE).stat().st_mode & 0o777 == 0o600
    assert sealing.verify(desk_key.public(tmp_path / "desk"), b"x", sealing.sign(first, b"x"))


@pytest.mark.parametrize("written", [b"", b"zz\n", b"ab" * 31, b"ab" * 33, b"\xff\xfe\xfd"])
def test_a_signing_key_that_is_none_stops_the_desk(tmp_path, written):
    (tmp_path / desk_key.FILE).write_bytes(written)
    with pytest.raises(ConfigIsWrong, match="desk.key"):
        desk_key.signing_key(tmp_path)


# what an earlier desk left in its store


def before(files: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return sealing.seal(made.getvalue(), [OFFICE])


def test_an_envelope_of_the_first_form_still_opens(busta, submission):
    busta.write_bytes(before({ANSWERS: submission.to_json(), PAPER.name: PAPER.content}))

    assert [place.read_bytes() for place in opened(busta)] == [submission.to_json(), PAPER.content]
    with pytest.raises(Rejected):
        opened(busta, "altrove", desk=DESK)


@pytest.mark.parametrize("name", ["../fuori.pdf", "/etc/x", "a/b.pdf", "Maiuscola", ".nascosto", "a\\b", ANSWERS + "x/"])
def test_a_name_that_leads_out_of_the_folder_is_refused_there_too(busta, name):
    busta.write_bytes(before({ANSWERS: b"{}", name: b"x"}))
    with pytest.raises(Rejected):
        opened(busta)
    assert not (busta.parent / "aperta").exists()


@pytest.mark.parametrize("sealed", [
    before({"note.txt": b"x"}), before({ANSWERS: bytes(70_000_000)}), sealing.seal(b"x", [OFFICE]), before({ANSWERS: b"{}"})[:-1],
], ids=["no answers", "a bomb", "no zip", "cut"])
def test_an_envelope_of_the_first_form_that_is_no_good_is_refused(busta, sealed):
    busta.write_bytes(sealed)
    with pytest.raises(Rejected):
        opened(busta)
    assert not (busta.parent / "aperta").exists()


def test_a_secret_is_on_the_disk_with_its_name_before_anything_is_locked_with_it(tmp_path, monkeypatch):
    synced, fsync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda opened: (synced.append(stat.S_ISDIR(os.fstat(opened).st_mode)), fsync(opened)))
    files.keep_secret(tmp_path / "desk.key", "segreto")

    assert synced == [False, True]
    assert (tmp_path / "desk.key").read_text() == "segreto"
