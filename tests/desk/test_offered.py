"""What does not stand on a card cannot be chosen, whatever a client hands over."""

from __future__ import annotations

import random
import re

from kiosk.desk import staging
from kiosk.desk.visit import Visit

STEPS = 1_200


def _hands(chance: random.Random, visit: Visit) -> dict[str, object]:
    """Any of the options of each prompt, and a few signs where one is typed."""
    given, pin = {}, re.search(r"PIN è (\d+)", "".join(line.text for line in visit.card.lines))
    for prompt in visit.card.prompts:
        choices = [*prompt.options, *prompt.ways_out]
        given[prompt.name] = chance.choice(choices).given if choices else pin[1] if pin else "Anna"
    return given


def _state(visit: Visit) -> tuple:
    return visit.stage, visit.overlay, visit.under, tuple(visit.back_to), visit.over, visit.calling, visit.saved, visit.code, visit.card.title


def test_whatever_is_not_on_the_card_is_refused_and_changes_nothing(practice):
    chance, seen, refused = random.Random(7), {""}, set()
    visit = Visit(practice)
    for _ in range(STEPS):
        card, name = visit.card, visit.overlay or visit.stage
        asked = [one for one in card.prompts if one.name == name and one.entry in ("choice", "rows")]
        if asked and name not in staging.WHOLE and not visit.is_hidden:
            offered = {option.value for option in (*asked[0].options, *asked[0].ways_out)}
            before = _state(visit)
            for value in chance.sample(sorted(seen - offered), min(5, len(seen - offered))):
                visit.give({name: value})
                assert _state(visit) == before and visit.problem == "choose", (name, value)
            refused.add(name)
            seen |= offered
        key = chance.random()
        if key < 0.05:
            chance.choice((visit.help, visit.operator, visit.back, visit.call, visit.change_language))()
        else:
            visit.give(_hands(chance, visit))
        if visit.over:
            visit = Visit(practice)
    assert {"language", "how", "topic", "need", "doors"} <= refused and len(refused) > 20, sorted(refused)
