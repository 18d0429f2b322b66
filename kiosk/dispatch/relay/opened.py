"""An envelope opened in memory: what a person typed, the papers, and what these keys do not open, still sealed."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from kiosk.dispatch import archive, envelopes
from kiosk.dispatch.envelopes import ANSWERS, WHAT, WHO
from kiosk.dispatch.heads import CONTENT, HEAD, IDENTITY


@dataclass(frozen=True, slots=True)
class Opened:
    """`answers` is an answers.json, `papers` and `sealed` are files by name, `envelope` is the clear outside."""

    id: str
    reference: str
    desk: str
    envelope: bytes
    answers: bytes = field(repr=False)
    papers: Mapping[str, bytes] = field(repr=False)
    sealed: Mapping[str, bytes] = field(repr=False)

    def files(self) -> dict[str, bytes]:
        """Everything as files, the clear outside among them; no paper can take the place of what is ours."""
        return {**self.papers, **self.sealed, ANSWERS: self.answers, HEAD: self.envelope}

    def to_json(self) -> bytes:
        """Everything as one JSON object, its files in base64."""
        whole = {
            "id": self.id, "reference": self.reference, "desk": self.desk, "answers": json.loads(self.answers),
            "papers": [_as_json(*paper) for paper in self.papers.items()],
            "sealed": [_as_json(*part) for part in self.sealed.items()],
        }
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def unseal(content: bytes, secret: str) -> Opened:
    """An envelope opened with the keys of a key file; Rejected when they open nothing of it, or it is not what it says."""
    header, outside = envelopes.read(content), archive.unpack(content)
    found = envelopes.open_parts(content, [secret])
    files = envelopes.answers(found)
    told = next(name for name in (ANSWERS, WHAT, WHO) if name in files)
    sealed = {part: outside[part] for part, inside in ((IDENTITY, WHO), (CONTENT, WHAT)) if inside not in found}
    papers = {name: paper for name, paper in files.items() if name != told}
    return Opened(header.id, header.reference, header.desk, outside[HEAD], files[told], papers, sealed)


def media(name: str) -> str:
    """The media type of a file by its name."""
    return _MEDIA.get(PurePath(name).suffix, "application/octet-stream")


_MEDIA = {".json": "application/json", ".pdf": "application/pdf"}


def _as_json(name: str, content: bytes) -> dict[str, str]:
    return {"name": name, "type": media(name), "base64": base64.b64encode(content).decode()}
