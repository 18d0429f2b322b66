"""Sealed, numbered and signed: what opens, who opens it, and everything that must not."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import struct
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.config import Config
from kiosk.dispatch import archive, envelopes, office, sealing
from kiosk.dispatch.envelopes import ANSWERS, WHAT, WHO, Keys, Link
from kiosk.dispatch.files import keep_secret
from kiosk.dispatch.heads import CONTENT, HEAD, IDENTITY, SIGNATURE
from kiosk.dispatch.identity import Identifying
from kiosk.dispatch.submission import Submission
from kiosk.errors import CannotSeal, Rejected
from tests.dispatch.conftest import finished, service, submitted
from tests.dispatch.sealing_room import (
    CHAIN, DESK, DESK_SECRET, FIRST, OFFICE, OFFICE_SECRET, PAPER, closed, head_of, sealed_zip, with_files, with_head, with_parts,
)


@pytest.fixture(scope="module")
def good() -> bytes:
    return closed(submitted(finished(service()))).content


@pytest.fixture(scope="module")
def other() -> bytes:
    """An envelope of the same desk, the next of the chain."""
    first = closed(submitted(finished(service())))
    return closed(submitted(finished(service(), cognome="Bianchi"), "1111111116"), link=Link("milano-1", CHAIN, 2, first.head)).content


# what a good one is


def test_the_same_answers_and_papers_come_out(good, submission):
    files = envelopes.answers(envelopes.open_parts(good, [OFFICE_SECRET]))

    assert sorted(files) == [ANSWERS, PAPER.name]
    assert json.loads(files[ANSWERS]) == json.loads(submission.to_json())
    assert files[PAPER.name] == PAPER.content


ANSWER = st.fixed_dictionaries({
    "value": st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.lists(st.text(max_size=5), max_size=3),
    "state": st.sampled_from(["given", "refused", "unknown"]), "typed_by": st.sampled_from(["visitor", "kiosk"]),
})
NAMED = st.dictionaries(st.sampled_from([f"campo_{n}" for n in range(12)]), ANSWER, max_size=8)
REPEAT = st.fixed_dictionaries({"state": st.just("given"), "value": st.lists(NAMED, max_size=3)})
ROWS = st.lists(
    st.fixed_dictionaries({"label": st.text(max_size=10), "value": st.text(max_size=10), "mark": st.sampled_from(["", "!"])}),
    min_size=1, max_size=5,
)


@st.composite
def submissions(draw):
    titles = draw(st.lists(st.sampled_from(["Chi sei", "La casa", "Il lavoro"]), max_size=4))
    rows = tuple({"section": f"{place} {title}", "rows": draw(ROWS)} for place, title in enumerate(titles))
    names = frozenset(draw(st.sets(st.sampled_from([f"campo_{n}" for n in range(12)]))))
    answers = draw(NAMED) | draw(st.dictionaries(st.sampled_from(["figli", "case"]), REPEAT, max_size=2))
    identifying = Identifying(names, frozenset(draw(st.sets(st.integers(0, 20)))))
    return replace(submitted(finished(service())), answers=answers, rows=rows, identifying=identifying)


@given(submissions(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_whatever_is_sealed_comes_out_the_same(submission: Submission, apart: bool):
    second = sealing.make_key()
    content = closed(submission, (), Keys((OFFICE,), (second[1],)) if apart else Keys((OFFICE,))).content
    files = envelopes.answers(envelopes.open_parts(content, [OFFICE_SECRET, second[0]]))

    assert json.loads(files[ANSWERS]) == json.loads(submission.to_json())


def test_the_outside_says_nothing_of_person_service_language_or_time(good, submission):
    told = head_of(good)

    assert set(told) == {"v", "id", "desk", "key", "chain", "seq", "prev", "reference", "parts"}
    assert (told["desk"], told["seq"], told["prev"], told["reference"]) == ("milano-1", 1, "", submission.reference)
    assert [set(part) for part in told["parts"]] == [{"name", "sha256", "length", "recipients"}] * 2
    for said in ("Rossi", "prova", "Domanda", "ar\"", "14:4", "2026", "domanda"):
        assert said.encode() not in good, said
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(good)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_of_the_answers_is_in_a_repr(good, submission):
    sealed = envelopes.seal(submission, [PAPER], Keys((OFFICE,)))

    assert "Rossi" not in repr(sealed) + repr(envelopes.close(sealed, FIRST, DESK_SECRET))
    assert "age-encryption" not in repr(sealed)


def test_who_asks_and_what_is_asked_may_have_different_readers(tmp_path, submission):
    (own_secret, own), (desk_secret, desk) = sealing.make_key(), sealing.make_key()
    content = closed(submission, keys=Keys((desk,), (own,))).content
    theirs, who = envelopes.open_parts(content, [desk_secret]), envelopes.open_parts(content, [own_secret])

    assert (sorted(theirs), sorted(who)) == ([WHAT], sorted([WHO, PAPER.name]))
    assert b"Rossi" not in theirs[WHAT] and b"Ibrahim" not in theirs[WHAT]
    assert json.loads(theirs[WHAT])["flow"] == "prova" and b"prova" not in who[WHO]
    assert [place.name for place in office.write_out(content, desk_secret, tmp_path / "a")] == [WHAT]


def test_any_of_several_keys_opens_it_and_they_are_named_by_short_ids(submission):
    secret, public = sealing.make_key()
    content = closed(submission, keys=Keys((OFFICE, public, OFFICE))).content

    assert envelopes.open_parts(content, [secret]) == envelopes.open_parts(content, [OFFICE_SECRET])
    assert [part["recipients"] for part in head_of(content)["parts"]] == [[sealing.key_id(OFFICE), sealing.key_id(public)]] * 2


@pytest.mark.parametrize("bad", ["", "age1nonsense", "ssh-ed25519 AAAA", pytest.param(OFFICE_SECRET, id="secret")])
@pytest.mark.parametrize("place", ["recipients", "identity"])
def test_one_bad_key_among_good_ones_and_nothing_is_sealed(submission, place, bad):
    with pytest.raises(CannotSeal):
        envelopes.seal(submission, [], replace(Keys((OFFICE,), (OFFICE,)), **{place: (OFFICE, bad)}))


def test_without_a_key_nothing_is_sealed(submission):
    with pytest.raises(CannotSeal):
        envelopes.seal(submission, [], Keys(()))


def test_papers_too_large_to_be_opened_again_are_not_sealed(submission):
    with pytest.raises(CannotSeal):
        envelopes.seal(submission, [replace(PAPER, content=bytes(archive.LARGEST // 2))], Keys((OFFICE,)))


def test_sizes_tell_little(flow):
    """Inside the seal every size is 4 KiB times a power of two; outside, age adds a random few hundred bytes."""
    sizes = set()
    for words in range(0, 2000, 25):
        submission = submitted(finished(flow, racconto="molto " * (words // 6) or "x"))
        paper = replace(PAPER, content=b"x" * (20_000 + words * 4))
        for name, sealed, _ in envelopes.seal(submission, [paper], Keys((OFFICE,))).parts:
            sizes.add((name, len(sealing.unseal(sealed, OFFICE_SECRET))))

    assert {size for _, size in sizes} <= {archive.BLOCK * 2**power for power in range(8)}
    assert len(sizes) <= 4


# the office without our program


def decrypted(sealed: Path, place: Path, key: Path) -> None:
    """By the `age` program, or where it is not installed by the library that reads the same format."""
    if shutil.which("age"):
        subprocess.run(["age", "--decrypt", "-i", key, "-o", place, sealed], check=True, capture_output=True)
    else:
        place.write_bytes(sealing.unseal(sealed.read_bytes(), key.read_text("utf-8")))


def unzipped(packed: Path, folder: Path) -> None:
    if shutil.which("unzip"):
        subprocess.run(["unzip", "-q", packed, "-d", folder], check=True, capture_output=True)
    else:
        zipfile.ZipFile(packed).extractall(folder)


def test_age_and_unzip_alone_open_it(tmp_path, good):
    keep_secret(tmp_path / "office.key", f"# chiave\n{OFFICE_SECRET}\n")
    (tmp_path / "busta.zip").write_bytes(good)
    unzipped(tmp_path / "busta.zip", tmp_path / "busta")
    for part in (IDENTITY, CONTENT):
        decrypted(tmp_path / "busta" / part, tmp_path / f"{part}.zip", tmp_path / "office.key")
        unzipped(tmp_path / f"{part}.zip", tmp_path / part)

    assert json.loads((tmp_path / IDENTITY / WHO).read_bytes())["answers"]["cognome"]["value"] == "Rossi"
    assert (tmp_path / IDENTITY / PAPER.name).read_bytes() == PAPER.content
    assert json.loads((tmp_path / CONTENT / WHAT).read_bytes())["flow"] == "prova"


# its place


def test_the_signature_is_the_desks_alone(good):
    envelopes.check_signature(good, DESK)
    envelopes.check_signature(good, f" {DESK.upper()}\n")
    for public in (sealing.make_signing_key()[1], "", "zz", DESK[:-2], OFFICE):
        with pytest.raises(Rejected, match="firmata"):
            envelopes.check_signature(good, public)


def test_each_envelope_names_the_one_before(good, other, submission):
    first = closed(submission)
    second = envelopes.read(closed(submission, link=Link("milano-1", CHAIN, 2, first.head)).content)

    assert first.head == hashlib.sha256(archive.unpack(first.content)[HEAD]).hexdigest() == envelopes.read(first.content).head
    assert (second.desk, second.chain, second.seq, second.prev) == ("milano-1", CHAIN, 2, first.head)


# what must not be taken


def inside(good: bytes, **more: object) -> dict:
    header = envelopes.read(good)
    return {"format": 1, "id": header.id, "reference": header.reference, "answers": {}, "rows": []} | more


def as_json(told: object) -> bytes:
    return json.dumps(told).encode()


def zipped(files: dict[str, bytes], kind: int = zipfile.ZIP_STORED, comment: bytes = b"") -> bytes:
    """A zip as another program would make it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
        packed.comment = comment
    return made.getvalue()


