"""Where the doors of a desk hang: every service, leaflet, date and place that may be offered to who has been listened to.

One function a kind of thing: a new kind is one line in `WAYS`. Nothing here knows who stands before the desk.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.authoring.rack import Rack
    from kiosk.authoring.shelf import Shelf
    from kiosk.forms.doors import Open, Profile, Way
    from kiosk.forms.leaflet import Leaflet

WAYS = ("doorway:services", "doorway:cards", "network_cards:doors", "date_turns:doors")
"""Functions `(desk) -> ways`, each in a module of this room."""


class Doorway:
    """What a `Desk` has of it."""

    shelf: Shelf

    @cached_property
    def rack(self) -> Rack:
        from kiosk.authoring.rack import Rack
        return Rack(self.shelf)

    def leaflets(self, topic: str = "") -> tuple[Leaflet, ...]:
        """The leaflets that can be shown today, of one topic or of all."""
        return tuple(one for one in self.rack.offered() if topic in ("", one.topic))

    def leaflet(self, name: str) -> Leaflet | None:
        return next((one for one in self.leaflets() if one.id == name), None)

    def ways(self) -> Iterator[Way]:
        """Everything that has doors today."""
        for place in WAYS:
            module, _, name = place.partition(":")
            yield from (way for way in getattr(import_module(f"kiosk.desk.{module}"), name)(self) if way.doors)

    def doors(self, profile: Profile) -> tuple[Open, ...]:
        """What is open for who has said this."""
        from kiosk.forms.doors import standing_open
        return standing_open(self.ways(), profile)


def services(desk: Doorway) -> Iterator[Way]:
    from kiosk.forms.doors import Way
    for offer in desk.shelf.offers():
        yield Way("service", offer.id, offer.title, offer.doors, offer.id, offer.languages)


def cards(desk: Doorway) -> Iterator[Way]:
    from kiosk.forms.doors import Way
    for leaflet in desk.leaflets():
        yield Way("leaflet", leaflet.id, leaflet.title, leaflet.doors, leaflet.id, leaflet.languages)
