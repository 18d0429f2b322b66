"""A page of a form as it is read over the telephone: what to say, how to read it back, what to do if they do not know.

The script is the visitor's own page, said by whoever answers; where the caller speaks another language the page stays in
that one, and the script stands beside it in Italian. An answer of an earlier day is never shown: it is asked, and compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.desk import filling, marking, reading_back
from kiosk.desk.card import AssistLines, Card, Line, Prompt
from kiosk.desk.prompts import told
from kiosk.desk.questions import ASIDE, questions
from kiosk.forms.answers import GIVEN, Answer
from kiosk.forms.fields import EmailType, GivenNamesType, PermitNumberType, PhoneType, SurnameType
from kiosk.forms.fields.codes import CodeType
from kiosk.forms.flow import Field, Page
from kiosk.forms.review import Row, rows

if TYPE_CHECKING:
    from kiosk.desk.session import Session
    from kiosk.desk.visit import Visit
    from kiosk.i18n import Words

SPELLED = (CodeType, PermitNumberType, PhoneType, EmailType, SurnameType, GivenNamesType)
_KEYS = ("f3", "f4", "f6", "f7", "f12")


def form(visit: Visit) -> Card:
    """The page, with what is said in place of what is asked."""
    card, session = filling.form(visit), visit.session
    if session.page is None or not session.asks:
        return card
    words = visit.words
    prompts = tuple(_said_prompt(session, prompt, len(card.prompts) == 1) for prompt in card.prompts)
    lines = tuple(line for line in card.lines if line.style != "hint")
    return replace(card, title=_spoken(visit, _say(session, words) or f"{card.title} {_hint(session.page, words)}".strip()), lines=lines, prompts=prompts)


def readback(visit: Visit) -> Card:
    """All that the papers will say, row by row, to be confirmed aloud."""
    card, words = reading_back.readback(visit), visit.desk.italian
    prompt = card.prompts[0]
    kept = tuple(option for option in prompt.options if option.value not in ("done", "voice"))
    done = next(option for option in prompt.options if option.value == "done")
    if visit.words.language == words.language:
        card = replace(card, title=words.say("phone.readback.title"), lines=(Line(words.say("phone.readback.blank"), "hint"), *card.lines[2:]))
    return replace(card, prompts=(replace(prompt, options=(*kept, replace(done, text=words.say("phone.readback.yes")))),))


def lines(visit: Visit) -> AssistLines:
    """Who answers, that nobody knows who calls, and for a question how to read it back and what to do without an answer."""
    words = visit.desk.italian
    proved = words.say("phone.proved" if is_proved(visit.session) else "phone.unproved")
    keys = tuple((key.upper(), _key(words, key), _key(words, key, ".short")) for key in _KEYS if key == "f12" or visit.helps(key))
    texts, marks, wordings = _of_page(visit) if visit.on_a_page else ((), (), ())
    return AssistLines(visit.assist.helper, proved, proved, keys, texts, marks, wordings)


def is_proved(session: Session | None) -> bool:
    """Was a document seen for any of these answers, on a day on which the person was at a desk?"""
    return session is not None and any(row.answer.seen for row in rows(session.journey))


def part(visit: Visit, part: str) -> str:
    """«Domanda 3 di 14 · da 4 min», or how long the call has lasted where nothing is asked."""
    words, minutes = visit.desk.italian, int((visit.desk.clock() - visit.phone.started_at).total_seconds() // 60)
    if visit.stage != "form" or visit.session.page is None:
        return part or words.say("phone.since", minutes=minutes)
    listed = [one for one in questions(visit.session, words) if one.state != ASIDE]
    here = next((number for number, one in enumerate(listed, 1) if one.place == marking.place_of(visit.session.at)), 1)
    return words.say("phone.at", n=here, tot=len(listed), minutes=minutes)


def spelled_of(words: Words, fields: tuple[Field, ...], answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The answers just given that are read back letter by letter, in their groups."""
    kinds = [(asked, answers.get(asked.name)) for asked in fields if isinstance(asked.type, SPELLED) and not asked.sensitive]
    return tuple(_grouped(asked, answer, words) for asked, answer in kinds if answer is not None and answer.state == GIVEN and not answer.reason)


