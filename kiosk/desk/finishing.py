"""The end of a visit: frozen, drawn, sealed and stored, in this order; only then there is a receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.dispatch import codes, documents, envelopes, office, printing
from kiosk.dispatch.content import PaperContent, gather
from kiosk.dispatch.documents import Rendered
from kiosk.dispatch.outbox import Outbox
from kiosk.dispatch.slip import Printed, code_slips, slips
from kiosk.dispatch.submission import Circumstances, Submission, freeze
from kiosk.errors import PaperFailed
from kiosk.forms import review
from kiosk.forms.flow import Document
from kiosk.i18n import Words

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk, Receipt
    from kiosk.desk.session import Session

SLIP = Document("promemoria", "visitor")
CODE_SLIP = Document("codice", "visitor")


def finish(desk: Desk, session: Session, code: str = "") -> Receipt:
    """On the disk, sealed for the office, with its draft gone, before this returns."""
    from kiosk.desk.desk import Receipt

    keys = office.recipients(desk.config)
    outbox = Outbox(desk.database)
    submission = _frozen(desk, session, outbox)
    languages = (desk.italian, session.words)
    journey = session.journey
    sealed = gather(journey, submission, desk.config.desk, languages, sealed=True)
    papers = tuple(_drawn(document, sealed) for document in review.papers(session.journey))
    printable = _printable(desk, session, gather(journey, submission, desk.config.desk, languages))
    draft = desk.drafts.key(code).locator if code else None
    # the last thing that can fail: after it the visitor is told "done", and told nothing else
    outbox.accept(envelopes.seal(submission, papers, keys), draft)
    return Receipt(submission.reference, submission.shown_reference, printable)


def _frozen(desk: Desk, session: Session, outbox: Outbox) -> Submission:
    circumstances = Circumstances(session.words.language, session.started_at, desk.clock())
    reference = codes.make(codes.REFERENCE)
    while outbox.has(reference):
        reference = codes.make(codes.REFERENCE)
    return freeze(session.journey, desk.italian, circumstances, reference)


def _drawn(document: Document, content: PaperContent) -> Rendered:
    try:
        return documents.render(document, content)
    except PaperFailed:
        # an author's mistake must not cost the visitor the visit: the answers go out row by row
        return documents.render_rows(document, content)


def _printable(desk: Desk, session: Session, content: PaperContent) -> tuple[Rendered, ...]:
    """What comes out of this desk's printer, the slip first; nothing is drawn where there is none."""
    if not desk.can_print:
        return ()
    chosen = review.papers(session.journey)
    slip = next((paper for paper in chosen if paper.template is None), SLIP)
    if desk.config.printer.receipt:
        return (documents.render_receipt(slip, content),)
    return (_drawn(slip, content), *(_drawn(paper, content) for paper in chosen if paper.template is not None))


def print_slip(desk: Desk, receipt: Receipt) -> bool:
    """The slip and the papers of a receipt; False as soon as the printer does not take one."""
    if not receipt.slip:
        return False
    return all(printing.send(paper, desk.config.printer).printed for paper in receipt.slip)


def print_steps(desk: Desk, session: Session) -> bool:
    """What to do after an early ending: nothing was sent, so the paper has no number."""
    printed = Printed("", desk.config.desk, desk.today())
    return _print(desk, SLIP, PaperContent({}, slips(session.journey, (desk.italian, session.words), printed), ""))


def print_code(desk: Desk, code: str, session: Session, words: Words) -> bool:
    """The code of a visit put aside, and the day until which it rests."""
    printed = Printed(codes.read(code, codes.DRAFT), desk.config.desk, desk.today(), desk.draft_until(session.flow))
    return _print(desk, CODE_SLIP, PaperContent({}, code_slips(session.flow, (desk.italian, words), printed), printed.reference))


def _print(desk: Desk, slip: Document, content: PaperContent) -> bool:
    receipt = desk.config.printer.receipt
    paper = documents.render_receipt(slip, content) if receipt else documents.render(slip, content)
    return printing.send(paper, desk.config.printer).printed
