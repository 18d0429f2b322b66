"""How to reach somebody: a phone, perhaps a borrowed one, and an e-mail address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from kiosk.forms.fields.kind import FieldType, Part, Read, Reading, Typed, doubtful, line, mapping, plain, wrong
from kiosk.forms.fields.parts import choice_part, chosen, unanswered
from kiosk.forms.fields.values import Phone
from kiosk.forms.identifiers import phone_is_usual, phone_number, show_phone
from kiosk.forms.identifiers.search import mistakes

_WHOSE = choice_part("phone", "whose", ("mine", "family", "friend", "centre", "lawyer", "other"))
_MESSAGE = choice_part("phone", "message", ("yes", "no"))
_LOCAL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}")
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}")
_FAMILIAR = (
    "gmail.com", "hotmail.com", "hotmail.it", "outlook.com", "outlook.it", "libero.it", "yahoo.it", "yahoo.com", "icloud.com", "live.it",
    "virgilio.it", "tiscali.it", "alice.it", "pec.it", "ukr.net", "mail.ru", "qq.com", "163.com",
)
_SHORT_SIGNS = re.compile(r"(?i)\b(tel|cell|tel\.|cell\.|telefono|cellulare)\b[.:]?")


@dataclass(frozen=True)
class PhoneType(FieldType):
    """Asks for a phone number, whose phone it is, and whether a message may be left."""

    yaml: ClassVar[str] = "phone"
    entry: ClassVar[str] = "parts"
    kind: ClassVar[str] = "text"
    ask_whose: bool = True
    """Ask whose phone it is."""
    ask_message: bool = True
    """Ask whether a message may be left."""

    def read(self, typed: Typed, reading: Reading) -> Read:
        if not isinstance(typed, dict):
            return _with(_number(plain(typed)), "", None)
        parts = mapping(typed)
        found = _number(plain(parts.get("number", "")))
        if found.value is None:
            return found
        asked = self.parts(typed, reading)
        whose, message = (chosen(part, parts.get(part.name, ""), reading) or "" for part in (_WHOSE, _MESSAGE))
        return unanswered("phone", asked, parts, reading) or _with(found, whose, {"yes": True, "no": False}.get(message))

    def parts(self, typed: Typed, reading: Reading) -> tuple[Part, ...]:
        number = Part("number", size=20, example="333 123 4567")
        return (number, *((_WHOSE,) if self.ask_whose else ()), *((_MESSAGE,) if self.ask_message else ()))

    def show(self, value: Phone, words) -> str:
        whose = words.say(f"part.phone.whose.{value.whose}") if value.whose not in ("", "mine") else ""
        silent = words.say("phone.no_message") if value.message is False else ""
        return ", ".join(filter(None, (show_phone(value.number), whose, silent)))

    def dump(self, value: Phone) -> dict[str, Any]:
        return value.dump()

    def load(self, stored: dict[str, Any]) -> Phone:
        return Phone.load(stored)

    def fact(self, value: Phone) -> str:
        return value.number


def _number(text: str) -> Read:
    """The number alone, as +39333…"""
    text = _SHORT_SIGNS.sub("", text)
    if not text:
        return wrong("phone.empty", "number")
    if re.search(r"[^\W\d_]", text):
        return wrong("phone.letters", "number")
    count = sum(sign.isdecimal() for sign in text)
    if count < 6:
        return wrong("phone.short", "number", n=count)
    if count > 17:
        return wrong("phone.long", "number", n=count)
    number = phone_number(text)
    if not phone_is_usual(number):
        return doubtful(number, "phone.unusual", "number")
    return Read(number)


def _with(number: Read, whose: str, message: bool | None) -> Read:
    return number if number.value is None else Read(Phone(number.value, whose, message), number.problem)


@dataclass(frozen=True)
class EmailType(FieldType):
    """Asks for an e-mail address."""

    yaml: ClassVar[str] = "email"

    def read(self, typed: Typed, reading: Reading) -> Read:
        text = re.sub(r"\s+", "", line(typed)).removeprefix("mailto:").rstrip(".,;")
        if not text:
            return wrong("email.empty")
        name, at, domain = text.rpartition("@")
        if not at or not name or not domain:
            return wrong("email.at")
        domain = domain.casefold()
        if not _DOMAIN.fullmatch(domain):
            return wrong("email.ending", text=domain[:30])
        if not _LOCAL.fullmatch(name):
            return wrong("email.sign")
        return _familiar(name, domain)

    def endings(self, typed: Typed) -> tuple[str, ...]:
        """Whole addresses that what is typed so far may become, once the @ is there."""
        name, at, start = line(typed).partition("@")
        return tuple(f"{name}@{ending}" for ending in _FAMILIAR if ending.startswith(start.casefold()))[:7] if at and name else ()


def _familiar(name: str, domain: str) -> Read:
    """A domain one slip away from a common one is asked about, and kept as typed."""
    meant = "" if domain in _FAMILIAR else next((ending for ending in _FAMILIAR if mistakes(domain, ending) == 1), "")
    return doubtful(f"{name}@{domain}", "email.meant", ending=f"@{meant}") if meant else Read(f"{name}@{domain}")
