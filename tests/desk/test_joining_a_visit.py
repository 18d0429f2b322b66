"""Who sees and who controls, in whatever order two people and a slow line do things; then over real stores, sealed."""

from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.config import Config, Operator
from kiosk.database import Database
from kiosk.desk import hosting, logbook
from kiosk.desk.calls import Calls
from kiosk.desk.card import Line
from kiosk.desk.counter import Counter
from kiosk.desk.hosting import Hosting
from kiosk.desk.joining import ASKED, CLOSED, LENT, OPEN, REFUSED, WISHED, Guest, Host
from kiosk.desk.looking_on import LookingOn
from kiosk.desk.visit import Visit
from kiosk.desk.watched import as_seen, is_open
from kiosk.desk.wire import Wire
from kiosk.dispatch import sealing
from kiosk.forms.review import rows
from tests.people import Guest as Person
from tests.people import finisher
from tests.practice import PracticeDesk

ID = "c" * 32


class TwoTerminals(RuleBasedStateMachine):
    """A visitor, an operator, and letters that are delivered late, twice, or never."""

    def __init__(self) -> None:
        super().__init__()
        self.host, self.guest = Host(), Guest()
        self.host.ask("Anna (Milano 2)")
        self.to_guest, self.to_host = [], []
        self.allowed = self.lendings = self.page = 0
        self.pressed, self.arrived = [], []

    @rule(yes=st.booleans())
    def visitor_answers(self, yes):
        self.allowed = self.allowed or (yes and self.host.state == ASKED)
        self.host.answer(yes)

    @rule()
    def visitor_turns_a_page(self):
        self.page += 1
        self.host.show({"page": self.page})

    @rule(yes=st.booleans())
    def visitor_lends(self, yes):
        before = self.host.control
        self.host.lend(yes)
        self.lendings += yes and before == WISHED

    @rule()
    def visitor_presses_a_key(self):
        had = self.host.control == LENT
        assert self.host.touch() == had
        assert self.host.control != LENT and not self.host.keys

    @rule()
    def visitor_stops_it(self):
        self.host.stop()

    @rule()
    def operator_asks_for_the_keys(self):
        self.guest.ask_control()

    @rule()
    def operator_gives_them_back(self):
        self.guest.give_back()

    @rule()
    def operator_presses_a_key(self):
        if self.guest.press("x", str(len(self.pressed))):
            self.pressed.append(str(len(self.pressed)))

    @rule()
    def host_writes(self):
        self.to_guest.append(self.host.tell())

    @rule()
    def guest_writes(self):
        self.to_host.append(self.guest.tell())

    @precondition(lambda self: self.to_guest and self.host.state == OPEN)
    @rule(keep=st.booleans())
    def guest_reads_the_last(self, keep):
        self.guest.hear(self.to_guest[-1])
        self.to_guest = self.to_guest if keep else []

    @precondition(lambda self: self.to_host)
    @rule(keep=st.booleans())
    def host_reads_the_last(self, keep):
        self.host.hear(self.to_host[-1])
        self.to_host = self.to_host if keep else []

    @rule()
    def kiosk_takes_the_keys(self):
        while self.host.keys:
            assert self.host.control == LENT
            self.arrived.append(self.host.keys.popleft()[1])

    @invariant()
    def nothing_is_seen_without_a_yes(self):
        assert self.guest.card is None or self.allowed

    @invariant()
    def nothing_is_told_after_the_end(self):
        assert self.host.state == OPEN or self.host.tell()["card"] is None

    @invariant()
    def keys_arrive_once_in_order_and_only_after_they_were_lent(self):
        assert self.arrived == sorted(set(self.arrived), key=int) and set(self.arrived) <= set(self.pressed)
        assert self.lendings or not self.arrived

    @invariant()
    def the_two_never_both_believe_they_wait_for_an_answer_that_was_given(self):
        assert self.host.answered <= self.guest.wish


TestTwoTerminals = TwoTerminals.TestCase
TestTwoTerminals.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)


def told(host: Host, guest: Guest) -> None:
    """Both read what the other has to say."""
    guest.hear(host.tell())
    host.hear(guest.tell())
    guest.hear(host.tell())


def opened() -> tuple[Host, Guest]:
    host, guest = Host(), Guest()
    host.ask("Anna (Milano 2)")
    host.answer(True)
    host.show({"title": "Pagina 0?"})
    told(host, guest)
    return host, guest


