"""What the Italian paper will state, read back row by row before it is signed, in the language of the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk import memory
from kiosk.desk.card import Card, Line, Option, Own, Prompt, Secret
from kiosk.desk.frame import frame
from kiosk.desk.pages import flow_name, part
from kiosk.desk.prompts import told
from kiosk.forms.provenance import confirm, stands
from kiosk.forms.review import Row, papers, rows

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit


def readback(visit: Visit) -> Card:
    """Every row of the papers, to be confirmed with the person's own key or left blank for a pencil."""
    words, session = visit.words, visit.session
    named = ", ".join(words.text(session.flow.id, f"document.{paper.id}.title", paper.title) for paper in papers(session.journey) if paper.declares and paper.title)
    signed = any(paper.declares for paper in papers(session.journey))
    first = words.say("readback.what", papers=named) if named else words.say("readback.sign" if signed else "readback.helped")
    lines = [Line(first), Line(words.say("readback.how"), "hint")]
    lines += [Line(text, "exact") for text in _exact(visit)]
    options = (*(_row(visit, row) for row in rows(confirm(session.journey, session.left_blank))), Option("done", words.say("readback.yes" if signed else "review.done"), "+"))
    options += (Option("voice", visit.desk.italian.say("readback.voice"), "*"),) if visit.assist else ()
    return frame(words, id="V13", name="readback", title=words.say("readback.title"), service=flow_name(session), part=part(session, None),
                 lines=tuple(lines), prompts=(Prompt("readback", "rows", options=options),), go_on=words.say("does.enter"), calling=visit.calling)


def _row(visit: Visit, row: Row) -> Option:
    words, blank = visit.words, not stands(row)
    shown = memory.shown(row, words, visit.session.unsaid) if visit.session.beside else row.shown(words)
    kind = Secret if row.field.private or row.field.sensitive else Own
    return Option(row.path, row.label(words), detail=words.say("readback.blank") if blank else kind(shown), mark="-" if blank else "")


def _exact(visit: Visit) -> list[str]:
    """The texts that are read word by word, of every page on the way."""
    fields = ((field, stop.page) for stop in visit.session.journey.stops for field in stop.page.fields)
    return [text for field, page in fields if (field.words.read_exactly or page.words.read_exactly) and (text := told(field, "ask", visit.words))]