def twice(content: bytes, name: str) -> bytes:
    """The same zip with one of its files a second time."""
    files = archive.unpack(content)
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a") as packed, pytest.warns(UserWarning):
        packed.writestr(zipfile.ZipInfo(name), files[name])
    return made.getvalue()


def sized(content: bytes, at: int, size: int) -> bytes:
    """The size declared for the first entry, at this place of its header, is another."""
    return content[:at] + struct.pack("<L", size) + content[at + 4:]


def without(content: bytes, name: str) -> bytes:
    return archive.pack({key: value for key, value in archive.unpack(content).items() if key != name})


def head_with(content: bytes, **more: object) -> bytes:
    return with_head(content, head_of(content) | more)


def part_with(content: bytes, **more: object) -> bytes:
    told = head_of(content)
    told["parts"][0] |= more
    return with_head(content, told)


def raw_head(content: bytes, head: bytes) -> bytes:
    return with_files(content, head=head, signature=sealing.sign(DESK_SECRET, head))


def files(content: bytes) -> dict[str, bytes]:
    return archive.unpack(content)


WHOLE = {
    "nothing": lambda good, other: b"",
    "a PDF": lambda good, other: b"%PDF-1.7",
    "the end of a zip alone": lambda good, other: archive.pack({}),
    "one byte less": lambda good, other: good[:-1],
    "one byte more": lambda good, other: good + b"\n",
    "bytes before": lambda good, other: b"x" + good,
    "two envelopes in one file": lambda good, other: good + other,
    "an entry more": lambda good, other: archive.pack(files(good) | {"note.txt": b"x"}),
    "no signature": lambda good, other: without(good, SIGNATURE),
    "no identity": lambda good, other: without(good, IDENTITY),
    "no content": lambda good, other: without(good, CONTENT),
    "no head": lambda good, other: without(good, HEAD),
    "another order": lambda good, other: archive.pack(dict(sorted(files(good).items()))),
    "the head twice": lambda good, other: twice(good, HEAD),
    "a part twice": lambda good, other: twice(good, CONTENT),
    "a comment": lambda good, other: zipped(files(good), comment=b"x"),
    "another program's zip": lambda good, other: zipped(files(good)),
    "packed small": lambda good, other: zipped(files(good), zipfile.ZIP_DEFLATED),
    "a bomb": lambda good, other: zipped(files(good) | {CONTENT: bytes(30_000_000)}, zipfile.ZIP_DEFLATED),
    "a size beyond the file": lambda good, other: sized(good, 18, 2**31),
    "the largest size": lambda good, other: sized(sized(good, 18, 2**32 - 1), 22, 2**32 - 1),
    "two sizes that differ": lambda good, other: sized(good, 22, 7),
    "too large": lambda good, other: good + bytes(archive.LARGEST),
    "a name that leads out": lambda good, other: archive.pack({"../fuori": b"x"} | files(good)),
    "a name that is no text": lambda good, other: good.replace(HEAD.encode(), b"\xff" * len(HEAD)),
    "a hundred thousand entries": lambda good, other: b"".join(archive.pack({f"a{n}": b""})[:30 + len(f"a{n}")] for n in range(100_000)),
    "parts exchanged": lambda good, other: with_files(good, identity=files(good)[CONTENT], content=files(good)[IDENTITY]),
    "identity of another": lambda good, other: with_files(good, identity=files(other)[IDENTITY]),
    "content of another": lambda good, other: with_files(good, content=files(other)[CONTENT]),
    "an empty part": lambda good, other: with_files(good, content=b""),
    "a part cut": lambda good, other: with_files(good, content=files(good)[CONTENT][:-16]),
    "a part longer": lambda good, other: with_files(good, content=files(good)[CONTENT] + b"x"),
    "signature too short": lambda good, other: with_files(good, signature=files(good)[SIGNATURE][:63]),
    "signature too long": lambda good, other: with_files(good, signature=files(good)[SIGNATURE] + b"x"),
    "version 0": lambda good, other: head_with(good, v=0),
    "version 2": lambda good, other: head_with(good, v=2),
    "version as text": lambda good, other: head_with(good, v="1"),
    "version as a fraction": lambda good, other: head_with(good, v=1.0),
    "version true": lambda good, other: head_with(good, v=True),
    "a word more in the head": lambda good, other: head_with(good, flow="prova"),
    "a word more in a part": lambda good, other: part_with(good, flow="prova"),
    "id too short": lambda good, other: head_with(good, id="ab"),
    "id in capitals": lambda good, other: head_with(good, id="A" * 32),
    "a desk that leads out": lambda good, other: head_with(good, desk="../x"),
    "reference in other digits": lambda good, other: head_with(good, reference="٤٨٢١٠٩٣٧١٦"),
    "number 0": lambda good, other: head_with(good, seq=0),
    "number below 0": lambda good, other: head_with(good, seq=-1),
    "number true": lambda good, other: head_with(good, seq=True),
    "number as text": lambda good, other: head_with(good, seq="1"),
    "number without end": lambda good, other: head_with(good, seq=2**80),
    "the first with one before": lambda good, other: head_with(good, prev="0" * 64),
    "the second with none before": lambda good, other: head_with(good, seq=2),
    "prev is nothing": lambda good, other: head_with(good, prev=None),
    "one part in the head": lambda good, other: head_with(good, parts=head_of(good)["parts"][:1]),
    "parts in the other order": lambda good, other: head_with(good, parts=head_of(good)["parts"][::-1]),
    "no parts": lambda good, other: head_with(good, parts=None),
    "parts are numbers": lambda good, other: head_with(good, parts=[1, 2]),
    "a part of another name": lambda good, other: part_with(good, name="../x"),
    "a digest that is another": lambda good, other: part_with(good, sha256="0" * 64),
    "a length that is another": lambda good, other: part_with(good, length=1),
    "a length below 0": lambda good, other: part_with(good, length=-1),
    "no reader": lambda good, other: part_with(good, recipients=[]),
    "a reader twice": lambda good, other: part_with(good, recipients=["0" * 16] * 2),
    "a thousand readers": lambda good, other: part_with(good, recipients=[f"{n:016x}" for n in range(1000)]),
    "readers as text": lambda good, other: part_with(good, recipients="0" * 16),
    "readers as lists": lambda good, other: part_with(good, recipients=[[], []]),
    "a head with spaces": lambda good, other: raw_head(good, json.dumps(head_of(good), sort_keys=True).encode()),
    "a head not in order": lambda good, other: raw_head(good, as_json(dict(reversed(head_of(good).items())))),
    "a word twice in the head": lambda good, other: raw_head(good, files(good)[HEAD].replace(b'{"chain"', b'{"seq":9,"chain"', 1)),
    "a head that is a list": lambda good, other: raw_head(good, b"[]"),
    "a head that is no JSON": lambda good, other: raw_head(good, b"{"),
    "a head that is deep": lambda good, other: raw_head(good, b"[" * 16000),
    "a head that is huge": lambda good, other: raw_head(good, as_json("x" * 100_000)),
    "a head with half a sign": lambda good, other: raw_head(good, files(good)[HEAD].replace(b"milano-1", b"\\ud800")),
}
"""Refused by whoever reads them, before anything is opened and whoever signed them."""

