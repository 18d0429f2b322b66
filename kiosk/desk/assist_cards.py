"""The cards of whoever helps, in Italian, and what stands on every card while they do: who types, and of a question how it will
stand on the paper, what to look out for, and what was seen and noted.

Both people read the screen: a private answer is never on these cards, only that there is one; nor is any PIN or code.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.desk import marking, override
from kiosk.desk.assist import INTERPRETERS, NOTE, TAGS, Note
from kiosk.desk.assisting import ON_A_PAGE
from kiosk.desk.card import AssistLines, Card, Line, Option, Own, Prompt
from kiosk.desk.duties import listed as options
from kiosk.desk.duties import panel
from kiosk.desk.frame import frame, problem_of
from kiosk.desk.override import OVERRIDES, refused_by_form
from kiosk.desk.questions import ASIDE, REVIEW, SKIPPED, TODO, Question, following, questions
from kiosk.desk.session import Session
from kiosk.forms.answers import GIVEN, Answer
from kiosk.forms.flow import Field
from kiosk.forms.review import Row
from kiosk.i18n import Words

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit

_KEYS = ("f3", *ON_A_PAGE, "f8", "f12")
_BARE = ("hidden", "rest")


def helped(visit: Visit, card: Card) -> Card:
    """The card with what whoever helps reads on it."""
    if visit.assist is None or card.name in _BARE:
        return card
    if visit.by_phone:
        from kiosk.desk import phone_script
        return replace(card, assist=phone_script.lines(visit), service=visit.desk.italian.say("phone.name"), part=phone_script.part(visit, card.part))
    return replace(card, assist=_lines(visit))


def _lines(visit: Visit) -> AssistLines:
    words, assist = visit.desk.italian, visit.assist
    keys = tuple((key.upper(), words.say(f"assist.{key}"), _short(words, key)) for key in _KEYS if key == "f12" or visit.helps(key))
    shown = _of_page(visit) if visit.on_a_page else ((), (), ())
    who, types = words.say("assist.who", name=assist.helper), words.say(f"assist.types.{assist.types}", name=assist.helper)
    return AssistLines(who, types, f"{assist.helper} · {types}", keys, *shown)


def _short(words: Words, key: str) -> str:
    return words.say(f"assist.{key}.short") if words.can_say(f"assist.{key}.short") else words.say(f"assist.{key}")


def _of_page(visit: Visit) -> tuple:
    """(texts, marks, wordings of the choices) for the question on the screen."""
    session, words = visit.session, visit.desk.italian
    say, answers, nothing = words.say, marking.here(session), words.say("assist.nothing")
    guides = [text for text in (session.page.words.operator, *(asked.words.operator for asked in session.asks)) if text]
    seen = next((answer.seen for answer in answers.values() if answer.seen), None) or session.helped.waiting.get(marking.place_of(session.at))
    noted = marking.place_of(session.at) in session.helped.notes
    texts = [(say("assist.paper"), " · ".join(_papers(session, answers, words)) or nothing)]
    texts += [(say("assist.guide"), " ".join(guides))] if guides else []
    marks = ((say("assist.seen"), seen or nothing), (say("assist.note"), say("assist.noted") if noted else nothing),
             (say("assist.state"), say(f"answer.{_state(list(answers.values()))}")))
    return tuple(texts), marks, _wordings(session, words)


def _papers(session: Session, answers: dict[str, Answer], words: Words) -> list[str]:
    return [_on_paper(asked, answers[asked.name], words) for asked in session.asks if asked.name in answers]


def _on_paper(asked: Field, answer: Answer, words: Words) -> str:
    from kiosk.dispatch.content import on_paper
    if asked.private or asked.sensitive:
        return words.say("assist.private")
    if answer.state != GIVEN or answer.reason:
        return Row(None, asked, answer).shown(words)
    return on_paper(asked, answer.value, words)


def _wordings(session: Session, words: Words) -> tuple[tuple[str, str], ...]:
    """Value and wording of each choice of a page with one question, for the line that is highlighted."""
    asked = session.asks[0] if len(session.asks) == 1 else None
    if asked is None or asked.type.entry != "choice" or asked.private or asked.sensitive or not getattr(asked.type, "choices", ()):
        return ()
    from kiosk.dispatch.content import on_paper
    return tuple((choice.value, on_paper(asked, choice.value, words)) for choice in asked.type.choices)


def _state(answers: list[Answer]) -> str:
    if not answers:
        return "empty"
    if any(answer.to_review for answer in answers):
        return "review"
    if all(answer.confirmed for answer in answers):
        return "confirmed"
    return "seen" if any(answer.seen for answer in answers) else "given"


def interpreter(visit: Visit) -> Card:
    return panel(visit, "interpreter", options(visit, *(f"interpreter.{who}" for who in INTERPRETERS)))


def minor(visit: Visit) -> Card:
    return panel(visit, "minor", options(visit, "minor.call", "minor.both", "minor.other"), lines=(Line(visit.desk.italian.say("minor.why"), "warn"),))


def seeing(visit: Visit) -> Card:
    """Which document, and does it still count: the digits of the second go on after those of the first."""
    words = visit.desk.italian
    kinds = options(visit, *(f"seen.{kind}" for kind in marking.DOCUMENTS))
    expiry = tuple(replace(option, digit=str(len(kinds) + int(option.digit))) for option in options(visit, *(f"seen.{kind}" for kind in marking.EXPIRY)))
    seen = next((answer.seen for answer in marking.here(visit.session).values() if answer.seen), "") or visit.session.helped.waiting.get(marking.place_of(visit.session.at), "")
    away = (Option("no", words.say("seen.no"), out=True),) if seen else ()
    prompts = (Prompt("kind", "choice", options=kinds, problem=problem_of(visit, visit.desk.italian), ways_out=away), Prompt("expiry", "choice", words.say("seen.expiry"), options=expiry))
    lines = (Line(words.say("seen.only"), "hint"), *((Line(Own(seen)),) if seen else ()))
    return frame(words, id="V20", name="seeing", title=words.say("seen.title"), lines=lines, prompts=prompts, go_on=words.say("does.enter"), calling=visit.calling)


def noting(visit: Visit) -> Card:
    words, session = visit.desk.italian, visit.session
    now = visit.noted or session.helped.notes.get(marking.place_of(session.at)) or Note()
    tags = tuple(replace(option, chosen=option.value in now.tags) for option in options(visit, *(f"note.{tag}" for tag in TAGS)))
    label = Row(session.page, session.asks[0], None).label(words)
    prompts = (Prompt("tags", "choices", words.say("note.tags"), options=tags, multiple=True),
               Prompt("text", "line", words.say("note.text"), typed=now.text, problem=problem_of(visit, visit.desk.italian), size=NOTE))
    return frame(words, id="V20", name="noting", title=words.say("note.title", label=label), lines=(Line(words.say("note.warning"), "warn"),),
                 prompts=prompts, go_on=words.say("does.enter"), calling=visit.calling)


def accepting(visit: Visit) -> Card:
    """Why an answer may pass that its field does not take; what was typed is not repeated here."""
    words, session = visit.desk.italian, visit.session
    label = next((Row(session.page, asked, None).label(words) for asked in session.asks if asked.name == refused_by_form(session)), "")
    reasons = tuple(Option(value, text, str(number)) for number, (value, text) in enumerate(OVERRIDES, 1))
    prompts = (Prompt("reason", "choice", options=reasons, problem=problem_of(visit, visit.desk.italian)), Prompt("note", "line", words.say("accepting.note"), size=override.NOTE))
    return frame(words, id="V20", name="accepting", title=words.say("accepting.title", label=label),
                 lines=(Line(words.say("accepting.how"), "warn"),), prompts=prompts, go_on=words.say("does.enter"), calling=visit.calling)


def listing(visit: Visit) -> Card:
    """M12: all questions; what can be taken back or put back is said above, and is a letter below."""
    session, words = visit.session, visit.desk.italian
    found = questions(session, words)
    count = {name: sum(one.state == name for one in found) for name in (REVIEW, SKIPPED, TODO, ASIDE)}
    counted = words.say("questions.counts", done=len(found) - count[TODO] - count[SKIPPED] - count[ASIDE], all=len(found) - count[ASIDE],
                        review=count[REVIEW], skipped=count[SKIPPED])
    prompt = Prompt("questions", "table", options=(*_rows(visit, found), *_letters(session, words)), problem=problem_of(visit, visit.desk.italian),
                    label=words.say("questions.key"), heads=tuple(words.say(f"questions.head.{head}") for head in ("label", "answer", "by", "seen", "state")))
    return frame(words, id="V13", name="questions", title="", service=words.say("questions.title"), part=counted, lines=_changes(session, words, found),
                 prompts=(prompt,), go_on=words.say("does.enter"), calling=visit.calling, notice=session.notice)


def _rows(visit: Visit, found: tuple[Question, ...]) -> tuple[Option, ...]:
    """The line to begin with is that of the page, or what is to be done next where all is filled from here."""
    at = marking.place_of(visit.session.at)
    ahead = following(found, "", TODO) if visit.assist and visit.assist.listed else None
    chosen = ahead or next((one for one in found if one.place and one.place == at), None)
    return tuple(_row(visit.desk.italian, one, one is chosen) for one in found)


def _row(words: Words, one: Question, chosen: bool) -> Option:
    by = words.say(f"questions.{one.by}") if one.by else words.say("assist.nothing")
    seen = {None: words.say("assist.nothing"), True: words.say("assist.said"), False: words.say("assist.unsaid")}[one.seen]
    return Option(one.place or f"#{one.number}", one.label, str(one.number), one.section, Own(one.answer), "*" if one.noted else "",
                  chosen=chosen, cells=(by, seen, words.say(f"state.{one.state}")))


def _letters(session: Session, words: Words) -> tuple[Option, ...]:
    offered = {"N": ("next", True), "D": ("review", True), "U": ("undo", session.history.last), "R": ("put_back", session.history.aside),
               "+": ("check", session.journey.complete)}
    return tuple(Option(value, words.say(f"questions.{'back' if value == 'check' else value}"), letter) for letter, (value, there) in offered.items() if there)


def _changes(session: Session, words: Words, found: tuple[Question, ...]) -> tuple[Line, ...]:
    """What was changed last, and what a change has set aside."""
    aside, last = session.history.aside, session.history.last
    labels = {one.place: one.label for one in found}
    said = [words.say("questions.aside", n=aside.lost, label=labels.get(marking.place_of(aside.at), "?"))] if aside else []
    said += [words.say("questions.last", label=labels.get(marking.place_of(last.at), "?"), by=words.say(f"questions.{last.by}"))] if last else []
    return tuple(Line(text, "hint") for text in said)