def test_the_keys_are_asked_for_lent_used_and_taken_back_with_any_key():
    host, guest = opened()
    assert not guest.press("1", "1")
    guest.ask_control()
    told(host, guest)
    assert host.control == WISHED and not guest.lent
    host.lend(True)
    told(host, guest)
    assert guest.press("1", "1") and guest.press("enter", "")
    told(host, guest)
    assert list(host.keys) == [("1", "1"), ("enter", "")]
    guest.press("2", "2")
    assert host.touch() and not host.touch()
    told(host, guest)
    assert not host.keys and not guest.lent and not guest.press("3", "3")


def test_keys_pressed_before_they_were_taken_back_do_nothing_when_they_are_lent_again():
    host, guest = opened()
    guest.ask_control()
    told(host, guest)
    host.lend(True)
    told(host, guest)
    guest.press("1", "1")
    late = guest.tell()
    host.touch()
    told(host, guest)
    guest.ask_control()
    told(host, guest)
    host.lend(True)
    host.hear(late)
    assert not host.keys


@pytest.fixture
def two(store_url):
    databases = Database(store_url), Database(store_url)
    calls = tuple(Calls(database, f"milano-{number}") for number, database in enumerate(databases, 1))
    calls[0].ring(ID, "fr", "asked")
    yield calls
    for database in databases:
        database.close()


def row(calls: Calls) -> dict:
    with calls.database.write() as store:
        return dict(store.rows("call")[0])


def joined(two) -> tuple[Host, Hosting, LookingOn]:
    host, line, looking = Host(), Hosting(two[0], ID), LookingOn(two[1], ID)
    assert looking.ask("Anna (Milano 2)")
    line.round(host, 0.0)
    return host, line, looking


def test_before_the_yes_nothing_goes_out_and_after_it_only_ciphertext(two):
    host, line, looking = joined(two)
    assert (host.state, host.asker) == (ASKED, "Anna (Milano 2)")
    host.show({"title": "Canarino"})
    line.round(host, 1.0)
    looking.round(1.0)
    assert looking.guest.state == ASKED and row(two[0])["shown"] == b""
    host.answer(True)
    host.show({"title": "Canarino"})
    line.round(host, 2.0)
    looking.round(2.0)
    assert looking.guest.card == {"title": "Canarino"}
    kept = row(two[0])
    assert b"Canarino" not in bytes(kept["shown"]) and len(kept["shown"]) > 4096
    stranger = Wire()
    assert stranger.open(bytes(kept["shown"]), kept["writer"]) is None


def test_refused_the_operator_reads_it_and_nobody_asks_again_in_this_call(two):
    host, line, looking = joined(two)
    host.answer(False)
    line.round(host, 1.0)
    looking.round(1.0)
    assert looking.guest.state == REFUSED
    assert not LookingOn(two[1], ID).ask("Bruno (Milano 3)")
    assert {name: row(two[0])[name] for name in ("asker", "reader", "writer", "shown", "done")} == {
        "asker": "", "reader": "", "writer": "", "shown": b"", "done": b""}


def test_only_one_operator_sees_at_a_time_and_who_leaves_may_ask_again(two):
    host, line, looking = joined(two)
    second = LookingOn(two[0], ID)
    assert not second.ask("Bruno (Milano 1)")
    host.answer(True)
    line.round(host, 1.0)
    looking.leave()
    line.round(host, 2.0)
    assert host.state == CLOSED and bytes(row(two[0])["shown"]) == b""
    assert second.ask("Bruno (Milano 1)")
    again = Host()
    Hosting(two[0], ID).round(again, 3.0)
    assert (again.state, again.asker) == (ASKED, "Bruno (Milano 1)")


def test_when_the_visitor_stops_it_or_the_call_ends_the_page_is_gone_at_once(two):
    host, line, looking = joined(two)
    host.answer(True)
    host.show({"title": "Canarino"})
    line.round(host, 1.0)
    looking.round(1.0)
    host.stop()
    line.round(host, 2.0)
    looking.round(2.0)
    assert looking.guest.card is None and looking.guest.state == REFUSED and bytes(row(two[0])["shown"]) == b""
    two[0].end(ID)
    looking.round(3.0)
    assert looking.guest.card is None


def test_an_operator_whose_terminal_died_sees_nothing_for_long(two):
    host, line, looking = joined(two)
    host.answer(True)
    line.round(host, 1.0)
    looking.round(1.0)
    line.round(host, 2.0)
    assert host.state == OPEN
    line.round(host, 3.0 + hosting.SILENT)
    assert host.state == CLOSED and bytes(row(two[0])["shown"]) == b""


