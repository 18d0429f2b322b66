"""What somebody began and did not end: typed again, asked again, left open, gone back from. Nothing is lost, done twice, or left to the next person."""

from __future__ import annotations

import time

import pytest

from kiosk.agenda.lists import write_list
from kiosk.config import Destination, Operator, Timeouts
from kiosk.desk import date_turns, seeking, works
from kiosk.desk.pages import flow_card
from kiosk.desk.visit import Visit
from kiosk.desk.walk import play
from kiosk.dispatch import rosters, sealing
from kiosk.dispatch.outbox import Outbox
from kiosk.errors import Rejected
from kiosk.screens.watch import Waits
from tests.people import Guest, finisher, flow, names, texts, words
from tests.practice import MORNING, PracticeDesk, cheap_pin

pytestmark = pytest.mark.usefixtures("cheap_codes")
UEPE = Destination("ufficio-pene", "https://uepe.esempio.it/buste")
NAME = "Wanjiru Öztürk"


@pytest.fixture
def desk(tmp_path) -> PracticeDesk:
    made = PracticeDesk(tmp_path / "desk", destinations=(UEPE,), network=(("uepe-milano", UEPE.name),))
    made.drafts.floor = 0.0
    return made


def arrives(desk, *choices: object, language: str = "it") -> Visit:
    """Somebody who has chosen a language and then so much more, a card each."""
    return gives(Visit(desk), language, *choices)


def gives(visit: Visit, *choices: object) -> Visit:
    for one in choices:
        visit.give(one if isinstance(one, dict) else {visit.overlay or visit.stage: one})
    return visit


def works_here(desk, work: str) -> Visit:
    """Who works here, with the PIN, before anybody has begun."""
    visit = Visit(desk)
    visit.operator()
    return gives(visit, desk.operators.practice_pin(), "works", work)


def refuses(desk, table: str, refuse: bool) -> None:
    """From now on the store takes no change of this table, or takes it again."""
    with desk.database.write() as store:
        said = f"CREATE TRIGGER refuses BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END" if refuse else "DROP TRIGGER refuses"
        store._connection.exec_driver_sql(said)


# going back from the check page


@pytest.mark.parametrize("name", ["naspi", "residenza"])
def test_every_row_of_a_check_page_opens_a_question(name):
    session = play(flow(name), finisher(name).answers, words("it"), MORNING).session
    for place in names(flow_card(session))[:-1]:
        session.go_to(place)
        assert flow_card(session).prompts and session.at != "review", place
        session.at = "review"


def test_what_was_worked_out_is_changed_at_the_question_before_it():
    answers = {"posizione_giuridica": "sospeso_656", "notifica": "2026-11-01", "avvocato_oggi": True}
    session = play(flow("istanza-sorveglianza"), answers, words("it"), MORNING).session
    assert "conto" in names(flow_card(session))
    session.go_to("conto")
    assert session.page.id == "notifica"


def test_a_line_that_is_no_row_of_the_check_page_is_told_and_nothing_is_lost(desk):
    person = Guest(Visit(desk), "colloquio-orientamento", finisher("colloquio-orientamento").answers)
    person.goes_to("review")
    kept = person.kept
    for line in ("centro", "persone/0/x", ""):
        gives(person.visit, {"review": line})
        assert person.visit.card.prompts[0].problem and person.kept == kept
    person.visit.give({"review": "motivo"})
    assert person.visit.card.name == "motivo"


# a referral found again by its code


def test_who_is_sent_to_the_same_place_again_is_really_sent_again(desk):
    first = arrives(desk, "places", "=uepe-milano", "refer", {"name": "", "phone": ""}, "yes").seeking.code
    again = arrives(desk, "resume", first, "see", "refer", {"name": NAME, "phone": ""}, "yes")
    assert again.stage == "referred" and again.seeking.code != first and seeking.shown(again.seeking.code) in texts(again.card)
    assert len(desk.network.referrals.to_follow()) == len(Outbox(desk.database).waiting()) == 2


