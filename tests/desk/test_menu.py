"""The menu of services: never more than seven choices at once, and every service is reached."""

import pytest

from kiosk.desk.visit import Visit
from tests.bench.start import shelf
from tests.practice import PracticeDesk

MOST = 7


def _at_the_menu(desk, topic):
    visit = Visit(desk)
    for stage, choice in (("language", "it"), ("how", "alone"), ("topic", topic)):
        visit.give({stage: choice})
    return visit


def _choices(visit):
    (prompt,) = visit.card.prompts
    assert [option.digit for option in prompt.options] == [str(number) for number in range(1, len(prompt.options) + 1)]
    return [option.value for option in prompt.options]


def _seen(visit):
    """The services met by asking for others until the first comes again."""
    seen = []
    while (choices := _choices(visit))[0] not in seen:
        assert len(choices) <= MOST and choices[-1] == "other"
        seen += [value for value in choices if value not in ("more", "other")]
        visit.give({"need": "more"} if "more" in choices else {"need": ""})
    return seen


@pytest.mark.parametrize("services", [1, 6, 7, 12])
def test_every_service_of_a_topic_is_reached_seven_choices_at_a_time(tmp_path, services):
    desk = PracticeDesk(tmp_path / "desk", codes=[""], flows=shelf(tmp_path / "flows", services))
    visit = _at_the_menu(desk, "altro")
    assert sorted(_seen(visit)) == sorted(f"prova-{number}" for number in range(services))
    visit.give({"need": "prova-0"})
    assert visit.card.name == "before"


def test_every_service_of_this_house_is_reached(tmp_path):
    desk = PracticeDesk(tmp_path)
    for topic, _ in desk.topics(desk.italian):
        assert _seen(_at_the_menu(desk, topic)) == [offer.id for offer in desk.offers(topic)]
