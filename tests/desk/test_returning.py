"""Coming back with a paper code: what is found, what changed meanwhile, who has it open, and how it is erased."""

from __future__ import annotations

import shutil

import pytest

from kiosk.database import Database
from kiosk.desk.visit import Visit
from kiosk.errors import DatabaseFailed, Refused
from tests.people import Guest, finisher, names, texts
from tests.practice import ROOT, PracticeDesk
from tests.visitor import HEAD

FIRST = """
      - {page: nome, ask: "Come ti chiami?", type: text, short: Nome}
      - {page: colore, ask: "Quale colore?", type: choice, short: Colore, choices: {rosso: Rosso, verde: Verde}}
      - {page: cane, ask: "Hai un cane?", type: yes_no, short: Cane}
      - {page: segreto, ask: "Il segreto?", type: text, short: Segreto, private: true}
      - page: figli
        ask: Chi sono i figli?
        repeat: yes
        entry: "{figlio}"
        min: 0
        max: 3
        pages:
          - {page: figlio, ask: "Come si chiama?", type: text, short: Figlio}
          - {page: scuola, ask: "Va a scuola?", type: yes_no, short: Scuola}
      - {page: ultima, ask: "Altro?", type: text, short: Altro}
"""
SECOND = """
      - {page: nome, ask: "Come ti chiami?", type: text, short: Nome}
      - {page: colore, ask: "Quale colore?", type: choice, short: Colore, choices: {verde: Verde, blu: Blu}}
      - {page: cane, ask: "Quanti cani hai?", type: number, short: Cani}
      - page: figli
        ask: Chi sono i figli?
        repeat: yes
        entry: "{figlio}"
        min: 0
        max: 3
        pages:
          - {page: figlio, ask: "Come si chiama?", type: text, short: Figlio}
      - {page: ultima, ask: "Altro?", type: text, short: Altro}
"""
ANSWERS = {"nome": "Amina", "colore": "rosso", "cane": "yes", "segreto": "Zorro"}


class Shelf:
    """One service whose author changes it."""

    def __init__(self, folder, code: str) -> None:
        self.folder, self.code = folder, code
        (folder / "flows" / "altro").mkdir(parents=True)
        shutil.copy(ROOT / "flows" / "topics.yaml", folder / "flows")
        self.place = folder / "flows" / "altro" / "prova.yaml"
        self.is_written(FIRST)

    def is_written(self, pages: str) -> None:
        self.place.write_text(f"{HEAD}sections:\n  - section: tutto\n    title: Tutto\n    pages:{pages}", "utf-8")

    def opens(self) -> PracticeDesk:
        """The desk as it starts on another day: the same store, the services as they are now."""
        desk = PracticeDesk(self.folder / "desk", codes=[self.code], flows=self.folder / "flows")
        desk.drafts._keys, desk.drafts.floor = KEYS, 0.0
        shutil.copytree(PLACE, self.folder / "desk", dirs_exist_ok=True)
        return desk


KEYS: dict = {}
PLACE = None


@pytest.fixture(scope="module", autouse=True)
def code(tmp_path_factory) -> str:
    """The key of a code is made once for all the desks of this file."""
    global PLACE, KEYS
    folder = tmp_path_factory.mktemp("secrets")
    desk = PracticeDesk(folder / "desk")
    code = desk.drafts.make_code()
    KEYS, PLACE = desk.drafts._keys, tmp_path_factory.mktemp("kept")
    for name in ("pepper", "week"):
        shutil.copy(folder / "desk" / name, PLACE)
    return code


@pytest.fixture
def shelf(tmp_path, code) -> Shelf:
    shutil.copytree(PLACE, tmp_path / "desk")
    return Shelf(tmp_path, code)


def begun(desk: PracticeDesk, **answers: object) -> Guest:
    """Somebody who has answered the first pages."""
    visit = Visit(desk)
    person = Guest(visit, "did", {})
    for typed in ({"language": "it"}, {"how": "alone"}, {"topic": "altro"}, {"need": "prova"}, {}, {"consent": "yes"}, {"code": "go"}):
        visit.give(typed)
    for name, value in (ANSWERS | answers).items():
        assert visit.card.name == name
        visit.give({name: value})
    return person


