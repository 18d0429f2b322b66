"""Somebody looks for a date at the kiosk, alone or inside a form: a seat, the list of those who wait, a code that leaves it again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk import config
from kiosk.agenda import ics
from kiosk.agenda.lists import write_list
from kiosk.desk.visit import Visit
from kiosk.dispatch import codes, office, rosters, sealing
from kiosk.dispatch.squares import squares
from kiosk.errors import DatabaseFailed, Rejected
from tests.people import Guest, finisher, names, texts
from tests.practice import MORNING, PracticeDesk

pytestmark = pytest.mark.usefixtures("cheap_codes")


@pytest.fixture
def desk(tmp_path) -> PracticeDesk:
    return PracticeDesk(tmp_path / "desk")


class Passerby:
    """Somebody who wants a date, card by card."""

    def __init__(self, desk: PracticeDesk, language: str = "it") -> None:
        self.visit = Visit(desk)
        self.gives(language=language)

    def gives(self, **typed: object):
        self.visit.give(typed)
        return self.visit.card

    def looks_for(self, kind: str):
        self.gives(how="dates")
        return self.gives(dates=kind)

    def takes(self, place: int = 0, name: str = "", phone: str = "") -> str:
        """The code of the seat at this place of the list."""
        card = self.visit.card
        if names(card)[place].startswith("day:"):
            card = self.gives(which=names(card)[place])
            place = 0
        card = self.gives(which=names(card)[place])
        self.gives(event=names(card)[0])
        self.gives(name=name, phone=phone)
        return self.visit.looking.taken[0].code

    def comes_back(self, code: str):
        self.gives(how="resume")
        return self.gives(resume=code)


def filled(desk: PracticeDesk, kind: str, but: int = 0):
    """The first date of a kind, full but for so many seats, by people who came before."""
    event = desk.agenda.coming(kind)[0]
    for _ in range(event.seats - but):
        desk.agenda.take(event, desk.agenda.wish(desk.agenda.make_code(), {}, ()))
    return event


def test_a_seat_from_the_list_without_a_form_and_the_code_that_leaves_it(desk):
    somebody = Passerby(desk)
    card = somebody.looks_for("group")
    assert "24 novembre 2026" in card.prompts[0].options[0].text and "12 posti liberi" in card.prompts[0].options[0].hint
    code = somebody.takes(name="Rosa", phone="3331234567")
    card = somebody.visit.card
    assert (card.name, card.title) == ("booked", "Il tuo posto è preso.") and codes.grouped(code, codes.SHORT) in texts(card)
    # a hurried «1» must not give up what was just taken
    assert names(card) == ["more", "done", "leave"]
    assert desk.agenda.coming("group")[0].taken == 1

    again = Passerby(desk)
    assert again.comes_back(code[:4] + " " + code[4:]).title == "Il tuo posto è preso."
    assert again.gives(booked="leave").name == "leaving"
    assert again.gives(leaving="yes").title == "Il posto non è più tuo." and desk.agenda.coming("group")[0].taken == 0


def test_many_hours_are_offered_day_by_day(desk):
    somebody = Passerby(desk)
    days = names(somebody.looks_for("workstation"))
    assert days[0] == "day:2026-11-23" and len([value for value in days if value.startswith("day:")]) == 5
    hours = somebody.gives(which=days[0])
    assert len([option for option in hours.prompts[0].options if "postazione" in option.value]) == 9 and "day:" in names(hours)


def test_a_full_date_offers_the_list_and_a_seat_given_up_is_told_to_the_first(desk):
    event = filled(desk, "interview")
    first, second = Passerby(desk), Passerby(desk)
    for one in (first, second):
        one.looks_for("interview")
        one.visit.looking.day = event.day
    card = first.visit.card
    assert "Completo" in card.prompts[0].options[0].hint
    code = first.takes(0)
    assert first.visit.card.title == "Sei in lista d'attesa." and "Sei la prima persona in lista." in texts(first.visit.card)
    assert "Numero:" not in texts(first.visit.card)
    second.takes(0)
    assert "Prima di te c'è una persona." in texts(second.visit.card)

    holder = desk.agenda.make_code()
    other = desk.agenda.coming("interview")[1]
    desk.agenda.take(other, desk.agenda.wish(holder, {}, ()))
    with desk.database.write() as store:
        seat = store.rows("seat", "code", event=event.id, state="booked")[0]
        from kiosk.agenda import seating
        seating.give_up(store, seat["code"])
    back = Passerby(desk)
    assert back.comes_back(code).title == "Si è liberato un posto: adesso è tuo."


def test_two_for_the_last_seat_from_the_list(desk):
    event = filled(desk, "group", but=1)
    somebody = Passerby(desk)
    somebody.looks_for("group")
    somebody.gives(which=event.id)
    somebody.gives(event="book")
    filled_by = desk.agenda.make_code()
    desk.agenda.take(event, desk.agenda.wish(filled_by, {}, ()))
    card = somebody.gives(name="Rosa", phone="")
    assert card.name == "event" and names(card)[0] == "wait" and "preso adesso" in card.prompts[0].problem[0]


def finishes(desk: PracticeDesk, **answers: object) -> Guest:
    """Somebody who has filled the form of a group and stands at the check page."""
    person = Guest(Visit(desk), "gruppo-mutuo-aiuto", finisher("gruppo-mutuo-aiuto").answers | answers)
    person.goes_to("review")
    return person


def test_a_form_takes_its_seat_with_its_envelope(desk, tmp_path):
    person = finishes(desk)
    assert desk.agenda.coming("group")[0].taken == 0
    person.does()
    card = person.visit.card
    assert card.name == "booked" and "24 novembre 2026" in texts(card)
    assert (desk.agenda.coming("group")[0].taken, desk.rows("envelope")) == (1, 1)
    person.does()
    assert person.visit.card.name == "end"
    answers = desk.envelope(person.visit.receipt.reference, tmp_path / "open")["answers"]
    assert answers["data"]["value"]["event"].startswith("esempi/gruppo@") and not answers["data"]["value"]["waiting"]
    (seat,) = desk.agenda.seats_of(desk.agenda.coming("group")[0])
    assert json.loads(sealing.unseal(bytes(seat["sealed"]), office.practice_key(desk.config.folder))) == {"name": "Gio", "phone": "333 123 4567"}


def test_two_forms_for_the_last_seat_and_nothing_typed_is_lost(desk):
    event = filled(desk, "group", but=1)
    first, second = finishes(desk, data=event.id), finishes(desk, data=event.id)
    first.does()
    second.does()
    card = second.visit.card
    assert (first.visit.card.name, card.name, card.title) == ("booked", "seatless", "L'ultimo posto è stato preso adesso.")
    assert (desk.rows("envelope"), desk.agenda.coming("group")[0].taken) == (1, 12)

    kept = second.kept
    second.visit.help()
    second.visit.help()
    assert second.visit.card.name == "seatless"
    second.visit.give({"seatless": "other"})
    assert second.visit.card.name == "data" and second.kept == kept
    assert "Completo" in second.visit.card.prompts[0].options[0].hint
    second.visit.give({"data": names(second.visit.card)[1]})
    second.does()
    assert second.visit.card.name == "booked" and desk.rows("envelope") == 2


def test_who_would_rather_wait_says_so_and_the_form_is_sent(desk):
    event = filled(desk, "group", but=1)
    first, second = finishes(desk, data=event.id), finishes(desk, data=event.id)
    first.does()
    second.does()
    second.visit.give({"seatless": "wait"})
    assert second.visit.card.title == "Sei in lista d'attesa." and desk.rows("envelope") == 2
    assert desk.agenda.coming("group")[0].waiting == 1


def test_a_date_that_was_called_off_meanwhile_is_told(desk):
    person = finishes(desk)
    desk.agenda.close(desk.agenda.coming("group")[0])
    person.does()
    assert person.visit.card.title == "Questa data non c'è più." and "wait" not in names(person.visit.card) and desk.rows("envelope") == 0


def test_a_store_that_fails_takes_no_seat_and_sends_nothing(desk, monkeypatch):
    from kiosk.agenda import seating

    person = finishes(desk)
    whole = seating.take
    monkeypatch.setattr(seating, "take", lambda *given: whole(*given) and (_ for _ in ()).throw(DatabaseFailed("away")))
    person.does()
    assert person.visit.card.name == "failed"
    assert (desk.rows("seat"), desk.rows("envelope")) == (0, 0)
    monkeypatch.setattr(seating, "take", whole)
    person.visit.give({"failed": "again"})
    assert person.visit.card.name == "booked" and (desk.rows("seat"), desk.rows("envelope")) == (1, 1)


def test_where_no_date_is_coming_the_form_says_so_and_ends_with_a_next_step(tmp_path):
    desk = PracticeDesk(tmp_path / "desk")
    desk.agenda.practice = False
    person = Guest(Visit(desk), "gruppo-mutuo-aiuto", {"che_cosa": True, "data": "none"})
    card = person.goes_to("data")
    assert [option.text for option in card.prompts[0].options] == ["Adesso non ci sono date. Vado avanti."]
    assert person.goes_to("ended").title == "Per ora non c'è un gruppo per te"
    assert Passerby(desk).gives(how="dates").title == "Adesso non ci sono date. Chiedi a una persona."


def test_the_hours_that_somebody_says_mark_the_list_and_go_with_the_visit(desk):
    somebody = Passerby(desk)
    somebody.looks_for("group")
    assert somebody.gives(which="hours").name == "allowed"
    assert somebody.gives(**{"from": "12", "until": "9"}).prompts[0].problem
    card = somebody.gives(**{"from": "9", "until": "11:30"})
    assert all("Fuori dai tuoi orari" in option.hint for option in card.prompts[0].options if option.value.startswith("esempi/"))
    card = somebody.gives(which=names(card)[0])
    assert "È fuori dagli orari che hai detto" in texts(card)
    assert b"11:30" not in b"".join(place.read_bytes() for place in desk.config.folder.rglob("*.db*"))
    assert Visit(desk).looking.free is None


def test_hours_that_were_said_can_be_changed_and_taken_out(desk):
    somebody = Passerby(desk)
    somebody.looks_for("group")
    somebody.gives(which="hours")
    somebody.gives(**{"from": "9", "until": "11:30"})
    said = somebody.gives(which="hours")
    assert [prompt.typed for prompt in said.prompts] == ["09:00", "11:30"]
    assert "Fuori dai tuoi orari" in somebody.gives(**{"from": "9:00", "until": "11:00"}).prompts[0].options[0].hint
    somebody.gives(which="hours")
    card = somebody.gives(**{"from": "", "until": ""})
    assert (card.name, somebody.visit.looking.free) == ("which", None) and "Fuori" not in card.prompts[0].options[0].hint
    somebody.gives(which="hours")
    assert somebody.gives(**{"from": "", "until": ""}).prompts[0].problem


def test_in_a_form_too_hours_can_be_said_and_nothing_of_them_is_kept(desk, tmp_path):
    person = Guest(Visit(desk), "gruppo-mutuo-aiuto", finisher("gruppo-mutuo-aiuto").answers)
    person.goes_to("data")
    person.visit.give({"data": "hours"})
    assert person.visit.card.name == "allowed"
    person.visit.give({"from": "15", "until": "19"})
    assert "Fuori dai tuoi orari" in person.visit.card.prompts[0].options[0].hint
    person.goes_to("review")
    person.does()
    told = json.dumps(desk.envelope(person.visit.receipt.reference, tmp_path / "open"))
    assert "15:00" not in told and "19:00" not in told


def test_a_draft_keeps_the_date_and_a_later_day_takes_it_up(desk):
    person = finishes(desk)
    code = person.visit.code
    person.visit.leave()
    desk.clock = lambda: MORNING + timedelta(days=5)
    again = Visit(desk)
    for typed in ({"language": "it"}, {"how": "resume"}, {"resume": code}, {"found": "go"}):
        again.give(typed)
    again.give({"review": "done"})
    assert again.card.title == "Questa data non c'è più."


@pytest.mark.parametrize("language", ["it", "ar"])
def test_the_reminder_is_one_page_with_a_code_that_a_telephone_reads(desk, language):
    from zxingcpp import BarcodeFormat, read_barcode

    from kiosk.desk.date_papers import reminder
    from kiosk.dispatch import handout

    somebody = Passerby(desk, language)
    somebody.looks_for("webinar")
    somebody.takes()
    event = somebody.visit.looking.taken[0].booking.event
    told = ics.ics(event, MORNING)
    assert len(told) <= ics.LONGEST and "METHOD" not in told and all(len(line.encode()) <= 75 for line in told.split("\r\n"))

    dots = [[255 if not dark else 0 for dark in row for _ in range(4)] for row in _framed(squares(told)) for _ in range(4)]
    image = memoryview(bytes(value for row in dots for value in row)).cast("B", (len(dots), len(dots[0])))
    read = read_barcode(image, formats=BarcodeFormat.QRCode)
    assert read.text == told

    from icalendar import Calendar
    (entry,) = Calendar.from_ical(read.text).walk("VEVENT")
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (event.starts_at, event.ends_at) and entry["uid"] and entry["dtstamp"]
    paper = handout.render(tuple(reminder(desk, words, somebody.visit.looking.taken) for words in dict.fromkeys((desk.italian, desk.words(language)))),
                           handout.Masthead("Sportello", desk.today(), told))
    assert paper.content.startswith(b"%PDF") and not paper.unprintable


def _framed(rows):
    width = len(rows[0]) + 8
    return [[False] * width] * 4 + [[False] * 4 + list(row) + [False] * 4 for row in rows] + [[False] * width] * 4


@pytest.mark.parametrize("title", ["Gruppo; con, segni\\ strani", "Incontro «è» 中文 nome lungo lungo lungo lungo lungo lungo l"])
def test_a_title_with_signs_is_escaped_folded_and_comes_back_as_it_was(desk, title):
    from icalendar import Calendar

    event = replace(desk.agenda.coming("group")[0], title=title, place="Sala, al piano 2; scala B")
    told = ics.ics(event, MORNING)
    assert all(len(line.encode()) <= 75 for line in told.split("\r\n"))
    (entry,) = Calendar.from_ical(told).walk("VEVENT")
    assert (str(entry["summary"]), str(entry["location"])) == (title, event.place)
    assert "location" not in Calendar.from_ical(ics.ics(replace(event, place="x" * 400), MORNING)).walk("VEVENT")[0]


def test_the_list_for_who_leads_opens_with_the_leaders_key_alone(tmp_path):
    secret, public = sealing.make_key()
    (tmp_path / "anna.key").write_text(secret)
    desk = PracticeDesk(tmp_path / "desk", leaders=(("anna", public),))
    event = replace(desk.agenda.coming("group")[0], leader="anna")
    for name in ("=cmd()", "Rosa"):
        desk.agenda.take(event, desk.agenda.wish(desk.agenda.make_code(), {"name": name, "phone": "+39 333"}, desk.readers(event)))
    place = write_list(desk.agenda, event, tmp_path / "lists")
    assert b"Rosa" not in place.read_bytes() and rosters.is_one(place.read_bytes())
    with pytest.raises(Rejected):
        office.open_envelope(desk.config, str(place), tmp_path / "wrong")
    opened = {one.name: one.read_text("utf-8-sig") for one in office.open_envelope(desk.config, str(place), tmp_path / "right", str(tmp_path / "anna.key"))}
    assert '"1";"posto";"";"\'=cmd()";"\'+39 333"' in opened["iscritti.csv"] and [one["name"] for one in json.loads(opened["iscritti.json"])["people"]] == ["=cmd()", "Rosa"]


def test_a_file_that_is_no_list_is_refused(tmp_path):
    with pytest.raises(Rejected):
        rosters.open_whole(b'{"format": "sportello/roster/1", "seats": [1]}', "x")


def worker(desk: PracticeDesk, work: str) -> Visit:
    visit = Visit(desk)
    visit.operator()
    visit.give({"operator": desk.operators.practice_pin()})
    visit.give({"duties": "works"})
    visit.give({"works": work})
    return visit


def test_an_operator_adds_a_date_sees_who_comes_and_calls_it_off(desk):
    visit = worker(desk, "calendar")
    visit.give({"calendar": "add"})
    wrong = {"kind": "group", "event": "Gruppo del martedì", "place": "Sala 2", "day": "8/12/2026", "starts": "10", "ends": "12:00", "seats": "8", "language": "", "leader": ""}
    visit.give(wrong)
    assert "Immacolata" in texts(visit.card)
    visit.give(wrong | {"day": "1/12/2026"})
    assert visit.card.name == "calendar"
    (added,) = [one for one in desk.agenda.coming("group") if one.title == "Gruppo del martedì"]
    code = desk.agenda.make_code()
    desk.agenda.take(added, desk.agenda.wish(code, {"name": "Rosa", "phone": ""}, desk.readers(added)))
    visit.give({"calendar": added.id})
    assert "Posti presi: 1 di 8" in texts(visit.card) and "Prenotazioni: 1" in texts(visit.card) and "Rosa" not in texts(visit.card)
    visit.give({"gathering": "list"})
    assert list((desk.config.folder / "lists").glob("*.json"))
    visit.give({"gathering": "off"})
    assert desk.agenda.event(added.id).state == "open"
    visit.give({"gathering": "off"})
    assert desk.agenda.event(added.id).state == "off"
    back = Passerby(desk)
    assert back.comes_back(code).title == "Questa data è annullata. Scegli un'altra data."


def test_attendance_by_code_on_the_day_with_a_paper(desk, tmp_path):
    event = desk.agenda.coming("group")[0]
    code = desk.agenda.make_code()
    desk.agenda.take(event, desk.agenda.wish(code, {}, ()))
    early = worker(desk, "attendance")
    early.give({"attending": code})
    assert "non è di oggi" in early.card.prompts[0].problem[0]

    desk.clock = lambda: event.starts_at + timedelta(minutes=5)
    visit = worker(desk, "attendance")
    visit.give({"attending": code})
    assert "numero 1, arrivo alle 10:05" in texts(visit.card)
    visit.give({"attending": "next"})
    desk.clock = lambda: event.ends_at
    visit.give({"attending": code})
    assert "uscita alle 12:00" in texts(visit.card)
    visit.give({"attending": "close"})
    assert visit.card.name == "language"


def test_a_leader_without_a_key_in_the_configuration_is_the_office(desk):
    event = desk.agenda.coming("group")[0]
    assert desk.readers(replace(event, leader="nobody")) == desk.readers(event) == (sealing.public_key(office.practice_key(desk.config.folder)),)


def test_the_configuration_names_leaders_and_their_keys(tmp_path):
    place = tmp_path / "config.toml"
    public = sealing.make_key()[1]
    place.write_text(f'[office]\nrecipients = ["{public}"]\n[leaders]\nanna = "{public}"\n')
    assert config.load(str(place)).leaders == (("anna", public),)


def test_a_door_of_an_event_leads_to_its_dates(desk, tmp_path):
    from kiosk.desk.date_turns import begin_with, doors

    assert "esempi/gruppo" in {way.id for way in doors(desk)}
    somebody = Passerby(desk)
    begin_with(somebody.visit, "esempi/gruppo")
    assert somebody.visit.card.name == "which" and all("esempi/gruppo@" in value for value in names(somebody.visit.card)[:5])


def test_the_prescribed_subject_stands_on_the_paper_and_on_the_mail_to_the_letter(desk, tmp_path):
    import io

    from pypdf import PdfReader

    from kiosk.config import Destination
    from kiosk.dispatch.channels.limits import Limits
    from kiosk.dispatch.channels.mail import Mail
    from kiosk.dispatch.outbox import Parcel
    from tests.people import PEOPLE

    person = next(one for one in PEOPLE["iscrizione-webinar"] if one.answers["invito"] == "almaviva")
    guest = Guest(Visit(desk), "iscrizione-webinar", person.answers)
    guest.goes_to("review")
    guest.does()
    papers = office.open_envelope(desk.config, guest.visit.receipt.reference, tmp_path / "open")
    (paper,) = [place for place in papers if place.name.startswith("messaggio")]
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.read_bytes())).pages)
    assert "candidato/a AlmavivA" in said and "sportello.lavoro@comune.segrate.mi.it" in said and "Verifica con l'ufficio" in said.replace("’", "'")

    place = Destination("segrate", "mailto:sportello.lavoro@comune.segrate.mi.it", server="smtp://localhost:587", sender="sportello@esempio.it",
                        subject="candidato/a AlmavivA")
    letter = Mail(place, tmp_path, Limits()).letter(Parcel("ab" * 16, "4821093716", "segrate", b"x", "", 0, 1))
    assert letter["Subject"] == "candidato/a AlmavivA" and b"Subject: candidato/a AlmavivA\r\n" in letter.as_bytes()


def test_a_calendar_with_a_mistake_is_told_to_who_works_here_and_the_rest_goes_on(tmp_path):
    import shutil

    from tests.practice import ROOT

    flows = shutil.copytree(ROOT / "flows", tmp_path / "flows")
    (flows / "agenda" / "rotto.yaml").write_text("agenda: rotto\nevents:\n  - {event: x, kind: festa}\n", "utf-8")
    desk = PracticeDesk(tmp_path / "desk", flows=flows)
    desk.open()
    assert any("agenda/rotto.yaml" in line for line in desk.staff_lines()) and desk.agenda.coming("group")
