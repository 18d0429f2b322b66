"""A desk and an office with keys of their own, and hands that take an envelope apart and put it together wrongly."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from kiosk.dispatch import archive, envelopes, heads, sealing
from kiosk.dispatch.documents import PDF, Rendered
from kiosk.dispatch.envelopes import Envelope, Keys, Link
from kiosk.dispatch.heads import CONTENT, HEAD, IDENTITY, SIGNATURE
from kiosk.dispatch.submission import Submission

OFFICE_SECRET, OFFICE = sealing.make_key()
DESK_SECRET, DESK = sealing.make_signing_key()
CHAIN = "c4a1" * 4
FIRST = Link("milano-1", CHAIN, 1, "")
PAPER = Rendered("domanda-4821093716.pdf", PDF, b"%PDF-1.7 Rossi")


def closed(submission: Submission, papers=(PAPER,), keys: Keys = Keys((OFFICE,)), link: Link = FIRST) -> Envelope:
    return envelopes.close(envelopes.seal(submission, papers, keys), link, DESK_SECRET)


def with_files(envelope: bytes, **changed: bytes) -> bytes:
    """The same zip with other bytes in some of its files: `identity`, `content`, `head`, `signature`."""
    names = {"identity": IDENTITY, "content": CONTENT, "head": HEAD, "signature": SIGNATURE}
    return archive.pack(archive.unpack(envelope) | {names[short]: new for short, new in changed.items()})


def head_of(content: bytes) -> dict:
    return json.loads(archive.unpack(content)[HEAD])


def with_head(content: bytes, told: dict, secret: str = DESK_SECRET) -> bytes:
    """The same envelope under another head, signed."""
    head = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
    return with_files(content, head=head, signature=sealing.sign(secret, head))


def with_parts(envelope: bytes, secret: str = DESK_SECRET, **changed: bytes) -> bytes:
    """Other parts, under a head that fits them, signed: what only somebody with the desk's key can do."""
    moved = with_files(envelope, **changed)
    files, header = archive.unpack(moved), envelopes.read(envelope)
    parts = tuple(
        replace(part, sha256=hashlib.sha256(files[part.name]).hexdigest(), length=len(files[part.name])) for part in header.parts
    )
    return with_head(moved, json.loads(heads.write(replace(header, parts=parts))), secret)


def sealed_zip(files: dict[str, bytes], padded: bool = True) -> bytes:
    return sealing.seal(archive.pack_padded(files) if padded else archive.pack(files), [OFFICE])