def comes_back(desk: PracticeDesk, code: str, language: str = "it", *more: dict) -> Visit:
    visit = Visit(desk)
    for typed in ({"language": language}, {"how": "resume"}, {"resume": code}, *more):
        visit.give(typed)
    return visit


def test_what_was_found_is_said_before_anything_goes_on(shelf, code):
    begun(shelf.opens()).visit.leave()
    card = comes_back(shelf.opens(), code).card

    assert (card.name, card.service, names(card)) == ("found", "Una prova", ["go", "erase", "back"])
    assert texts(card).splitlines() == ["Abbiamo trovato le tue risposte.", "L'ultima volta: 21 novembre 2026."]


def test_it_goes_on_where_it_stopped(shelf, code):
    first = begun(shelf.opens())
    before = first.visit.session.journey.kept
    first.visit.leave()
    visit = comes_back(shelf.opens(), code, "en", {"found": "go"})

    assert (visit.card.name, visit.words.language, visit.session.journey.kept) == ("figli", "en", before)


def test_going_back_from_what_was_found_changes_nothing(shelf, code):
    desk = shelf.opens()
    first = begun(desk)
    visit = comes_back(desk, code)
    visit.give({"found": "back"})
    assert visit.card.name == "resume"
    first.visit.give({"figli": "done"})

    assert (first.visit.saved, first.visit.overlay) == (True, "")


def test_the_first_version_of_a_private_answer_is_never_shown_on_the_card(shelf, code):
    begun(shelf.opens()).visit.leave()
    shelf.is_written(SECOND)
    card = comes_back(shelf.opens(), code).card

    assert "Zorro" not in texts(card)
    assert "Segreto: risposta data" in texts(card)


def test_what_does_not_fit_the_form_of_today_is_shown_and_not_dropped(shelf, code):
    desk = shelf.opens()
    visit = begun(desk).visit
    for typed in ({"figli": "add"}, {"figlio": "Omar"}, {"scuola": "yes"}, {"figli": "done"}):
        visit.give(typed)
    visit.leave()
    shelf.is_written(SECOND)
    card = comes_back(shelf.opens(), code).card
    bullets = [line.text for line in card.lines if line.style == "bullet"]
    assert sorted(bullets) == ["Cane: Sì", "Colore: Rosso", "Scuola: Sì", "Segreto: risposta data"]

    again = comes_back(shelf.opens(), code, "it", {"found": "go"})
    assert again.card.name == "colore"
    for typed in ({"colore": "blu"}, {"cane": "2"}):
        again.give(typed)
    assert again.saved
    again.leave()
    shelf.is_written(FIRST)
    home = comes_back(shelf.opens(), code, "it", {"found": "go"})
    assert home.session.journey.answers.answer("segreto").value == "Zorro"
    assert home.session.journey.answers.answer("nome").value == "Amina"


def test_what_did_not_fit_rests_until_it_is_finished_or_erased(shelf, code):
    begun(shelf.opens()).visit.leave()
    shelf.is_written(SECOND)
    desk = shelf.opens()
    for _ in range(3):
        visit = comes_back(desk, code, "it", {"found": "go"})
        visit.give({visit.card.name: {"colore": "blu", "cane": "2", "figli": "done"}[visit.card.name]})
        assert visit.saved
        visit.leave()
    rests = desk.draft(code)

    assert {one["path"][0]: one["answer"].get("value") for one in rests["aside"]} == {"segreto": "Zorro", "colore": "rosso", "cane": True}


def test_what_may_never_be_kept_is_asked_again_and_the_card_says_so(shelf, code):
    shelf.is_written(FIRST.replace("short: Cane}", "short: Cane, keep: never}"))
    begun(shelf.opens()).visit.leave()
    visit = comes_back(shelf.opens(), code)
    assert "Alcune risposte non le conserviamo mai: te le chiediamo di nuovo." in texts(visit.card)
    visit.give({"found": "go"})
    assert visit.card.name == "cane"
    visit.give({"cane": "yes"})
    assert visit.card.name == "figli"


