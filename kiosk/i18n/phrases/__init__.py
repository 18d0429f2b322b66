"""The kiosk's own words in Italian, by key; each room keeps its own module, and no key is said twice.

A phrase of two forms, (one, many), is chosen by its parameter `n`. Words for the staff alone are never translated.
"""

from __future__ import annotations

from importlib import import_module

PHRASES: dict[str, str | tuple[str, str]] = {}
FOR_STAFF: frozenset[str] = frozenset()
for _name in ("cards", "problems", "screen", "paper", "operator"):
    try:
        _found = import_module(f"kiosk.i18n.phrases.{_name}").PHRASES
    except ModuleNotFoundError:
        continue
    PHRASES.update(_found)
    if _name == "operator":
        FOR_STAFF = frozenset(_found)
FOR_VISITORS = {key: text for key, text in PHRASES.items() if key not in FOR_STAFF}
