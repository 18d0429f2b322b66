"""The ways on from a relay, by the scheme of `hand`: JSON to a system, a letter to a mailbox, a folder for each number.

They are the desk's channels with other contents: the same deadlines, the same TLS, the same meaning of every answer.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from kiosk.config import MAIL, Destination
from kiosk.dispatch import channels, files
from kiosk.dispatch.channels.limits import Limits
from kiosk.dispatch.channels.mail import Mail
from kiosk.dispatch.heads import HEAD
from kiosk.dispatch.outbox import LATER, PERSON, SENT, Outcome, Parcel
from kiosk.dispatch.relay.opened import Opened, media
from kiosk.errors import ConfigIsWrong

JSON = "application/json"
SUBJECT = "Domanda dallo sportello {reference}"
TEXT = """Buongiorno,

in allegato ci sono le risposte (answers.json) e i fogli di una domanda fatta allo sportello.

Questo messaggio è scritto da un programma: chi risponde non trova nessuno.
"""


class Way(Protocol):
    """One place to hand on to."""

    def hand(self, parcel: Parcel, opened: Opened) -> Outcome: ...

    def longest(self, size: int) -> float:
        """The seconds after which an attempt with so many bytes is certainly over."""

    def close(self) -> None: ...


def way(destination: Destination, folder: Path, limits: Limits | None = None) -> Way:
    """The way to a destination; `folder` is the relay's. ConfigIsWrong when a file it names cannot be used."""
    try:
        if destination.scheme in MAIL:
            return Letter(destination, folder, limits or Limits())
        found = channels.channel(destination, folder, limits)
    except ConfigIsWrong as wrong:
        raise ConfigIsWrong(str(wrong).replace(f"[destinations.{destination.name}]", "[relay.hand]")) from None
    if destination.scheme == "file":
        return Shelf(folder / unquote(urlsplit(destination.url).path), found.longest)
    return System(found)


class System:
    """A program that takes JSON over HTTPS; the id of the envelope is its Idempotency-Key."""

    def __init__(self, channel: channels.Channel) -> None:
        self._channel = channel
        self.close, self.longest = channel.close, channel.longest

    def hand(self, parcel: Parcel, opened: Opened) -> Outcome:
        content = opened.to_json()
        return self._channel.deliver(replace(parcel, content=content, sha256=hashlib.sha256(content).hexdigest(), media=JSON))


class Letter(Mail):
    """A mailbox of the office: the answers and the papers as attachments, over verified TLS."""

    _opened: Opened

    def hand(self, parcel: Parcel, opened: Opened) -> Outcome:
        self._opened = opened
        return self.deliver(replace(parcel, content=opened.answers, media=JSON))

    def letter(self, parcel: Parcel) -> EmailMessage:
        """The message of `parcel`; its subject says the reference alone."""
        letter = super().letter(parcel)
        if not self._destination.subject:
            letter.replace_header("Subject", SUBJECT.format(reference=self._opened.reference))
        letter.clear_content()
        letter.set_content(TEXT, cte="quoted-printable")
        for name, content in self._opened.files().items():
            kind, _, subkind = media(name).partition("/")
            letter.add_attachment(content, maintype=kind, subtype=subkind, filename=name)
        return letter


class Shelf:
    """A folder that gets a folder for each envelope, named by its reference: whole under that name, or not there."""

    def __init__(self, folder: Path, longest: Callable[[int], float]) -> None:
        self._folder, self.longest = folder, longest

    def hand(self, parcel: Parcel, opened: Opened) -> Outcome:
        """Handed on when every file is on the disk; the same folder there from an attempt before is as good."""
        if not self._folder.is_dir():
            return Outcome(LATER, "folder missing")
        places = [self._folder / opened.reference, self._folder / f"{opened.reference}-{opened.id[:8]}"]
        try:
            for place in places:
                if not place.exists():
                    _write(place, opened)
                    return Outcome(SENT, "folder")
                if _is_of(place, opened):
                    return Outcome(SENT, "folder")
        except OSError:
            return Outcome(LATER, "folder not written")
        return Outcome(PERSON, "folder other files")

    def close(self) -> None:
        """Nothing is open."""


def _is_of(place: Path, opened: Opened) -> bool:
    try:
        return json.loads((place / HEAD).read_bytes())["id"] == opened.id
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _write(place: Path, opened: Opened) -> None:
    unfinished = place.with_name(f".{opened.id}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    for name, content in opened.files().items():
        with os.fdopen(os.open(unfinished / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    files.sync_folder(unfinished)
    os.rename(unfinished, place)
    files.sync_folder(place.parent)
