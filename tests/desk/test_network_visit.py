"""Somebody looks for a place at the kiosk, is sent there, comes back with the code; somebody else was sent here."""

from __future__ import annotations

import io
import json
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from kiosk.config import Destination, Printer
from kiosk.desk import acts, seeking, short_codes
from kiosk.desk.door_turns import LEADS
from kiosk.desk.visit import Visit
from kiosk.dispatch import codes, office, sealing
from kiosk.dispatch.outbox import Outbox
from kiosk.i18n import clean
from kiosk.linear import Linear
from kiosk.network import kept
from kiosk.network.referrals import ACCEPTED, CANCELLED, MESSAGE, MET, PAPER, SENT
from kiosk.network.referrals import PHONE as BY_PHONE
from tests.people import names, texts
from tests.practice import MORNING, PracticeDesk

pytestmark = pytest.mark.usefixtures("cheap_codes")
UEPE = Destination("ufficio-pene", "https://uepe.esempio.it/buste")
NAME, PHONE = "Wanjiru Öztürk", "333 123 4567"


def opened_desk(folder: Path, **more) -> PracticeDesk:
    desk = PracticeDesk(folder, **{"destinations": (UEPE,), "network": (("uepe-milano", UEPE.name),)} | more)
    desk.drafts.floor = 0.0
    return desk


@pytest.fixture
def either(tmp_path, store_url):
    """A desk over each store, with one actor that a message can be sent to."""
    desk = opened_desk(tmp_path / "desk", store=store_url)
    yield desk
    desk.database.close()


@pytest.fixture
def desk(one_desk):
    """One desk for the whole file, with nothing of the network in its store."""
    one_desk.clock = lambda: MORNING
    with one_desk.database.write() as store:
        for table in ("actor", "availability", "referral", "invite", "arrival", "envelope"):
            store.delete(table)
    one_desk.network.look()
    return one_desk


@pytest.fixture(scope="module")
def one_desk(tmp_path_factory):
    desk = opened_desk(tmp_path_factory.mktemp("one"))
    yield desk
    desk.database.close()


def arrives(desk, *choices: str, language: str = "it") -> Visit:
    """Somebody who has chosen a language and then so much more, a card each."""
    visit = Visit(desk)
    for choice in (language, *choices):
        gives(visit, choice)
    return visit


def gives(visit: Visit, given: object) -> Visit:
    name = visit.overlay or visit.stage
    visit.give(given if isinstance(given, dict) else {name: given})
    return visit


def at_actor(desk, name: str = "uepe-milano", **more: str) -> Visit:
    return arrives(desk, "places", f"={name}", **more)


def is_sent(desk, name: str = "uepe-milano", said: str = "", phone: str = "", language: str = "it") -> Visit:
    visit = at_actor(desk, name, language=language)
    for given_ in ("refer", {"name": said, "phone": phone}, "yes"):
        gives(visit, given_)
    return visit


def chosen_from(card) -> list[str]:
    return [option.text for option in card.prompts[0].options]


def envelopes_of(desk, folder: Path) -> list[dict]:
    """The answers.json of everything that waits, as the office opens it."""
    found = []
    for waiting in Outbox(desk.database).waiting():
        papers = {place.name: place for place in office.open_envelope(desk.config, waiting.reference, folder / waiting.reference)}
        found.append(json.loads(papers.pop("answers.json").read_text("utf-8")) | {"papers": list(papers.values()), "to": waiting.destination})
    return found


# looking for a place


def test_a_word_a_need_and_a_suggestion_lead_to_a_card(desk):
    assert "uepe-milano" in names(arrives(desk, "places", "uepe").card)
    assert [option.text for option in arrives(desk, "places").suggest("places", "cartias")][0].startswith("Caritas")
    by_need = arrives(desk, "places", {"places": {"out": "italian"}})
    assert by_need.stage == "results" and "scuole-italiano" in names(by_need.card)
    assert at_actor(desk).card.title == "UEPE di Milano"


def test_seven_lines_at_most_and_the_others_round_and_round(desk):
    visit, met = arrives(desk, "places", {"places": {"out": "work"}}), []
    while names(visit.card)[0] not in met:
        assert len(names(visit.card)) <= 7
        met += names(visit.card)
        gives(visit, "more")
    assert len({*met} - {"more", "again"}) == len(seeking.results(visit))


