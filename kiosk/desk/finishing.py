"""The end of a visit: frozen, drawn, sealed and stored, in this order; only then there is a receipt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kiosk.desk.beforehand import Beforehand
from kiosk.desk.marking import notes
from kiosk.desk.seats_of_form import Seats
from kiosk.dispatch import codes, desk_key, documents, envelopes, office, printed, printing
from kiosk.dispatch.content import PaperContent, gather
from kiosk.dispatch.documents import Rendered
from kiosk.dispatch.envelopes import Sealed
from kiosk.dispatch.outbox import SPOOLED, WAITING, Outbox, Outcome
from kiosk.dispatch.printing import PrintResult
from kiosk.dispatch.slip import Printed, code_slips, slips
from kiosk.dispatch.spool import Spool
from kiosk.dispatch.submission import Circumstances, Submission, freeze
from kiosk.errors import NO_STORE, DatabaseFailed, PaperFailed
from kiosk.forms import review
from kiosk.forms.flow import Document
from kiosk.forms.journey import Journey
from kiosk.forms.provenance import confirm
from kiosk.i18n import Words

if TYPE_CHECKING:
    from kiosk.config import Destination
    from kiosk.desk.desk import Desk, Receipt
    from kiosk.desk.session import Session

SLIP = Document("promemoria", "visitor")
CODE_SLIP = Document("codice", "visitor")


@dataclass(frozen=True, slots=True)
class Ready:
    """A journey frozen, drawn and sealed: tried again after a failure, it is the same envelope and is kept once."""

    journey: Journey = field(repr=False)
    submission: Submission
    envelope: Sealed
    printable: tuple[Rendered, ...] = field(repr=False)
    seats: Seats = field(repr=False)


def finish(desk: Desk, session: Session, code: str = "") -> Receipt:
    """On the disk, sealed for the office, with its draft gone, before this returns; of what keeps nothing, only the papers."""
    from kiosk.desk.desk import Receipt

    if session.flow.keeps_nothing:
        return Receipt("", "", _papers_alone(desk, session))
    destination = desk.config.destination(session.flow.id, session.flow.deliver)
    if not session.is_ready:
        session.ready = _ready(desk, session)
    submission, envelope = session.ready.submission, session.ready.envelope
    draft = desk.drafts.key(code).locator if code else None
    # the last thing that can fail: after it the visitor is told "done", and told nothing else
    try:
        _keep(desk, session.ready, destination, draft)
    except DatabaseFailed:
        if _is_anothers(desk, submission.reference, envelope.id):
            session.ready = session.beforehand = None
        raise
    by_hand = envelope.id if _goes_by_hand(desk, session, destination) else ""
    return Receipt(submission.reference, submission.shown_reference, session.ready.printable, by_hand, session.ready.seats.taken)


def _keep(desk: Desk, ready: Ready, destination: Destination | None, draft: bytes | None) -> None:
    """In the store, with the seats that are asked for; on this disk when the store is shared and of no use, or does not answer in time to know.

    A seat is promised by the shared store alone: a form that asks for one waits for it.
    """
    secret, name, envelope = desk_key.signing_key(desk.config.folder), destination.name if destination else "", ready.envelope
    try:
        Outbox(desk.database, desk.config.desk.id, secret).accept(envelope, name, draft, ready.seats.take)
    except NO_STORE:
        if not desk.config.is_shared or ready.seats.wishes:
            raise
        # what this desk prints is delivered from here, whatever becomes of the shared store
        state = WAITING if destination and destination.scheme == "print" else SPOOLED
        Spool(desk.local, desk.config.desk.id, secret).keep(envelope, name, draft, state)


def _ready(desk: Desk, session: Session) -> Ready:
    config, journey = desk.config, session.journey
    keys = office.keys(config, session.flow.id, session.flow.deliver)
    submission = _frozen(desk, session)
    languages = (desk.italian, session.words.own)
    content = gather(journey, submission, config.desk, languages, sealed=True)
    papers = tuple(_paper(session, document, content) for document in review.papers(journey))
    envelope = envelopes.seal(submission, papers, keys)
    printable = _printable(desk, session, gather(journey, submission, config.desk, languages))
    return Ready(journey, submission, envelope, printable, Seats(desk, session))


def begin_papers(desk: Desk, session: Session) -> None:
    """Draw what the last card leads to while it is still read; once for the same answers."""
    journey, blank, words = session.journey, frozenset(session.left_blank), session.words.own
    read_in = session.words.language if session.reads_back else None
    if session.beforehand is not None and session.beforehand.is_of(journey, (blank, words, read_in)):
        return
    reference = "" if session.flow.keeps_nothing else codes.make(codes.REFERENCE)
    circumstances = replace(_circumstances(desk, session), read_in=read_in)
    session.beforehand = Beforehand(journey, (blank, words, read_in), reference)
    session.beforehand.begin(lambda: _wanted(desk, confirm(journey, blank), circumstances, (reference, words)), _drawn)


def _wanted(desk: Desk, journey: Journey, circumstances: Circumstances, named: tuple[str, Words]) -> Iterator[tuple[Document, PaperContent]]:
    """What Typst will draw of this journey, sealed or printed, under this number and in this language."""
    submission, languages = replace(freeze(journey, desk.italian, circumstances), reference=named[0]), (desk.italian, named[1])
    if not journey.flow.keeps_nothing:
        content = gather(journey, submission, desk.config.desk, languages, sealed=True)
        yield from ((document, content) for document in review.papers(journey))
    if not desk.config.printer.receipt:
        yield from _printed(desk, journey, gather(journey, submission, desk.config.desk, languages))


def _papers_alone(desk: Desk, session: Session) -> tuple[Rendered, ...]:
    """What the person takes away, where no office gets anything: without a number, for there is nothing to find."""
    submission = replace(freeze(session.journey, desk.italian, _circumstances(desk, session)), reference="")
    return _printable(desk, session, gather(session.journey, submission, desk.config.desk, (desk.italian, session.words.own)))


def _goes_by_hand(desk: Desk, session: Session, destination: Destination | None) -> bool:
    """Does this desk's printer make the paper that the office wants? A roll of 42 columns makes the slip alone."""
    wanted = any(paper.reader == "office" for paper in review.papers(session.journey))
    return destination is not None and destination.scheme == "print" and wanted and not desk.config.printer.receipt


