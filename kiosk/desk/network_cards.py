"""The cards of the network for a visitor: looking for a place, its card, what is said of a person there, what a code has found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.agenda.events import holiday
from kiosk.desk import qr, seeking
from kiosk.desk.card import Card, Line, Option, Own, Prompt
from kiosk.desk.frame import frame, problem_of
from kiosk.desk.stages import choice, options
from kiosk.forms.doors import Way
from kiosk.i18n import Words
from kiosk.network import NEEDS, Actor
from kiosk.network.message import Message
from kiosk.network.reading import DOMAIN
from kiosk.network.referrals import PHONE

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk
    from kiosk.desk.visit import Visit

CHOSEN = "="
"""Before the id of an actor that was picked out of what is suggested."""


def places(visit: Visit) -> Card:
    """A box for a name or a word, and under it what people need most often."""
    words = visit.words
    problem = problem_of(visit, words)
    needs = tuple(Option(need, words.say(f"want.{need}"), out=True) for need in NEEDS)
    prompt = Prompt("places", "search", words.say("places.label"), typed=visit.seeking.text, problem=problem, ways_out=needs, size=30)
    return frame(words, id="V3", name="places", title=words.say("places.title"), prompts=(prompt,), go_on=words.say("does.enter"), calling=visit.calling)


def suggest(visit: Visit, text: str) -> tuple[Option, ...]:
    """The likeliest actors for what is typed so far."""
    found = visit.desk.network.directory(visit.words).search(text, limit=7)
    return tuple(Option(f"{CHOSEN}{actor.id}", actor.name, str(number)) for number, actor in enumerate(found, 1))


def named(visit: Visit, typed: str) -> str:
    """What a suggestion is called."""
    found = visit.desk.network.actor(typed.removeprefix(CHOSEN)) if typed.startswith(CHOSEN) else None
    return found.name if found else typed


def doors(desk: Desk) -> Iterator[Way]:
    """The actors that the listening flow may lead to."""
    for actor in desk.network.actors_now():
        yield Way("actor", actor.id, actor.name, actor.doors, DOMAIN, (), "", f"{actor.id}.door")


def results(visit: Visit) -> Card:
    words, found = visit.words, seeking.results(visit)
    shown, more = seeking.page(visit, found)
    listed = [(actor.id, actor.name, offered(actor, words)) for actor in shown]
    listed += [("more", words.say("results.more"), "")] if more else []
    listed += seeking.by_language(visit)
    listed += [(value, words.say(f"results.{value}"), "") for value in (("again",) if found else ("again", "call"))]
    choices = tuple(Option(value, text, str(number), hint) for number, (value, text, hint) in enumerate(listed, 1))
    title = words.say("results.title", n=len(found)) if found else words.say("results.none")
    return choice(visit, "results", choices, id="V3", title=title)


def offered(actor: Actor, words: Words) -> str:
    return words.text(DOMAIN, f"{actor.id}.offers", actor.offers)


def actor(visit: Visit) -> Card:
    """Everything that is known of one, with where it was read and when; what the office must confirm says so."""
    words, one = visit.words, seeking.actor(visit)
    back = "actor.back" if visit.back_to[-1:] == ["results"] else "referral.back"
    named_ = (*(("actor.refer",) if seeking.can_write(visit.desk, one) else ()), *(("actor.print",) if visit.desk.can_print else ()), back, "actor.call")
    lines = [Line(text, style) for text, style in told(visit, one, words)]
    code = qr.reached(one.phone, one.web, one.email)
    lines += [qr.line(visit.desk, code)] if code else []
    lines += [Line(words.say(f"end.{visit.printed}"))] if visit.printed else []
    return choice(visit, "actor", options(words, *named_), id="V3", title=one.name, lines=tuple(lines))


def told(visit: Visit, one: Actor, words: Words) -> list[tuple[str, str]]:
    """(text, style) of each line about an actor, on its card and on its paper."""
    say, found = words.say, [(offered(one, words), "plain")]
    found += [(say("actor.overdue"), "warn")] if visit.desk.network.is_overdue(one) else []
    found += [(say("actor.verify"), "warn")] if not one.certain else []
    found += [(say("actor.for_whom", who=words.text(DOMAIN, f"{one.id}.for_whom", one.for_whom)), "bullet")] if one.for_whom else []
    found += [(say("actor.languages", languages=", ".join(map(words.language_name, one.languages))), "bullet")] if one.languages else []
    where = ", ".join(part for part in (one.address, one.place) if part)
    found += [(say("actor.where", place=where), "bullet")] if where else []
    found += [(say("actor.hours", hours=seeking.hours(one, words)), "bullet")] if one.hours else []
    found += [(text, "bullet") for text in (*_today(visit, one, words), *_ways(one, words))]
    found += [(text, "bullet") for text in _free(visit, one, words)]
    if one.read_on:
        found.append((say("actor.read", day=words.day(one.read_on), source=one.source), "hint"))
    return found


def _ways(one: Actor, words: Words) -> list[str]:
    """How to reach it; where nobody knows, what to do instead."""
    ways = [words.say(f"actor.{key}", **{key: getattr(one, key)}) for key in ("phone", "email", "web") if getattr(one, key)]
    ways += [words.say(f"actor.{one.access}")] if one.access else []
    ways += [] if one.has_contact else [words.say("actor.no_contact")]
    return ways + ([words.text(DOMAIN, f"{one.id}.next", one.next)] if one.next else [])


def _today(visit: Visit, one: Actor, words: Words) -> list[str]:
    """Is it open today, and if not, when? Nothing where nobody knows."""
    today, said = visit.desk.today(), visit.desk.network.said.get(one.id)
    if said and said.is_closed(today):
        return [words.say("actor.closed_until", day=words.day(said.closed_until))]
    hours = seeking.today_hours(one, today)
    if hours is None or hours and holiday(today):
        # nobody knows who is open on a holiday
        return []
    if hours:
        return [words.say("actor.today", hours=hours)]
    opens = one.opens_after(today, holiday)
    return [words.say("actor.opens", day=words.weekday(opens)) if opens else words.say("actor.closed")]


def _free(visit: Visit, one: Actor, words: Words) -> list[str]:
    """How many places it said it has, and when it said so."""
    said = visit.desk.network.said.get(one.id)
    if said is None or said.places is None or said.since_on is None:
        return []
    day = words.day(said.since_on)
    return [words.say("actor.places", n=said.places, day=day) if said.places else words.say("actor.full", day=day)]


def refer(visit: Visit) -> Card:
    """Who asks, as far as they want to say so: both boxes may stay empty."""
    words, now = visit.words, visit.seeking
    problem = problem_of(visit, words)
    prompts = (Prompt("name", "line", words.say("refer.name"), typed=now.name, size=30),
               Prompt("phone", "line", words.say("refer.phone"), typed=now.phone, problem=problem, size=20))
    return frame(words, id="V4", name="refer", title=words.say("refer.title"), lines=(Line(words.say("refer.hint")),), prompts=prompts,
                 go_on=words.say("does.enter"), calling=visit.calling)


def saying(visit: Visit) -> Card:
    """The whole message before it goes: in the visitor's language, and as it arrives."""
    words, italian, message = visit.words, visit.desk.italian, seeking.message(visit)
    lines = [Line(words.say(f"say.{seeking.way(visit.desk, seeking.actor(visit))}")), *_exact(message, words, "")]
    if words.language != italian.language:
        lines += [Line(words.say("say.italian")), *_exact(message, italian, italian.language)]
    return choice(visit, "saying", options(words, "say.yes", "say.change", "say.no"), id="V4", title=words.say("say.title"), lines=tuple(lines))


