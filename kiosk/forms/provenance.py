"""What the person stands by: answers read back and confirmed, and those left blank for a pencil.

An answer is confirmed as it stands: when it is typed again, by whomever, it is not confirmed any more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from kiosk.forms.answers import Answers, Entries
from kiosk.forms.journey import Journey
from kiosk.forms.review import Row, rows


def confirm(journey: Journey, left_blank: Collection[str] = ()) -> Journey:
    """The journey with every answer that was shown confirmed, but those at these paths; the same object when nothing changes."""
    shown = {row.path for row in rows(journey)}
    answers = _confirmed(journey.answers, "", shown, left_blank)
    return journey if answers == journey.answers else Journey.through(journey.flow, answers)


def stands(row: Row) -> bool:
    """May this answer go on a paper that is signed? What the kiosk worked out stands when all that it was worked out from does."""
    return row.answer.confirmed


def _confirmed(answers: Answers, place: str, shown: Collection[str], left_blank: Collection[str]) -> Answers:
    for name, answer in answers.items():
        path = place + name
        if isinstance(answer.value, Entries):
            each = tuple(_confirmed(entry, f"{path}/{number}/", shown, left_blank) for number, entry in enumerate(answer.value.each))
            answers = answers.with_answer(name, replace(answer, value=replace(answer.value, each=each)))
        elif path in shown:
            answers = answers.with_answer(name, replace(answer, confirmed=path not in left_blank))
    return answers