def test_a_private_service_keeps_its_name_to_itself(shelf, code):
    shelf.place.write_text(shelf.place.read_text("utf-8").replace("title: Una prova", "title: Una cosa segreta\nneutral_title: Modulo B\nprivate: yes", 1), "utf-8")
    begun(shelf.opens()).visit.leave()
    card = comes_back(shelf.opens(), code).card

    assert (card.service, "segreta" in texts(card)) == ("Modulo B", False)


def test_a_service_that_is_not_offered_any_more_says_what_to_do_and_can_still_be_erased(shelf, code):
    begun(shelf.opens()).visit.leave()
    shelf.place.unlink()
    desk = shelf.opens()
    visit = comes_back(desk, code)
    assert (visit.card.name, visit.card.service, names(visit.card)) == ("found", "Una prova", ["call", "erase", "back"])
    assert "Il tuo codice vale fino al 22 novembre 2026." in texts(visit.card)
    visit.give({"found": "go"})
    assert visit.card.name == "found"
    visit.give({"found": "call"})
    assert (visit.card.name, desk.rows("draft")) == ("called", 1)
    for typed in ({}, {"found": "erase"}, {"forget": "yes"}):
        visit.give(typed)
    assert (visit.card.name, desk.rows("draft")) == ("erased", 0)


def test_erasing_by_code_asks_once_more_then_says_that_it_is_gone(shelf, code):
    desk = shelf.opens()
    begun(desk).visit.leave()
    visit = comes_back(desk, code)
    for typed in ({"found": "erase"}, {"forget": "no"}):
        visit.give(typed)
    assert (visit.card.name, desk.rows("draft")) == ("found", 1)
    for typed in ({"found": "erase"}, {"forget": "yes"}):
        visit.give(typed)
    assert (visit.card.title, desk.rows("draft")) == ("Fatto. Le tue risposte non ci sono più.", 0)
    visit.back()
    assert visit.card.name == "erased"
    visit.give({})
    assert visit.card.name == "how"
    with pytest.raises(Refused, match="code.none"):
        desk.find(code, visit.words)


def test_when_erasing_by_code_fails_nobody_is_told_that_it_is_gone(shelf, code, monkeypatch):
    desk = shelf.opens()
    begun(desk).visit.leave()
    visit = comes_back(desk, code)
    visit.give({"found": "erase"})
    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", _fails)
        visit.give({"forget": "yes"})
        assert (visit.card.name, visit.calling) == ("kept", True)
    visit.give({"kept": "back"})
    assert (visit.card.name, desk.rows("draft")) == ("found", 1)


def _fails(_self):
    raise DatabaseFailed("away")


def test_when_the_store_is_away_the_code_is_kept_and_can_be_tried_again(shelf, code, monkeypatch):
    desk = shelf.opens()
    begun(desk).visit.leave()
    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", _fails)
        visit = comes_back(desk, code)
        assert (visit.card.name, visit.typed) == ("away", code)
        visit.give({"away": "again"})
        assert visit.card.name == "away"
        visit.give({"away": "call"})
        visit.give({})
    assert (visit.card.name, visit.card.prompts[0].typed) == ("resume", code)
    visit.give({"resume": code})
    assert visit.card.name == "found"


@pytest.mark.parametrize(("typed", "said"), [
    ("4821 0937", "Mancano 8 numeri: il codice ha 16 numeri. Guarda di nuovo il foglio."),
    ("4821 0937 5516 204", "Manca 1 numero: il codice ha 16 numeri. Guarda di nuovo il foglio."),
    ("4821 0937 5516 2043 1", "C'è 1 numero di troppo: il codice ha 16 numeri. Guarda di nuovo il foglio."),
    ("4821 O937", "Il codice ha solo numeri, da 0 a 9. Guarda di nuovo il foglio."),
    ("0000 0000 0000 0001", "Un numero non è come sul foglio. Guarda di nuovo il foglio, quattro numeri alla volta."),
    ("0000 0000 0000 0000", "Con questo codice non troviamo niente. Guarda il foglio, o chiama una persona con F9."),
])
def test_a_code_that_opens_nothing_is_told_kindly_and_stays_to_be_mended(shelf, typed, said):
    prompt = comes_back(shelf.opens(), typed).card.prompts[0]
    assert (prompt.typed, prompt.problem) == (typed, (said,))