def _exact(message: Message, words: Words, language: str) -> list[Line]:
    """The lines of a message; what says who somebody is, or opens it, is for nobody else's ears."""
    own = [text for text in (message.name, message.phone, message.shown_code) if text]
    return [Line(Own(text) if any(one in text for one in own) else text, "exact", language) for text in message.lines(words)]


def unsent(visit: Visit) -> Card:
    """The store, or the sealing, did not take it."""
    words = visit.words
    return choice(visit, "unsent", options(words, "away.again", "away.call", "away.back"), id="V18", title=words.say("failed.title"),
                  lines=(Line(words.say("unsent.text")),))


def referred(visit: Visit) -> Card:
    words, one = visit.words, seeking.actor(visit)
    by = seeking.way(visit.desk, one)
    lines = [Line(Own(seeking.shown(visit.seeking.code)), "big")]
    lines += [Line(words.say("dropping.phone") if by == PHONE else words.say(f"referred.{by}", actor=one.name))]
    lines += [Line(words.say("referred.cancel"))]
    lines += [Line(words.say(f"end.{visit.printed}"))] if visit.printed else []
    named_ = (*(("referred.print",) if visit.desk.can_print else ()), "referred.done")
    return choice(visit, "referred", options(words, *named_), id="V9", lines=tuple(lines))


