"""Which module draws the card of each stage or overlay of a visit, and which one takes what is given on it.

The functions bear the stage's name, unless another stands after a colon. A module is loaded when its first card is shown:
the first screen must not wait for the form.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

STAGES: dict[str, tuple[str, str]] = {
    # the card's module, the turn's
    "language": ("stages", "turns"),
    "how": ("stages", "turns"),
    "topic": ("stages", "turns"),
    "need": ("stages", "turns"),
    "refused": ("stages", "turns"),
    "full": ("stages", "turns"),
    "still": ("stages", "turns"),
    "stop": ("stages", "turns"),
    "erase": ("stages", "turns"),
    "hidden": ("stages", ""),
    "failed": ("stages", "ending_turns"),
    "operator": ("stages", "duties:pin"),
    "duties": ("duties", "duties:choose"),
    "works": ("works", "works:choose"),
    "phone_reason": ("phone_sorting", "phone_sorting:choose_reason"),
    "phone_leaflets": ("phone_sorting", "phone_sorting:choose_leaflet"),
    "phone_read": ("phone_sorting", "phone_sorting:read"),
    "phone_outcome": ("phone_sorting", "phone_sorting:choose_outcome"),
    "phone_close": ("phone_sorting", "phone_sorting:choose_close"),
    "leftover": ("papers", "ending_turns"),
    "taking": ("papers", "ending_turns"),
    "called": ("calling", "call_turns"),
    "joining": ("calling", "call_turns"),
    "lending": ("calling", "call_turns"),
    "before": ("filling", "turns"),
    "consent": ("filling", "turns"),
    "code": ("filling", "turns"),
    "form": ("filling", "turns"),
    "signpost": ("filling", "turns"),
    "helping": ("filling", "turns"),
    "end": ("filling", "ending_turns"),
    "ladder": ("ladder", "ladder:take"),
    "dates": ("date_cards", "date_turns"),
    "calendar": ("date_works", "date_works:choose_event"),
    "gathering": ("date_works", "date_works:choose_act"),
    "adding": ("date_works", "date_works:add"),
    "attending": ("date_works", "date_works:attend"),
    "which": ("date_cards", "date_turns"),
    "event": ("date_cards", "date_turns"),
    "signup": ("date_cards", "date_turns"),
    "allowed": ("date_cards", "date_turns"),
    "booked": ("date_cards", "date_turns"),
    "leaving": ("date_cards", "date_turns"),
    "seatless": ("date_cards", "date_turns"),
    "trying": ("lesson", "lesson:take"),
    "learned": ("lesson", "lesson:close"),
    "readback": ("reading_back", "ending_turns"),
    "listening": ("door_cards", "door_turns"),
    "doors": ("door_cards", "door_turns"),
    "leaflet": ("door_cards", "door_turns"),
    "questions": ("assist_cards:listing", "assist_turns:listed"),
    "accepting": ("assist_cards", "assist_turns"),
    "interpreter": ("assist_cards", "assist_turns"),
    "minor": ("assist_cards", "assist_turns"),
    "noting": ("assist_cards", "assist_turns"),
    "seeing": ("assist_cards", "assist_turns"),
    "handing": ("handing", "handing:choose_way"),
    "desks": ("handing", "handing:choose_desk"),
    "agree": ("handing", "handing:say"),
    "takeover": ("handing", "handing:take_over"),
    "parked": ("parking", "parking:leave_parked"),
    "danger": ("safety", "safety:close_danger"),
    "advice": ("safety", "safety:take_advice"),
    "places": ("network_cards", "network_turns"),
    "results": ("network_cards", "network_turns"),
    "actor": ("network_cards", "network_turns"),
    "refer": ("network_cards", "network_turns"),
    "saying": ("network_cards", "network_turns"),
    "unsent": ("network_cards", "return_turns:away"),
    "referred": ("network_cards", "network_turns"),
    "referral": ("network_cards", "network_turns"),
    "dropping": ("network_cards", "network_turns"),
    "undone": ("network_cards", "network_turns"),
    "sender": ("network_cards", "network_turns"),
    "booked_in": ("network_cards", "network_turns"),
    "expected": ("network_cards", "network_turns"),
    "followups": ("network_works", "network_works:choose_followup"),
    "followup": ("network_works", "network_works:choose_status"),
    "contacts": ("network_works", "network_works:choose_contact"),
    "contact": ("network_works", "network_works:choose_check"),
    "sender_code": ("network_works", "network_works:open_sender"),
    "figures": ("figures_card", "figures_card:turn_to"),
    "register": ("register_cards", "register_cards:take"),
    "register_ask": ("register_cards", "register_cards:answer"),
    "register_change": ("register_cards", "register_cards:change"),
    "register_no": ("register_cards", "register_cards:close"),
    "resume": ("stages", "return_turns"),
    "found": ("return_cards", "return_turns"),
    "forget": ("return_cards", "return_turns"),
    "erased": ("return_cards", "return_turns"),
    "away": ("return_cards", "return_turns"),
    "kept": ("return_cards", "return_turns:away"),
    "elsewhere": ("return_cards", "return_turns"),
    "gone": ("return_cards", "return_turns"),
    "retype": ("return_cards", "return_turns"),
}
"""A new stage is one line here."""

BY_PHONE: dict[str, tuple[str, str]] = {
    "how": ("phone_cards", "turns"),
    **{name: ("phone_cards", "phone_turns") for name in ("before", "consent", "code", "phone_number", "repeat", "colleague", "parked")},
    **{name: ("phone_cards", "phone_line") for name in ("dropped", "regain", "compare")},
    "form": ("phone_script", "phone_turns"),
    "readback": ("phone_script", "phone_turns"),
    "end": ("phone_cards", "ending_turns"),
}
"""Where a form is filled by telephone: what whoever answers says, in place of what a visitor reads."""

WHOLE = ("form", "listening", "trying", "noting", "seeing", "accepting", "refer", "signup", "allowed", "adding")
"""Stages whose turn gets all that was typed, by prompt; the others get the one choice or text as a string."""

_NAMED = {"help": "helping"}


def card_of(stage: str, by_phone: bool = False) -> Callable:
    """`card(visit) -> Card` of a stage."""
    return _function(stage, by_phone, 0)


def turn_of(stage: str, by_phone: bool = False) -> Callable:
    """`turn(visit, given) -> None` of a stage."""
    return _function(stage, by_phone, 1)


def load() -> None:
    """Load every module named here, once, so that no later visit waits for one."""
    for table in (STAGES, BY_PHONE):
        for name in table:
            card_of(name, table is BY_PHONE)
            if table[name][1]:
                turn_of(name, table is BY_PHONE)


def _function(stage: str, by_phone: bool, which: int) -> Callable:
    name = _NAMED.get(stage, stage)
    place = (BY_PHONE.get(name) if by_phone else None) or STAGES[name]
    module, _, named = place[which].partition(":")
    return getattr(import_module(f"kiosk.desk.{module}"), named or name)
