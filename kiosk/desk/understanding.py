"""The part of a visit that answers while something is still being typed: how it is understood, what it may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk.card import Option

if TYPE_CHECKING:
    from kiosk.desk.session import Session


class Understanding:
    """What a `Visit` has of it."""

    stage: str
    overlay: str
    session: Session | None

    def echo(self, name: str, typed: object) -> str:
        """What the kiosk understands so far of what stands in a field; "" for nothing to say."""
        from kiosk.desk.prompts import echo
        field = self._field(name)
        return echo(self.session, field, typed) if field else ""

    def suggest(self, name: str, text: str) -> tuple[Option, ...]:
        """What a half-typed search may mean, best first."""
        if name == "places":
            from kiosk.desk.network_cards import suggest
            return suggest(self, text)
        field = self._field(name)
        found = field.type.suggest(text, self.session.reading(field)) if field and hasattr(field.type, "suggest") else ()
        return tuple(Option(value, label, str(number)) for number, (value, label) in enumerate(found, 1))

    def name_of(self, name: str, typed: str) -> str:
        """What stands in a search, as it is called in this language; as typed where that is not certain."""
        if name == "places":
            from kiosk.desk.network_cards import named as called
            return called(self, typed)
        from kiosk.desk.prompts import named
        field = self._field(name)
        return (field and named(self.session, field, typed)) or typed

    def _field(self, name: str):
        asks = self.session.asks if self.session and self.stage == "form" and not self.overlay else ()
        return next((field for field in asks if field.name == name), None)
