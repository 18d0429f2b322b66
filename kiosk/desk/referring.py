"""A message to an actor through the outbox: sealed for its keys, like a form, and made of the very lines that were shown.

What says who somebody is (name, phone, and the whole text that holds them) is in the identity part; the rest in the content.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.dispatch import codes, desk_key, documents, envelopes, office
from kiosk.dispatch.content import PaperContent
from kiosk.dispatch.identity import Identifying
from kiosk.dispatch.outbox import Outbox
from kiosk.dispatch.submission import Circumstances, Submission
from kiosk.forms.answers import GIVEN
from kiosk.forms.flow import Document

if TYPE_CHECKING:
    from kiosk.config import Destination
    from kiosk.database import Store
    from kiosk.desk.desk import Desk
    from kiosk.dispatch.documents import Rendered
    from kiosk.network.message import Message

FLOW, VERSION = "invio", "1"
_PAPER = '#import "paper.typ": *\n#show: sheet.with(title: data.title)\n#for line in data.said { para(line) }\n'


def post(desk: Desk, message: Message, destination: Destination, beside: Callable[[Store], object]) -> str:
    """On the disk, sealed, with what belongs `beside` it, before this returns: the number of the envelope.

    CannotSeal or DatabaseFailed otherwise, and then neither is kept.
    """
    submission = _submission(desk, message)
    sealed = envelopes.seal(submission, (_paper(desk, message, submission),), office.keys_of(desk.config, destination))
    secret = desk_key.signing_key(desk.config.folder)
    Outbox(desk.database, desk.config.desk.id, secret).accept(sealed, destination.name, beside=beside)
    return submission.reference


def _submission(desk: Desk, message: Message) -> Submission:
    now = desk.clock()
    lines = message.lines(desk.italian)
    answers = {"testo": "\n".join(lines), "nome": message.name, "telefono": message.phone, "lingua": message.language, "bisogno": message.need}
    rows = ({"section": "Invio", "rows": [{"label": str(number), "value": text, "mark": ""} for number, text in enumerate(lines, 1)]},)
    return Submission(
        reference=codes.make(codes.REFERENCE), flow=FLOW, title="Invio di una persona", version=VERSION,
        circumstances=Circumstances(message.language, now, now), rows=rows,
        answers={name: _given(value) for name, value in answers.items() if value},
        identifying=Identifying(frozenset({"testo", "nome", "telefono"}), frozenset(range(len(lines)))),
    )


def _given(value: str) -> dict[str, object]:
    return {"value": value, "state": GIVEN, "typed_by": "visitor", "confirmed": True, "seen": True, "to_review": False}


def _paper(desk: Desk, message: Message, submission: Submission) -> Rendered:
    said = {"title": submission.title, "reference": submission.shown_reference, "today": desk.italian.day(desk.today()), "said": list(message.lines(desk.italian))}
    paper = PaperContent(said, (), submission.reference, {"invio.typ": _PAPER}, desk.clock(), desk.config.school)
    return documents.render(Document("invio", "office", template="invio.typ"), paper)