def test_nothing_found_has_its_words_and_a_person(desk):
    visit = arrives(desk, "places", "xyzzyx qwrtpl")
    assert visit.card.title == "Non ho trovato niente. Prova con un'altra parola." and names(visit.card) == ["again", "call"]
    assert gives(visit, "again").stage == "places" and visit.card.prompts[0].typed == ""
    assert gives(arrives(desk, "places", "xyzzyx qwrtpl"), "call").overlay == "called"


def test_an_empty_box_and_a_line_that_is_none_are_asked_again(desk):
    assert arrives(desk, "places", "").problem == "needed"
    assert arrives(desk, "places", "uepe", "9").problem == "choose"


def test_who_speaks_the_visitors_language_can_be_asked_for(desk):
    kept.put(desk.database, replace(desk.network.actor("scuole-italiano"), id="scuola-araba", name="Scuola Nur", languages=("ar", "it")), date(2026, 11, 21))
    visit = arrives(desk, "places", {"places": {"out": "italian"}}, language="ar")
    assert "speaking" in names(visit.card)
    gives(visit, "speaking")
    assert names(visit.card) == ["scuola-araba", "all", "again"]
    assert "scuole-italiano" in names(gives(visit, "all").card)
    assert "speaking" not in names(arrives(desk, "places", {"places": {"out": "italian"}}).card)


# the card of an actor


def test_the_card_says_when_it_was_read_and_that_the_office_must_confirm(desk):
    said = texts(at_actor(desk, "sportello-tag").card)
    assert "Verifica con l'ufficio prima di andare." in said and "Letto il 22 novembre 2026" in said
    assert "Quando: mar 10:00-13:00" in said and "viale dei Mille 1" in said
    assert "Verifica" not in texts(at_actor(desk, "procura-milano-casellario").card)


def test_a_place_that_is_closed_today_says_when_it_opens(desk):
    # MORNING is a Saturday
    assert "Oggi è chiuso. Apre: martedì 24 novembre 2026" in texts(at_actor(desk, "sportello-tag").card)
    assert "Oggi è aperto: 07:30-13:00" in texts(at_actor(desk, "san-vittore").card)


def test_on_a_holiday_nobody_says_that_a_place_is_open(tmp_path):
    desk = opened_desk(tmp_path)
    desk.clock = lambda: MORNING.replace(month=12, day=8)
    said = texts(at_actor(desk, "sportello-tag").card)
    assert "Quando: mar 10:00-13:00" in said and "Oggi è" not in said
    desk.clock = lambda: MORNING.replace(month=12, day=7)
    assert "Apre: martedì 15 dicembre 2026" in texts(at_actor(desk, "sportello-tag").card)


def test_a_place_that_somebody_has_closed_says_until_when_and_how_many_places_it_has(desk):
    kept.note(desk.database, "san-vittore", closed_until=date(2026, 11, 30), places=0, since_on=date(2026, 11, 20))
    said = texts(at_actor(desk, "san-vittore").card)
    assert "È chiuso fino al 30 novembre 2026." in said and "Oggi è aperto" not in said and "Nessun posto libero (detto il 20 novembre 2026)" in said


def test_an_actor_with_no_contact_says_what_to_do(desk):
    said = texts(at_actor(desk, "scuole-italiano").card)
    assert "Non abbiamo un telefono sicuro di questo posto." in said and "Chiedi a una persona di questo sportello." in said


def test_a_contact_that_is_overdue_is_marked_and_listed_for_the_volunteer(tmp_path):
    desk = opened_desk(tmp_path)
    desk.clock = lambda: MORNING + timedelta(days=300)
    assert "Questi dati sono vecchi." in texts(at_actor(desk, "uepe-milano").card)
    visit = Visit(desk)
    visit.go("contacts")
    shown = names(visit.card)
    assert len(shown) == 7 and shown[-2:] == ["more", "close"]
    gives(gives(visit, shown[0]), "good")
    assert shown[0] not in {actor.id for actor in desk.network.overdue()} and visit.stage == "contacts"
    gives(gives(visit, shown[1]), "closed")
    desk.network.look()
    assert desk.network.said[shown[1]].is_closed(desk.today()) and gives(visit, "close").stage == "language"


