"""Words, formats and writing directions of every language the kiosk speaks; the only door to Babel.

Importing it is cheap: Babel, the Arabic joining and the width tables are loaded when first needed.
"""

from kiosk.i18n.catalogs import Catalogs
from kiosk.i18n.cells import width
from kiosk.i18n.countries import country_names
from kiosk.i18n.po import CatalogProblem, check_catalog
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
