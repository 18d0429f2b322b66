"""The door to cryptography, from outside: what opens, for whom, and what becomes of a byte that was changed."""

from __future__ import annotations

import re

import pytest
from nacl.pwhash import argon2id

from kiosk.dispatch import sealing
from kiosk.errors import CannotSeal, Rejected

SECRET, PUBLIC = "07" * 32, "ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c"
OFFICE_SECRET, OFFICE = sealing.make_key()
KEY = bytes(range(32))


def test_a_new_office_key_is_two_halves_of_one_and_never_the_same():
    secret, public = sealing.make_key()

    assert (secret[:16], public[:4], sealing.public_key(secret)) == ("AGE-SECRET-KEY-1", "age1", public)
    assert sealing.make_key()[0] != secret


def test_a_key_file_may_hold_remarks_blank_lines_and_several_keys():
    another, public = sealing.make_key()
    file = f"# chiave di prima\n\n  {OFFICE_SECRET}  \n   # di adesso\n{another}\n"

    assert sealing.public_key(file) == OFFICE
    assert sealing.key_ids(file) == (sealing.key_id(OFFICE), sealing.key_id(public))
    assert [sealing.unseal(sealing.seal(b"busta", [each]), file) for each in (OFFICE, public)] == [b"busta"] * 2


@pytest.mark.parametrize("secret", ["", "# solo una nota\n", "AGE-SECRET-KEY-1", OFFICE, f"{OFFICE_SECRET}\nx"], ids=["nothing", "a note", "its head", "a public one", "one and a line"])
def test_what_is_no_secret_key_is_said_so(secret):
    for use in (sealing.public_key, sealing.key_ids, lambda key: sealing.unseal(b"", key)):
        with pytest.raises(Rejected, match="AGE-SECRET-KEY-1"):
            use(secret)


def test_what_is_sealed_opens_for_each_who_should_and_for_nobody_else():
    another, public = sealing.make_key()
    sealed = sealing.seal(b"busta", [OFFICE, public])

    assert b"busta" not in sealed
    assert [sealing.unseal(sealed, key) for key in (OFFICE_SECRET, another)] == [b"busta"] * 2
    assert sealing.unseal(sealed, sealing.make_key()[0], another) == b"busta"
    for wrong in (sealed[:-1], sealed[:-1] + bytes([sealed[-1] ^ 1]), b""):
        with pytest.raises(Rejected, match="rovinata"):
            sealing.unseal(wrong, OFFICE_SECRET)
    with pytest.raises(Rejected, match="non si apre"):
        sealing.unseal(sealed, sealing.make_key()[0])


def test_a_public_key_copied_with_spaces_is_good():
    sealing.check_recipient(f"  {OFFICE}\n")

    assert sealing.key_id(f"  {OFFICE}\n") == sealing.key_id(OFFICE)


def test_the_secret_half_in_the_place_of_the_public_one_is_told_apart_and_not_repeated():
    for secret in (OFFICE_SECRET, f" {OFFICE_SECRET.lower()}"):
        with pytest.raises(CannotSeal, match="chiave segreta") as told:
            sealing.check_recipient(secret)
        assert secret.strip()[16:] not in str(told.value)


@pytest.mark.parametrize("public", ["", "age1", "ssh-ed25519 AAAA", OFFICE[:-1]], ids=["nothing", "its head", "a key of another kind", "cut"])
def test_what_is_no_public_key_is_shown_by_its_beginning_only(public):
    with pytest.raises(CannotSeal, match="non è una chiave pubblica") as told:
        sealing.seal(b"busta", [OFFICE, public])

    assert f"«{public[:20]}»" in str(told.value)


def test_without_any_key_nothing_is_sealed():
    with pytest.raises(CannotSeal, match="Manca"):
        sealing.seal(b"busta", [])


@pytest.mark.parametrize(("length", "size"), [(0, 64), (1, 64), (64, 64), (65, 128), (128, 128), (129, 256), (1000, 1024)])
def test_a_padded_text_is_a_power_of_two_of_steps_and_never_cut(length, size):
    content = b"7" * length

    assert sealing.padded(content, 64) == content + b" " * (size - length)


def test_short_names_are_those_they_always_were():
    assert sealing.key_id("age1") == "aadd5473f5029a02"
    assert sealing.short_name(b"locator") == "25C1"


