"""The kiosk's own words in Italian, by key; each room keeps its own module, and no key is said twice.

A phrase of two forms, (one, many), is chosen by its parameter `n`. Words for the staff alone are never translated.
"""

from kiosk.i18n.phrases import agenda, agenda_staff, assist, cards, doors, figures, learning, network, network_staff, operator, paper, phone, problems, school, screen

FOR_VISITORS_BY_ROOM: dict[str, dict[str, str | tuple[str, str]]] = {
    "cards": cards.PHRASES,
    "problems": problems.PHRASES,
    "screen": screen.PHRASES,
    "paper": paper.PHRASES,
    "agenda": agenda.PHRASES,
    "doors": doors.PHRASES,
    "learning": learning.PHRASES,
    "network": network.PHRASES,
}
FOR_VISITORS = {key: text for said in FOR_VISITORS_BY_ROOM.values() for key, text in said.items()}
FOR_STAFF: dict[str, str | tuple[str, str]] = {**operator.PHRASES, **agenda_staff.PHRASES, **assist.PHRASES, **school.PHRASES, **phone.PHRASES, **network_staff.PHRASES, **figures.PHRASES}
PHRASES: dict[str, str | tuple[str, str]] = {**FOR_VISITORS, **FOR_STAFF}
