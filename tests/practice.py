"""A practice desk in a folder of its own, on a day that does not pass, and what can be looked up behind it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kiosk import config
from kiosk.desk.desk import Desk
from kiosk.dispatch import office

ROOT = Path(__file__).parents[1]
MORNING = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def cheap_pin(pin: str) -> str:
    """A PIN as the configuration has it, at the least cost that Argon2id has."""
    from nacl.pwhash import argon2id

    return argon2id.str(pin.encode(), argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN).decode()


class PracticeDesk(Desk):
    """A real desk with a real store; `codes`, when given, are its paper codes: making one is meant to take half a second."""

    def __init__(self, folder: Path, codes: list[str] | None = None, **more: object) -> None:
        settings = {
            "practice": True, "folder": folder, "store": f"sqlite:///{folder / 'sportello.db'}",
            "flows": ROOT / "flows", "locales": ROOT / "locales",
        }
        super().__init__(replace(config.Config(), **settings | more), lambda: MORNING)
        self.codes = codes

    def prepare_code(self) -> None:
        if self.codes is None:
            super().prepare_code()

    def make_code(self) -> str:
        """A code of its own, or the one given, with nothing under it any more."""
        if self.codes is None:
            return super().make_code()
        if self.codes[0]:
            self.forget(self.codes[0])
        return self.codes[0]

    def rows(self, table: str) -> int:
        """How many rows a table of the store has."""
        with self.database.write() as store:
            return len(store.rows(table))

    def draft(self, code: str) -> dict:
        """What rests on the disk under a code now."""
        return self.drafts.look(code, self.today()).content

    def envelope(self, reference: str, folder: Path) -> dict:
        """The answers.json of an envelope, opened as the office opens it."""
        papers = office.open_envelope(self.config, reference, folder)
        return json.loads(next(place for place in papers if place.name == "answers.json").read_text("utf-8"))