def test_a_signature_is_of_exactly_these_bytes_and_of_this_desk():
    assert sealing.public_signing_key(SECRET) == PUBLIC
    signature = sealing.sign(SECRET, b"testa")

    assert (len(signature), sealing.verify(PUBLIC, b"testa", signature)) == (64, True)
    other = sealing.make_signing_key()[1]
    wrong = [(PUBLIC, b"Testa", signature), (PUBLIC, b"testa", signature[::-1]), (PUBLIC, b"testa", b""), (other, b"testa", signature)]
    assert [sealing.verify(*each) for each in [*wrong, ("", b"testa", signature), ("zz", b"testa", signature)]] == [False] * 6


def test_a_new_desk_key_is_two_halves_of_one_and_never_the_same():
    secret, public = sealing.make_signing_key()

    assert re.fullmatch("[0-9a-f]{64}", secret) and sealing.public_signing_key(secret) == public
    assert sealing.make_signing_key()[0] != secret
    with pytest.raises(ValueError, match="32"):
        sealing.public_signing_key(secret[2:])


DERIVED = "e386d645e15a94af4ecc3963a852fa868e201c7a7ae9a1e7a3aec4e11cacdcaef5de8194fbafb81157c4ca76ed8bf2ea"


def test_the_key_of_a_code_is_the_one_it_always_was(cheap_codes):
    assert sealing.derive("4821093755162043", bytes(32), 48).hex() == DERIVED
    assert sealing.derive("4821093755162043", KEY, 48).hex() != DERIVED
    assert sealing.derive("4821093755162044", bytes(32), 48).hex() != DERIVED


def test_without_the_memory_for_a_code_it_is_said(monkeypatch):
    monkeypatch.setattr(argon2id, "MEMLIMIT_MODERATE", argon2id.MEMLIMIT_MAX + 1)
    with pytest.raises(CannotSeal, match="256 MB"):
        sealing.derive("4821093755162043", KEY, 48)


def test_what_is_expanded_is_thirty_two_bytes_that_hang_on_both():
    assert sealing.expand(b"a", b"b").hex() == "bad44763de20e6251fd1528bae107054cf9fa93df4697d6b8a6dbd955aa31828"
    assert len({sealing.expand(b"a", b"b"), sealing.expand(b"a", b"c"), sealing.expand(b"c", b"b")}) == 3


def test_what_is_locked_opens_with_its_key_and_what_it_is_bound_to_and_not_one_byte_otherwise():
    locked = sealing.lock(b"risposte", KEY, b"riga 1")

    assert (len(locked), sealing.unlock(locked, KEY, b"riga 1")) == (24 + 8 + 16, b"risposte")
    assert [sealing.unlock(locked, KEY[::-1], b"riga 1"), sealing.unlock(locked, KEY, b"riga 2"), sealing.unlock(b"", KEY, b"riga 1")] == [None] * 3
    for at in range(len(locked)):
        assert sealing.unlock(locked[:at] + bytes([locked[at] ^ 1]) + locked[at + 1:], KEY, b"riga 1") is None
    assert sealing.unlock(locked[:-1], KEY, b"riga 1") is sealing.unlock(locked, b"short", b"riga 1") is None


def test_the_same_content_is_never_locked_alike():
    assert len({sealing.lock(b"risposte", KEY, b"")[:24] for _ in range(100)}) == 100


def test_a_letter_in_a_box_is_from_one_and_for_one():
    (mine, me), (theirs, them), (_, somebody) = (sealing.make_box_key() for _ in range(3))
    boxed = sealing.box(b"parola", mine, them)

    assert sealing.unbox(boxed, theirs, me) == b"parola"
    assert [sealing.unbox(boxed, theirs, somebody), sealing.unbox(boxed[:-1], theirs, me), sealing.unbox(b"", theirs, me),
            sealing.unbox(boxed, "zz", me), sealing.unbox(boxed, theirs, "zz")] == [None] * 5


@pytest.mark.parametrize("public", ["", "zz", "00" * 31, None])
def test_nothing_is_put_in_a_box_for_a_key_that_is_none(public):
    with pytest.raises(CannotSeal):
        sealing.box(b"parola", sealing.make_box_key()[0], public)


def test_a_pin_is_kept_as_something_that_only_the_same_pin_matches():
    hashed = sealing.hash_pin("482916")

    assert hashed.startswith("$argon2id$v=19$m=65536,t=2,p=1$") and "482916" not in hashed
    assert (sealing.pin_matches(hashed, "482916"), sealing.pin_matches(hashed, "482917"), sealing.pin_matches(hashed, "")) == (True, False, False)
    assert [sealing.pin_matches(ruined, "482916") for ruined in ("", "x", hashed[:-5], "$argon2id$")] == [False] * 4
