"""`sportello network`: the directory for who coordinates it, without a screen.

    list, search WORDS              who is there
    check [ACTOR]                   what is wrong in flows/network and what is overdue; with an actor, it was looked at today
    add FILE, add --remove ACTOR    a desk's own actors, written like those of flows/network
    availability ACTOR              its open places, when to ask again, until when it is closed
    employers [ACTOR]               what employers offer, and how many people were met
    invite ACTOR, invite --revoke   a code by which an actor sends people here
    followup, status ID STATUS      referrals to ask about, and how one went

Counts go to the figures, without persons; `count` adds them.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.dispatch import codes
from kiosk.errors import Refused, Rejected
from kiosk.i18n import Words, italian
from kiosk.network import employers, kept
from kiosk.network.actor import NEEDS, Actor
from kiosk.network.employers import OFFERS, Offer
from kiosk.network.reading import read_files
from kiosk.network.referrals import BY_OPERATOR

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from kiosk.network.room import Network

Count = Callable[[str, str, str, int], object]
"""(kind, a, b, how many) of what is counted."""


def arguments(network: ArgumentParser) -> None:
    """What may be said after `sportello network`."""
    commands = network.add_subparsers(dest="what", required=True, metavar="")
    for name, (about, _) in _COMMANDS.items():
        command = commands.add_parser(name, help=about, description=about)
        _ARGUMENTS.get(name, lambda command: None)(command)


def _searching(command: ArgumentParser) -> None:
    command.add_argument("words", nargs="*", metavar="PAROLE")
    command.add_argument("--need", choices=NEEDS)
    command.add_argument("--place", metavar="COMUNE", default="")
    command.add_argument("--language", metavar="L", default="")


def _checking(command: ArgumentParser) -> None:
    command.add_argument("actor", nargs="?", metavar="ENTE", help="guardato oggi: va bene / looked at today")
    command.add_argument("--until", type=date.fromisoformat, metavar="GIORNO")


def _adding(command: ArgumentParser) -> None:
    command.add_argument("file", nargs="?", metavar="FILE")
    command.add_argument("--remove", metavar="ENTE")


def _available(command: ArgumentParser) -> None:
    command.add_argument("actor", metavar="ENTE")
    command.add_argument("--places", type=int, metavar="N")
    command.add_argument("--check", type=date.fromisoformat, metavar="GIORNO", help="quando chiedere di nuovo / when to ask again")
    command.add_argument("--closed-until", dest="closed_until", type=date.fromisoformat, metavar="GIORNO")
    command.add_argument("--open", action="store_true", help="è di nuovo aperto / open again")


def _employing(command: ArgumentParser) -> None:
    command.add_argument("actor", nargs="?", metavar="ENTE")
    command.add_argument("--offer", choices=OFFERS)
    command.add_argument("--places", type=int, default=0, metavar="N")
    command.add_argument("--met", type=int, metavar="N", help="persone incontrate / people met")
    command.add_argument("--check", type=date.fromisoformat, metavar="GIORNO")


def _inviting(command: ArgumentParser) -> None:
    command.add_argument("actor", nargs="?", metavar="ENTE")
    command.add_argument("--days", type=int, default=180, metavar="N")
    command.add_argument("--revoke", action="store_true")


def _telling(command: ArgumentParser) -> None:
    command.add_argument("id", metavar="NUMERO", help="i 12 numeri, o i quattro segni dell'elenco / the 12 digits, or the four signs of the list")
    command.add_argument("status", nargs="?", choices=BY_OPERATOR)


def run(network: Network, asked: Namespace, today: date, count: Count) -> int:
    """Does what was asked and prints it, a line each; 1 where something is wrong in the folder."""
    network.look()
    try:
        lines = list(_COMMANDS[asked.what][1](Asked(network, asked, today, count)))
    except Refused as refusal:
        raise Rejected(italian().say(f"problem.{refusal.code}", **refusal.params)) from None
    print(*lines, sep="\n")
    return int(asked.what == "check" and any(not problem.warns for problem in network.problems))


class Asked:
    """One command: the room, what was said, the day, and where counts go."""

    def __init__(self, network: Network, given: Namespace, today: date, count: Count) -> None:
        self.network, self.given, self.today, self.count = network, given, today, count
        self.words: Words = italian()

    def actor(self, name: str) -> Actor:
        """Rejected, naming the nearest one, when there is none of this id."""
        found = self.network.actor(name)
        if found is None:
            near = self.network.directory(self.words).search(name.replace("-", " "), limit=3)
            raise Rejected(f"«{name}» non c'è. " + (f"Forse: {', '.join(one.id for one in near)}." if near else "Guarda «sportello network list»."))
        return found


def _list(asked: Asked) -> Iterator[str]:
    for actor in asked.network.actors:
        yield _line(asked, actor)


def _search(asked: Asked) -> Iterator[str]:
    given = asked.given
    found = asked.network.directory(asked.words).search(" ".join(given.words), given.need or "", given.place, given.language)
    yield from (_line(asked, actor) for actor in found)
    if not found:
        yield "Niente con queste parole."


def _line(asked: Asked, actor: Actor) -> str:
    said = asked.network.said.get(actor.id)
    marks = [mark for mark, holds in (("verifica", not actor.certain), ("scaduto", asked.network.is_overdue(actor)), ("di questo sportello", not actor.shared)) if holds]
    places = [f"posti {said.places}"] if said and said.places is not None else []
    ways = [way for way in (actor.phone, actor.email, actor.web) if way] or ["nessun contatto"]
    return "  ".join([f"{actor.id:32}", actor.name, asked.words.say(f"kind.{actor.kind}"), *ways, *places, *(f"[{mark}]" for mark in marks)])


def _check(asked: Asked) -> Iterator[str]:
    if asked.given.actor:
        actor = asked.actor(asked.given.actor)
        kept.checked(asked.network.database, actor.id, asked.today)
        if asked.given.until:
            kept.note(asked.network.database, actor.id, check_by=asked.given.until)
        asked.network.look()
        yield f"{actor.name}: guardato oggi, da guardare di nuovo entro il {_until(asked, actor)}."
        return
    yield from map(str, asked.network.problems)
    for actor in asked.network.overdue():
        yield f"da ricontrollare: {_line(asked, actor)}"
    uncertain = sum(not actor.certain for actor in asked.network.actors)
    yield f"{len(asked.network.actors)} enti, {len(asked.network.overdue())} da ricontrollare, {uncertain} con «verifica con l'ufficio»."


def _until(asked: Asked, actor: Actor) -> str:
    said = asked.network.said.get(actor.id)
    until = (said and said.check_by) or actor.check_by
    return asked.words.day(until) if until else "?"


def _add(asked: Asked) -> Iterator[str]:
    given = asked.given
    if given.remove:
        if not kept.remove(asked.network.database, given.remove):
            raise Rejected(f"«{given.remove}» non è tra quelli aggiunti da questo sportello. Quelli comuni stanno in flows/network.")
        yield f"Tolto: {given.remove}."
        return
    if not given.file:
        raise Rejected("Scrivi: sportello network add FILE.yaml (come quelli in flows/network).")
    actors, problems = read_files([Path(given.file)], asked.network.folder)
    yield from map(str, problems)
    for actor in actors:
        taken = kept.put(asked.network.database, actor, asked.today)
        yield f"Aggiunto: {actor.id}  {actor.name}" if taken else f"Troppo lungo, non aggiunto: {actor.id}"


def _availability(asked: Asked) -> Iterator[str]:
    given, actor = asked.given, asked.actor(asked.given.actor)
    changed: dict[str, object] = {}
    if given.places is not None:
        if not 0 <= given.places <= employers.MOST:
            raise Rejected(f"--places: un numero da 0 a {employers.MOST}.")
        changed |= {"places": given.places, "since_on": asked.today}
    changed |= {"check_on": given.check} if given.check else {}
    changed |= {"closed_until": None if given.open else given.closed_until} if given.open or given.closed_until else {}
    said = kept.note(asked.network.database, actor.id, **changed) if changed else asked.network.said.get(actor.id)
    yield actor.name
    if said is None:
        yield "Non ha ancora detto niente."
        return
    yield f"posti: {'non detto' if said.places is None else said.places}" + (f" (dal {asked.words.day(said.since_on)})" if said.since_on else "")
    yield from (f"{name}: {asked.words.day(day)}" for name, day in (("chiedere di nuovo", said.check_on), ("chiuso fino al", said.closed_until), ("guardato", said.checked_on)) if day)


def _employers(asked: Asked) -> Iterator[str]:
    given = asked.given
    if given.actor:
        actor = asked.actor(given.actor)
        if given.offer is None or given.places < 0 or (given.met or 0) < 0 or max(given.places, given.met or 0) > employers.MOST:
            raise Rejected(f"Scrivi --offer ({', '.join(OFFERS)}), e --places N o --met N da 0 a {employers.MOST}.")
        yield _offered(asked, _written(asked, actor))
        return
    for offer in employers.offers(asked.network.database):
        yield _offered(asked, offer)
    named = {actor.id for actor in asked.network.actors if actor.kind in ("employer", "cooperative")}
    never = named - {offer.actor for offer in employers.offers(asked.network.database)}
    yield from (f"mai chiesto: {name}" for name in sorted(never))


def _written(asked: Asked, actor: Actor) -> Offer:
    given = asked.given
    if given.met is not None:
        met = employers.meet(asked.network.database, actor.id, given.offer, given.met)
        asked.count("employer", given.offer, "met", given.met)
        return met
    asked.count("employer", given.offer, "asked", 1)
    asked.count("employer", given.offer, "places", given.places)
    return employers.ask(asked.network.database, Offer(actor.id, asked.today, given.offer, given.places, 0, given.check))


def _offered(asked: Asked, offer: Offer) -> str:
    due = " [da chiedere di nuovo]" if offer.is_due(asked.today) else ""
    again = f", richiedere il {asked.words.day(offer.check_on)}" if offer.check_on else ""
    return f"{offer.actor}  {offer.kind}: {offer.places} posti, {offer.met} persone incontrate (chiesto il {asked.words.day(offer.asked_on)}{again}){due}"


def _invite(asked: Asked) -> Iterator[str]:
    given, senders = asked.given, asked.network.senders
    if not given.actor:
        for one in senders.invites():
            state = "vale" if one.is_good(asked.today) else "ritirato" if one.revoked else "scaduto"
            yield f"{one.actor}  dal {asked.words.day(one.made_on)} al {asked.words.day(one.expires_on)}: {state}"
        return
    actor = asked.actor(given.actor)
    if given.revoke:
        yield f"Ritirati: {senders.revoke(actor.id)}. Chi li ha non manda più nessuno."
        return
    if not 1 <= given.days <= 366:
        raise Rejected("--days: da 1 a 366.")
    code = senders.invite(actor.id, asked.today, asked.today + timedelta(days=given.days))
    yield f"{actor.name}: {codes.grouped(code, codes.SHORT)}"
    yield f"Vale fino al {asked.words.day(asked.today + timedelta(days=given.days))}. Scrivilo adesso: qui non si legge più."


def _followup(asked: Asked) -> Iterator[str]:
    found = asked.network.referrals.to_follow()
    for one in found:
        due = "da chiedere" if one.is_due(asked.today) else "dal"
        actor = asked.network.actor(one.actor)
        yield f"{one.short}  {actor.name if actor else one.actor}  {one.status}  mandato il {asked.words.day(one.made_on)}, {due} {asked.words.day(one.due_on)}"
    if not found:
        yield asked.words.say("followups.none")


def _status(asked: Asked) -> Iterator[str]:
    found = asked.network.referrals.named(asked.given.id)
    if asked.given.status:
        with asked.network.database.write() as store:
            found = asked.network.referrals.change(store, found, asked.given.status, asked.today)
        asked.count("referral", found.kind, found.status, 1)
    yield f"{found.short}  {found.actor}  {found.status}  dal {asked.words.day(found.changed_on)}"


_COMMANDS: dict[str, tuple[str, Callable[[Asked], Iterator[str]]]] = {
    "list": ("tutti gli enti della rete / every actor", _list),
    "search": ("cerca un ente, anche con qualche errore / find an actor, slips forgiven", _search),
    "check": ("gli errori della rete e i contatti da ricontrollare / what is wrong, and what is overdue", _check),
    "add": ("aggiunge gli enti di questo sportello da un file / add this desk's own actors from a file", _add),
    "availability": ("posti liberi, quando chiedere di nuovo, chiusure / open places, next check, closures", _availability),
    "employers": ("che cosa offrono i datori di lavoro / what employers offer", _employers),
    "invite": ("un codice con cui un ente manda qui le persone / a code by which an actor sends people here", _invite),
    "followup": ("gli invii da seguire / referrals to follow", _followup),
    "status": ("come è andato un invio / how a referral went", _status),
}
_ARGUMENTS: dict[str, Callable[[ArgumentParser], object]] = {
    "search": _searching, "check": _checking, "add": _adding, "availability": _available, "employers": _employing, "invite": _inviting, "status": _telling,
}