def test_who_lost_half_of_the_slip_can_call_a_person(shelf):
    visit = comes_back(shelf.opens(), "4821")
    out = visit.card.prompts[0].ways_out[0]
    visit.give({"resume": out.given})

    assert (out.text, visit.card.name, visit.calling) == ("Non ho tutto il codice. Chiamo una persona.", "called", True)


def test_a_visit_that_is_open_at_another_desk_is_said_to_be_and_can_be_taken_over(shelf, code):
    here, there = shelf.opens(), shelf.opens()
    first = begun(here).visit
    second = comes_back(there, code)
    assert "L'ultima volta non è stato chiuso. Se è aperto anche a un altro sportello, lì si ferma." in texts(second.card)
    second.give({"found": "go"})
    first.give({"figli": "done"})

    assert (first.card.name, first.saved) == ("elsewhere", False)
    assert first.card.title == "Questa visita adesso continua a un altro sportello."


def taken_over(shelf, code) -> tuple[Visit, Visit]:
    """Two people at two desks with one code: the second has gone on, the first has just answered."""
    first = begun(shelf.opens()).visit
    second = comes_back(shelf.opens(), code, "it", {"found": "go"})
    second.give({"figli": "done"})
    first.give({"figli": "done"})
    assert first.card.name == "elsewhere"
    return first, second


def test_the_card_of_a_taken_over_visit_does_not_go_away_by_itself(shelf, code):
    first, _ = taken_over(shelf, code)
    for act in (first.back, lambda: first.give({"elsewhere": "pippo"})):
        act()
        assert first.card.name == "elsewhere"


def test_taking_it_back_loads_what_was_saved_and_lists_what_was_not(shelf, code):
    first = begun(shelf.opens()).visit
    second = comes_back(shelf.opens(), code, "it", {"found": "go"})
    first.session.go_to("nome")
    first.give({"nome": "Fatima"})
    first.give({"elsewhere": "here"})

    assert (first.card.name, [line.text for line in first.card.lines][1:]) == ("retype", ["Nome: Fatima"])
    first.give({})
    assert first.session.journey.answers.answer("nome").value == "Amina"
    first.give({first.card.name: "done"})
    assert first.saved
    second.give({"figli": "done"})
    assert second.card.name == "elsewhere"


def test_who_leaves_the_taken_over_visit_leaves_the_other_in_peace(shelf, code):
    first, second = taken_over(shelf, code)
    first.give({"elsewhere": "leave"})
    second.give({"ultima": "niente"})

    assert (first.over, second.saved, second.overlay) == (True, True, "")


def test_what_another_desk_has_by_now_is_not_sent_from_here(shelf, code):
    first = begun(shelf.opens()).visit
    for typed in ({"figli": "done"}, {"ultima": "niente"}):
        first.give(typed)
    assert first.card.name == "review"
    second = comes_back(shelf.opens(), code, "it", {"found": "go"})
    first.give({"review": "done"})

    assert (first.card.name, first.receipt, first.desk.rows("envelope")) == ("elsewhere", None, 0)
    second.give({"review": "done"})
    assert (second.card.name, second.desk.rows("envelope"), second.desk.rows("draft")) == ("end", 1, 0)


@pytest.mark.parametrize("ended", ["erased", "sent"])
def test_what_was_erased_or_sent_at_another_desk_is_said_and_does_not_come_back(shelf, code, ended):
    first = begun(shelf.opens()).visit
    second = comes_back(shelf.opens(), code, "it", {"found": "go"})
    if ended == "sent":
        for typed in ({"figli": "done"}, {"ultima": "niente"}, {"review": "done"}):
            second.give(typed)
    else:
        second.cover("erase")
        second.give({"erase": "yes"})
    first.give({"figli": "done"})
    assert (first.card.name, first.desk.rows("draft")) == ("gone", 0)
    first.give({"gone": "stay"})
    assert (first.card.name, first.saved, first.session.journey.answers.answer("nome").value) == ("code", True, "Amina")


