"""Italian tax codes and IBANs: is the check digit right, and where might a sign be missing.

A tax code is never worked out for anybody; it is only looked at.
"""

from __future__ import annotations

import re
from datetime import date

_LETTER, _FIGURE = "[A-Z]", "[0-9LMNPQRSTUV]"
_SHAPE = (_LETTER,) * 6 + (_FIGURE, _FIGURE, "[ABCDEHLMPRST]", _FIGURE, _FIGURE, _LETTER, _FIGURE, _FIGURE, _FIGURE, _LETTER)
_TAX_CODE = re.compile("".join(_SHAPE))
_FIGURES, _MONTHS = str.maketrans("LMNPQRSTUV", "0123456789"), "ABCDEHLMPRST"
_TAKEN_FOR = str.maketrans("OI", "01")
_TAKEN_BACK = str.maketrans("01", "OI")


def tax_code_doubt(code: str) -> bool:
    """True when the check sign of a tax code, of 16 signs or 11 digits, is not the one expected."""
    from stdnum import luhn
    from stdnum.it.codicefiscale import calc_check_digit

    if len(code) == 11:
        return not luhn.is_valid(code)
    return not _TAX_CODE.fullmatch(code) or calc_check_digit(code[:-1]) != code[-1]


def tax_code_person(code: str, day: date) -> tuple[date, str] | None:
    """(day of birth, "F" or "M") as a sound code of 16 signs says, for somebody who was born on `day` or in the 100 years before."""
    if len(code) != 16 or tax_code_doubt(code):
        return None
    year, born = (int(part.translate(_FIGURES)) for part in (code[6:8], code[9:11]))
    try:
        found = date(day.year - (day.year - year) % 100, _MONTHS.index(code[8]) + 1, born % 40)
    except ValueError:
        return None
    return found, "F" if born > 40 else "M"


def tax_code_likely(code: str) -> str | None:
    """The code with O for 0 and I for 1 put right, when that makes it sound."""
    if len(code) == 11:
        mended = code.translate(_TAKEN_FOR)
    else:
        mended = "".join(_mended(sign, place) for sign, place in zip(code, _SHAPE, strict=False))
    return mended if mended != code and not tax_code_doubt(mended) else None


def _mended(sign: str, place: str) -> str:
    return sign.translate(_TAKEN_FOR if place == _FIGURE else _TAKEN_BACK)


def tax_code_gap(code: str) -> str:
    """The signs after which one of 15 seems to be missing; "" when it cannot be told."""
    fitting = 0
    while fitting < len(code) and re.fullmatch(_SHAPE[fitting], code[fitting]):
        fitting += 1
    return code[max(0, fitting - 4):fitting]


def iban_length(code: str) -> int | None:
    """How many signs an IBAN of this country has; None for a country that is not known."""
    from stdnum import numdb

    found = numdb.get("iban").info(code[:2])[0][1].get("bban")
    return 4 + sum(int(number) for number in re.findall(r"(\d+)!", found)) if found else None


def iban_doubt(code: str) -> bool:
    """True when the check digits or the national parts of an IBAN do not fit."""
    from stdnum import iban

    return not iban.is_valid(code)


def grouped_iban(code: str) -> str:
    """In groups of four, as on a bank's paper."""
    return " ".join(code[at:at + 4] for at in range(0, len(code), 4))
