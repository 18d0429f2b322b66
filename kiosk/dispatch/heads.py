"""The head of an envelope: all that stands outside the seal, and nothing of person, service, language or hour.

A head is read only in the one form in which it is written, so that its digest and its signature have one meaning.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from kiosk.errors import Rejected

VERSION = 1
HEAD, SIGNATURE, IDENTITY, CONTENT = "envelope.json", "envelope.sig", "identity.age", "content.age"
SIGNATURE_SIZE = 64
_LARGEST, _READERS, _LAST = 16384, 32, 2**53
_ID, _DIGEST, _SHORT = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{16}")
_DESK, _REFERENCE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}"), re.compile(r"[0-9]{10}")


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the chain of a desk: `seq` from 1, `prev` the digest of the head before, "" for the first."""

    desk: str
    chain: str
    seq: int
    prev: str


@dataclass(frozen=True, slots=True)
class Part:
    """A sealed file: its digest and length, and the ids of the keys that open it."""

    name: str
    sha256: str
    length: int
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """What envelope.json says; `key` is the id of the desk's signing key."""

    id: str
    link: Link
    key: str
    reference: str
    parts: tuple[Part, Part]

    @property
    def desk(self) -> str:
        return self.link.desk

    @property
    def chain(self) -> str:
        return self.link.chain

    @property
    def seq(self) -> int:
        return self.link.seq

    @property
    def prev(self) -> str:
        return self.link.prev

    @property
    def head(self) -> str:
        """The digest that the next envelope of the chain names as the one before it."""
        return hashlib.sha256(write(self)).hexdigest()


def write(header: Header) -> bytes:
    """The one form of a head: keys in order, no space between."""
    link = header.link
    parts = [
        {"name": part.name, "sha256": part.sha256, "length": part.length, "recipients": list(part.recipients)}
        for part in header.parts
    ]
    told = {
        "v": VERSION, "id": header.id, "desk": link.desk, "key": header.key, "chain": link.chain, "seq": link.seq,
        "prev": link.prev, "reference": header.reference, "parts": parts,
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode("ascii")


def read(written: bytes) -> Header:
    """Rejected unless `write` would give exactly these bytes."""
    try:
        told = json.loads(written) if len(written) <= _LARGEST else None
        if isinstance(told, dict) and told.get("v") != VERSION:
            raise Rejected("Questa busta è di una versione che questo programma non conosce: aggiornalo.")
        header = _header(told)
        if _is_sound(header) and write(header) == written:
            return header
    except (KeyError, TypeError, ValueError, RecursionError):
        pass
    raise Rejected("La scheda di questa busta non si legge.")


def _header(told: dict) -> Header:
    link = Link(told["desk"], told["chain"], told["seq"], told["prev"])
    parts = tuple(Part(one["name"], one["sha256"], one["length"], tuple(one["recipients"])) for one in told["parts"])
    return Header(told["id"], link, told["key"], told["reference"], parts)


def _is_sound(header: Header) -> bool:
    link = header.link
    texts = (
        (_ID, header.id), (_DESK, link.desk), (_SHORT, header.key), (_SHORT, link.chain), (_REFERENCE, header.reference),
        (_DIGEST, link.prev or "0" * 64),
    )
    return (
        all(form.fullmatch(text) for form, text in texts)
        and type(link.seq) is int and 1 <= link.seq < _LAST and (link.seq == 1) == (link.prev == "")
        and [part.name for part in header.parts] == [IDENTITY, CONTENT] and all(map(_is_sound_part, header.parts))
    )


def _is_sound_part(part: Part) -> bool:
    keys = part.recipients
    return (
        bool(_DIGEST.fullmatch(part.sha256)) and type(part.length) is int and part.length > 0
        and 0 < len(keys) <= _READERS and len(set(keys)) == len(keys) and all(map(_SHORT.fullmatch, keys))
    )