def test_a_telephone_reads_the_way_there_and_plain_prompts_write_it(desk):
    coded = [line for line in at_actor(desk, "carta-identita-milano").card.lines if line.style.startswith("qr")]
    assert [line.text for line in coded] == ["https://servizicrm.comune.milano.it/spec/appuntamenti/anagrafecie"]
    target = io.StringIO()
    linear = Linear(at_actor(desk, "san-vittore"), io.StringIO(""), target)
    linear.run()
    assert "QR: tel:02438521" in target.getvalue()


# being sent there


def test_what_was_shown_is_what_is_sealed_and_nothing_else(either, tmp_path):
    visit = at_actor(either, language="ar")
    gives(gives(visit, "refer"), {"name": NAME, "phone": PHONE})
    shown = [line.text for line in visit.card.lines if line.style == "exact" and line.language == "it"]
    gives(visit, "yes")
    assert visit.stage == "referred"
    (sent,) = envelopes_of(either, tmp_path)
    assert sent["answers"]["testo"]["value"].split("\n") == shown and sent["to"] == UEPE.name
    printed = " ".join(PdfReader(sent["papers"][0]).pages[0].extract_text().split())
    assert all(" ".join(line.split()) in printed for line in shown)
    assert sent["answers"]["nome"]["value"] == NAME and sent["answers"]["telefono"]["value"] == "333 123 4567"


def test_who_stays_nameless_is_sent_all_the_same(desk, tmp_path):
    visit = is_sent(desk)
    (sent,) = envelopes_of(desk, tmp_path)
    assert "Preferisce non dire il nome." in sent["answers"]["testo"]["value"] and "nome" not in sent["answers"] and "telefono" not in sent["answers"]
    (one,) = desk.network.referrals.to_follow()
    assert (one.actor, one.status, one.way, one.made_on) == ("uepe-milano", SENT, MESSAGE, date(2026, 11, 21))
    assert seeking.shown(visit.seeking.code) in texts(visit.card)


def test_nobody_is_sent_before_the_yes_and_a_no_keeps_nothing(desk):
    visit = at_actor(desk)
    for given_ in ("refer", {"name": NAME, "phone": ""}, "change", {"name": "", "phone": PHONE}, "no"):
        assert desk.network.referrals.to_follow() == () and Outbox(desk.database).waiting() == ()
        gives(visit, given_)
    assert visit.stage == "actor" and visit.seeking.name == visit.seeking.phone == "" and desk.network.referrals.to_follow() == ()


def test_a_phone_that_is_none_is_asked_again_and_never_repeated(desk):
    visit = at_actor(desk)
    gives(gives(visit, "refer"), {"name": "", "phone": "chiamami"})
    assert visit.stage == "refer" and any(prompt.problem for prompt in visit.card.prompts)
    assert not any("chiamami" in line for prompt in visit.card.prompts for line in prompt.problem)


def test_nothing_of_a_person_stands_in_the_store_outside_the_seal(tmp_path):
    desk = opened_desk(tmp_path)
    visit = is_sent(desk, said=NAME, phone=PHONE)
    code = visit.seeking.code
    visit.leave()
    desk.database.close()
    for place in tmp_path.rglob("*"):
        content = place.read_bytes() if place.is_file() else b""
        for secret in (NAME, NAME.split()[0], "Öztürk", "3331234567", PHONE, code, seeking.shown(code)):
            assert secret.encode() not in content, (place.name, secret)


def test_what_was_said_to_one_actor_is_not_said_to_the_next(desk):
    visit = at_actor(desk)
    gives(gives(visit, "refer"), {"name": NAME, "phone": PHONE})
    for _ in range(3):
        visit.back()
    assert visit.stage == "places"
    gives(gives(visit, "=san-vittore"), "refer")
    assert [prompt.typed for prompt in visit.card.prompts] == ["", ""]


def test_who_comes_after_by_the_first_card_finds_nothing_of_it(desk):
    visit = at_actor(desk)
    gives(gives(visit, "refer"), {"name": NAME, "phone": PHONE})
    for _ in range(9):
        visit.back()
    assert visit.over and visit.stage != "language"