def referral(visit: Visit) -> Card:
    """What a code has found: where the person was sent, and how it went, as far as somebody here knows."""
    words, found = visit.words, visit.seeking.found
    one = visit.desk.network.actor(found.actor)
    named_ = (*(("referral.see",) if one else ()), *(("referral.cancel",) if found.is_open else ()), "referral.call", "referral.back")
    day = words.day(found.changed_on)
    title = words.say("referral.title", actor=one.name if one else found.actor)
    return choice(visit, "referral", options(words, *named_), id="V10", title=title, lines=(Line(words.say(f"referral.{found.status}", day=day)),))


def dropping(visit: Visit) -> Card:
    words = visit.words
    lines = (Line(words.say(f"dropping.{visit.seeking.found.way}"), "warn"),)
    return choice(visit, "dropping", options(words, "dropping.no", "dropping.yes"), id="V19", lines=lines)


def undone(visit: Visit) -> Card:
    words = visit.words
    return frame(words, id="V19", name="undone", title=words.say("undone.title"), go_on=words.say("does.enter"), calling=visit.calling)


def sender(visit: Visit) -> Card:
    """An actor with a code stands here, or telephones: it books somebody in, without a name."""
    words = visit.words
    one = visit.desk.network.actor(visit.seeking.actor)
    title = words.say("sender.title", actor=one.name if one else visit.seeking.actor)
    return choice(visit, "sender", options(words, "sender.yes", *(("sender.dates",) if visit.seeking.may_date else ()), "sender.no"), id="V10", title=title, lines=(Line(words.say("sender.text")),))


def booked_in(visit: Visit) -> Card:
    words = visit.words
    until = words.day(seeking.arrives_by(visit.desk))
    lines = [Line(Own(seeking.shown(visit.seeking.given)), "big"), Line(words.say("booked_in.text")), Line(words.say("booked_in.until", day=until))]
    lines += [Line(words.say(f"end.{visit.printed}"))] if visit.printed else []
    named_ = (*(("booked_in.print",) if visit.desk.can_print else ()), "booked_in.another", "booked_in.done")
    return choice(visit, "booked_in", options(words, *named_), id="V9", lines=tuple(lines))


def expected(visit: Visit) -> Card:
    """Somebody who was booked in has come."""
    words = visit.words
    one = visit.desk.network.actor(visit.seeking.actor)
    line = Line(words.say("expected.text", actor=one.name if one else visit.seeking.actor))
    return frame(words, id="V10", name="expected", title=words.say("expected.title"), lines=(line,), go_on=words.say("does.enter"), calling=visit.calling)
