"""The journey: which pages these answers lead through, what is kept, and that it is never remembered, only recomputed."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.forms.answers import Answer, Answers
from kiosk.forms.conditions import Seen, compile_expression
from kiosk.forms.fields import NumberType
from kiosk.forms.flow import Ending, Field, Flow, Page, Privacy, Section
from kiosk.forms.journey import Journey, answered
from tests.visitor import flow, visitor

HOUSE = """
- page: casa
  ask: Hai una casa?
  type: yes_no
- page: affitto
  when: casa == yes
  ask: Paghi un affitto?
  type: yes_no
- page: quanto
  when: affitto == yes
  ask: Quanto paghi al mese?
  type: money
- page: tende
  when: quanto > 500
  ask: Ti serve un aiuto?
  type: yes_no
- page: fine
  ask: Vuoi dire altro?
  type: text
  optional: true
"""


def test_only_who_pays_a_rent_is_asked_how_much():
    visitor(HOUSE).answers(casa="no", fine="").is_not_asked("affitto").is_not_asked("quanto").is_at("review")


def test_an_answer_off_the_path_is_not_kept_and_comes_home_with_the_path():
    person = visitor(HOUSE).answers(casa="sì", affitto="sì", quanto="700", tende="sì", fine="ciao").is_at("review")
    person.changes("casa", casa="no").is_at("review").keeps_nothing_of("affitto", "quanto", "tende").keeps(fine="ciao")
    person.changes("casa", casa="yes").is_at("review").keeps(quanto=700, tende=True)


def test_the_visitor_hears_that_answers_are_put_aside():
    person = visitor(HOUSE).answers(casa="sì", affitto="sì", quanto="700", tende="sì", fine="")
    person.changes("casa", casa="no")
    assert "3" in person.session.notice


def test_going_back_and_forward_changes_nothing():
    person = visitor(HOUSE).answers(casa="sì", affitto="sì", quanto="700")
    before = person.session.journey
    person.goes_back().goes_back().goes_back().is_at("casa").answers(casa="sì", affitto="sì", quanto="700").is_at("tende")
    assert person.session.journey.kept == before.kept


def test_an_unknown_neither_shows_a_page_nor_fires_an_ending():
    form = flow("""
- page: eta
  ask: Quanti anni hai?
  type: number
  unknown: true
- page: scuola
  when: eta < 18
  ask: Vai a scuola?
  type: yes_no
---
endings:
  - ending: troppo_giovane
    when: eta < 14
    title: Non si può
    text: Serve una persona adulta.
    next: [{do: "Torna con un adulto", who: tu, when: quando vuoi}]
""")
    visitor(form).gives(eta=None).is_not_asked("scuola").is_at("review")
    visitor(form).gives(eta="12").is_at("troppo_giovane")
    visitor(form).gives(eta="15").is_at("scuola")


def test_a_rule_across_fields_holds_when_its_page_is_left():
    form = flow("""
- page: adulti
  ask: Quanti adulti siete?
  type: number
- page: bambini
  ask: Quanti bambini?
  type: number
---
checks:
  - check: adulti + bambini <= 4
    say: In tutto non più di quattro persone.
    at: bambini
""")
    person = visitor(form).answers(adulti="3", bambini="2").is_at("bambini")
    assert person.problems == {"bambini": "check"}
    person.gives(bambini="1").is_at("review")


def test_a_soft_rule_passes_when_it_is_confirmed_and_is_marked():
    form = flow("""
- page: eta
  ask: Quanti anni hai?
  type: number
  check: [{rule: eta < 100, say: Sei sicuro?, soft: true}]
""")
    person = visitor(form).gives(eta="104").is_at("eta").gives(eta="104").is_at("review")
    assert person.session.journey.kept.answer("eta").to_review is True
    visitor(form).gives(eta="104").gives(eta="105").is_at("eta")


def test_a_page_whose_second_field_depends_on_the_first_waits_for_both():
    form = flow("""
- page: nascita
  ask: Dove sei nato?
  fields:
    - {field: paese, ask: In quale Paese, type: country}
    - {field: comune, ask: In quale comune, type: text, when: 'paese == "IT"'}
""")
    visitor(form).gives(paese="IT").is_at("nascita").gives(paese="IT", comune="Milano").is_at("review")
    visitor(form).gives(paese="MA").is_at("review")


REPEAT = """
- page: figli
  ask: I tuoi figli
  repeat: yes
  entry: "{nome_figlio}"
  min: 1
  max: 3
  pages:
    - page: chi
      ask: Come si chiama?
      fields:
        - {field: nome_figlio, ask: Nome, type: text}
        - {field: eta_figlio, ask: Anni, type: number}
    - page: scuola
      when: eta_figlio >= 6
      ask: Va a scuola?
      type: yes_no
- page: bonus
  when: any(figli.scuola) and count(figli) >= 2
  ask: Vuoi il bonus?
  type: yes_no
