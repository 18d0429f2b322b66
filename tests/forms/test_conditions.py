"""Conditions: what authors may write, what it means when an answer is missing, what is refused and how."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.answers import Answer, Answers
from kiosk.forms.conditions import ConditionIsWrong, Seen, compile_expression
from kiosk.forms.fields import PartialDate

TODAY = date(2026, 11, 22)
SCOPE = {
    "eta": Seen("number"), "reddito": Seen("number"), "casa": Seen("choice", ("affitto", "propria", "nessuna")),
    "aiuti": Seen("choices", ("cibo", "soldi", "nessuno")), "lavora": Seen("yes_no"), "nascita": Seen("date"), "nome": Seen("text"),
    "cittadinanza": Seen("choice"), "figli": Seen("repeat", entry={"eta_figlio": Seen("number"), "minore": Seen("yes_no")}),
}


def facts(**values):
    answers = Answers(TODAY)
    for name, value in values.items():
        answers = answers.with_answer(name, value if isinstance(value, Answer) else Answer(value, value))
    return answers


def told(source, wants="yes_no", **values):
    return compile_expression(source, SCOPE, wants)(facts(**values))


@pytest.mark.parametrize(("source", "values", "expected"), [
    ("eta >= 18", {"eta": 18}, True),
    ("eta >= 18", {"eta": 17}, False),
    ("eta >= 18", {}, None),
    ("not eta >= 18", {}, None),
    ("eta >= 18 and lavora", {"eta": 17}, False),
    ("eta >= 18 and lavora", {"eta": 20}, None),
    ("eta >= 18 or lavora", {"eta": 20}, True),
    ("eta >= 18 or lavora", {"eta": 10}, None),
    ("18 <= eta < 65", {"eta": 40}, True),
    ("18 <= eta < 65", {"eta": 65}, False),
    ('casa == "affitto"', {"casa": "affitto"}, True),
    ('casa != "affitto"', {"casa": "propria"}, True),
    ('casa in ["affitto", "propria"]', {"casa": "nessuna"}, False),
    ('"cibo" in aiuti', {"aiuti": ("cibo", "soldi")}, True),
    ('"cibo" not in aiuti', {"aiuti": ("nessuno",)}, True),
    ("cittadinanza in EU", {"cittadinanza": "RO"}, True),
    ("cittadinanza not in EU", {"cittadinanza": "MA"}, True),
    ("lavora == yes", {"lavora": True}, True),
    ("lavora == no", {"lavora": True}, False),
    ("known(eta)", {}, False),
    ("known(eta)", {"eta": 3}, True),
    ("known(eta)", {"eta": Answer(state="unknown")}, False),
    ("refused(eta)", {"eta": Answer(state="refused")}, True),
    ("eta >= 18", {"eta": Answer(state="refused")}, None),
    ('nome == "Anna"', {"nome": "Anna"}, True),
    ("yes if eta > 3 else no", {"eta": 4}, True),
])
def test_a_condition_means_what_it_says(source, values, expected):
    assert told(source, **values) is expected


@pytest.mark.parametrize(("source", "values", "expected"), [
    ("reddito / 2 + 1", {"reddito": 10}, 6),
    ("reddito / 4", {"reddito": 10}, Decimal("2.5")),
    ("reddito / eta", {"reddito": 10, "eta": 0}, None),
    ("0.1 + 0.2", {}, Decimal("0.3")),
    ("min(eta, reddito, 3)", {"eta": 7, "reddito": 5}, 3),
    ("max(eta, 3)", {}, None),
    ("-eta", {"eta": 3}, -3),
    ("count(aiuti)", {"aiuti": ("cibo", "soldi")}, 2),
    ("100 if lavora else 40", {"lavora": False}, 40),
    ("year(nascita)", {"nascita": PartialDate(1985)}, 1985),
])
def test_a_value_is_worked_out(source, values, expected):
    assert told(source, "any", **values) == expected


def test_only_the_year_of_birth_is_enough_when_it_settles_the_question():
    assert told("age(nascita) >= 18", nascita=PartialDate(1985)) is True
    assert told("age(nascita) >= 18", nascita=PartialDate(2015)) is False
    assert told("age(nascita) >= 18", nascita=PartialDate(2008)) is None
    assert told('nascita < "1990-01-01"', nascita=PartialDate(1985, 3)) is True
    assert told('nascita < "1985-03-15"', nascita=PartialDate(1985, 3)) is None


def test_days_are_counted_from_the_day_of_the_visit():
    assert told("days_since(nascita)", "any", nascita=PartialDate(2026, 11, 2)) == 20
    assert told("days_until(nascita) <= 60", nascita=PartialDate(2026, 12, 1)) is True


def test_a_sum_of_ages_known_only_in_part_is_known_in_part():
    ages = compile_expression("age(nascita)", SCOPE, "number")
    child = facts(eta_figlio=Answer(None, ages(facts(nascita=PartialDate(2016)))))
    family = Answer((child, facts(eta_figlio=4)), (child, facts(eta_figlio=4)))

    assert told("sum(figli.eta_figlio) >= 12", figli=family) is True
    assert told("sum(figli.eta_figlio) >= 14", figli=family) is None


def test_the_entries_of_a_repeat_are_counted_summed_and_searched():
    children = tuple(facts(eta_figlio=eta, minore=eta < 18) for eta in (4, 20))
    known = {"figli": children}
    assert told("count(figli)", "any", **known) == 2
    assert told("sum(figli.eta_figlio)", "any", **known) == 24
    assert told("any(figli.minore)", **known) is True
    assert told("all(figli.minore)", **known) is False
    assert told("all(figli.minore)", figli=(*children[:1], facts(eta_figlio=3))) is None
    assert told("count(figli) > 0") is None


@pytest.mark.parametrize(("source", "code", "column"), [
    ("etta >= 18", "F045", 1),
    ('eta >= "18"', "F044", 8),
    ('casa == "afitto"', "F046", 9),
    ('casa in ["afitto"]', "F046", 10),
    ("casa > 3", "F044", 8),
    ("eta", "F042", 1),
    ("eta = 18", "F040", 5),
    ("eta and lavora", "F044", 1),
    ("nascita < 3", "F044", 11),
    ('nascita < "domani"', "F044", 11),
    ("nome.upper()", "F047", 1),
    ("__import__('os')", "F047", 1),
    ("(lambda: 1)()", "F047", 1),
    ("[x for x in aiuti]", "F043", 1),
    ("eta ** 9", "F043", 1),
    ("f'{eta}'", "F043", 1),
    ("figli.eta_figlio > 3", "F043", 1),
    ("sum(figli.eta)", "F047", 5),
    ("age(eta) > 3", "F044", 5),
    ("known(eta > 3)", "F047", 7),
    ("True", "F043", 1),
    ("(" * 300 + ")" * 300, "F040", 201),
    ("eta > 1" + " and eta > 1" * 100, "F041", 1),
])
def test_what_cannot_be_told_is_refused_with_its_place(source, code, column):
    with pytest.raises(ConditionIsWrong) as refused:
        compile_expression(source, SCOPE)
    assert (refused.value.code, refused.value.column) == (code, column)


def test_a_slip_of_the_pen_is_answered_with_the_nearest_name():
    with pytest.raises(ConditionIsWrong, match="redito.*forse volevi «reddito»"):
        compile_expression("redito > 3", SCOPE)


def test_a_space_left_out_after_a_number_is_read_and_nothing_is_written_on_the_screen(recwarn):
    assert told("eta >= 18and lavora", eta=20, lavora=True) is True
    assert not recwarn.list


def test_one_equals_sign_is_answered_with_two():
    with pytest.raises(ConditionIsWrong, match="scrivi =="):
        compile_expression("eta = 18", SCOPE)


_leaf = st.sampled_from(["eta > 3", "reddito < 5", "lavora", "not lavora", 'casa == "affitto"', "eta == reddito"])
_conditions = st.recursive(_leaf, lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner), max_leaves=8)
_values = st.fixed_dictionaries({}, optional={
    "eta": st.integers(0, 6), "reddito": st.integers(0, 6), "lavora": st.booleans(), "casa": st.sampled_from(["affitto", "propria"]),
})


@given(_conditions, _values, _values)
def test_what_is_certain_stays_so_when_more_is_known(source, some, more):
    """Kleene's logic is monotone: an answer that comes later never turns a certain truth around."""
    before = told(source, **some)
    after = told(source, **(more | some))
    assert before is None or before is after


@given(st.text(max_size=60))
def test_no_text_at_all_breaks_the_compiler(source):
    try:
        compile_expression(source, SCOPE, "any")
    except ConditionIsWrong as wrong:
        assert wrong.column >= 1
