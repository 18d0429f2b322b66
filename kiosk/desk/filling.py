"""The cards from "before you start" to the end: one function a stage of a `Visit` in which a service was chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.desk.card import Card, Line, Own
from kiosk.desk.frame import frame
from kiosk.desk.ladder import helped_up
from kiosk.desk.pages import flow_card, flow_name, next_lines, part
from kiosk.desk.prompts import told
from kiosk.desk.stages import choice, options
from kiosk.forms.review import bring

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit


def before(visit: Visit) -> Card:
    session, words, flow = visit.session, visit.words, visit.session.flow
    lines = [Line(words.say("before.minutes", n=flow.minutes))]
    papers = bring(session.journey, words, certain=False)
    if papers:
        lines.append(Line(words.say("before.bring")))
        lines += [Line(text, "bullet") for text in papers]
    if not visit.desk.reviewed(visit.own or words.language, flow.id):
        lines.append(Line(words.say("before.unreviewed"), "warn"))
    if visit.desk.is_stale(flow.id):
        lines.append(Line(words.say("before.stale"), "warn"))
    if flow.keeps_nothing and not visit.desk.can_print:
        lines.append(Line(words.say("before.no_printer"), "warn"))
    return frame(words, id="V4", name="before", title=words.say("before.title"), service=flow_name(session), lines=tuple(lines),
                 go_on=words.say("does.enter"), calling=visit.calling)


def consent(visit: Visit) -> Card:
    words, days = visit.words, visit.desk.draft_days(visit.session.flow)
    kept = words.say("consent.nothing") if visit.session.flow.keeps_nothing else words.say("consent.days", n=days)
    said = (words.say("consent.use"), words.say("consent.desk" if _on_paper_alone(visit) else "consent.who"), kept)
    return choice(visit, "consent", options(words, "consent.yes", "consent.no"), id="V4", service=flow_name(visit.session),
                  lines=tuple(Line(text, "exact") for text in said))


def _on_paper_alone(visit: Visit) -> bool:
    """Does what comes of it leave only in the person's hand?"""
    flow = visit.session.flow
    destination = visit.desk.config.destination(flow.id, flow.deliver)
    return flow.keeps_nothing or destination is not None and destination.scheme == "print"


def notice(visit: Visit) -> list[Line]:
    """The whole notice of art. 13 of Regulation (EU) 2016/679, in plain words."""
    words, flow = visit.words, visit.session.flow
    privacy = flow.privacy
    recipients = ", ".join(words.text(flow.id, f"privacy.recipients.{n}", who) for n, who in enumerate(privacy.recipients, 1))
    said = [
        ("privacy.controller", {"who": visit.desk.controller}), ("privacy.contact", {"contact": visit.desk.contact}),
        ("privacy.purpose", {"why": words.text(flow.id, "privacy.purpose", privacy.purpose)}),
        (f"privacy.basis.{privacy.legal_basis}", {"law": privacy.law or ""}),
        ("privacy.recipients", {"who": recipients}), ("consent.nothing", {}) if flow.keeps_nothing else ("privacy.days", {"n": visit.desk.draft_days(flow)}), ("privacy.rights", {}),
    ]
    return [Line(words.say(key, **params)) for key, params in said]


def code(visit: Visit) -> Card:
    words = visit.words
    shown = (visit.shown_code, words.own_digits(visit.shown_code))
    said = (words.say("code.keep"), words.say("code.until", date=visit.code_until), words.say(f"end.{visit.printed}") if visit.printed else "")
    lines = tuple(Line(Own(text), "big") for text in shown if text) + tuple(Line(text) for text in said if text)
    named = ("code.go", "code.print") if visit.desk.can_print else ("code.go",)
    return choice(visit, "code", options(words, *named), id="V5", service=flow_name(visit.session), lines=lines)


def form(visit: Visit) -> Card:
    saved = visit.just_saved and not visit.session.troubles and not visit.session.notice
    card = flow_card(visit.session)
    return replace(card, calling=visit.calling, notice=card.notice or (visit.words.say("notice.saved") if saved else ""))


def signpost(visit: Visit) -> Card:
    session, words = visit.session, visit.words
    page = session.page
    titles = {section.id: words.text(session.flow.id, f"section.{section.id}", section.title) for section in session.flow.sections}
    last = page.section == session.flow.sections[-1].id
    lines = [Line(words.say("signpost.next", title=titles[page.section]))]
    lines += [Line(words.say("signpost.almost"))] if last else []
    return frame(words, id="V12", name="signpost", title=words.say("signpost.title", title=titles[visit.passed]), lines=tuple(lines),
                 service=flow_name(session), part=part(session, page), go_on=words.say("does.enter"), calling=visit.calling)


def end(visit: Visit) -> Card:
    words, session = visit.words, visit.session
    kept = [Line(Own(visit.receipt.shown), "big"), Line(words.say("end.keep"))]
    lines = kept if visit.receipt.shown else [Line(words.say("end.nothing"))]
    lines += [Line(words.say(f"end.{visit.printed}"))] if visit.printed else []
    lines += next_lines(session)
    papers = bring(session.journey, words)
    if papers:
        lines.append(Line(words.say("end.bring")))
        lines += [Line(text, "bullet") for text in papers]
    if visit.desk.contact:
        lines.append(Line(words.say("end.contact", contact=visit.desk.contact)))
    named = ("end.print",) if visit.desk.can_print else ()
    named += ("end.ladder",) if helped_up(visit) else ()
    return choice(visit, "end", options(words, *named, "end.more", "end.done"), id="V14", service=flow_name(session), lines=tuple(lines))


def helping(visit: Visit) -> Card:
    """F1: what it means, why it is asked, where to look, an example; then a person, or to stop here."""
    words, lines = visit.words, []
    page = visit.in_hand.page if visit.in_hand else None
    if visit.stage in ("before", "consent"):
        lines = notice(visit)
    elif page is not None:
        lines = _page_help(visit, page)
    lines = lines or [Line(words.say("help.none"))]
    named = ("help.call", "help.stop", "help.close") if visit.may_stop else ("help.call", "help.close")
    return choice(visit, "help", options(words, *named), id="V17", lines=tuple(lines))


def _page_help(visit: Visit, page) -> list[Line]:
    words, lines = visit.words, []
    for key in ("hint", "why", "where", "example"):
        owners = [(page.domain, f"{page.place}.{key}", getattr(page.words, key))]
        said = [words.text(*owner) for owner in owners if owner[2]] + [text for field in visit.in_hand.asks if (text := told(field, key, words))]
        if said:
            lines.append(Line(words.say(f"help.{key}"), "hint"))
        lines += [Line(text) for text in said]
    return lines