def test_a_door_leads_to_an_actor_too(desk):
    visit = arrives(desk)
    LEADS["actor"](visit, "uepe-milano")
    assert visit.card.title == "UEPE di Milano" and gives(visit, "back").stage == "how"


def test_a_store_that_is_away_sends_nothing_and_says_so(tmp_path, monkeypatch):
    desk = opened_desk(tmp_path)
    visit = at_actor(desk)
    gives(gives(visit, "refer"), {"name": "", "phone": ""})
    desk.database.close()
    (tmp_path / "sportello.db").rename(tmp_path / "altrove.db")
    (tmp_path / "sportello.db").mkdir()
    gives(visit, "yes")
    assert (visit.overlay, visit.stage) == ("unsent", "saying") and "Non è partito niente." in texts(visit.card)
    (tmp_path / "sportello.db").rmdir()
    (tmp_path / "altrove.db").rename(tmp_path / "sportello.db")
    gives(visit, "again")
    assert visit.stage == "referred" and len(desk.network.referrals.to_follow()) == 1 == len(Outbox(desk.database).waiting())


def test_without_an_office_and_without_a_printer_a_person_telephones(desk):
    visit = is_sent(desk, "san-vittore")
    assert visit.calling and visit.stage == "referred" and desk.network.referrals.to_follow()[-1].way == BY_PHONE
    assert "Una persona viene e telefona con te." in texts(visit.card)


def test_nobody_is_told_that_the_desk_writes_where_nothing_can_go_and_nobody_answers(desk):
    assert names(at_actor(desk, "caritas-ambrosiana").card) == ["back", "call"]
    assert "refer" in names(at_actor(desk, "san-vittore").card)


def test_the_way_back_is_called_by_where_it_leads(desk):
    found = gives(arrives(desk, "places", "uepe"), "uepe-milano")
    assert "Torno ai posti trovati" in chosen_from(found.card) and gives(found, "back").stage == "results"
    picked = at_actor(desk)
    assert "Torno indietro" in chosen_from(picked.card) and gives(picked, "back").stage == "places"


@pytest.fixture
def lp(tmp_path, monkeypatch):
    """An `lp` that keeps every paper it is given, in order."""
    folder = tmp_path / "printer"
    folder.mkdir()
    (folder / "lp").write_text(f"#!{sys.executable}\nimport sys, pathlib\nhere = pathlib.Path(r'{folder}')\n"
                               "(here / f'{len(list(here.glob(\"*.out\")))}.out').write_bytes(sys.stdin.buffer.read())\n")
    (folder / "lp").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_an_actor_without_an_office_gets_a_paper_in_the_persons_hand(tmp_path, lp):
    desk = opened_desk(tmp_path / "desk", printer=Printer("sala"))
    visit = is_sent(desk, "sportello-tag", said=NAME)
    printed = " ".join(PdfReader(lp / "0.out").pages[0].extract_text().split())
    assert desk.italian.say("actor.verify") in printed, "an address that nobody has verified says so on the paper too"
    assert visit.printed == "printed" and NAME in printed and seeking.shown(visit.seeking.code) in printed and "viale dei Mille 1" in printed
    assert desk.network.referrals.to_follow()[0].way == PAPER and Outbox(desk.database).waiting() == ()


def test_the_card_of_an_actor_is_printed_in_two_languages(tmp_path, lp):
    desk = opened_desk(tmp_path / "desk", printer=Printer("sala"))
    visit = gives(at_actor(desk, "san-vittore", language="en"), "print")
    printed = PdfReader(lp / "0.out").pages[0].extract_text()
    assert visit.printed == "printed" and "02 438521" in printed and "2026" in printed


@settings(max_examples=40)
@given(name=st.text(max_size=90), language=st.sampled_from(("it", "ar", "en", "zh")))
def test_whatever_the_name_the_message_is_the_lines_that_were_shown(one_desk, name, language):
    visit = at_actor(one_desk, language=language)
    gives(gives(visit, "refer"), {"name": name, "phone": ""})
    message = seeking.message(visit)
    exact = [line.text for line in visit.card.lines if line.style == "exact"]
    italian = message.lines(one_desk.italian)
    assert exact[-len(italian):] == list(italian) and exact[:len(italian)] == list(message.lines(visit.words))
    assert all(line == clean(line) and "\n" not in line for line in italian)