def test_keys_go_through_the_store_sealed_and_arrive_once(two):
    host, line, looking = joined(two)
    host.answer(True)
    for step in range(1, 3):
        line.round(host, step)
        looking.round(step)
    looking.guest.ask_control()
    looking.round(3.0)
    line.round(host, 3.0)
    assert host.control == WISHED
    host.lend(True)
    line.round(host, 4.0)
    looking.round(4.0)
    for sign in "sì":
        looking.guest.press(sign, sign)
    for step in range(5, 9):
        looking.round(step)
        line.round(host, step)
    assert list(host.keys) == [("s", "s"), ("ì", "ì")]


def test_a_letter_that_is_old_or_changed_is_as_if_it_had_not_come():
    one, other = Wire(), Wire()
    first, second = one.seal({"n": 1}, other.public), one.seal({"n": 2}, other.public)
    assert other.open(second, one.public) == {"n": 2}
    assert other.open(first, one.public) is None and other.open(second, one.public) is None
    assert other.open(second[:-1] + bytes([second[-1] ^ 1]), one.public) is None
    assert other.open(b"", one.public) is None and other.open(second, "") is None


@pytest.fixture(scope="module")
def desk(tmp_path_factory, cheap_codes):
    made = PracticeDesk(tmp_path_factory.mktemp("desk"), desk=replace(Config().desk, id="milano-1"))
    yield made
    made.database.close()


def texts(seen: dict) -> str:
    return "\n".join([seen["title"], seen["service"], seen["part"], *(text for text, _ in seen["lines"])])


def test_through_a_whole_visit_no_code_number_or_private_answer_is_ever_seen(desk):
    person = Person(Visit(desk), "colloqui-in-carcere", finisher("colloqui-in-carcere").answers)
    visit, seen, cards = person.visit, [], 0
    while visit.stage != "end":
        card, hands = visit.card, person.hands(visit.card)
        seen += [texts(as_seen(visit, card)), texts(as_seen(visit, card, hands))]
        cards += 1
        person.does()
    whole = "\n".join([*seen, texts(as_seen(visit, visit.card))])
    kept = [row for row in rows(visit.session.journey) if row.answer.state == "given"]
    secret = {row.shown(visit.words) for row in kept if row.field.private or row.field.sensitive}
    open_ones = {row.shown(visit.words) for row in kept if not (row.field.private or row.field.sensitive)} - secret

    assert cards > 10 and desk.italian.say("found.given") in whole
    assert secret and [text for text in secret if len(text) > 3 and text in whole] == []
    assert any(text in whole for text in open_ones if len(text) > 3)
    assert visit.shown_code and visit.shown_code not in whole and visit.receipt.shown not in whole


@pytest.mark.parametrize("name", ["operator", "duties", "elsewhere", "retype", "kept", "gone", "joining", "anything"])
def test_a_card_that_nobody_has_called_harmless_is_not_seen_at_all(desk, name):
    visit = Visit(desk)
    visit.stage, visit.overlay = "form", name
    card = replace(Visit(desk).card, name=name, title="Canarino", lines=(Line("482109"),))
    seen = as_seen(visit, card)
    assert not is_open(visit, card)
    assert "Canarino" not in texts(seen) and [text for text, _ in seen["lines"]] == [desk.italian.say("joined.unseen")]


def test_a_hidden_screen_is_hidden_from_everybody(desk):
    visit = Person(Visit(desk), "did", finisher("did").answers).visit
    visit.hide()
    assert texts(as_seen(visit, visit.card)).split() == [*visit.words.say("hidden.press").split()]


def test_whoever_sees_the_page_stands_on_it_and_can_be_sent_away(desk):
    visit = Visit(desk)
    visit.give({"language": "it"})
    visit.call()
    host = desk.bell.host
    host.ask("Anna (Milano 2)")
    visit.cover("joining")
    assert "Anna (Milano 2) chiede di vedere questa pagina." == visit.card.title
    visit.give({"joining": "perhaps"})
    assert visit.problem and host.state == ASKED
    visit.give({"joining": "yes"})
    assert visit.card.seen_by == "Anna vede"
    visit.call()
    visit.give({"called": "unwatch"})
    assert host.state == REFUSED and visit.card.seen_by == ""
    desk.bell.hush()


