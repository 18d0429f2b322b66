"""Phone numbers: of any country, kept as +39…, shown as people here say them."""

from __future__ import annotations

import re


def phone_number(typed: str) -> str:
    """The number with its country in front; one without a country is Italian."""
    figures = re.sub(r"\D", "", typed)
    if typed.lstrip(" (").startswith("+"):
        return f"+{figures}"
    if figures.startswith("00"):
        return f"+{figures[2:]}"
    return f"+{figures}" if figures.startswith("39") and len(figures) >= 12 else f"+39{figures}"


def phone_is_usual(number: str) -> bool:
    """True when the number can exist in its country."""
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False


def show_phone(number: str) -> str:
    """«333 123 4567» for an Italian mobile, otherwise as the country writes it."""
    mobile = re.fullmatch(r"\+39(3\d\d)(\d{3})(\d{3,4})", number)
    if mobile:
        return " ".join(mobile.groups())
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if parsed.country_code == 39 else form.INTERNATIONAL)