def test_what_is_counted_is_a_kind_and_a_status(tmp_path):
    desk = opened_desk(tmp_path, practice=False, recipients=(sealing.make_key()[1],))
    visit = is_sent(desk)
    visit.leave()
    (one,) = desk.network.referrals.to_follow()
    seeking.change(desk, one, ACCEPTED)
    assert acts.counted(desk.database, "2026-11", "referral") == {("penal_office", SENT): 1, ("penal_office", ACCEPTED): 1}


# coming back with the code


def test_the_code_shows_how_it_went_and_takes_it_back(either, tmp_path):
    code = is_sent(either).seeking.code
    visit = arrives(either, "resume", seeking.shown(code))
    assert visit.stage == "referral" and "Mandato il 21 novembre 2026. Non abbiamo ancora una risposta." in texts(visit.card)
    for given_ in ("cancel", "no", "cancel", "yes"):
        gives(visit, given_)
    assert visit.stage == "undone" and either.network.referrals.to_follow() == ()
    said = [one["answers"]["testo"]["value"] for one in envelopes_of(either, tmp_path)]
    assert len(said) == 2 and any("la persona l'ha annullata" in text and seeking.shown(code) in text for text in said)
    again = arrives(either, "resume", code)
    assert "Annullato il 21 novembre 2026." in texts(again.card) and "cancel" not in names(again.card)


def test_who_takes_it_back_while_the_desk_writes_is_told_to_look_again(desk):
    code = is_sent(desk).seeking.code
    visit = arrives(desk, "resume", code, "cancel")
    seeking.change(desk, desk.network.referrals.to_follow()[0], MET)
    gives(visit, "yes")
    assert visit.problem == "referral.changed" and len(Outbox(desk.database).waiting()) == 1


WRONG = "Con questo codice non troviamo niente. Guarda il foglio, o chiama una persona con F9."


def told(visit: Visit) -> list[str]:
    return [line for prompt in visit.card.prompts for line in prompt.problem]


def test_wrong_expired_taken_back_and_of_another_kind_are_one_thing(either):
    sender = either.network.senders.invite("caritas-ambrosiana", either.today())
    given_ = either.network.senders.book(sender, "charity", either.today())
    taken_back = either.network.senders.invite("serd", either.today())
    either.network.senders.revoke("serd")
    referral = is_sent(either).seeking.code
    body = "5720000000" + "1"
    nobody = body + codes.check_digit(body)
    assert told(arrives(either, "resume", nobody)) == told(arrives(either, "resume", taken_back)) == [WRONG]
    either.clock = lambda: MORNING + timedelta(days=400)
    either.days.confirm(either.local)
    for late in (sender, given_):
        assert told(arrives(either, "resume", late)) == [WRONG]
    assert told(arrives(either, "resume", codes.make(codes.DRAFT))) == [WRONG]
    assert arrives(either, "resume", referral).stage == "referral"


def test_a_code_that_opens_nothing_is_not_told_sooner_than_that_of_a_visit(tmp_path):
    desk = opened_desk(tmp_path)
    desk.drafts.floor = 0.4
    began = time.monotonic()
    arrives(desk, "resume", codes.make(codes.SHORT))
    assert time.monotonic() - began >= 0.4


def test_a_mistyped_code_says_so_at_once_and_costs_nothing(desk):
    code = codes.make(codes.SHORT)
    slip = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert arrives(desk, "resume", slip).problem == "code.slip"
    assert arrives(desk, "resume", code[:9]).problem == "code.short"
    one_missing = arrives(desk, "resume", code[:11])
    assert (one_missing.problem, one_missing.problem_params) == ("code.short", {"expected": 12, "n": 1})


