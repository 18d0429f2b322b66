"""Words, formats and writing directions of every language the kiosk speaks; the only door to Babel.

Importing it is cheap: Babel, the Arabic joining, the width tables and what only translators need come when first needed.
"""

from kiosk.i18n.catalogs import Catalogs
from kiosk.i18n.cells import width
from kiosk.i18n.countries import country_names
from kiosk.i18n.shaping import Letter, has_rtl, letters, shape, visual, wrap
from kiosk.i18n.text import clean, digits, fold, island
from kiosk.i18n.words import SOURCE, Words, italian

__all__ = [
    "SOURCE",
    "CatalogProblem",
    "Catalogs",
    "Examined",
    "Letter",
    "Translation",
    "Words",
    "check_catalog",
    "clean",
    "country_names",
    "digits",
    "examine",
    "fold",
    "has_rtl",
    "island",
    "italian",
    "letters",
    "shape",
    "visual",
    "width",
    "wrap",
]


def __getattr__(name: str) -> object:
    """What checks a translator's file."""
    if name not in ("CatalogProblem", "Examined", "Translation", "check_catalog", "examine"):
        raise AttributeError(name)
    from kiosk.i18n import po

    return getattr(po, name)
