"""The cards of a form filled by telephone, besides its pages: the opening, the code, reading back, a dropped line, the end.

In Italian, for who answers: what stands between « » is said aloud. A card on which nobody may be on the line shows no answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.desk import duties, filling
from kiosk.desk.card import Card, Line, Option, Own, Prompt
from kiosk.desk.duties import listed
from kiosk.desk.frame import frame, problem_of
from kiosk.desk.pages import next_lines
from kiosk.desk.phone_line import proof
from kiosk.desk.phone_script import label
from kiosk.desk.two_languages import said_in
from kiosk.forms.review import bring, papers
from kiosk.i18n.telephone import spelled

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit

OPENING = ("who", "can", "long")
"""What is said before the consent, one card after the other."""
_PAUSE, _A_ROW = "   ", 3


def how(visit: Visit) -> Card:
    """The first card: a form, or one put aside before."""
    words = visit.desk.italian
    return _card(visit, "how", words.say("phone.first.title"), _choice(visit, "how", "phone.first.alone", "phone.first.resume"),
                 Line(words.say("phone.first.language"), "hint"))


def before(visit: Visit) -> Card:
    """The opening script, step by step."""
    words, flow, step = visit.desk.italian, visit.session.flow, visit.phone.step
    said = OPENING[step]
    params = {"who": {"name": visit.assist.helper, "desk": visit.desk.name}, "long": {"n": _questions(visit), "minutes": flow.minutes}}
    lines = [Line(words.say(f"phone.opening.{said}", **params.get(said, {})), "exact")]
    needed = bring(visit.session.journey, words, certain=False) if said == "long" else ()
    lines += [Line(words.say("phone.opening.bring"), "exact"), *(Line(text, "bullet") for text in needed)] if needed else []
    if said == "can" and visit.desk.is_stale(flow.id):
        lines.append(Line(words.say("before.stale"), "warn"))
    return _card(visit, "before", words.say("phone.opening", n=step + 1, tot=len(OPENING) + 1), (), *lines)


def consent(visit: Visit) -> Card:
    """The script; where the caller speaks another language, beside the same question in theirs, for the interpreter."""
    if not visit.own and visit.words.language != visit.desk.italian.language:
        return filling.consent(visit)
    words, days = visit.desk.italian, visit.desk.draft_days(visit.session.flow)
    lines = (Line(words.say("phone.consent.privacy", n=days), "exact"), Line(words.say("phone.consent.ask"), "exact"))
    return _card(visit, "consent", words.say("phone.consent.title"), _choice(visit, "consent", "phone.consent.yes", "phone.consent.no"), *lines)


def code(visit: Visit) -> Card:
    words = visit.desk.italian
    digits = sum(sign.isdigit() for sign in visit.shown_code)
    lines = (Line(words.say("phone.code.say", n=digits), "exact"), *read_twice(visit, visit.shown_code))
    return _card(visit, "code", words.say("phone.code.title"), _choice(visit, "code", "phone.code.go", "phone.code.later"), *lines)


def phone_number(visit: Visit) -> Card:
    words = visit.desk.italian
    prompt = Prompt("phone_number", "line", typed=visit.phone.number, problem=problem_of(visit, visit.desk.italian), size=20,
                    ways_out=(Option("no", words.say("phone_number.no"), out=True),))
    lines = (Line(words.say("phone_number.ask"), "exact"), Line(words.say("phone_number.only"), "hint"))
    return _card(visit, "phone_number", words.say("phone_number.title"), (prompt,), *lines)


def repeat(visit: Visit) -> Card:
    """What was just written, letter by letter."""
    words = visit.desk.italian
    lines = [Line(Own(row), "big") for text in visit.phone.spelled for row in _rows(text)]
    named = ("repeat.yes", "repeat.no", "repeat.lacks", "repeat.lost")
    return _card(visit, "repeat", words.say("repeat.title"), _choice(visit, "repeat", *named), *lines, Line(words.say("repeat.right"), "exact"))


def colleague(visit: Visit) -> Card:
    """F9: somebody else, in the call or in place of who answers."""
    words = visit.desk.italian
    hand = ("colleague.hand",) if duties.may_rest(visit) else ()
    named = ("colleague.ring", *hand, "colleague.language", "colleague.stay")
    return _card(visit, "colleague", words.say("colleague.title"), _choice(visit, "colleague", *named), Line(words.say("colleague.say"), "exact"))


def dropped(visit: Visit) -> Card:
    """F6: nothing of the form, and a number only where the caller gave it for this."""
    words, call = visit.desk.italian, visit.phone
    lines = [Line(words.say("dropped.kept" if visit.saved else "dropped.unkept"), "plain" if visit.saved else "warn")]
    lines.append(Line(Own(words.say("dropped.number", number=call.number)), "exact") if call.number else Line(words.say("dropped.no_number")))
    lines += [Line(Own(words.say("dropped.code", code=visit.shown_code)))] if visit.saved else []
    return _card(visit, "dropped", words.say("dropped.title"), _choice(visit, "dropped", "dropped.back", "dropped.leave"),
                 *lines, Line(words.say("dropped.soon"), "hint"))


def regain(visit: Visit) -> Card:
    """The PIN, before the form is on the screen again."""
    words = visit.desk.italian
    lines = tuple(Line(text, "staff") for text in visit.desk.pin_lines())
    prompt = Prompt("regain", "code", label=words.say("operator.pin"), problem=problem_of(visit, visit.desk.italian), masked=True, size=12)
    return _card(visit, "regain", words.say("regain.title"), (prompt,), *lines)


def compare(visit: Visit) -> Card:
    """Something that only the person knows: what they say is compared, and what is kept is not shown."""
    words = visit.desk.italian
    prompt = Prompt("compare", "line", problem=problem_of(visit, visit.desk.italian), size=30, ways_out=(Option("leave", words.say("compare.call"), out=True),))
    lines = (Line(words.say("compare.ask", label=label(proof(visit.session), words)), "exact"), Line(words.say("compare.never"), "warn"))
    return _card(visit, "compare", words.say("compare.title"), (prompt,), *lines)


def parked(visit: Visit) -> Card:
    words = visit.desk.italian
    until = Line(words.say("code.until", date=visit.code_until))
    return replace(_card(visit, "parked", words.say("phone.parked.title"), (), *read_twice(visit, visit.shown_code), until), go_on=words.say("phone.end.done"))


def end(visit: Visit) -> Card:
    """The number, read slowly and twice; nothing is signed by telephone."""
    words, session = visit.desk.italian, visit.session
    lines = [*read_twice(visit, visit.receipt.shown)]
    signed = any(paper.declares for paper in papers(session.journey))
    lines += [Line(words.say("phone.end.sign"), "exact")] if signed else []
    lines += [Line(words.say(f"end.{visit.printed}"))] if visit.printed else []
    lines += next_lines(said_in(visit, words).session)
    found = bring(session.journey, words)
    lines += [Line(words.say("end.bring")), *(Line(text, "bullet") for text in found)] if found else []
    named = ("phone.end.print",) if visit.desk.can_print else ()
    return _card(visit, "end", words.say("phone.end.title"), _choice(visit, "end", *named, "phone.end.done"), *lines)


def read_twice(visit: Visit, code: str) -> tuple[Line, ...]:
    """A code as it stands on paper, then as it is said."""
    return (Line(Own(code), "big"), *(Line(Own(row), "big") for row in _rows(code)), Line(visit.desk.italian.say("phone.twice"), "hint"))


def _rows(text: str) -> list[str]:
    """At most so many words a row, each kept together with its letter."""
    kept = [[said.replace(" ", "\xa0") for said in group] for group in spelled(text)]
    return [_PAUSE.join(group[at : at + _A_ROW]) for group in kept for at in range(0, len(group), _A_ROW)]


def _questions(visit: Visit) -> int:
    """About how many questions there are: those that are certainly asked."""
    return sum(len(page.fields) or 1 for page in visit.session.flow.pages if page.when is None)


def _choice(visit: Visit, name: str, *keys: str) -> tuple[Prompt, ...]:
    return (Prompt(name, "choice", options=listed(visit, *keys), problem=problem_of(visit, visit.desk.italian)),)


def _card(visit: Visit, name: str, title: str, prompts: tuple[Prompt, ...], *lines: Line) -> Card:
    words = visit.desk.italian
    return frame(words, id="V28", name=name, title=title, lines=lines, prompts=prompts,
                 go_on=words.say("does.enter"), calling=visit.calling)