def test_who_takes_back_says_nothing_of_what_was_typed_for_another_time(desk):
    first = arrives(desk, "places", "=uepe-milano", "refer", {"name": "", "phone": ""}, "yes").seeking.code
    visit = arrives(desk, "resume", first, "see", "refer", {"name": NAME, "phone": ""})
    for _ in range(3):
        visit.back()
    said = seeking.message(visit, cancels=True)
    assert (visit.stage, said.name, said.phone, said.shown_code) == ("referral", "", "", seeking.shown(first))
    assert gives(visit, "cancel", "yes").stage == "undone" and desk.network.referrals.to_follow() == ()


# the store, between a code and what it opens


def test_a_store_that_fails_as_somebody_arrives_is_told_and_asked_again(desk):
    sender = desk.network.senders.invite("caritas-ambrosiana", desk.today())
    code = desk.network.senders.book(sender, "charity", desk.today())
    refuses(desk, "arrival", True)
    visit = arrives(desk, "resume", code)
    assert (visit.overlay, visit.stage, visit.over) == ("away", "resume", False)
    refuses(desk, "arrival", False)
    assert gives(visit, "again").stage == "expected" and not visit.overlay


# a seat asked for and asked for again


def at_signup(desk, language: str = "it") -> Visit:
    event = desk.agenda.coming("group")[0]
    return arrives(desk, "dates", "group", event.id, "book", language=language)


def test_a_commit_of_which_nobody_heard_is_one_seat_however_often_it_is_asked_for(tmp_path, shared_url, network, impatient):
    desk = PracticeDesk(tmp_path / "desk", store=network.url(shared_url))
    visit = at_signup(desk)
    network.cut_after = 1
    said = {"name": NAME, "phone": ""}
    gives(visit, said)
    assert (visit.stage, visit.problem, network.cuts) == ("signup", "seat.away", 1)
    for _ in range(600):
        # a store that was lost is left alone for a while
        if visit.stage != "signup":
            break
        time.sleep(0.1)
        gives(visit, said)
    assert visit.stage == "booked" and desk.agenda.coming("group")[0].taken == 1
    assert gives(arrives(desk, "resume"), visit.looking.taken[0].code).stage == "booked"
    desk.database.close()


def test_what_was_typed_for_a_seat_stands_there_when_the_store_failed(desk):
    visit = at_signup(desk)
    with desk.database.write() as store:
        store._connection.exec_driver_sql("CREATE TRIGGER refuses BEFORE INSERT ON seat BEGIN SELECT RAISE(ABORT, 'no'); END")
    gives(visit, {"name": NAME, "phone": "333 1234567"})
    assert visit.problem == "seat.away" and [prompt.typed for prompt in visit.card.prompts] == [NAME, "333 1234567"]
    for _ in range(6):
        visit.back()
    assert visit.over


def test_hours_and_a_date_that_are_not_right_are_mended_not_typed_anew(desk):
    event = desk.agenda.coming("group")[0]
    visit = arrives(desk, "dates", "group", "hours", {"from": "13:00", "until": "9:00"})
    assert visit.problem == "hours" and [prompt.typed for prompt in visit.card.prompts] == ["13:00", "9:00"]
    typed = {"kind": "group", "event": "Gruppo nuovo", "place": "Sala 2", "day": f"{event.starts_at:%d/%m/%Y}", "starts": "12:00", "ends": "10:00", "seats": "8",
             "language": "", "leader": ""}
    worker = gives(works_here(desk, "calendar"), "add", typed)
    kind, *lines = worker.card.prompts
    assert [option.value for option in kind.options if option.chosen] == ["group"] and {line.name: line.typed for line in lines} | {"kind": "group"} == typed
    gives(worker, typed | {"ends": "13:00"}, "add")
    assert [prompt.typed for prompt in worker.card.prompts] == [""] * 9


# a form put aside, taken up by telephone


def put_aside(desk) -> str:
    """The code of somebody who asked for an interview and has left at the check page."""
    person = Guest(Visit(desk), "colloquio-orientamento", finisher("colloquio-orientamento").answers)
    person.goes_to("review")
    person.visit.leave()
    return person.visit.code


def taken_up(desk, code: str) -> Visit:
    visit = gives(works_here(desk, "phone"), {"phone_reason": {"out": "forms"}}, "resume", code, "go")
    assert visit.stage == "compare"
    return visit


def test_who_calls_is_known_by_the_number_alone(desk):
    code = put_aside(desk)
    visit = taken_up(desk, code)
    assert gives(visit, "333 7654321").problem == "compare"
    assert gives(visit, "333 1234567").stage == "form"


