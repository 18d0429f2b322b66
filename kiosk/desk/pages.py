"""The cards of a flow: a page, the list of a repeat, the check page, an early ending.

Built from the session alone; the stages around a flow are in `stages`.
"""

from __future__ import annotations

from kiosk.desk import entries, memory
from kiosk.desk.assist import OPERATOR
from kiosk.desk.card import Card, Line, Option, Own, Prompt, Secret
from kiosk.desk.frame import frame
from kiosk.desk.prompts import prompt, told, wording
from kiosk.desk.session import ENDED, REVIEW, Session
from kiosk.desk.standing import Position
from kiosk.forms.flow import Page
from kiosk.forms.review import entry_title, next_steps, rows
from kiosk.i18n import SOURCE, Words

IDS = {"choice": "V6", "choices": "V7", "date": "V9", "code": "V10", "parts": "V11", "note": "V12", "rows": "V13"}


def flow_card(session: Session) -> Card:
    """The card of wherever the visitor stands in the flow."""
    if session.at == REVIEW:
        return _review(session)
    if session.at == ENDED:
        return _ending(session)
    page = session.page
    if page.repeat:
        return _menu(session, page) if session.menu is not None else _list(session, page)
    return _page(session, page)


def flow_name(session: Session) -> str:
    """The name of the service as the shared screen may show it."""
    flow = session.flow
    key = "neutral_title" if flow.private and flow.neutral_title else "title"
    return session.words.text(flow.id, key, flow.shown_title)


def part(session: Session, page: Page | None) -> str:
    """«Parte 2 di 4: la casa»; the check page is the last part."""
    flow, words = session.flow, session.words
    total = len(flow.sections) + 1
    if page is None:
        return words.say("progress", n=total, tot=total, title=words.say("progress.check"))
    number = next((n for n, section in enumerate(flow.sections, 1) if section.id == page.section), 1)
    section = flow.sections[number - 1]
    return words.say("progress", n=number, tot=total, title=words.text(flow.id, f"section.{section.id}", section.title))


def _page(session: Session, page: Page) -> Card:
    words, fields = session.words, session.asks
    alone = len(fields) == 1 and not fields[0].words.ask
    title = _said(page, "ask", words) or told(fields[0], "ask", words)
    alone = alone or not _said(page, "ask", words)
    lines = [Line(words.say("sensitive"), "sensitive")] if any(field.sensitive for field in fields) else []
    lines += [Line(_said(page, key, words), style) for key, style in (("hint", "hint"), ("where", "hint")) if _said(page, key, words)]
    if page.copy:
        lines += [Line(words.say("lesson.copy"), "hint"), *(Line(text, "copy", SOURCE) for text in page.copy)]
    if page.words.read_exactly:
        lines.append(Line(words.say("exact"), "exact"))
    if any(field.fact in session.facts and field.name not in session.answers for field in fields if field.fact):
        lines.append(Line(words.say("fact.again"), "hint"))
    return _flow_frame(
        session, page, id=IDS.get(fields[0].type.entry, "V8"), name=page.id, title=title, lines=tuple(lines),
        prompts=tuple(prompt(session, field, alone and len(fields) == 1) for field in fields),
        go_on=words.say("does.enter"), notice=session.notice,
    )


def _flow_frame(session: Session, page: Page | None, **parts: object) -> Card:
    outer = session.flow.pages[session.flow.page_index[session.at.repeat]] if _inside(session) else page
    return frame(session.words, service=flow_name(session), part=part(session, outer), stands_on=_footing(session), **parts)


def _footing(session: Session) -> tuple:
    held = ((asked.name, session.answers.answer(asked.name)) for asked in session.asks)
    # only told apart: a private answer is in no card that two people read
    return session.at, session.menu, *(hash((name, answer.state, repr(answer.value))) for name, answer in held if answer is not None)


def _inside(session: Session) -> bool:
    return isinstance(session.at, Position) and session.at.repeat is not None


def _said(page: Page, key: str, words: Words) -> str:
    text = getattr(page.words, key)
    return words.text(page.domain, f"{page.place}.{key}", text) if text else ""


