"""The cards around a flow: language, how to start, what is needed, before, the code, the end, and what lies over them.

Each function draws one stage of a `Visit`; nothing is decided here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.desk.card import Card, Line, Option, Prompt
from kiosk.desk.pages import bring, flow_card, frame, keys, next_lines, part, service
from kiosk.desk.prompts import told
from kiosk.i18n import Words

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit


def options(words: Words, *named: str) -> tuple[Option, ...]:
    """Choices named by phrase keys such as "how.alone": the value is what stands after the dot."""
    return tuple(
        Option(key.rpartition(".")[2], words.say(key), str(number), words.say(f"{key}.hint") if words.can_say(f"{key}.hint") else "")
        for number, key in enumerate(named, 1)
    )


def choice(visit: Visit, stage: str, choices: tuple[Option, ...], **parts: object) -> Card:
    """A card that asks to choose one thing."""
    words = visit.words
    problem = (words.say(f"problem.{visit.problem}"),) if visit.problem else ()
    prompt = Prompt(stage, "choice", options=choices, problem=problem)
    return frame(words, **({"name": stage, "title": words.say(f"{stage}.title"), "go_on": words.say("does.enter"),
                            "prompts": (prompt,), "calling": visit.calling} | parts))


def language(visit: Visit) -> Card:
    offered = visit.desk.languages()
    hellos = tuple(Line(visit.desk.words(code).say("language.title"), "plain") for code in offered if code != visit.words.language)
    choices = tuple(Option(code, visit.desk.words(code).autonym, str(number)) for number, code in enumerate(offered[:9], 1))
    staff = tuple(Line(text, "staff") for text in visit.desk.staff_lines())
    return choice(visit, "language", choices, id="V1", lines=(*hellos, *staff), language=visit.desk.name,
                  keys=keys(visit.words, "f2") if visit.started else keys(visit.words, "f2", "esc"))


def how(visit: Visit) -> Card:
    return choice(visit, "how", options(visit.words, "how.alone", "how.together", "how.resume", "how.ask"), id="V2")


def resume(visit: Visit) -> Card:
    words = visit.words
    problem = (words.say(f"problem.{visit.problem}", **visit.problem_params),) if visit.problem else ()
    prompt = Prompt("resume", "code", hint=words.say("resume.hint"), typed=visit.typed, problem=problem, size=24)
    return frame(words, id="V10", name="resume", title=words.say("resume.title"), prompts=(prompt,), go_on=words.say("does.enter"))


def topic(visit: Visit) -> Card:
    topics = visit.desk.topics(visit.words)
    choices = [Option(key, title, str(number)) for number, (key, title) in enumerate(topics, 1)]
    choices.append(Option("unsure", visit.words.say("out.unknown"), str(len(choices) + 1)))
    return choice(visit, "topic", tuple(choices), id="V3")


def need(visit: Visit) -> Card:
    words = visit.words
    offers = visit.desk.offers(visit.topic)
    choices = [
        Option(offer.id, words.text(offer.id, "title", offer.title), str(number), _offer_hint(visit, offer))
        for number, offer in enumerate(offers[:8], 1)
    ]
    choices.append(Option("other", words.say("need.other"), str(len(choices) + 1)))
    return choice(visit, "need", tuple(choices), id="V3")


def _offer_hint(visit: Visit, offer) -> str:
    words = visit.words
    if words.language not in offer.languages:
        return words.say("need.italian_only")
    return words.text(offer.id, "summary", offer.summary)


def before(visit: Visit) -> Card:
    session, words, flow = visit.session, visit.words, visit.session.flow
    lines = [Line(words.say("before.minutes", n=flow.minutes))]
    papers = bring(session, certain=False)
    if papers:
        lines.append(Line(words.say("before.bring")))
        lines += [Line(text, "bullet") for text in papers]
    if not visit.desk.reviewed(words.language, flow.id):
        lines.append(Line(words.say("before.unreviewed"), "warn"))
    if visit.desk.is_stale(flow.id):
        lines.append(Line(words.say("before.stale"), "warn"))
    return frame(words, id="V4", name="before", title=words.say("before.title"), service=service(session), lines=tuple(lines),
                 go_on=words.say("does.enter"), calling=visit.calling)


def consent(visit: Visit) -> Card:
    words, days = visit.words, visit.session.flow.privacy.days
    said = (words.say("consent.use"), words.say("consent.who"), words.say("consent.days", n=days))
    return choice(visit, "consent", options(words, "consent.yes", "consent.no"), id="V4", service=service(visit.session),
                  lines=tuple(Line(text, "exact") for text in said))


def notice(visit: Visit) -> list[Line]:
    """The whole notice of art. 13 of Regulation (EU) 2016/679, in plain words."""
    words, flow = visit.words, visit.session.flow
    privacy = flow.privacy
    recipients = ", ".join(words.text(flow.id, f"privacy.recipients.{n}", who) for n, who in enumerate(privacy.recipients, 1))
    said = [
        ("privacy.controller", {"who": visit.desk.controller}), ("privacy.contact", {"contact": visit.desk.contact}),
        ("privacy.purpose", {"why": words.text(flow.id, "privacy.purpose", privacy.purpose)}),
        (f"privacy.basis.{privacy.legal_basis}", {"law": privacy.law or ""}),
        ("privacy.recipients", {"who": recipients}), ("privacy.days", {"n": privacy.days}), ("privacy.rights", {}),
    ]
    return [Line(words.say(key, **params)) for key, params in said]


def refused(visit: Visit) -> Card:
    return choice(visit, "refused", options(visit.words, "refused.talk", "refused.back", "refused.leave"), id="V4",
                  lines=(Line(visit.words.say("refused.text")),))


def code(visit: Visit) -> Card:
    words = visit.words
    lines = (Line(visit.shown_code, "big"), Line(words.say("code.keep")), Line(words.say("code.until", date=visit.code_until)))
    named = ("code.go", "code.print") if visit.desk.can_print else ("code.go",)
    return choice(visit, "code", options(words, *named), id="V5", service=service(visit.session), lines=lines)


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
                 service=service(session), part=part(session, page), go_on=words.say("does.enter"), calling=visit.calling)


def end(visit: Visit) -> Card:
    words, session = visit.words, visit.session
    lines = [Line(visit.receipt.shown, "big"), Line(words.say("end.keep"))]
    lines += [Line(words.say(f"end.{visit.printed}"))] if visit.printed else []
    lines += next_lines(session)
    papers = bring(session)
    if papers:
        lines.append(Line(words.say("end.bring")))
        lines += [Line(text, "bullet") for text in papers]
    if visit.desk.contact:
        lines.append(Line(words.say("end.contact", contact=visit.desk.contact)))
    named = ("end.print",) if visit.desk.can_print else ()
    return choice(visit, "end", options(words, *named, "end.more", "end.done"), id="V14", service=service(session), lines=tuple(lines))


def helping(visit: Visit) -> Card:
    """F1: what it means, why it is asked, where to look, an example; then a person, or to stop here."""
    words, lines = visit.words, []
    page = visit.session.page if visit.stage == "form" and visit.session else None
    if visit.stage in ("before", "consent"):
        lines = notice(visit)
    elif page is not None:
        lines = _page_help(visit, page)
    lines = lines or [Line(words.say("help.none"))]
    named = ("help.call", "help.stop", "help.close") if visit.session else ("help.call", "help.close")
    return choice(visit, "help", options(words, *named), id="V17", lines=tuple(lines))


def _page_help(visit: Visit, page) -> list[Line]:
    words, lines = visit.words, []
    for key in ("hint", "why", "where", "example", "operator"):
        owners = [(page.domain, f"{page.place}.{key}", getattr(page.words, key))]
        said = [words.text(*owner) for owner in owners if owner[2]] + [text for field in visit.session.asks if (text := told(field, key, words))]
        if said and words.can_say(f"help.{key}"):
            lines.append(Line(words.say(f"help.{key}"), "hint"))
        lines += [Line(text) for text in said]
    return lines


def called(visit: Visit) -> Card:
    words = visit.words
    return frame(words, id="V18", name="called", title=words.say("called.title"), calling=True, go_on=words.say("does.enter"),
                 lines=(Line(words.say("called.wait")), Line(words.say("called.alone"))))


def stop(visit: Visit) -> Card:
    named = ("stop.save", "stop.erase", "stop.stay") if visit.saved else ("stop.erase", "stop.stay")
    return choice(visit, "stop", options(visit.words, *named), id="V19")


def erase(visit: Visit) -> Card:
    return choice(visit, "erase", options(visit.words, "erase.no", "erase.yes"), id="V19", lines=(Line(visit.words.say("erase.text"), "warn"),))


def still(visit: Visit) -> Card:
    words = visit.words
    saved = words.say("still.saved" if visit.saved else "still.unsaved")
    return frame(words, id="V15", name="still", title=words.say("still.title"),
                 lines=(Line(words.say("still.press")), Line(words.say("still.else")), Line(saved)))


def hidden(visit: Visit) -> Card:
    return frame(visit.words, id="V16", name="hidden", title="", lines=(Line(visit.words.say("hidden.press")),), keys=(), language="")


def failed(visit: Visit) -> Card:
    words = visit.words
    lines = (Line(words.say("failed.kept")), Line(words.say("failed.person")))
    return choice(visit, "failed", options(words, "failed.again", "failed.call"), id="V18", lines=lines, calling=True)


def operator(visit: Visit) -> Card:
    words = visit.words
    problem = (words.say(f"problem.{visit.problem}", **visit.problem_params),) if visit.problem else ()
    lines = tuple(Line(text, "staff") for text in (*visit.desk.pin_lines(), *visit.desk.staff_lines()))
    prompt = Prompt("operator", "code", label=words.say("operator.pin"), problem=problem, masked=True, size=12)
    return frame(words, id="V20", name="operator", title=words.say("operator.title"), lines=lines, prompts=(prompt,), go_on=words.say("does.enter"))


def duties(visit: Visit) -> Card:
    lines = tuple(Line(text, "staff") for text in visit.desk.staff_lines())
    named = ("duties.close", "duties.leave", "duties.halt")
    return choice(visit, "duties", options(visit.words, *named), id="V20", lines=lines)
