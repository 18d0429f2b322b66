"""A submission, sealed and signed: one ordinary zip of two age files and of a clear head that says nothing of the visit.

`seal` is slow and comes before anything is promised; `close` is quick and gives the envelope its place in the chain of its
desk, inside the transaction that keeps it. The head is signed and holds the digest of each part and of the head before:
an envelope that was changed, left out, put in or moved is told apart. Who is asking and what is asked are two parts, that
may have different readers. The office needs no program of ours: `unzip`, `age --decrypt` and `unzip` again open it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from secrets import token_hex

from kiosk.dispatch import archive, heads, sealing
from kiosk.dispatch.documents import Rendered
from kiosk.dispatch.heads import CONTENT, HEAD, IDENTITY, SIGNATURE, Header, Link, Part
from kiosk.dispatch.identity import join
from kiosk.dispatch.submission import Submission, as_json
from kiosk.errors import CannotSeal, Rejected

__all__ = ["Envelope", "Header", "Keys", "Link", "Part", "Sealed", "check_signature", "close", "open_parts", "read", "seal"]

ANSWERS, WHO, WHAT = "answers.json", "identity.json", "content.json"
_FILES = [HEAD, SIGNATURE, IDENTITY, CONTENT]


@dataclass(frozen=True, slots=True)
class Keys:
    """The public keys of those who may read what is asked, and who asks it (`identity`; none: the same)."""

    recipients: tuple[str, ...]
    identity: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sealed:
    """A submission that only its offices can read, without a place in a chain yet; `parts` are (name, bytes, key ids)."""

    id: str
    reference: str
    accepted_on: date
    parts: tuple[tuple[str, bytes, tuple[str, ...]], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A finished file; `head` is the digest of its head, to which the next one of the chain points."""

    id: str
    reference: str
    accepted_on: date
    content: bytes = field(repr=False)
    head: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def seal(submission: Submission, papers: Sequence[Rendered], keys: Keys) -> Sealed:
    """Both parts under the keys of their readers; CannotSeal when a key is none, or the papers are too large."""
    own, theirs = submission.halves()
    bound = {"id": token_hex(16)}
    who = {WHO: as_json(bound | own)} | {paper.name: paper.content for paper in papers}
    parts = (
        _part(IDENTITY, who, keys.identity or keys.recipients),
        _part(CONTENT, {WHAT: as_json(bound | theirs)}, keys.recipients),
    )
    if sum(len(sealed) for _, sealed, _ in parts) > archive.LARGEST - archive.BLOCK:
        raise CannotSeal("I fogli sono troppo grandi per una busta.")
    return Sealed(bound["id"], submission.reference, submission.circumstances.finished_at.date(), parts)


def _part(name: str, files: dict[str, bytes], readers: Sequence[str]) -> tuple[str, bytes, tuple[str, ...]]:
    readers = tuple(dict.fromkeys(public.strip() for public in readers))
    sealed = sealing.seal(archive.pack_padded(files), readers)
    return name, sealed, tuple(map(sealing.key_id, readers))


def close(sealed: Sealed, link: Link, signing_secret: str) -> Envelope:
    """The envelope at this place of its chain, signed by the desk."""
    key = sealing.key_id(sealing.public_signing_key(signing_secret))
    parts = tuple(Part(name, _digest(content), len(content), readers) for name, content, readers in sealed.parts)
    head = heads.write(Header(sealed.id, link, key, sealed.reference, parts))
    files = {HEAD: head, SIGNATURE: sealing.sign(signing_secret, head)}
    files |= {name: content for name, content, _ in sealed.parts}
    return Envelope(sealed.id, sealed.reference, sealed.accepted_on, archive.pack(files), _digest(head))


def reopened(content: bytes, accepted_on: date) -> Sealed:
    """What `close` was given, to be closed at another place; Rejected as in `read`."""
    header, files = _read(content)
    parts = tuple((part.name, files[part.name], part.recipients) for part in header.parts)
    return Sealed(header.id, header.reference, accepted_on, parts)


def read(content: bytes) -> Header:
    """What an envelope says outside; Rejected when it is not whole, or not one. Whose it is, `check_signature` says."""
    return _read(content)[0]


def _read(content: bytes) -> tuple[Header, dict[str, bytes]]:
    files = archive.unpack(content)
    if list(files) != _FILES or len(files[SIGNATURE]) != heads.SIGNATURE_SIZE:
        raise Rejected("Questo file non è una busta di uno sportello.")
    header = heads.read(files[HEAD])
    for part in header.parts:
        if (part.length, part.sha256) != (len(files[part.name]), _digest(files[part.name])):
            raise Rejected("Una parte della busta è rovinata, o è di un'altra busta.")
    return header, files


def check_signature(content: bytes, public: str) -> None:
    """Rejected unless this desk signed this envelope, as it is."""
    header, files = _read(content)
    public = public.strip().lower()
    if header.key != sealing.key_id(public) or not sealing.verify(public, files[HEAD], files[SIGNATURE]):
        raise Rejected("Questa busta non è firmata da questo sportello.")


def open_parts(content: bytes, secrets: Sequence[str]) -> dict[str, bytes]:
    """The files inside the parts that these keys open, by name; a part for other readers is left out.

    Rejected when no part opens, or when one is not what the head says it is.
    """
    header, files = _read(content)
    ours = {name for secret in secrets for name in sealing.key_ids(secret)}
    found: dict[str, bytes] = {}
    for part in header.parts:
        if ours.isdisjoint(part.recipients):
            continue
        inside = archive.unpack_padded(sealing.unseal(files[part.name], *secrets))
        _check_inside(part, header, inside)
        found |= inside
    if not found:
        raise Rejected("Questa busta non si apre con questa chiave.")
    return found


def _check_inside(part: Part, header: Header, inside: dict[str, bytes]) -> None:
    named = WHO if part.name == IDENTITY else WHAT
    papers = inside.keys() - {named}
    if named not in inside or papers & {ANSWERS, WHO, WHAT} or (papers and named == WHAT):
        raise _strange()
    told = _told(inside[named])
    if (told.get("id"), told.get("reference")) != (header.id, header.reference):
        raise Rejected("Questa parte è di un'altra busta.")


def answers(files: dict[str, bytes]) -> dict[str, bytes]:
    """Opened files as the office keeps them: with both halves of the answers joined in one answers.json."""
    if not {WHO, WHAT} <= files.keys():
        return files
    whole = join(_told(files[WHO]), _told(files[WHAT]))
    del whole["id"]
    try:
        told = as_json(whole)
    except (UnicodeEncodeError, RecursionError):
        raise _strange() from None
    return {ANSWERS: told} | {name: content for name, content in files.items() if name not in (WHO, WHAT)}


def _told(written: bytes) -> dict:
    try:
        told = json.loads(written)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise _strange()
    return told


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _strange() -> Rejected:
    return Rejected("Nella busta non c'è quello che ci si aspetta.")
