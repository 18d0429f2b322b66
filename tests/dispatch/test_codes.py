"""Codes copied by hand."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import damm

from kiosk.dispatch import codes
from kiosk.errors import Refused

DIGITS = st.text("0123456789", min_size=1, max_size=30)


@given(DIGITS)
def test_the_check_digit_is_damms(body):
    assert codes.check_digit(body) == damm.calc_check_digit(body)


@given(st.integers(0, 9), st.integers(0, 15), st.integers())
def test_every_wrong_digit_and_every_swap_of_neighbours_is_caught(digit, place, _seed):
    code = codes.make(codes.DRAFT)
    wrong = code[:place] + str(digit) + code[place + 1:]
    swapped = code[:place] + code[place:place + 2][::-1] + code[place + 2:]
    for typed in {wrong, swapped} - {code}:
        with pytest.raises(Refused, match="code.slip"):
            codes.read(typed, codes.DRAFT)


@pytest.mark.parametrize(
    "typed", ["4821093712", "4821 0937 12", " 4821-0937-12 ", "٤٨٢١ ٠٩٣٧ ١٢", "४८२१०९३७१२", "４８２１　０９３７　１２"],
)
def test_a_code_is_read_in_the_digits_of_any_script(typed):
    good = "482109371" + codes.check_digit("482109371")
    assert codes.read(typed.replace("12", good[-2:]).replace("١٢", good[-2:]).replace("१२", good[-2:]).replace("１２", good[-2:]),
                      codes.REFERENCE) == good


def test_every_set_of_ten_digits_that_there_is_can_be_typed():
    zeros = [chr(sign) for sign in range(sys.maxunicode + 1) if unicodedata.decimal(chr(sign), None) == 0]
    code = codes.make(codes.DRAFT)
    typed = ["".join(chr(ord(zero) + int(digit)) for digit in code) for zero in zeros]

    assert len(zeros) >= 66
    assert [one for one in typed if codes.read(codes.grouped(one, codes.DRAFT), codes.DRAFT) != code] == []


def test_what_only_looks_like_a_digit_is_none():
    alike = [chr(sign) for sign in range(sys.maxunicode + 1) if unicodedata.category(chr(sign)) in ("No", "Nl")]
    for sign in alike:
        with pytest.raises(Refused, match="code.letters"):
            codes.read(sign * 16, codes.DRAFT)


@pytest.mark.parametrize(("typed", "code", "n"), [
    ("", "short", 16), ("4821 0937", "short", 8), ("4821 0937 5516 204", "short", 1), ("1" * 17, "long", 1), ("4821 09E7", "letters", None),
])
def test_what_is_missing_is_counted(typed, code, n):
    with pytest.raises(Refused) as refused:
        codes.read(typed, codes.DRAFT)

    assert (refused.value.code, refused.value.params.get("n")) == (f"code.{code}", n)


@pytest.mark.parametrize("typed", ["", "123", "12345678901", "48210937ab", "#let", "²²²²²²²²²²", "½½½½½½½½½½"])
def test_what_is_no_code_is_refused_by_its_length(typed):
    with pytest.raises(Refused, match="code.(short|long|letters)"):
        codes.read(typed, codes.REFERENCE)


def test_codes_are_shown_in_groups():
    assert codes.grouped("4821093716", codes.REFERENCE) == "4821 0937 16"
    assert codes.grouped("482109375516", codes.SHORT) == "4821 0937 5516"
    assert [sum(groups) for groups in (codes.REFERENCE, codes.SHORT, codes.DRAFT)] == [10, 12, 16]
    assert codes.grouped("4821093716", codes.REFERENCE, "-") == "4821-0937-16"
    assert codes.grouped("4821093755162043", codes.DRAFT) == "4821 0937 5516 2043"


def test_ten_thousand_codes_are_all_different_and_all_good():
    made = [codes.make(codes.DRAFT) for _ in range(10_000)]

    assert len(set(made)) == 10_000
    assert all(codes.read(code, codes.DRAFT) == code for code in made)
    # a digit that is missing at a place of ten thousand codes is none that comes up one time in ten
    assert [set(at) for at in zip(*made, strict=True)] == [set("0123456789")] * 16


def test_every_wrong_digit_and_every_swap_on_a_hundred_slips_is_told_and_none_is_read_as_another_code():
    """Sixteen places times nine other digits, and fifteen pairs of neighbours: all of them, not some."""
    for number in range(100):
        body = f"{number * 97_003_571_113_979 % 10**15:015d}"
        code = body + codes.check_digit(body)
        wrong = {code[:at] + digit + code[at + 1:] for at in range(16) for digit in "0123456789"} - {code}
        swapped = {code[:at] + code[at:at + 2][::-1] + code[at + 2:] for at in range(15)} - {code}
        assert len(wrong) == 16 * 9
        assert [slip for slip in wrong | swapped if not _is_a_slip(slip)] == []


def _is_a_slip(typed: str) -> bool:
    try:
        codes.read(typed, codes.DRAFT)
    except Refused as refused:
        return refused.code == "code.slip"
    return False