def test_a_day_that_is_only_looked_at_is_not_the_same_date(desk):
    visit = gives(taken_up(desk, put_aside(desk)), "333 1234567")
    gives(visit, {"review": "quando"})
    day = next(name for name in names(visit.card) if name.startswith("day:"))
    gives(visit, {"quando": day})
    assert "quando" in visit.session.unsaid
    gives(visit, {"quando": next(name for name in names(visit.card) if "@" in name)})
    assert "quando" not in visit.session.unsaid


# the list for who leads, when another one leads


def test_a_list_opens_for_each_key_as_far_as_it_goes(desk, tmp_path):
    event, (anna, for_anna), (marco, for_marco) = desk.agenda.coming("group")[0], sealing.make_key(), sealing.make_key()
    for name, reader in (("Rosa", for_anna), ("Giulia", for_marco)):
        desk.agenda.take(event, desk.agenda.wish(desk.agenda.make_code(), {"name": name, "phone": ""}, (reader,)))
    content = write_list(desk.agenda, event, tmp_path / "lists").read_bytes()
    for secret, name, other in ((anna, "Rosa", "Giulia"), (marco, "Giulia", "Rosa")):
        opened = rosters.open_whole(content, secret)["iscritti.csv"].decode()
        assert name in opened and other not in opened and "non si apre con questa chiave" in opened
    with pytest.raises(Rejected):
        rosters.open_whole(content, sealing.make_key()[0])


# two languages, line for line


def test_who_helps_reads_each_line_of_a_date_beside_its_own(desk):
    visit = at_signup(desk, language="en")
    visit.back()
    visit.together = True
    card = visit.card
    assert card.name == "event" and len(card.lines) == len(card.beside.lines) and all(line.text for line in card.beside.lines)


def test_who_helps_reads_the_same_places_that_the_visitor_has_found(desk):
    wanted = words("ar").say("want.work")
    assert wanted != words("it").say("want.work")
    visit = arrives(desk, "places", wanted, language="ar")
    visit.together = True
    assert len(names(visit.card)) > 2 and names(visit.card) == names(visit.card.beside)


# who works here goes away


def test_works_left_open_are_closed_before_anybody_is_asked_to_go_on(desk):
    waits = Waits(end=Timeouts().end_page)
    for work in ("followups", "contacts", "sender", "calendar", "attendance", "figures"):
        name = works_here(desk, work).card.name
        assert name in works.AT_WORK and (waits.due(name, Timeouts().end_page - 1), waits.due(name, Timeouts().end_page)) == ("", "leave")


@pytest.mark.parametrize("work", ["followups", "calendar", "attendance", "figures"])
def test_after_works_the_paper_of_the_visit_before_is_still_asked_for(desk, work):
    visit = Visit(desk)
    visit.find_papers()
    visit.operator()
    gives(visit, desk.operators.practice_pin(), "works", work)
    gives(visit, {"attending": {"out": "close"}} if work == "attendance" else "close")
    assert visit.stage == "leftover"


def test_help_does_not_outlast_the_visit_on_the_first_card(tmp_path):
    desk = PracticeDesk(tmp_path / "desk", practice=False, operators=(Operator("Anna", cheap_pin("222222")),), recipients=(sealing.make_key()[1],))
    visit = arrives(desk, language="en")
    visit.operator()
    gives(visit, "222222", "assist", "none")
    assert visit.assist and visit.card.beside
    visit.back()
    assert (visit.stage, visit.assist, visit.together) == ("language", None, False)
    visit.operator()
    assert visit.overlay == "operator"


def test_a_leaflet_for_which_nobody_vouches_any_more_opens_nothing(desk):
    from kiosk.desk.door_turns import LEADS

    visit = arrives(desk, "ask")
    LEADS["leaflet"](visit, "non-c-e-piu")
    assert (visit.stage, visit.problem) == ("listening", "choose")


def test_dates_of_a_store_that_is_away_call_a_person(desk):
    with desk.database.write() as store:
        store._connection.exec_driver_sql("ALTER TABLE event RENAME TO elsewhere")
    visit = arrives(desk)
    date_turns.begin(visit)
    assert (visit.stage, visit.overlay) == ("how", "called")
