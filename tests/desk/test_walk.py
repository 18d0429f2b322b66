"""A visit played from a file of answers: what is reported, and that nothing is hidden."""

from __future__ import annotations

from kiosk.desk.walk import play
from tests.people import words
from tests.practice import MORNING
from tests.visitor import flow

HOUSE = """
- page: casa
  ask: Hai una casa?
  type: yes_no
- page: quanto
  when: casa == yes
  ask: Quanto paghi al mese?
  short: Affitto
  type: money
  unknown: true
  refuse: true
- page: anni
  ask: Da quanti anni?
  type: number
  check: [{rule: anni < 50, say: Sei sicuro?, soft: true}]
- page: nota
  ask: Vuoi dire altro?
  type: text
  optional: true
---
endings:
  - ending: lontano
    when: anni > 90
    title: Troppi
    text: Chiedi a una persona.
    keep: nothing
    next: [{do: Chiedi, who: tu, when: oggi}]
documents:
  - {document: promemoria, for: visitor}
  - {document: altro, for: visitor, when: casa == no}
"""

REPEAT = """
- page: figli
  ask: I tuoi figli
  repeat: yes
  entry: "{nome_figlio}"
  min: 0
  max: 2
  pages:
    - {page: nome_figlio, ask: Come si chiama?, type: text}
    - {page: eta_figlio, ask: Quanti anni ha?, type: number, refuse: true}
"""


def played(body: str, language: str = "it", **answers: object):
    return play(flow(body), answers, words(language), MORNING)


def test_a_whole_walk_says_what_was_asked_kept_and_printed():
    told = played(HOUSE, casa="yes", quanto="700", anni="3", nota="").as_json()
    assert {key: told[key] for key in told if key != "review"} == {
        "asked": ["casa", "quanto", "anni", "nota"],
        "kept": {"casa": True, "quanto": 700.0, "anni": 3, "nota": ""},
        "problems": [],
        "ending": None,
        "complete": True,
        "documents": ["promemoria"],
    }
    assert told["review"][1] == {"page": "quanto", "field": "quanto", "label": "Affitto", "value": "700,00 €"}


def test_the_review_of_a_walk_is_what_the_visitor_reads():
    review = played(HOUSE, casa="no", anni="3").as_json()["review"]
    assert [(row["label"], row["value"].lower()) for row in review] == [
        ("Hai una casa?", "no"), ("Da quanti anni?", "3"), ("Vuoi dire altro?", "non dato"),
    ]


def test_unknown_and_refused_are_told_apart():
    assert played(HOUSE, casa="yes", quanto=None, anni="1").as_json()["kept"]["quanto"] is None
    assert played(HOUSE, casa="yes", quanto={"refused": True}, anni="1").as_json()["kept"]["quanto"] == {"refused": True}


def test_an_answer_that_is_missing_stops_the_walk_and_is_named():
    walk = played(HOUSE, casa="yes")
    assert (walk.stuck, walk.complete, walk.ending) == (True, False, None)
    assert walk.problems == [{"page": "quanto", "field": "quanto", "code": "missing", "soft": False, "say": ""}]


def test_an_answer_that_cannot_be_read_stops_the_walk_and_is_named():
    walk = played(HOUSE, casa="no", anni="molti")
    assert (walk.stuck, [(problem["page"], problem["code"], problem["soft"]) for problem in walk.problems]) == (
        True, [("anni", "number.letters", False)],
    )


def test_a_doubt_is_reported_and_passed():
    walk = played(HOUSE, casa="no", anni="60")
    assert (walk.complete, [(problem["code"], problem["soft"], problem["say"]) for problem in walk.problems]) == (
        True, [("rule", True, "Sei sicuro?")],
    )


def test_a_name_that_no_field_has_is_reported():
    walk = played(HOUSE, casa="no", anni="3", ani="3")
    assert [(problem["field"], problem["code"]) for problem in walk.problems] == [("ani", "unknown_field")]


def test_an_ending_is_named_and_prints_nothing_when_nothing_is_kept():
    walk = played(HOUSE, casa="no", anni="95")
    assert (walk.ending, walk.complete, walk.documents()) == ("lontano", False, [])


def test_a_paper_with_a_condition_is_there_when_it_certainly_holds():
    assert played(HOUSE, casa="no", anni="3").documents() == ["promemoria", "altro"]


def test_the_entries_of_a_repeat_are_a_list():
    walk = played(REPEAT, figli=[{"nome_figlio": "Ada", "eta_figlio": "3"}, {"nome_figlio": "Ugo", "eta_figlio": {"refused": True}}])
    assert walk.as_json()["kept"] == {"figli": [{"nome_figlio": "Ada", "eta_figlio": 3}, {"nome_figlio": "Ugo", "eta_figlio": {"refused": True}}]}
    assert walk.asked == ["figli", "nome_figlio", "eta_figlio", "figli", "nome_figlio", "eta_figlio", "figli"]


def test_more_entries_than_there_is_room_for_are_reported():
    three = [{"nome_figlio": name, "eta_figlio": "1"} for name in ("Ada", "Ugo", "Eva")]
    walk = played(REPEAT, figli=three)
    assert (walk.stuck, [problem["code"] for problem in walk.problems]) == (True, ["too_many_entries"])


def test_no_entries_at_all_is_an_answer():
    assert played(REPEAT, figli=[]).as_json()["kept"] == {"figli": []}


def test_the_walk_speaks_the_language_it_was_asked_to():
    said = played(HOUSE, "en", casa="no", anni="molti").problems[0]["say"]
    assert said != "" and not said.startswith("(it)")