def test_a_code_that_somebody_else_has_by_chance_is_not_handed_out(shelf, code):
    desk = shelf.opens()
    begun(desk).visit.leave()
    before = desk.draft(code)
    given = iter([code, desk.drafts.make_code()])
    desk.make_code = lambda: next(given)
    visit = begun(desk, nome="Chen").visit

    assert (visit.code != code, visit.saved, desk.rows("draft"), desk.draft(code)) == (True, True, 2, before)


def test_the_same_service_chosen_again_goes_on_with_the_same_answers_and_code(shelf, code):
    visit = begun(shelf.opens()).visit
    for _ in range(12):
        if visit.card.name == "need":
            break
        visit.back()
    for typed in ({"need": "prova"}, {}, {"consent": "yes"}, {"code": "go"}):
        visit.give(typed)

    assert (visit.code, visit.session.journey.answers.answer("nome").value, visit.saved) == (code, "Amina", True)


def test_another_service_of_the_same_visit_has_another_code(guest, practice):
    practice.drafts.floor = 0.0
    person = guest()
    person.goes_to("cerca_lavoro")
    first, visit = person.visit.code, person.visit
    for _ in range(12):
        if visit.card.name == "topic":
            break
        visit.back()
    practice.codes = None
    try:
        other = Guest(visit, "rinnovo-permesso", finisher("rinnovo-permesso").answers)
        other.goes_to("code")
    finally:
        practice.codes = [first]

    assert visit.code != first
    assert (practice.draft(first)["flow"], practice.draft(visit.code)["flow"]) == ("did", "rinnovo-permesso")
    with practice.database.write() as store:
        assert sorted(bool(row["holder"]) for row in store.rows("draft", "holder")) == [False, True]


def test_escape_from_the_first_question_after_coming_back_loses_nothing(shelf, code):
    desk = shelf.opens()
    visit = begun(desk).visit
    visit.leave()
    visit = comes_back(desk, code, "it", {"found": "go"})
    before, met = visit.session.journey.kept, []
    while visit.card.name != "how":
        met.append(visit.card.name)
        visit.back()
    assert met == ["figli", "segreto", "cane", "colore", "nome"]
    for typed in ({"how": "alone"}, {"topic": "altro"}, {"need": "prova"}, {}, {"consent": "yes"}, {"code": "go"}):
        visit.give(typed)

    assert (visit.code.replace(" ", ""), visit.session.journey.kept, visit.saved) == (code, before, True)


def test_trying_again_tries_what_did_not_go(shelf, code, monkeypatch):
    desk = shelf.opens()
    begun(desk).visit.leave()
    visit = comes_back(desk, code)
    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", _fails)
        visit.give({"found": "go"})
        assert visit.card.name == "away"
    visit.give({"away": "again"})
    assert visit.card.name == "figli"


def test_taking_back_while_the_store_is_away_can_be_tried_again(shelf, code, monkeypatch):
    first, _ = taken_over(shelf, code)
    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", _fails)
        first.give({"elsewhere": "here"})
        assert first.card.name == "away"
        first.back()
        assert first.card.name == "elsewhere"
        first.give({"elsewhere": "here"})
    first.give({"away": "again"})
    assert first.card.name in ("retype", "ultima")


def test_a_service_that_breaks_meanwhile_leaves_the_draft_to_whoever_comes_with_the_code(shelf, code, monkeypatch):
    desk = shelf.opens()
    begun(desk).visit.leave()
    visit = comes_back(desk, code)
    shelf.place.unlink()
    desk.__dict__.pop("shelf")
    visit.give({"found": "go"})
    assert visit.card.name == "away"
    with desk.database.write() as store:
        assert [row["holder"] for row in store.rows("draft", "holder")] == [""]
