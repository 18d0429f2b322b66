"""Words, formats and writing directions of every language the kiosk speaks; the only door to Babel.

Importing it is cheap: Babel, the Arabic joining, the width tables and what only translators need come when first needed.
"""

from kiosk.i18n.catalogs import Catalogs
from kiosk.i18n.cells import width
from kiosk.i18n.countries import country_names
from kiosk.i18n.shaping import caret, has_rtl, index_at, order, shape, typed_line, visual, wrap
from kiosk.i18n.text import clean, digits, fold, island
from kiosk.i18n.words import SOURCE, Words, italian

__all__ = [
    "SOURCE",
    "CatalogProblem",
    "Catalogs",
    "Words",
    "caret",
    "check_catalog",
    "clean",
    "country_names",
    "digits",
    "fold",
    "has_rtl",
    "index_at",
    "island",
    "italian",
    "order",
    "shape",
    "typed_line",
    "visual",
    "width",
    "wrap",
]


def __getattr__(name: str) -> object:
    """What checks a translator's file."""
    if name not in ("CatalogProblem", "check_catalog"):
        raise AttributeError(name)
    from kiosk.i18n import po

    return getattr(po, name)