@pytest.mark.parametrize(("typed", "short"), [
    ("1234 5678 9012", True), ("1234-5678.9012", True), ("١٢٣٤ ٥٦٧٨ ٩٠١٢", True), ("123456789012", True),
    ("1234 5678 901", True), ("1234 5678 90123", True), ("1234 5678 9012 3456", False), ("1234 5678 9012 34", False), ("1234 5678", False), ("", False),
], ids=["in groups", "with other signs", "other digits", "in a row", "one missing", "one too many", "of a visit", "of a visit, two missing", "half", "nothing"])
def test_a_code_is_told_by_its_length(typed, short):
    assert short_codes.is_short(typed) is short


# being sent here


def test_an_association_books_somebody_in_who_is_expected_when_they_come(desk):
    sender = desk.network.senders.invite("caritas-ambrosiana", desk.today())
    visit = arrives(desk, "resume", seeking.shown(sender))
    assert visit.stage == "sender" and "Caritas Ambrosiana" in visit.card.title
    gives(visit, "yes")
    given_ = visit.seeking.given
    assert visit.stage == "booked_in" and seeking.shown(given_) in texts(visit.card) and "Vale fino al 21 dicembre 2026." in texts(visit.card)
    gives(visit, "another")
    assert visit.seeking.given != given_ and gives(visit, "done").over
    comes = arrives(desk, "resume", given_)
    assert comes.stage == "expected" and comes.calling and "Caritas Ambrosiana" in texts(comes.card)
    assert gives(comes, "").stage == "how"
    assert desk.rows("arrival") == 2 and desk.rows("draft") == 0


def test_who_comes_twice_is_counted_once(tmp_path):
    desk = opened_desk(tmp_path, practice=False, recipients=(sealing.make_key()[1],))
    given_ = desk.network.senders.book(desk.network.senders.invite("caritas-ambrosiana", desk.today()), "charity", desk.today())
    for _ in range(2):
        arrives(desk, "resume", given_).leave()
    assert acts.counted(desk.database, "2026-11", "referral") == {("charity", "arrived"): 1}


def test_a_sender_may_choose_an_interview_instead(desk):
    sender = desk.network.senders.invite("caritas-ambrosiana", desk.today())
    visit = arrives(desk, "resume", sender)
    assert "dates" in names(visit.card)
    gives(visit, "dates")
    assert visit.stage == "which" and visit.looking.kind == "interview"


# who works here


def at_work(desk, stage: str) -> Visit:
    visit = Visit(desk)
    visit.go(stage)
    return visit


def test_the_volunteer_follows_a_referral_by_four_signs(desk):
    is_sent(desk, said=NAME)
    visit = at_work(desk, "followups")
    (one,) = desk.network.referrals.to_follow()
    assert names(visit.card) == [one.locator.hex(), "close"] and one.short in visit.card.prompts[0].options[0].text
    assert NAME not in texts(gives(visit, one.locator.hex()).card)
    gives(visit, "to_accepted")
    assert visit.stage == "followups" and desk.network.referrals.to_follow()[0].status == ACCEPTED
    gives(gives(visit, one.locator.hex()), "to_met")
    assert names(visit.card) == ["close"] and gives(visit, "close").stage == "language"


def test_of_two_volunteers_the_second_is_told_that_it_changed(desk):
    is_sent(desk)
    (one,) = desk.network.referrals.to_follow()
    first, second = (gives(at_work(desk, "followups"), one.locator.hex()) for _ in range(2))
    gives(first, "to_met")
    gives(second, "to_not_fit")
    assert second.problem == "referral.changed" and desk.network.referrals.to_follow() == ()


def test_a_sender_on_the_phone_tells_its_code_to_who_works_here(desk):
    sender = desk.network.senders.invite("caritas-ambrosiana", desk.today())
    assert at_work(desk, "sender_code").card.code == "it"
    half = gives(at_work(desk, "sender_code"), "123")
    assert (half.problem, half.card.prompts[0].typed) == ("code.short", "123")
    assert gives(gives(at_work(desk, "sender_code"), sender), "yes").stage == "booked_in"


def test_what_was_cancelled_is_not_sent_again(desk):
    visit = is_sent(desk)
    with desk.database.write() as store:
        desk.network.referrals.change(store, desk.network.referrals.of_code(store, visit.seeking.code), CANCELLED, desk.today())
    assert desk.network.referrals.to_follow() == ()
