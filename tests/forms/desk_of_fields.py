"""What every test of a field needs: a visitor's words, a day, and a short way to type."""

import datetime

from kiosk.forms.fields import FieldType, Reading
from kiosk.i18n import Words

TODAY = datetime.date(2026, 11, 21)
ITALIAN = Reading(Words(), TODAY)


def typed(kind: FieldType, text, reading: Reading = ITALIAN):
    """The value that comes of typed text, or the code of the hard problem; a soft one is ("code", value)."""
    read = kind.read(text, reading)
    if read.more:
        return "more"
    if read.problem is None:
        return read.value
    return (read.problem.code, read.value) if read.problem.soft else read.problem.code


def said(kind: FieldType, text) -> str:
    """The problem in Italian."""
    problem = kind.read(text, ITALIAN).problem
    return ITALIAN.words.say(f"problem.{problem.code}", **problem.params)


def shown(kind: FieldType, text) -> str:
    """What the check page says of what was typed."""
    return kind.show(kind.read(text, ITALIAN).value, ITALIAN.words)