def _grouped(asked: Field, answer: Answer, words: Words) -> str:
    return asked.type.grouped(answer.value) if isinstance(asked.type, CodeType) else asked.type.show(answer.value, words)


def _key(words: Words, key: str, form: str = "") -> str:
    name = "phone.f6" if key == "f6" else f"assist.{key}"
    return words.say(name + form) if words.can_say(name + form) else words.say(name)


def _spoken(visit: Visit, text: str) -> str:
    """In Italian it is marked as what is to be read; in the caller's language it is the text alone, for the interpreter."""
    return visit.words.say("phone.read", text=text) if visit.words.language == visit.desk.italian.language else text


def _say(session: Session, words: Words) -> str:
    """What the author wrote to be said of this page, or of its only question; "" where nothing was written."""
    page = session.page
    if page.words.say:
        return words.text(page.domain, f"{page.place}.say", page.words.say)
    return told(session.asks[0], "say", words) if len(session.asks) == 1 else ""


def _hint(page: Page, words: Words) -> str:
    return words.text(page.domain, f"{page.place}.hint", page.words.hint) if page.words.hint else ""


def _said_prompt(session: Session, prompt: Prompt, alone: bool) -> Prompt:
    asked = next((field for field in session.asks if field.name == prompt.name), None)
    if asked is None:
        return prompt
    if place_in(session, asked) in session.unsaid:
        prompt = _emptied(prompt)
    return prompt if alone else replace(prompt, label=told(asked, "say", session.words) or prompt.label)


def _emptied(prompt: Prompt) -> Prompt:
    """As if nothing had been answered."""
    options, ways = (tuple(replace(one, chosen=False) for one in some) for some in (prompt.options, prompt.ways_out))
    return replace(prompt, typed="", options=options, ways_out=ways, parts=tuple(replace(part, typed="") for part in prompt.parts))


def place_in(session: Session, asked: Field) -> str:
    """The path of an answer, as `Row.path` names it."""
    at = session.at
    return f"{at.repeat}/{at.entry}/{asked.name}" if at.repeat else asked.name


def _of_page(visit: Visit) -> tuple:
    """(texts, marks, wordings of the choices) of the question on the screen."""
    session, words = visit.session, visit.desk.italian
    say, nothing = words.say, words.say("assist.nothing")
    hidden = any(place_in(session, asked) in session.unsaid for asked in session.asks)
    spelled = any(isinstance(asked.type, SPELLED) for asked in session.asks)
    how = "phone.back.hidden" if hidden else "phone.back.code" if spelled else "phone.back.any"
    texts = ((say("phone.back"), say(how)), (say("phone.lacks"), _lacks(session, words)), (say("phone.never"), say("phone.never.what")))
    noted = marking.place_of(session.at) in session.helped.notes
    marks = ((say("assist.note"), say("assist.noted") if noted else nothing),)
    return texts, marks, () if hidden else _wordings(session, words)


def _lacks(session: Session, words: Words) -> str:
    """Where to look, and what to do if it is not at hand."""
    where = [told(asked, "where", words) for asked in session.asks] + [session.page.words.where or ""]
    known = all(asked.unknown or asked.optional for asked in session.asks)
    return " ".join([*dict.fromkeys(filter(None, where)), words.say("phone.lacks.unknown" if known else "phone.lacks.needed")])


def _wordings(session: Session, words: Words) -> tuple[tuple[str, str], ...]:
    """How each choice is read back, for the one that is highlighted."""
    asked = session.asks[0] if len(session.asks) == 1 else None
    if asked is None or asked.type.entry != "choice" or asked.sensitive or asked.private:
        return ()
    options = asked.type.options(replace(session.reading(asked), words=words))
    return tuple((value, words.say("phone.back.said", text=text)) for value, text, _ in options)


def label(row: Row, words: Words) -> str:
    """What an answer is about, as one asks for it: «la data di nascita»."""
    text = row.label(words)
    return text[:1].lower() + text[1:] if not text[1:2].isupper() else text