OPENED = {
    "identity is content": lambda good, other: with_parts(good, identity=files(good)[CONTENT]),
    "both exchanged": lambda good, other: with_parts(good, identity=files(good)[CONTENT], content=files(good)[IDENTITY]),
    "identity of another, under a head that fits": lambda good, other: with_parts(good, identity=files(other)[IDENTITY]),
    "content of another, under a head that fits": lambda good, other: with_parts(good, content=files(other)[CONTENT]),
    "head of another id": lambda good, other: head_with(good, id="0" * 32),
    "head of another reference": lambda good, other: head_with(good, reference="0" * 10),
    "no age file": lambda good, other: with_parts(good, content=b"x" * 5000),
    "an age file cut": lambda good, other: with_parts(good, content=files(good)[CONTENT][:-100]),
    "an age file changed": lambda good, other: with_parts(good, identity=files(good)[IDENTITY][:-1] + b"x"),
    "an age file and more": lambda good, other: with_parts(good, content=files(good)[CONTENT] + b"x"),
    "for other keys than it says": lambda good, other: with_parts(good, content=sealing.seal(b"x", [sealing.make_key()[1]])),
    "nothing inside": lambda good, other: with_parts(good, content=sealing.seal(b"", [OFFICE])),
    "no files inside": lambda good, other: with_parts(good, content=sealed_zip({})),
    "not padded": lambda good, other: with_parts(good, content=sealed_zip({WHAT: as_json(inside(good))}, padded=False)),
    "padded with something": lambda good, other: with_parts(
        good, content=sealing.seal(archive.pack_padded({WHAT: as_json(inside(good))}).replace(b"\0\0\0\0\0\0\0", b"geheim!", 1), [OFFICE])),
    "a bomb inside": lambda good, other: with_parts(
        good, content=sealing.seal(zipped({WHAT: bytes(30_000_000)}, zipfile.ZIP_DEFLATED), [OFFICE])),
    "a paper in the content": lambda good, other: with_parts(good, content=sealed_zip({WHAT: as_json(inside(good)), "a.pdf": b"x"})),
    "only a paper": lambda good, other: with_parts(good, identity=sealed_zip({"a.pdf": b"x"})),
    "an answers.json among the papers": lambda good, other: with_parts(
        good, identity=sealed_zip({WHO: as_json(inside(good)), ANSWERS: b"{}"})),
    "a content.json among the papers": lambda good, other: with_parts(
        good, identity=sealed_zip({WHO: as_json(inside(good)), WHAT: as_json(inside(good))})),
    "no JSON inside": lambda good, other: with_parts(good, content=sealed_zip({WHAT: b"{"})),
    "a list inside": lambda good, other: with_parts(good, content=sealed_zip({WHAT: b"[]"})),
    "deep JSON inside": lambda good, other: with_parts(good, content=sealed_zip({WHAT: b"[" * 100_000})),
    "bytes that are no text inside": lambda good, other: with_parts(good, content=sealed_zip({WHAT: b"\xff\xfe{"})),
    "no id inside": lambda good, other: with_parts(good, content=sealed_zip({WHAT: b"{}"})),
    "halves without answers": lambda good, other: with_parts(
        good, content=sealed_zip({WHAT: as_json({key: inside(good)[key] for key in ("id", "reference")})})),
    "the same answer in both": lambda good, other: with_parts(
        good, content=sealed_zip({WHAT: as_json(inside(good, answers={"cognome": {"value": "x", "typed_by": "visitor"}}))})),
    "answers that are a list": lambda good, other: with_parts(good, content=sealed_zip({WHAT: as_json(inside(good, answers=[1]))})),
    "half a sign in an answer": lambda good, other: with_parts(
        good, content=sealed_zip({WHAT: as_json(inside(good, flow="\ud800"))})),
    "rows that are numbers": lambda good, other: with_parts(good, content=sealed_zip({WHAT: as_json(inside(good, rows=[1]))})),
} | {
    f"a paper called {name!r}": lambda good, other, name=name: with_parts(
        good, identity=sealed_zip({WHO: as_json(inside(good)), name: b"x"}))
    for name in ("../fuori.pdf", "/etc/x", "a/b.pdf", "Maiuscola", ".nascosto", "a\\b", "", "a\0b", "..", "con:x")
}
"""Refused when opened: signed by the desk, so that only what is inside gives them away."""

