"""Counting with days, as the conditions need it: whole years, days passed, days left."""

from __future__ import annotations

from datetime import date


def iso(text: str) -> date | None:
    """A day written 2026-12-31, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def age(day: date, today: date) -> int:
    """Whole years from `day` to `today`; somebody born on 29 February grows older on 1 March."""
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


COUNTS = {
    "age": age,
    "days_since": lambda day, today: (today - day).days,
    "days_until": lambda day, today: (day - today).days,
    "year": lambda day, today: day.year,
}
