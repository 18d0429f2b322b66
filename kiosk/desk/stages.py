"""The cards before a service is chosen, and those that lie over any card: one function a stage of a `Visit`.

Nothing is decided here, and nothing here waits for the form: it is what the first screen needs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.desk.calling import elsewhere as called_elsewhere
from kiosk.desk.card import Card, Line, Option, Prompt
from kiosk.desk.frame import frame, keys, problem_of
from kiosk.i18n import Words

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit


_FEW, _AT_ONCE = 5, 6


def options(words: Words, *named: str) -> tuple[Option, ...]:
    """Choices named by phrase keys such as "how.alone": the value is what stands after the dot."""
    return tuple(
        Option(key.rpartition(".")[2], words.say(key), str(number), words.say(f"{key}.hint") if words.can_say(f"{key}.hint") else "")
        for number, key in enumerate(named, 1)
    )


def choice(visit: Visit, stage: str, choices: tuple[Option, ...], **parts: object) -> Card:
    """A card that asks to choose one thing."""
    words = visit.words
    problem = problem_of(visit, words)
    prompt = Prompt(stage, "choice", options=choices, problem=problem)
    return frame(words, **({"name": stage, "title": parts.get("title") or words.say(f"{stage}.title"), "go_on": words.say("does.enter"),
                            "prompts": (prompt,), "calling": visit.calling} | parts))


def language(visit: Visit) -> Card:
    desk, offered = visit.desk, visit.desk.languages()
    greeted = [code for code in offered if code != visit.words.language and desk.shows(code)]
    hellos = tuple(Line(desk.words(code).say("language.title"), "plain", code) for code in greeted[: _FEW if len(offered) <= _FEW else 1])
    many = len(offered) > 9
    choices = tuple(_language(visit, code, "" if many else str(number)) for number, code in enumerate(offered, 1))
    staff = tuple(Line(text, "staff") for text in desk.staff_lines())
    card = choice(visit, "language", choices, id="V1", lines=(*hellos, *called_elsewhere(visit), *staff), language=desk.name,
                  keys=keys(visit.words, "f2") if visit.started else keys(visit.words, "f2", "esc"))
    # the client numbers each page anew
    return card if not many else replace(card, prompts=tuple(replace(prompt, entry="rows") for prompt in card.prompts))


def _language(visit: Visit, code: str, digit: str) -> Option:
    """By its own name; by that name in Latin letters where the screen cannot show it, with how it is offered instead."""
    if visit.desk.shows(code):
        return Option(code, visit.desk.words(code).autonym, digit, language=code)
    said = "language.spoken" if visit.desk.speaks else "language.on_paper"
    return Option(code, visit.desk.italian.say(said, name=visit.desk.italian.latin_name(code)), digit)


def how(visit: Visit) -> Card:
    words = visit.words
    alone, together, *others = options(words, "how.alone", "how.together", "how.resume", "how.ask", "how.places", "how.dates")
    if not _is_italian(visit):
        together = replace(together, hint=f"{together.hint} {words.say('how.both')}")
    return choice(visit, "how", (alone, together, *others), id="V2")


def _is_italian(visit: Visit) -> bool:
    """Is the visitor's own language the one of whoever helps?"""
    return (visit.own or visit.words.language) == visit.desk.italian.language


def resume(visit: Visit) -> Card:
    words = visit.words
    problem = problem_of(visit, words)
    person = (Option("call", words.say("resume.call"), out=True),)
    prompt = Prompt("resume", "code", hint=words.say("resume.hint"), typed=visit.typed, problem=problem, size=24, ways_out=person)
    return frame(words, id="V10", name="resume", title=words.say("resume.title"), prompts=(prompt,), go_on=words.say("does.enter"))


def topic(visit: Visit) -> Card:
    topics = visit.desk.topics(visit.words)
    choices = [Option(key, title, str(number)) for number, (key, title) in enumerate(topics, 1)]
    choices.append(Option("unsure", visit.words.say("out.unknown"), str(len(choices) + 1)))
    return choice(visit, "topic", tuple(choices), id="V3")


def need(visit: Visit) -> Card:
    words = visit.words
    offers, more = _portion(visit.desk.offers(visit.topic), visit.turned)
    choices = [(offer.id, words.text(offer.id, "title", offer.title), _offer_hint(visit, offer)) for offer in offers]
    choices += [("more", words.say("need.more"), "")] if more else []
    choices.append(("other", words.say("need.other"), ""))
    shown = tuple(Option(value, text, str(number), hint) for number, (value, text, hint) in enumerate(choices, 1))
    return choice(visit, "need", shown, id="V3")


def _portion(offers: tuple, turned: int) -> tuple[tuple, bool]:
    """The services shown after so many «altri servizi», round and round, and whether there are others."""
    if len(offers) <= _AT_ONCE:
        return offers, False
    portions = [offers[start : start + _AT_ONCE - 1] for start in range(0, len(offers), _AT_ONCE - 1)]
    return portions[turned % len(portions)], True


def _offer_hint(visit: Visit, offer) -> str:
    words = visit.words
    if (visit.own or words.own.language) not in offer.languages:
        return words.say("need.italian_only")
    return words.text(offer.id, "summary", offer.summary)


def refused(visit: Visit) -> Card:
    return choice(visit, "refused", options(visit.words, "refused.talk", "refused.back", "refused.leave"), id="V4",
                  lines=(Line(visit.words.say("refused.text")),))


def full(visit: Visit) -> Card:
    words = visit.words
    return frame(words, id="V18", name="full", title=words.say("full.title"), calling=True, go_on=words.say("does.enter"),
                 lines=(Line(words.say("full.text")), Line(words.say("full.person"))))


def stop(visit: Visit) -> Card:
    words, rests = visit.words, visit.rests
    named = ("stop.save", "stop.erase", "stop.stay") if rests in ("saved", "partly") else ("stop.erase", "stop.stay")
    lines = (Line(words.say(f"still.{rests}"), "warn"),) if rests in ("partly", "unsaved") else ()
    return choice(visit, "stop", options(words, *named), id="V19", lines=lines)


def erase(visit: Visit) -> Card:
    return choice(visit, "erase", options(visit.words, "erase.no", "erase.yes"), id="V19", lines=(Line(visit.words.say("erase.text"), "warn"),))


def still(visit: Visit) -> Card:
    words = visit.words
    said = ("press", "else", visit.rests) if visit.rests else ("press", "else")
    return frame(words, id="V15", name="still", title=words.say("still.title"), lines=tuple(Line(words.say(f"still.{one}")) for one in said))


def hidden(visit: Visit) -> Card:
    return veil(visit.words)


def veil(words: Words) -> Card:
    """What stands there while nothing of a visit may be seen."""
    return frame(words, id="V16", name="hidden", title="", lines=(Line(words.say("hidden.press")),), keys=(), language="")


def failed(visit: Visit) -> Card:
    words = visit.words
    lines = (Line(words.say("failed.kept")), Line(words.say("failed.person")))
    return choice(visit, "failed", options(words, "failed.again", "failed.call"), id="V18", lines=lines, calling=True)


def operator(visit: Visit) -> Card:
    words = visit.words
    problem = problem_of(visit, words)
    lines = tuple(Line(text, "staff") for text in (*visit.desk.pin_lines(), *visit.desk.staff_lines()))
    prompt = Prompt("operator", "code", label=words.say("operator.pin"), problem=problem, masked=True, size=12)
    return frame(words, id="V20", name="operator", title=words.say("operator.title"), lines=lines, prompts=(prompt,), go_on=words.say("does.enter"))
