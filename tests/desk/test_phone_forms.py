"""A form filled by telephone: what is said, a yes that is heard, codes read back, a line that drops, and nothing of a kept answer read out."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.config import Operator, Permissions
from kiosk.desk import logbook
from kiosk.desk.visit import Visit
from kiosk.dispatch import sealing
from kiosk.linear import Linear
from kiosk.screens.watch import Waits
from tests.people import PEOPLE, Guest, finisher, names, texts
from tests.practice import ROOT, PracticeDesk, cheap_pin
from tests.typist import Typist

PINS = {"Anna Rossi": "222222", "Marco": "333333", "Sara": "444444"}
NUMBER = "333 1234567"
TAX_CODE = "RSSMRA85T10A562S"


@pytest.fixture(scope="module")
def phone_desk(tmp_path_factory, cheap_codes) -> PracticeDesk:
    """Anna and Sara fill forms by telephone, Marco helps at the desk alone."""
    team = tuple(Operator(name, cheap_pin(pin)) for name, pin in PINS.items())
    place = tmp_path_factory.mktemp("desk")
    desk = PracticeDesk(place / "desk", practice=False, flows=some_flows(place / "flows"), recipients=(sealing.make_key()[1],), operators=team,
                        permissions=Permissions(phone_forms=("Anna Rossi", "Sara")))
    desk.codes = [desk.drafts.make_code()]
    return desk


def some_flows(folder: Path) -> Path:
    """Three services of those that are shipped, to be read once."""
    for name in ("bank", "lavoro", "giustizia"):
        shutil.copytree(ROOT / "flows" / name, folder / name, ignore=lambda _, found: [one for one in found if name != "bank" and not one.startswith(("did.", "colloqui", "istanza"))])
    shutil.copy(ROOT / "flows" / "topics.yaml", folder)
    return folder


@pytest.fixture
def desk(phone_desk):
    with phone_desk.database.write() as store:
        for table in ("draft", "envelope", "log", "act"):
            store.delete(table)
    (phone_desk.config.folder / logbook.HEAD).unlink(missing_ok=True)
    return phone_desk


class Caller(Guest):
    """Somebody on the telephone, and Anna who types what they say."""

    def __init__(self, desk: PracticeDesk, name: str = "did", **said: object) -> None:
        super().__init__(Visit(desk), name, finisher(name).answers | {"codice_fiscale": TAX_CODE} | said)
        self.choices |= {"repeat": "yes", "readback": "done"}
        self.number: object = NUMBER
        visit = self.visit
        visit.operator()
        visit.give({"operator": PINS["Anna Rossi"]})
        visit.give({"duties": "works"})
        visit.give({"works": "phone"})
        visit.give({"phone_reason": {"out": "forms"}})

    def wants(self, prompt):
        return self.number if prompt.name == "phone_number" else super().wants(prompt)


def shown(visit: Visit) -> str:
    """Everything that the card says and asks, to be looked through for what must not be there."""
    card = visit.card
    return repr([card.lines, card.prompts, card.title, card.notice, card.assist, card.beside])


def test_a_whole_call_from_the_opening_to_the_number_read_twice(desk):
    caller = Caller(desk)
    visit = caller.visit
    caller.goes_to("before")
    said = []
    while visit.card.name == "before":
        said.append(texts(visit.card))
        caller.does()
    assert [text.split("\n")[0] for text in said] == [f"Prima di iniziare, {n} di 4" for n in (1, 2, 3)]
    assert "Sono Anna." in said[0] and "Non decido io" in said[1] and "circa 20 minuti" in said[2] and "Può fermarsi" in said[2]
    assert "resta qui 14 giorni" in texts(visit.card) and names(visit.card) == ["yes", "no"]
    caller.goes_to("review")
    assert (visit.session.typed_by, visit.session.helped.by, visit.session.helped.by_phone) == ("operator", "Anna", True)
    caller.goes_to("end")
    card = texts(visit.card).replace("\xa0", " ")
    reference = visit.receipt.shown
    assert reference in card and "due volte" in card and "   ".join((f"{reference[0]} {reference[1]}", f"{reference[2]} {reference[3]}")) in card
    caller.does()
    assert visit.over and desk.rows("envelope") == 1 and desk.rows("draft") == 0


def test_the_yes_is_in_the_logbook_with_its_time_and_without_a_person(desk):
    caller = Caller(desk)
    caller.goes_to("consent")
    assert [row["act"] for row in logbook.rows(desk.database, desk.config.desk.id)] == []
    caller.does()
    (row,) = logbook.rows(desk.database, desk.config.desk.id)
    assert (row["act"], row["who"]) == ("phone yes", "Anna 1") and row["at"].startswith("2026-11-21T") and logbook.check(desk) == []


def test_who_says_no_leaves_nothing(desk):
    caller = Caller(desk)
    caller.goes_to("consent")
    caller.visit.give({"consent": "no"})
    assert caller.visit.card.name == "refused" and desk.rows("draft") == 0 and desk.rows("log") == 0


def test_the_script_is_what_the_author_wrote_to_be_said_or_else_the_question(desk):
    caller = Caller(desk)
    caller.goes_to("situazione")
    card = caller.visit.card
    assert card.title.startswith("Leggi così: «Oggi hai un lavoro?") and card.title.endswith("»")
    other = Caller(desk, "colloqui-in-carcere")
    other.goes_to("divieto_avvicinamento")
    assert other.visit.card.title == "Leggi così: «C'è un divieto di vedere questa persona o di parlarle? Può dire sì, no, o non lo so.»"


def test_beside_each_question_stand_how_to_read_it_back_and_what_to_do_if_they_do_not_know(desk):
    caller = Caller(desk)
    caller.goes_to("codice_fiscale")
    lines = dict(caller.visit.card.assist.texts)
    assert lines["Ripeti"] == "dopo Invio, lettera per lettera."
    assert "tessera sanitaria" in lines["Se non sa"] and "«Va bene. Lo aggiungiamo quando richiama.»" in lines["Se non sa"]
    assert lines["Non dire"] == "dati di altri, esiti, motivi di pena, salute."
    other = Caller(desk)
    other.goes_to("situazione")
    assert other.visit.card.assist.wordings[0][1] == "«Scrivo: No, non ho un lavoro. È giusto?»"


def test_the_header_says_telephone_how_far_and_that_nobody_knows_who_calls(desk):
    caller = Caller(desk)
    caller.goes_to("ultimo_lavoro")
    card = caller.visit.card
    assert (card.assist.who, card.assist.types) == ("Anna", "identità non verificata")
    assert card.part.startswith("Domanda 2 di ") and card.part.endswith(" min")


def test_identity_is_verified_once_a_document_was_seen_at_a_desk(desk):
    caller = Caller(desk)
    caller.goes_to("nascita")
    caller.visit.session.journey = _seen(caller.visit.session.journey, "cognome")
    assert caller.visit.card.assist.types == "documento visto"


def _seen(journey, name):
    answer = journey.answers.answer(name)
    return journey.give({name: replace(answer, seen="Passaporto, vale ancora")})


def test_a_code_is_read_back_letter_by_letter_before_the_next_question(desk):
    caller = Caller(desk)
    caller.goes_to("codice_fiscale")
    caller.does()
    visit = caller.visit
    said = texts(visit.card).replace("\xa0", " ").split("\n")
    assert visit.card.name == "repeat"
    assert said[1:6] == ["R Roma   S Savona   S Savona", "M Milano   R Roma   A Ancona", "8 5   T Torino   1 0", "A Ancona   5 6 2", "S Savona"]
    assert names(visit.card) == ["yes", "no", "lacks", "lost"]
    visit.give({"repeat": "yes"})
    assert visit.card.name not in ("repeat", "codice_fiscale")


def test_what_was_written_wrong_is_typed_again_and_read_back_again(desk):
    caller = Caller(desk)
    caller.goes_to("codice_fiscale")
    caller.visit.give({"codice_fiscale": "RSSMRA85T10A562X"})
    caller.visit.give({"codice_fiscale": "RSSMRA85T10A562X"})
    assert caller.visit.card.name == "repeat"
    caller.visit.give({"repeat": "no"})
    assert caller.visit.card.name == "codice_fiscale"
    caller.does()
    caller.visit.give({"repeat": "yes"})
    assert caller.visit.session.journey.kept.answer("codice_fiscale").value == TAX_CODE


def test_what_is_not_at_hand_becomes_i_do_not_know_where_that_may_be(desk):
    caller = Caller(desk)
    caller.goes_to("codice_fiscale")
    caller.does()
    caller.visit.give({"repeat": "lacks"})
    assert caller.visit.session.journey.kept.answer("codice_fiscale").state == "unknown"
    other = Caller(desk)
    other.goes_to("repeat")
    other.visit.give({"repeat": "lacks"})
    assert other.visit.card.name == "repeat" and "Senza questa risposta" in other.visit.card.prompts[0].problem[0]


def test_help_in_the_middle_of_reading_back_comes_back_to_it(desk):
    caller = Caller(desk)
    caller.goes_to("repeat")
    caller.visit.help()
    caller.visit.back()
    assert caller.visit.card.name == "repeat"


def test_another_language_stands_on_the_page_and_the_script_beside_it_in_italian(desk):
    caller = Caller(desk)
    visit = caller.visit
    visit.change_language()
    visit.give({"language": "ar"})
    caller.goes_to("situazione")
    card = visit.card
    assert (card.code, card.beside.code) == ("ar", "it")
    assert card.beside.title.startswith("Leggi così: «Oggi hai un lavoro?") and "Leggi" not in card.title and not card.title.isascii()


def answered(desk: PracticeDesk, at: str = "residenza") -> Caller:
    """A call in the middle of the form."""
    caller = Caller(desk)
    caller.goes_to(at)
    return caller


def test_a_dropped_line_takes_the_answers_off_the_screen_and_keeps_them(desk):
    caller = answered(desk)
    visit = caller.visit
    assert visit.helps("f6")
    visit.press("f6")
    assert visit.card.name == "dropped" and desk.rows("draft") == 1
    assert f"Puoi richiamare: {NUMBER}" in texts(visit.card) and visit.shown_code in texts(visit.card)
    for said in (caller.answers["cognome"], TAX_CODE, "1985"):
        assert str(said) not in shown(visit)
    visit.back()
    visit.press("f3")
    assert visit.card.name == "dropped"


def test_the_number_is_shown_only_to_who_was_given_it_and_is_never_saved(desk):
    caller = Caller(desk)
    caller.number = {"out": "no"}
    caller.goes_to("nascita")
    caller.visit.press("f6")
    assert "Non ha dato un numero" in texts(caller.visit.card)
    other = answered(desk)
    assert NUMBER not in repr(desk.draft(other.visit.code)) and "1234567" not in repr(other.visit.phone)


@pytest.mark.parametrize("typed", ["", "abc", "12", "1" * 30])
def test_what_is_no_number_is_not_taken(desk, typed):
    caller = Caller(desk)
    caller.goes_to("phone_number")
    caller.visit.give({"phone_number": typed})
    assert caller.visit.card.name == "phone_number" and "Scrivi il numero" in caller.visit.card.prompts[0].problem[0]


def test_two_minutes_are_given_to_the_line_then_the_form_rests_under_its_code(desk):
    caller = answered(desk)
    caller.visit.press("f6")
    assert (Waits().due("dropped", 119), Waits().due("dropped", 120)) == ("", "leave")
    caller.visit.leave()
    assert caller.visit.over and desk.rows("draft") == 1 and desk.drafts.look(caller.visit.code, desk.today()).holder == ""


def returns(visit: Visit, pin: str = PINS["Anna Rossi"]) -> Visit:
    visit.press("f6")
    visit.give({"dropped": "back"})
    visit.give({"regain": pin})
    return visit


def test_the_return_asks_the_pin_and_then_something_only_the_caller_knows(desk):
    visit = returns(answered(desk).visit)
    assert visit.card.name == "compare" and "«Per riprendere mi dica lei: data di nascita»" in texts(visit.card)
    assert "1985" not in shown(visit) and "marzo" not in shown(visit)
    visit.give({"compare": "1 gennaio 1990"})
    assert visit.card.prompts[0].problem == ("No, non è uguale. Fallo ripetere piano.",) and "1990" not in shown(visit)
    visit.give({"compare": finisher("did").answers["nascita"]})
    assert (visit.card.name, visit.card.notice) == ("residenza", "Sì, è uguale.")


def test_after_three_wrong_answers_the_form_is_left(desk):
    visit = returns(answered(desk).visit)
    for _ in range(3):
        assert visit.card.name == "compare"
        visit.give({"compare": "1 gennaio 1990"})
    assert visit.over and desk.rows("draft") == 1


@pytest.mark.parametrize("pin", [PINS["Marco"], "999999"], ids=["a colleague who may not", "nobody's"])
def test_only_who_may_fill_forms_by_telephone_regains_it(desk, pin):
    visit = returns(answered(desk).visit, pin)
    assert visit.card.name == "regain" and visit.card.prompts[0].problem


def test_no_key_leads_past_the_question_to_the_caller(desk):
    visit = returns(answered(desk).visit)
    for key in (visit.back, visit.help, visit.back, visit.call, visit.back, visit.change_language, visit.back, visit.operator):
        key()
        assert TAX_CODE not in shown(visit)
    assert "listed" not in names(visit.card) and "accept" not in names(visit.card)
    visit.give({"duties": "close"})
    assert visit.card.name == "compare"


def test_a_form_found_by_its_code_is_compared_and_none_of_its_answers_is_shown(desk):
    first = answered(desk)
    first.visit.leave()
    caller = Caller(desk)
    visit = caller.visit
    visit.give({"how": "resume"})
    visit.give({"resume": first.visit.code})
    visit.give({"found": "go"})
    assert visit.card.name == "compare"
    visit.give({"compare": finisher("did").answers["nascita"]})
    assert visit.card.name == "residenza"
    visit.press("f3")
    listed = {option.text: option.detail for option in visit.card.prompts[0].options}
    assert listed["Cognome"] == visit.desk.italian.say("found.given") and first.answers["cognome"] not in shown(visit)


def test_of_people_in_a_list_nothing_is_shown_either_also_when_one_of_them_is_taken_away(desk):
    answers = next(person.answers for person in PEOPLE["colloqui-in-carcere"] if person.answers.get("bambini"))
    (child,) = answers["bambini"]
    said = answers | {"minori": 2, "bambini": [child, child | {"minore_nome": "Zoe"}]}
    first = Caller(desk, "colloqui-in-carcere", **said)
    first.goes_to("review")
    first.visit.leave()
    caller = Caller(desk, "colloqui-in-carcere", **said)
    visit = caller.visit
    for given in ({"how": "resume"}, {"resume": first.visit.code}, {"found": "go"}, {"compare": answers["nascita"]}):
        visit.give(given)
    caller.goes_to("bambini")
    looked = [shown(visit)]
    visit.give({"bambini": "0"})
    looked.append(shown(visit))
    visit.give({"bambini": "remove"})
    looked.append(shown(visit))
    visit.press("f3")
    looked.append(shown(visit))
    assert not any(name in text for text in looked for name in (child["minore_nome"], child["minore_cognome"], "Zoe"))
    assert len(visit.session.journey.answers.answer("bambini").value.each) == 1


def test_an_answer_of_an_earlier_day_is_asked_and_only_yes_or_no_is_shown(desk):
    first = answered(desk)
    first.visit.leave()
    visit = Caller(desk).visit
    for given in ({"how": "resume"}, {"resume": first.visit.code}, {"found": "go"}, {"compare": finisher("did").answers["nascita"]}):
        visit.give(given)
    visit.press("f3")
    visit.give({"questions": "codice_fiscale"})
    assert visit.card.prompts[0].typed == "" and "Non leggerla" in dict(visit.card.assist.texts)["Ripeti"]
    visit.give({"codice_fiscale": TAX_CODE})
    visit.give({"repeat": "yes"})
    assert visit.card.notice == "Sì, è uguale." and "codice_fiscale" not in visit.session.unsaid and "cognome" in visit.session.unsaid
    visit.press("f3")
    visit.give({"questions": "nome"})
    visit.give({"cognome": "Verdi", "nome": first.answers["nome"]})
    visit.give({"repeat": "yes"})
    assert visit.card.notice.startswith("È diverso da prima.")


def test_what_was_not_said_in_this_call_stays_a_pencil_line_and_the_paper_says_by_telephone(desk, tmp_path):
    first = answered(desk, "patente")
    first.visit.leave()
    caller = Caller(desk)
    visit = caller.visit
    for given in ({"how": "resume"}, {"resume": first.visit.code}, {"found": "go"}, {"compare": finisher("did").answers["nascita"]}):
        visit.give(given)
    caller.goes_to("readback")
    rows = {option.value: option.mark for option in visit.card.prompts[0].options}
    assert (rows["cognome"], rows["patente"]) == ("-", "")
    visit.give({"readback": "done"})
    frozen = visit.session.ready.submission
    assert (frozen.circumstances.by_phone, frozen.circumstances.by_voice, frozen.circumstances.assisted_by) == (True, True, "Anna")
    assert not frozen.answers["cognome"]["confirmed"] and frozen.answers["patente"]["confirmed"]
    assert b'"by_phone": true' in frozen.to_json()


def test_a_row_of_an_earlier_day_is_asked_before_it_is_confirmed(desk):
    first = answered(desk, "patente")
    first.visit.leave()
    caller = Caller(desk)
    visit = caller.visit
    for given in ({"how": "resume"}, {"resume": first.visit.code}, {"found": "go"}, {"compare": finisher("did").answers["nascita"]}):
        visit.give(given)
    caller.goes_to("readback")
    visit.give({"readback": "codice_fiscale"})
    assert visit.card.name == "codice_fiscale" and visit.card.prompts[0].typed == ""


def test_what_must_be_signed_is_signed_at_the_desk(desk):
    caller = Caller(desk, "colloqui-in-carcere")
    caller.goes_to("end")
    assert "La firma si mette allo sportello, con un documento." in texts(caller.visit.card)


def test_a_colleague_goes_on_with_the_same_form_once_the_caller_has_said_yes(desk):
    visit = answered(desk).visit
    visit.call()
    assert visit.card.name == "colleague" and not visit.calling
    visit.give({"colleague": "hand"})
    assert visit.card.name == "agree"
    visit.give({"agree": "yes"})
    visit.give({"takeover": PINS["Marco"]})
    assert visit.card.name == "takeover" and "non si compilano" in visit.card.prompts[0].problem[0]
    visit.give({"takeover": PINS["Sara"]})
    assert (visit.card.name, visit.assist.helper, visit.assist.types, visit.session.typed_by) == ("residenza", "Sara", "operator", "operator")
    assert visit.by_phone and visit.card.assist.who == "Sara"


def test_a_colleague_at_another_desk_is_called_with_the_same_key(desk):
    visit = answered(desk).visit
    visit.call()
    visit.give({"colleague": "ring"})
    assert visit.calling and visit.card.name == "called"
    visit.give({})
    assert visit.card.name == "residenza"
    visit.stop_calling()


def test_put_aside_by_telephone_the_code_is_read_twice_and_the_visit_ends(desk):
    visit = answered(desk).visit
    visit.operator()
    assert "alone" not in names(visit.card)
    visit.give({"duties": "park"})
    assert visit.card.name == "parked" and "Le do il codice per riprendere" in visit.card.title and visit.shown_code in texts(visit.card)
    visit.give({})
    assert visit.over and desk.rows("draft") == 1


def test_before_the_yes_a_dropped_line_is_the_end_of_the_call(desk):
    caller = Caller(desk)
    caller.goes_to("before")
    caller.visit.press("f6")
    assert caller.visit.over and desk.rows("draft") == 0


def test_from_the_first_card_back_to_the_calls(desk):
    visit = Caller(desk).visit
    visit.back()
    assert visit.over


def test_a_whole_call_as_plain_lines(desk):
    caller = Caller(desk)
    visit, target = caller.visit, io.StringIO()
    Linear(visit, Typist(visit, caller, stops_at=("end",)), target).run()
    said = target.getvalue().replace("\xa0", " ")
    for words in ("Leggi così: «Oggi hai un lavoro?", "Anna · identità non verificata", "F6 Linea caduta", "R Roma   S Savona   S Savona", "«Abbiamo finito. Le do il suo numero.»"):
        assert words in said
    assert "\x1b" not in said and desk.rows("envelope") == 1


def test_as_plain_lines_too_f6_takes_the_answers_away(desk):
    caller = answered(desk)
    visit, target = caller.visit, io.StringIO()
    Linear(visit, io.StringIO("F6\n1\n"), target).run()
    said = target.getvalue()
    assert "La linea è caduta" in said and f"Puoi richiamare: {NUMBER}" in said and "Riprendi la chiamata" in said
    assert caller.answers["cognome"] not in said[said.index("La linea è caduta") :]


def test_a_form_that_another_desk_has_taken_meanwhile_is_compared_before_it_is_shown_again(desk):
    caller = answered(desk)
    visit = caller.visit
    desk.resume(visit.code, desk.italian)
    caller.does()
    assert visit.card.name == "elsewhere"
    visit.give({"elsewhere": "here"})
    assert visit.card.name == "compare" and TAX_CODE not in shown(visit) and caller.answers["cognome"] not in shown(visit)
    visit.give({"compare": caller.answers["nascita"]})
    visit.press("f3")
    assert TAX_CODE not in shown(visit)


def test_a_service_of_which_nothing_is_kept_is_for_the_desk_alone(desk):
    person = Caller(desk, "istanza-sorveglianza")
    card = person.goes_to("need")
    person.visit.give({"need": "istanza-sorveglianza"})
    assert person.visit.card.name == card.name and "allo sportello" in shown(person.visit) and person.visit.session is None