"""


def test_an_entry_is_asked_by_its_own_answers_and_counted_outside():
    person = visitor(REPEAT).is_at("chi").gives(nome_figlio="Ada", eta_figlio="8").is_at("scuola").gives(scuola="sì").is_at("figli")
    person.gives(figli="add").gives(nome_figlio="Ugo", eta_figlio="2").is_at("figli").gives(figli="done").is_at("bonus")


def test_an_entry_can_be_changed_and_removed():
    person = visitor(REPEAT).gives(nome_figlio="Ada", eta_figlio="8").gives(scuola="sì")
    person.gives(figli="add").gives(nome_figlio="Ugo", eta_figlio="2")
    person.gives(figli="0").gives(figli="change").is_at("chi").gives(nome_figlio="Ada", eta_figlio="5").is_at("figli")
    person.gives(figli="1").gives(figli="remove").gives(figli="done").is_at("review")
    assert [entry.get("eta_figlio") for entry in person.kept["figli"]] == [5]


def test_a_repeat_says_when_it_is_full():
    person = visitor(REPEAT).gives(nome_figlio="Ada", eta_figlio="1")
    for name in ("Ugo", "Eva"):
        person.gives(figli="add").gives(nome_figlio=name, eta_figlio="1")
    person.gives(figli="add").is_at("figli")
    assert person.problems == {"figli": "too_many_entries"}


def test_an_entry_left_before_it_was_begun_disappears():
    person = visitor(REPEAT).gives(nome_figlio="Ada", eta_figlio="1").gives(figli="add").goes_back().is_at("figli")
    assert len(person.session.journey.answers.answer("figli").value.each) == 1


TODAY = date(2026, 11, 22)
TYPES = NumberType()


@st.composite
def _flows(draw):
    """A random flow of number pages, with conditions and endings that look back at some earlier ones."""
    size = draw(st.integers(1, 9))
    scope, pages, endings = {}, [], []
    for index in range(size):
        when = None
        if index and draw(st.booleans()):
            terms = draw(st.lists(st.tuples(st.integers(0, index - 1), st.sampled_from("<>"), st.integers(0, 4)), min_size=1, max_size=3))
            glue = draw(st.sampled_from([" and ", " or "]))
            when = compile_expression(glue.join(f"q{i} {sign} {n}" for i, sign, n in terms), scope)
        scope[f"q{index}"] = Seen("number")
        pages.append(Page(f"q{index}", (Field(f"q{index}", TYPES, place=f"q{index}"),), when=when))
        if draw(st.integers(0, 4)) == 0:
            endings.append(Ending(f"e{index}", compile_expression(f"q{index} == {draw(st.integers(0, 4))}", scope), "t", "x", position=index))
    privacy = Privacy("p", "consent", (), (), 1)
    return Flow("f", "t", "s", "altro", 1, (Section("s", "s", tuple(pages)),), privacy, "v", endings=tuple(endings))


_steps = st.lists(st.tuples(st.integers(0, 8), st.one_of(st.none(), st.integers(0, 4))), max_size=25)


def _answer(field, value):
    return Answer(state="unknown") if value is None else answered(field, value)


def _naive(form: Flow, answers: Answers):
    """What a person with a pencil would find: page by page, looking only at what was kept before."""
    kept, met, ended = {}, [], None
    for index, page in enumerate(form.pages):
        seen = Answers(TODAY)
        for name, answer in kept.items():
            seen = seen.with_answer(name, answer)
        if page.when is None or page.when(seen) is True:
            met.append(page.id)
            answer = answers.answer(page.id)
            if answer is None:
                return kept, met, None
            kept[page.id] = answer
            seen = seen.with_answer(page.id, answer)
        ended = next((e.id for e in form.endings if e.position == index and e.when(seen) is True), None)
        if ended:
            break
    return kept, met, ended


@settings(max_examples=300)
@given(_flows(), _steps)
def test_the_journey_equals_a_naive_recomputation(form, steps):
    journey = Journey.start(form, TODAY)
    for number, value in steps:
        page = form.pages[number % len(form.pages)]
        journey = journey.give({page.id: _answer(page.fields[0], value)})
        kept, met, ended = _naive(form, journey.answers)
        assert dict(journey.kept.items()) == kept
        assert [stop.page.id for stop in journey.stops] == met
        assert (journey.ending.id if journey.ending else None) == ended


@given(_flows(), _steps)
def test_pruning_twice_is_pruning_once(form, steps):
    journey = Journey.start(form, TODAY)
    for number, value in steps:
        page = form.pages[number % len(form.pages)]
        journey = journey.give({page.id: _answer(page.fields[0], value)})
    again = Journey.through(form, journey.answers)
    assert again.kept == journey.kept
    assert Journey.through(form, journey.kept).kept == journey.kept


@given(_flows(), _steps, st.integers(0, 8))
def test_an_answer_taken_back_leaves_the_journey_as_it_was(form, steps, number):
    journey = Journey.start(form, TODAY)
    for at, value in steps:
        page = form.pages[at % len(form.pages)]
        journey = journey.give({page.id: _answer(page.fields[0], value)})
    name = form.pages[number % len(form.pages)].id
    before = journey.answers.answer(name)
    if before is not None:
        there_and_back = journey.give({name: Answer(state="refused")}).give({name: before})
        assert there_and_back.kept == journey.kept