def test_the_operator_asks_sees_and_stops_from_the_table(desk):
    counter, kiosk = Counter(desk), Calls(desk.database, "milano-2")
    kiosk.ring(ID, "fr", "asked")
    counter.look()
    counter.give({"locked": desk.operators.practice_pin()})
    counter.give({"board": ID})
    counter.give({"going": "see"})
    assert "Decide chi è là" in counter.card.lines[0].text
    host, line = Host(), Hosting(kiosk, ID)
    line.round(host, 0.0)
    host.answer(True)
    visitor = Visit(desk)
    visitor.give({"language": "en"})
    host.show(as_seen(visitor, visitor.card))
    line.round(host, 1.0)
    counter.see(1.0)
    assert counter.card.title == desk.words("en").say("how.title") and counter.card.notice == "Guardi Milano 2"
    counter.press("f2", "")
    assert counter.card.title == "Come vuoi iniziare?" and "Faccio io" in texts(host.card["italian"])
    counter.press("x", "x")
    counter.press("f8", "")
    assert counter.card.notice.startswith("Hai chiesto di scrivere") and not counter.writes
    counter.lock()
    assert counter.looking_on is None and counter.stage == "locked" and bytes(row(kiosk)["shown"]) == b""
    kiosk.end(ID)


def test_that_an_operator_saw_a_page_is_in_the_log_of_their_desk_and_nothing_of_the_page(tmp_path):
    anna = Operator("Anna Verdi", sealing.hash_pin("482109"))
    desk = PracticeDesk(tmp_path, practice=False, operators=(anna,), flows=tmp_path / "no-services")
    counter, kiosk, host = Counter(desk), Calls(desk.database, "milano-2"), Host()
    kiosk.ring(ID, "fr", "asked")
    counter.look()
    for typed in ({"locked": "482109"}, {"board": ID}, {"going": "see"}):
        counter.give(typed)
    counter.see(0.0)
    assert logbook.rows(desk.database, desk.config.desk.id) == []
    line = Hosting(kiosk, ID)
    line.round(host, 0.0)
    host.answer(True)
    host.show({"title": "Canarino", "italian": None})
    line.round(host, 1.0)
    for now in (1.0, 2.0):
        counter.see(now)
    [row] = logbook.rows(desk.database, desk.config.desk.id)
    assert (row["who"], row["act"]) == ("Anna 1", "join") and "Canarino" not in str(row)
    desk.database.close()


def test_a_table_whose_store_is_away_keeps_the_page_and_does_not_fall(shared_url, network, impatient, tmp_path):
    desk = PracticeDesk(tmp_path, store=network.url(shared_url), flows=tmp_path / "no-services")
    counter, kiosk = Counter(desk), Calls(desk.database, "milano-2")
    kiosk.ring(ID, "fr", "asked")
    counter.look()
    counter.give({"locked": desk.operators.practice_pin()})
    counter.give({"board": ID})
    network.away()
    counter.give({"going": "see"})
    assert counter.stage == "going" and counter.problem == "counter.away" and counter.card.prompts[0].problem
    network.back()
    counter.give({"going": "see"})
    network.away()
    counter.see(1.0)
    assert counter.stage == "seeing" and counter.card.lines
    counter.back()
    assert counter.stage == "board"
    network.back()
    desk.database.close()


def test_what_is_typed_from_another_desk_is_said_to_be_typed_by_the_operator(desk):
    person = Person(Visit(desk), "did", finisher("did").answers)
    person.goes_to("code")
    person.does()
    visit, host = person.visit, desk.bell.host
    host.ask("Anna (Milano 2)")
    host.answer(True)
    asked = {field.name for field in visit.session.asks}
    assert is_open(visit, visit.card)
    visit.from_afar = visit.session.at
    person.does()
    person.does()
    by = {name: visit.session.answers.answer(name).typed_by for name in visit.session.answers.names()}
    assert {name for name in by if by[name] == "operator"} == asked and "visitor" in by.values()
    assert visit.session.helped.by == "Anna"
    desk.bell.hush()


def test_yes_to_the_whole_form_can_only_be_said_at_the_kiosk(desk):
    person = Person(Visit(desk), "did", finisher("did").answers)
    visit, open_cards = person.visit, set()
    while visit.stage != "end":
        if is_open(visit, visit.card):
            open_cards.add(visit.card.name)
            assert visit.session.page is not None and visit.stage == "form"
        person.does()
    assert open_cards and not open_cards & {"consent", "readback", "review", "code", "language"}
    assert not is_open(visit, visit.card)