SIGNED = {
    "signed by another desk": lambda good, other: with_head(good, head_of(good), sealing.make_signing_key()[0]),
    "signature of another envelope": lambda good, other: with_files(good, signature=files(other)[SIGNATURE]),
    "signature of nothing": lambda good, other: with_files(good, signature=bytes(64)),
    "another desk's name": lambda good, other: with_files(good, head=files(head_with(good, desk="roma-1"))[HEAD]),
    "another number": lambda good, other: with_files(good, head=files(head_with(good, seq=2, prev="0" * 64))[HEAD]),
    "another one before": lambda good, other: with_files(other, head=files(head_with(other, prev="0" * 64))[HEAD]),
    "another chain": lambda good, other: with_files(good, head=files(head_with(good, chain="0" * 16))[HEAD]),
    "another key's name": lambda good, other: head_with(good, key="0" * 16),
    "sealed and signed by somebody else": lambda good, other: envelopes.close(
        envelopes.seal(submitted(finished(service())), [], Keys((OFFICE,))), FIRST, sealing.make_signing_key()[0]).content,
}
"""Whole and readable, and not what this desk signed."""

ALL = WHOLE | OPENED | SIGNED


def test_hands_that_put_an_envelope_together_rightly_make_one_that_opens(good):
    """Without this, what is refused below might be refused for another reason."""
    mine = with_parts(good, content=sealed_zip({WHAT: as_json(inside(good))}), identity=sealed_zip({WHO: as_json(inside(good)), "a.pdf": b"x"}))
    envelopes.check_signature(mine, DESK)

    assert set(envelopes.answers(envelopes.open_parts(mine, [OFFICE_SECRET]))) == {ANSWERS, "a.pdf"}
    assert with_head(good, head_of(good)) == good