def _frozen(desk: Desk, session: Session) -> Submission:
    # one that failed may have been kept all the same, under its number: whatever is sealed after it has another
    begun = session.beforehand if session.ready is None else None
    reference = begun.reference if begun else codes.make(codes.REFERENCE)
    while _is_taken(desk, reference):
        reference = codes.make(codes.REFERENCE)
    return freeze(session.journey, desk.italian, _circumstances(desk, session), reference)


def _circumstances(desk: Desk, session: Session) -> Circumstances:
    helped = session.helped
    return Circumstances(session.words.own.language, session.started_at, desk.clock(), helped.by, session.read_in,
                         helped.by_voice, helped.by_phone, notes(session, desk.italian))


def _is_taken(desk: Desk, reference: str) -> bool:
    """Is this number somebody's already? While the store is of no use nobody knows: then it is taken for free."""
    try:
        return Outbox(desk.database).has(reference)
    except NO_STORE:
        return False


def _is_anothers(desk: Desk, reference: str, envelope: str) -> bool:
    """Has somebody else been given this number since it was looked for? Then the next try is frozen with another."""
    with suppress(*NO_STORE):
        return Outbox(desk.database).has(reference, envelope)
    return False


def _drawn(document: Document, content: PaperContent) -> Rendered:
    try:
        return documents.render(document, content)
    except PaperFailed:
        # an author's mistake must not cost the visitor the visit: the answers go out row by row
        return documents.render_rows(document, content)


def _paper(session: Session, document: Document, content: PaperContent) -> Rendered:
    """As it was drawn beforehand, or drawn now."""
    before = session.beforehand.paper(document, content) if session.beforehand else None
    return before or _drawn(document, content)


def _printable(desk: Desk, session: Session, content: PaperContent) -> tuple[Rendered, ...]:
    """What comes out of this desk's printer, the slip first; nothing is drawn where there is none."""
    wanted = _printed(desk, session.journey, content)
    if desk.config.printer.receipt:
        return tuple(documents.render_receipt(slip, content) for slip, content in wanted[:1])
    return tuple(_paper(session, document, content) for document, content in wanted)


def _printed(desk: Desk, journey: Journey, content: PaperContent) -> tuple[tuple[Document, PaperContent], ...]:
    if not desk.can_print:
        return ()
    content, chosen = replace(content, practice=desk.config.school), review.papers(journey)
    slip = next((paper for paper in chosen if paper.template is None), SLIP)
    return tuple((paper, content) for paper in (slip, *(paper for paper in chosen if paper.template is not None)))


def print_slip(desk: Desk, receipt: Receipt) -> PrintResult:
    """The slip and the papers of a receipt, as far as the printer takes them."""
    result, jobs = PrintResult(False), []
    for number, paper in enumerate(receipt.slip):
        result = printing.send(paper, desk.config.printer)
        if not result:
            _delivered(desk, receipt.by_hand, printed.NOT_PRINTED)
            return replace(result, doubtful=result.doubtful or number > 0)
        jobs.append(result.job)
    if result:
        _delivered(desk, receipt.by_hand, printed.handed_over(desk.config.desk.id, jobs))
    return result


def _delivered(desk: Desk, envelope: str, outcome: Outcome) -> None:
    """The paper is the delivery. A store of no use is no reason to print it again: the envelope waits for a person."""
    stores = (lambda: desk.local, lambda: desk.database) if desk.config.is_shared else (lambda: desk.local,)
    for opened in stores if envelope else ():
        # opened inside: one that cannot be opened does not hide the other
        with suppress(*NO_STORE):
            Outbox(opened()).settle(envelope, outcome)


def print_steps(desk: Desk, session: Session) -> PrintResult:
    """What to do after an early ending: nothing was sent, so the paper has no number."""
    heading = Printed("", desk.config.desk, desk.today())
    return _print(desk, SLIP, PaperContent({}, slips(session.journey, (desk.italian, session.words.own), heading), ""))


def print_code(desk: Desk, code: str, session: Session, words: Words) -> PrintResult:
    """The code of a visit put aside, and the day until which it rests."""
    heading = Printed(codes.read(code, codes.DRAFT), desk.config.desk, desk.today(), desk.draft_until(session.flow))
    return _print(desk, CODE_SLIP, PaperContent({}, code_slips(session.flow, (desk.italian, words.own), heading), heading.reference))


def _print(desk: Desk, slip: Document, content: PaperContent) -> PrintResult:
    receipt, content = desk.config.printer.receipt, replace(content, practice=desk.config.school)
    try:
        paper = documents.render_receipt(slip, content) if receipt else documents.render(slip, content)
    except PaperFailed:
        return PrintResult(False, "il foglio non si può disegnare")
    return printing.send(paper, desk.config.printer)
