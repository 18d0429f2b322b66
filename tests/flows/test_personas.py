"""Every person of every shipped service goes the whole way, in every language that is offered."""

from __future__ import annotations

import pytest

from kiosk.authoring.answers import Persona
from kiosk.authoring.folder import check_paths
from kiosk.desk.walk import Played, play
from tests.people import CATALOGS, EVERYBODY, NAMES, PEOPLE, flow, words
from tests.practice import MORNING, ROOT

OFFERED = [(name, code) for name in sorted(PEOPLE) for code in CATALOGS.languages() if (ROOT / "locales" / code / "LC_MESSAGES" / f"{name}.po").exists()]
"""Every service with each language in which it is offered beside Italian."""


def walked(name: str, person: Persona, language: str) -> Played:
    return play(flow(name), person.answers, words(language), MORNING)


def ends(played: Played) -> str:
    return played.ending or ("review" if played.complete else f"stuck: {played.problems}")


def in_order(wanted: tuple[str, ...], asked: list[str]) -> bool:
    met = iter(asked)
    return all(page in met for page in wanted)


def test_no_shipped_service_has_a_problem():
    assert [str(problem) for problem in check_paths([ROOT / "flows"])] == []


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_every_ending_and_the_end_are_reached_by_somebody(name):
    reached = {person.ends for person in PEOPLE[name]}
    assert reached == {"review", *(ending.id for ending in flow(name).endings)}


@pytest.mark.parametrize(("name", "person"), EVERYBODY, ids=NAMES)
def test_a_person_goes_the_way_the_author_meant(name, person):
    played = walked(name, person, "it")
    assert ends(played) == person.ends
    assert in_order(person.asks, played.asked), played.asked
    assert [page for page in person.not_asks if page in played.asked] == []
    assert tuple(played.documents()) == (person.documents if person.documents is not None else tuple(played.documents()))
    assert [problem for problem in played.problems if not problem["soft"]] == []


@pytest.mark.parametrize(("name", "language"), OFFERED)
def test_the_same_answers_are_kept_in_every_language(name, language):
    for person in PEOPLE[name]:
        there, here = walked(name, person, "it").as_json(), walked(name, person, language).as_json()
        assert {key: here[key] for key in ("asked", "kept", "ending", "documents")} == {
            key: there[key] for key in ("asked", "kept", "ending", "documents")
        }, person.name


@pytest.mark.parametrize(("name", "language"), OFFERED)
def test_no_italian_stands_in_for_a_missing_translation(name, language):
    said = {row["label"] for person in PEOPLE[name] for row in walked(name, person, language).as_json()["review"]}
    assert [label for label in said if label.startswith("(it)")] == []