def _list(session: Session, page: Page) -> Card:
    words = session.words
    each = entries.of(session.journey, page.id).each
    titles = [_title(page, entry, session) or words.say("entry.untitled") for entry in each]
    options = [Option(str(number), title, mark=_mark(session, page, number)) for number, title in enumerate(titles)]
    if len(each) < page.repeat.max:
        options.append(Option("add", words.say("entry.add"), "*"))
    options.append(Option("done", words.say("entry.done"), "+"))
    trouble = session.troubles.get(page.id)
    hints = [Line(_said(page, "hint", words), "hint")] if page.words.hint else []
    expected = session.journey.kept.get(page.repeat.count) if page.repeat.count else None
    if expected is not None:
        hints.append(Line(Own(words.say("entry.expected", n=int(expected), done=len(each))), "hint"))
    rows_prompt = Prompt(page.id, "rows", options=tuple(options), problem=wording(words, trouble) if trouble else ())
    return _flow_frame(session, page, id="V7", name=page.id, title=_said(page, "ask", words), lines=tuple(hints),
                       prompts=(rows_prompt,), go_on=words.say("does.enter"), notice=session.notice)


def _title(page: Page, entry, session: Session) -> str:
    """What an entry is called, "" for nothing yet: it is made of answers, and not for every ear."""
    if any(path.startswith(f"{page.repeat and page.id}/") for path in session.unsaid):
        return Own()
    asked = [field for inner in page.repeat.pages for field in inner.fields]
    kind = Secret if any(field.private or field.sensitive for field in asked) else Own
    return kind(entry_title(page, entry, session.words, session.beside))


def _mark(session: Session, page: Page, number: int) -> str:
    last = session.journey.stop(page.id).entries[number]
    return "!" if last is not None and last.wanted else ""


def _menu(session: Session, page: Page) -> Card:
    words = session.words
    entry = entries.of(session.journey, page.id).each[session.menu]
    options = (Option("change", words.say("entry.change"), "1"), Option("remove", words.say("entry.remove"), "2"))
    title = _title(page, entry, session) or words.say("entry.untitled")
    return _flow_frame(session, page, id="V6", name=f"{page.id}.menu", title=title,
                       prompts=(Prompt(page.id, "choice", options=options),), go_on=words.say("does.enter"))


def _review(session: Session) -> Card:
    words = session.words
    options = [_row(session, row) for row in rows(session.journey)]
    options.append(Option("done", words.say("review.done"), "+"))
    trouble = session.troubles.get(REVIEW)
    asked = Prompt(REVIEW, "rows", options=tuple(options), problem=wording(words, trouble) if trouble else ())
    return _flow_frame(
        session, None, id="V13", name=REVIEW, title=words.say("review.title"),
        lines=(Line(words.say("review.how"), "hint"),), prompts=(asked,),
        notice=session.notice,
    )


def _row(session: Session, row) -> Option:
    words = session.words
    hint = ""
    if row.repeat is not None:
        hint = _title(row.repeat, entries.of(session.journey, row.repeat.id).each[row.entry], session)
    shown = memory.shown(row, words, session.unsaid) if session.beside else row.shown(words)
    shown = words.say("review.again", text=shown) if row.answer.to_review else shown
    if row.answer.typed_by == OPERATOR and not row.answer.confirmed:
        shown = words.say("review.by_other", text=shown)
    kind = Secret if row.field.private or row.field.sensitive else Own
    return Option(row.place, row.label(words), hint=hint, detail=kind(shown), mark="!" if row.answer.to_review else "")


def _ending(session: Session) -> Card:
    words, flow, ending = session.words, session.flow, session.journey.ending
    lines = [Line(words.text(flow.id, f"ending.{ending.id}.text", ending.text))]
    lines += next_lines(session)
    named = ("print", "done", "back") if session.may_print and ending.keep else ("done", "back")
    options = tuple(Option(value, words.say(f"end.{value}"), str(number)) for number, value in enumerate(named, 1))
    return _flow_frame(session, session.journey.last.page if session.journey.last else None, id="V14", name=ending.id,
                       title=words.text(flow.id, f"ending.{ending.id}.title", ending.title), lines=tuple(lines), notice=session.notice,
                       prompts=(Prompt(ENDED, "choice", options=options),), go_on=words.say("does.enter"))


def next_lines(session: Session) -> list[Line]:
    """What happens now: each step with who does it and when."""
    steps = next_steps(session.journey, session.words)
    if not steps:
        return []
    words = session.words
    said = [words.say("next.step", do=do.rstrip(".。।۔"), who=who, when=when) for do, who, when in steps]
    return [Line(words.say("next.title"), "plain"), *(Line(f"{n}. {text}", "step") for n, text in enumerate(said, 1))]