@pytest.mark.parametrize("name", ALL)
def test_a_bad_envelope_is_refused_and_nothing_is_written(tmp_path, good, other, name):
    bad, busta = ALL[name](good, other), tmp_path / "busta.zip"
    busta.write_bytes(bad)
    keep_secret(tmp_path / "office.key", OFFICE_SECRET)
    if name in WHOLE:
        with pytest.raises(Rejected):
            envelopes.read(bad)
    if name in OPENED:
        envelopes.check_signature(bad, DESK)
    for desk in (DESK,) if name in SIGNED else (DESK, None):
        with pytest.raises(Rejected):
            office.open_envelope(Config(), str(busta), tmp_path / "aperta", str(tmp_path / "office.key"), desk)
    assert sorted(place.name for place in tmp_path.iterdir()) == ["busta.zip", "office.key"]


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_no_byte_can_be_changed(good, data):
    place = data.draw(st.integers(0, len(good) - 1))
    bad = bytearray(good)
    bad[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Rejected):
        envelopes.read(bytes(bad))


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_nowhere_can_it_be_cut(good, data):
    with pytest.raises(Rejected):
        envelopes.read(good[:data.draw(st.integers(0, len(good) - 1))])


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_bytes_are_refused_and_nothing_else_happens(content):
    with pytest.raises(Rejected):
        envelopes.read(content)
