"""Whatever whoever helps presses, in whatever order: no answer is lost or changed but by giving one, or by taking a change back."""

from __future__ import annotations

import shutil

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.desk.visit import Visit
from kiosk.dispatch import codes
from tests.practice import ROOT, PracticeDesk
from tests.visitor import HEAD

FLOW = f"""{HEAD}sections:
  - section: tutto
    title: Tutto
    pages:
      - {{page: nome, ask: Come ti chiami?, type: surname}}
      - {{page: casa, ask: Hai una casa?, type: yes_no}}
      - {{page: via, ask: In quale via?, type: text, when: casa}}
      - {{page: storia, ask: Che cosa è successo?, type: text, private: true}}
      - page: figli
        ask: Hai figli?
        entry: "{{bimbo}}"
        repeat: yes
        max: 3
        pages:
          - {{page: bimbo, ask: Come si chiama?, type: given_names}}
"""
ANSWERS = {"nome": ["Rossi", "Bianchi", ""], "casa": ["yes", "no", "boh"], "via": ["Roma", "Milano"], "storia": ["CANARINO"], "bimbo": ["Aldo", "Bea"],
           "figli": ["add", "done", "0"]}
WAY_IN = ({"language": "it"}, {"how": "alone"}, {"topic": "altro"}, {"need": "prova"}, {}, {"consent": "yes"}, {"code": "go"})
_DESK: list[PracticeDesk] = []


def answers(visit: Visit) -> dict:
    def plain(held) -> dict:
        return {name: [plain(one) for one in answer.value.each] if hasattr(answer.value, "each") else (answer.value, answer.state)
                for name, answer in held.items()}
    return plain(visit.session.journey.answers)


class Helping(RuleBasedStateMachine):
    """A visitor and a helper at the same keys; `stack` is what the answers were before each step of the history."""

    @initialize()
    def arrives(self) -> None:
        self.visit = Visit(_DESK[0])
        for given in WAY_IN:
            self.visit.give(given)
        self.stack: list[dict] = []
        self.opens()

    def opens(self) -> None:
        visit = self.visit
        visit.operator()
        if visit.overlay == "operator":
            visit.give({"operator": _DESK[0].operators.practice_pin()})
        visit.give({"duties": "assist"})
        if visit.overlay == "interpreter":
            visit.give({"interpreter": "none"})

    def changing(self, act) -> None:
        """What may be a step of the history."""
        before, steps = answers(self.visit), len(self.visit.session.history)
        act()
        if len(self.visit.session.history) > steps:
            self.stack.append(before)

    def keeping(self, act) -> None:
        """What may not change an answer, whatever it does."""
        before = answers(self.visit)
        self.changing(act)
        assert answers(self.visit) == before

    @precondition(lambda self: self.visit.stage == "form" and not self.visit.overlay and not self.visit.is_hidden and self.visit.session.page is not None)
    @rule(data=st.data())
    def gives(self, data) -> None:
        session = self.visit.session
        name = session.page.id
        choice = data.draw(st.sampled_from(["change", "remove"] if session.menu is not None else ANSWERS[name]))
        self.changing(lambda: self.visit.give({name: choice}))

    @rule(key=st.sampled_from(["f3", "f4", "f6", "f7", "f8"]))
    def presses(self, key) -> None:
        self.keeping(lambda: self.visit.press(key))

    @precondition(lambda self: self.visit.card.name == "questions")
    @rule(data=st.data())
    def jumps(self, data) -> None:
        places = [option.value for option in self.visit.card.prompts[0].options]
        place = data.draw(st.sampled_from([value for value in places if value not in ("undo", "put_back")]))
        self.keeping(lambda: self.visit.give({"questions": place}))

    @precondition(lambda self: self.visit.card.name == "questions")
    @rule()
    def takes_back(self) -> None:
        steps = len(self.visit.session.history)
        self.visit.give({"questions": "undo"})
        if steps:
            assert answers(self.visit) == self.stack.pop()

    @precondition(lambda self: self.visit.card.name == "noting")
    @rule(tag=st.sampled_from([[], ["doubt"], ["missing", "recall"]]), text=st.sampled_from(["", "due cognomi", "è malato", "la password è gatto2026"]))
    def notes(self, tag, text) -> None:
        self.keeping(lambda: self.visit.give({"tags": tag, "text": text}))

    @precondition(lambda self: self.visit.card.name == "seeing")
    @rule(kind=st.sampled_from(["passport", "permit", "nonsense", {"out": "no"}]), expiry=st.sampled_from(["valid", "expired", "none", ""]))
    def sees(self, kind, expiry) -> None:
        self.keeping(lambda: self.visit.give({"kind": kind, "expiry": expiry}))

    @rule()
    def opens_or_closes(self) -> None:
        def turns() -> None:
            if self.visit.assist is None:
                return self.opens()
            self.visit.operator()
            return self.visit.give({"duties": "alone"})
        self.keeping(turns)

    @rule()
    def goes_back(self) -> None:
        self.visit.back()

    @rule(key=st.sampled_from(["help", "change_language", "hide", "show"]))
    def the_visitor_presses(self, key) -> None:
        self.keeping(lambda: getattr(self.visit, key)())

    @invariant()
    def every_card_can_be_drawn_and_shows_no_private_answer_beside_its_own_page(self) -> None:
        card = self.visit.card
        if self.visit.assist is not None and card.name in ("questions", "noting", "seeing", "review"):
            assert "CANARINO" not in repr(card)


def test_no_order_of_keys_loses_an_answer(tmp_path):
    (tmp_path / "flows" / "altro").mkdir(parents=True)
    shutil.copy(ROOT / "flows" / "topics.yaml", tmp_path / "flows")
    (tmp_path / "flows" / "altro" / "prova.yaml").write_text(FLOW, "utf-8")
    _DESK[:] = [PracticeDesk(tmp_path / "desk", [codes.make(codes.DRAFT)], flows=tmp_path / "flows")]
    from hypothesis.stateful import run_state_machine_as_test
    run_state_machine_as_test(Helping, settings=settings(max_examples=15, stateful_step_count=20, deadline=None))
