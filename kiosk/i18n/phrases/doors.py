"""What a visitor reads who only wants to ask: the doors that stand open, and leaflets."""

from __future__ import annotations

PHRASES: dict[str, str | tuple[str, str]] = {
    "doors.title": "Che cosa puoi fare",
    "doors.none": "Qui non c'è una porta pronta. Una persona ti ascolta.",
    "doors.call": "Parlo con una persona",
    "doors.back": "Torno indietro",
    "reach.where": "Dove: {text}",
    "reach.hours": "Quando: {text}",
    "reach.how": "Come: {text}",
    "reach.phone": "Telefono: {text}",
    "reach.web": "Sito: {text}",
}
