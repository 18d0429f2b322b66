"""A submission and its papers in one sealed file: a zip of answers.json and the papers, inside age.

Both formats are ordinary: the office can open an envelope with `age` and `unzip` alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from kiosk.dispatch import sealing
from kiosk.dispatch.documents import Rendered
from kiosk.dispatch.outbox import Envelope
from kiosk.dispatch.submission import Submission
from kiosk.errors import Rejected

ANSWERS = "answers.json"
_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,80}(\.[a-z0-9]{1,8})?")
_LARGEST = 64 * 2**20
# every entry has the same day: when it was finished stands inside, in answers.json
_DAY = (1980, 1, 1, 0, 0, 0)


def seal(submission: Submission, papers: Sequence[Rendered], recipients: Sequence[str]) -> Envelope:
    """The envelope of a finished submission, for these office keys; CannotSeal when there is none."""
    sealed = sealing.seal(pack(submission, papers), recipients)
    return Envelope(submission.reference, sealed, submission.circumstances.finished_at.date())


def pack(submission: Submission, papers: Sequence[Rendered]) -> bytes:
    """What is sealed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(ANSWERS, _DAY), submission.to_json())
        for paper in papers:
            archive.writestr(zipfile.ZipInfo(paper.name, _DAY), paper.content)
    return packed.getvalue()


def unpack(packed: bytes) -> dict[str, bytes]:
    """The files of an opened envelope by name; Rejected when they are not what `pack` makes."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            entries = archive.infolist()
            _check(entries)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise Rejected("Nella busta non c'è quello che ci si aspetta.") from None


def _check(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if ANSWERS not in names or len(set(names)) != len(names):
        raise Rejected(f"Nella busta manca {ANSWERS}, o un nome c'è due volte.")
    if any(not _SAFE_NAME.fullmatch(name) for name in names):
        raise Rejected("Nella busta c'è un nome di file che non si può scrivere.")
    if sum(entry.file_size for entry in entries) > _LARGEST:
        raise Rejected("La busta è troppo grande.")
