"""The lessons for who helps: on the path of a real visit, with a score of what the person did, and nothing left of them anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk import config
from kiosk.config import Printer
from kiosk.desk import finishing as papers
from kiosk.desk.probe import Answer
from kiosk.desk.school import Classroom, Exercise, read_lessons
from kiosk.desk.school.trace import invented
from kiosk.desk.walk import play
from tests.people import Guest, names, texts
from tests.practice import MORNING, ROOT, PracticeDesk

LESSONS = {lesson.id: lesson for lesson in read_lessons()}


@pytest.fixture(scope="module")
def room(tmp_path_factory, cheap_codes):
    folder = tmp_path_factory.mktemp("desk")
    made = Classroom(replace(config.Config(), folder=folder, flows=ROOT / "flows", locales=ROOT / "locales"), lambda: MORNING)
    yield made
    made.close()


class Learner(Guest):
    """Somebody who does a lesson: answers what the coach says, unless told otherwise."""

    def __init__(self, room: Classroom, lesson: str, **answers: object) -> None:
        room.lesson = None
        visit, chosen = Exercise(room), LESSONS[lesson]
        super().__init__(visit, chosen.flow, {**chosen.before, **chosen.answers, **chosen.typed, **answers}, chosen.language)
        self.choices |= {"readback": "done", "repeat": "yes", "phone_reason": "lavoro", "phone_leaflets": "none", "phone_outcome": "informed"}
        visit.give({"school": lesson})
        visit.give({})

    def finishes(self) -> Learner:
        self.goes_to("score")
        return self

    @property
    def said(self) -> str:
        return texts(self.visit.card)


def test_there_are_twelve_lessons_each_with_a_real_service_and_something_to_reach(room):
    offered = {offer.id for offer in room.shelf.offers()}
    assert len(LESSONS) == 12
    assert all(lesson.flow in offered and lesson.goals and lesson.coach and lesson.about for lesson in LESSONS.values())
    assert names(Exercise(room).card) == [*LESSONS, "close"]


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_what_the_person_of_a_lesson_says_leads_to_its_end(lesson, room):
    flow = room.shelf.flow(lesson.flow)
    played = play(flow, {**lesson.before, **lesson.answers, **dict.fromkeys(lesson.typed)}, room.italian, MORNING)
    assert played.complete and all(problem["soft"] for problem in played.problems)
    assert set(lesson.answers) <= {row for row in played.asked} | set(flow.home_page)
    pages = {page.id for page in flow.every_page()}
    known = pages | {"", "language", "before", "consent", "need", "review", "called", "handing", "agree", "parked", "hidden"}
    known |= {"phone_reason", "phone_leaflets", "phone_read", "phone_outcome", "dropped", "regain", "compare"}
    assert {tip.at for tip in lesson.coach} <= known


@pytest.mark.parametrize("lesson", ["non-legge", "un-nome", "solo-anno", "senza-casa", "non-dico", "collega"])
def test_who_writes_what_the_person_says_has_invented_nothing(lesson, room):
    learner = Learner(room, lesson).finishes()
    assert "Risposte inventate: nessuna." in learner.said
    assert "(100 %)" in learner.said and names(learner.visit.card) == ["repeat", "other", "close"]


def test_only_the_questions_of_the_lesson_are_asked_and_the_coach_says_what_the_person_says(room):
    learner = Learner(room, "solo-anno")
    assert (learner.visit.card.name, learner.visit.card.coach) == ("nascita", "Non scrivere 1 gennaio: giorno e mese restano vuoti. Hassan: «1985»")
    learner.does()
    assert learner.visit.card.name == "codice_fiscale"
    learner.does()
    assert learner.visit.card.prompts[0].name == "review" and learner.visit.card.coach


def test_an_answer_that_the_person_did_not_give_is_called_so(room):
    learner = Learner(room, "solo-anno", nascita="1 gennaio 1985", codice_fiscale="RSSMRA85T10A562S").finishes()
    assert "Diverse da quello che dice Hassan: Data di nascita, Codice fiscale." in learner.said
    assert "Da riprovare: «Non lo so» al posto di un codice inventato." in learner.said


def test_what_whoever_helps_has_typed_is_not_counted_as_the_persons(room):
    learner = Learner(room, "non-legge")
    learner.visit.press("f8")
    learner.does()
    learner.visit.press("f8")
    learner.finishes()
    assert "Risposte scritte dalla persona: 2 su 3 (67 %)." in learner.said


def test_an_answer_given_again_as_it_is_stays_that_of_who_typed_it(room):
    learner = Learner(room, "collega")
    learner.visit.press("f8")
    learner.does()
    learner.visit.press("f8")
    assert learner.visit.card.name == "scuola"
    learner.finishes()
    assert "Risposte scritte dalla persona: 3 su 4 (75 %)." in learner.said


def test_to_another_language_and_back(room):
    learner = Learner(room, "lingua")
    visit = learner.visit
    for code in ("ar", "it"):
        visit.change_language()
        visit.give({"language": code})
        learner.does()
    learner.finishes()
    assert "Fatto: La persona ha scelto l'arabo con F2." in learner.said and "Da riprovare" not in learner.said


def test_back_before_there_is_not_to_change_the_language(room):
    learner = Learner(room, "lingua").finishes()
    assert learner.said.count("Da riprovare") == 2


def test_a_doubt_is_passed_and_a_wrong_form_is_taken_with_a_reason(room):
    learner = Learner(room, "forzare")
    learner.goes_to("codice_fiscale")
    learner.does()
    learner.visit.operator()
    learner.visit.give({"duties": "accept"})
    learner.visit.give({"reason": "document"})
    learner.finishes()
    assert "Da riprovare" not in learner.said and "Risposte inventate: nessuna." in learner.said


def test_hidden_and_shown_again(room):
    learner = Learner(room, "nascondi")
    learner.visit.hide()
    assert learner.visit.card.coach == "Aspetta che vada via. Poi Invio."
    learner.visit.give({})
    learner.finishes()
    assert "Da riprovare" not in learner.said


def test_a_colleague_is_called_and_nobody_is_rung_anywhere(room):
    learner = Learner(room, "collega")
    learner.visit.call()
    learner.visit.give({})
    learner.finishes()
    assert "Fatto: Hai chiamato una persona (F9)." in learner.said
    with room.database.write() as store:
        assert store.rows("call", "id") == []


def test_the_person_is_passed_on_and_agrees(room):
    learner = Learner(room, "passare")
    learner.does()
    visit = learner.visit
    visit.operator()
    for typed in ({"duties": "handing"}, {"handing": "day"}, {"agree": "yes"}, {}):
        visit.give(typed)
    assert visit.card.name == "score" and "Da riprovare" not in learner.said


def test_on_the_telephone_who_learns_only_says_the_way(room):
    learner = Learner(room, "telefono-strada")
    visit = learner.visit
    assert visit.card.name == "phone_reason" and "Il nome non ti serve" in visit.card.coach
    visit.give({"phone_reason": "lavoro"})
    visit.give({"phone_leaflets": names(visit.card)[0]})
    assert visit.card.name == "phone_read" and "parola per parola" in visit.card.coach
    visit.give({})
    visit.give({"phone_outcome": "informed"})
    assert visit.card.coach == "Lo schermo è di nuovo vuoto. Scegli «Chiudo il telefono»."
    visit.give({"phone_reason": {"out": "close"}})
    assert "Nessuna risposta scritta in questa prova." in learner.said and "Da riprovare" not in learner.said
    assert "Risposte scritte dalla persona" not in learner.said


def test_when_the_line_drops_nothing_stays_on_the_screen_and_the_call_goes_on_after_a_question(room):
    learner = Learner(room, "telefono-linea")
    learner.goes_to("telefono")
    visit = learner.visit
    assert visit.card.coach == "La linea è caduta: premi F6."
    visit.press("f6")
    assert visit.card.name == "dropped" and "Trattoria" not in repr(visit.card)
    visit.give({"dropped": "back"})
    assert room.operators.practice_pin() in texts(visit.card)
    visit.give({"regain": room.operators.practice_pin()})
    assert visit.card.name == "compare" and "Hassan: «Sono nato nel 1985»" in visit.card.coach
    visit.give({"compare": "1985"})
    assert visit.card.coach.startswith("È lui. Vai avanti. Hassan: «")
    learner.finishes()
    assert "Da riprovare" not in learner.said and "Risposte inventate: nessuna." in learner.said


def test_a_lesson_can_be_done_again_from_the_start(room):
    learner = Learner(room, "solo-anno").finishes()
    learner.visit.give({"score": "repeat"})
    assert (learner.visit.card.name, learner.visit.session) == ("lesson", None)
    learner.visit.give({})
    assert learner.visit.card.name == "nascita" and invented(learner.visit) == []
    learner.visit.leave()
    learner.visit.give({"score": "other"})
    assert learner.visit.card.name == "school"


@pytest.mark.parametrize("lesson", LESSONS)
def test_prova_stands_on_every_card_of_a_lesson(lesson, room):
    learner = Learner(room, lesson)
    visit = learner.visit
    for act in (visit.help, visit.help, visit.change_language, visit.operator, visit.still, visit.hide, visit.show):
        act()
        assert visit.card.practice
    visit.cover("")
    for _ in range(4):
        assert visit.card.practice
        learner.does()
    assert visit.card.practice and Exercise(room).card.practice


def test_when_nobody_is_there_any_more_the_school_is_over(room):
    visit = Learner(room, "solo-anno").visit
    visit.still()
    visit.wake()
    visit.hide()
    visit.leave()
    assert visit.over


def test_the_pin_of_the_school_is_no_secret_and_stops_no_kiosk(room):
    visit = Learner(room, "nascondi").visit
    visit.operator()
    visit.give({"duties": "alone"})
    visit.operator()
    assert room.operators.practice_pin() in texts(visit.card)
    visit.give({"operator": room.operators.practice_pin()})
    assert "halt" not in names(visit.card)
    visit.give({"duties": "halt"})
    assert not visit.over


@pytest.mark.parametrize(("at_end", "stops"), [(None, True), (lambda: None, False)], ids=["a program of its own", "from the menu"])
def test_to_close_the_school_stops_only_what_was_begun_for_it(room, at_end, stops):
    visit = Exercise(room, at_end)
    visit.give({"school": "close"})
    assert (visit.over, visit.halted) == (True, stops)


def test_of_a_lesson_nothing_is_left_and_the_real_store_is_as_it_was(tmp_path, cheap_codes):
    desk = PracticeDesk(tmp_path / "desk")
    desk.open()
    real = Exercise(Classroom(desk.config, lambda: MORNING))
    assert real.desk.place.is_dir()
    before = _everything(desk.config.folder)
    Learner(real.desk, "non-legge").finishes()
    real.desk.lesson = None
    closed = Exercise(real.desk, real.desk.close)
    closed.give({"school": "close"})
    assert closed.over and not real.desk.place.exists()
    assert _everything(desk.config.folder) == before


@pytest.mark.parametrize("receipt", [True, False], ids=["roll", "sheets"])
def test_prova_stands_on_every_paper_of_a_lesson(room, monkeypatch, tmp_path, receipt):
    lp = tmp_path / "lp"
    lp.write_text(f'#!/bin/sh\nexec cat > "{tmp_path}/$(ls {tmp_path} | wc -l).paper"\n')
    lp.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(room, "config", replace(room.config, printer=Printer("sala", receipt=receipt)))
    learner = Learner(room, "non-legge")
    visit = learner.visit
    papers.print_code(room, visit.code, visit.session, visit.words)
    papers.print_steps(room, visit.session)
    learner.goes_to("end")
    visit.give({"end": "print"})
    said = [paper.read_text("utf-8") if receipt else _printed(paper) for paper in sorted(tmp_path.glob("*.paper"))]
    assert len(said) == (3 if receipt else 4) and all("PROVA" in text for text in said)


def _printed(paper: Path) -> str:
    return PdfReader(paper).pages[0].extract_text()


def _everything(folder: Path) -> dict[str, str]:
    return {str(place): sha256(place.read_bytes()).hexdigest() for place in sorted(folder.rglob("*")) if place.is_file()}


def test_as_plain_prompts_too_every_card_says_prova_and_nothing_stays(tmp_path):
    env = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), **{f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "CONFIG")}}
    said = subprocess.run([sys.executable, "-m", "kiosk", "--linear", "--practice"], input="4\n\n\n\n1985\n", capture_output=True, text=True, timeout=60, cwd=ROOT, env=env).stdout
    assert "Scuola: scegli una prova" in said and "Hassan: «1985»" in said and "Qual è il tuo codice fiscale?" in said
    assert said.count("\nPROVA\n") == 4
    assert list(tmp_path.glob("sportello-scuola-*")) == []


def test_the_school_is_offered_where_nobody_has_begun_and_begins_in_the_same_process(tmp_path):
    from kiosk.desk.visits import visits
    desk = PracticeDesk(tmp_path / "desk")
    desk.look_at(Answer())
    coming = visits(desk)
    first = next(coming)
    first.operator()
    first.give({"operator": desk.operators.practice_pin()})
    assert "school" in names(first.card)
    first.give({"duties": "school"})
    assert first.over
    lesson = next(coming)
    assert lesson.card.name == "school" and lesson.desk.config.folder != desk.config.folder and lesson.desk.drawn is desk.drawn is not None
    lesson.give({"school": "close"})
    assert lesson.over and not lesson.desk.place.exists() and next(coming, None) is None
