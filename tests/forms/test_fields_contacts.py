"""Addresses of people with and without a home, phones that may be borrowed, papers that may be lost."""

import pytest

from kiosk.forms.fields import Address, AddressType, DocumentType, EmailType, Paper, PartialDate, Phone, PhoneType
from tests.forms.desk_of_fields import ITALIAN, said, shown, typed

ADDRESS, PHONE, EMAIL, PAPER = AddressType(), PhoneType(), EmailType(), DocumentType()
HOME = {"kind": "home", "street": "via Orsini", "number": "21", "zip": "20157", "town": "Milano"}


def names(kind, text):
    return [part.name for part in kind.parts(text, ITALIAN)]


def test_the_kind_of_place_comes_first():
    assert (names(ADDRESS, {}), typed(ADDRESS, {"kind": "1"}), names(ADDRESS, {"kind": "1"})) == (
        ["kind"], "more", ["street", "number", "zip", "town", "kind"])


def test_who_has_no_home_is_asked_for_an_address_given_by_others():
    assert names(ADDRESS, {"kind": "no_home"}) == ["given", "kind"]
    assert names(ADDRESS, {"kind": "no_home", "given": "office"}) == ["at", "street", "number", "zip", "town", "given", "kind"]
    assert names(ADDRESS, {"kind": "no_home", "given": "none"}) == ["town", "given", "kind"]


def test_changing_the_kind_asks_for_what_is_missing():
    assert [typed(ADDRESS, HOME | {"kind": kind}) for kind in ("guest", "no_home")] == ["address.at", "more"]


@pytest.mark.parametrize(("text", "words"), [
    (HOME, "via Orsini 21, 20157 Milano (MI)"),
    ("via Orsini 21, 20157 Milano (MI)", "via Orsini 21, 20157 Milano (MI)"),
    (HOME | {"kind": "centre", "at": "Casa Aperta"}, "presso Casa Aperta, via Orsini 21, 20157 Milano (MI)"),
    ("presso Casa Aperta, via Orsini 21/B, 20157 Milano", "presso Casa Aperta, via Orsini 21/B, 20157 Milano (MI)"),
    (HOME | {"street": "via Orsini 21", "number": ""}, "via Orsini 21, 20157 Milano (MI)"),
    (HOME | {"number": "senza numero"}, "via Orsini snc, 20157 Milano (MI)"),
    (HOME | {"number": "S.N.C."}, "via Orsini snc, 20157 Milano (MI)"),
    (HOME | {"number": "Sin número"}, "via Orsini snc, 20157 Milano (MI)"),
    (HOME | {"number": "s/n"}, "via Orsini snc, 20157 Milano (MI)"),
    (HOME | {"number": "fără număr"}, "via Orsini snc, 20157 Milano (MI)"),
    (HOME | {"number": "بدون رقم"}, "via Orsini snc, 20157 Milano (MI)"),
    ({"kind": "abroad", "street": "12 rue X", "town": "Rabat", "country": "maroc"}, "12 rue X, Rabat, Marocco"),
    ({"kind": "no_home", "given": "none", "town": ""}, "Non ho una casa"),
    ({"kind": "no_home", "given": "none", "town": "Milano"}, "Non ho una casa, Milano (MI)"),
    ({"kind": "no_home", "given": "office", "at": "Municipio 2", "town": "Milano"}, "presso Municipio 2, Milano (MI)"),
])
def test_an_address(text, words):
    assert (ADDRESS.read(text, ITALIAN).problem, shown(ADDRESS, text)) == (None, words)


@pytest.mark.parametrize(("parts", "problem"), [
    ({"kind": ""}, "address.kind"), ({"kind": "9"}, "address.kind"), (HOME | {"street": ""}, "address.street"), (HOME | {"town": ""}, "address.town"),
    ("da qualche parte", "address.line"), ("", "address.kind"), ({}, "address.kind"), (HOME | {"street": "x" * 200}, "text.long"),
])
def test_what_is_missing_in_an_address(parts, problem):
    assert typed(ADDRESS, parts) == problem


@pytest.mark.parametrize(("change", "doubt"), [
    ({"number": ""}, "address.no_number"), ({"zip": "2015"}, "address.zip"), ({"town": "Milnao"}, "address.unknown_town"),
])
def test_what_is_unusual_in_an_address_is_only_asked_about(change, doubt):
    code, value = typed(ADDRESS, HOME | change)
    assert (code, value.street) == (doubt, "via Orsini")


def test_a_postal_code_without_a_town_name_problem_counts_its_signs():
    assert said(ADDRESS, HOME | {"zip": "2015"}) == "Il CAP ha 5 cifre, qui ci sono 4 segni. Controlla."


def test_conditions_see_the_kind_of_place():
    assert (ADDRESS.fact(Address("no_home")), ADDRESS.values()) == ("no_home", ("home", "guest", "centre", "no_home", "abroad"))


def test_one_kind_is_not_asked():
    kind = AddressType(kinds=("home",))
    assert (names(kind, {}), typed(kind, {key: HOME[key] for key in ("street", "number", "town")}).kind) == (["street", "number", "zip", "town"], "home")


@pytest.mark.parametrize("text", ["333 123 4567", "3331234567", "+39 333-123.4567", "0039 333/1234567", "39 333 1234567", "tel. 333 1234567", "٣٣٣١٢٣٤٥٦٧"])
def test_one_mobile_in_many_forms(text):
    assert (typed(PHONE, text), shown(PHONE, text)) == (Phone("+393331234567"), "333 123 4567")


@pytest.mark.parametrize(("text", "words"), [("02 12345678", "02 1234 5678"), ("+212 612-345678", "+212 6 12 34 56 78"), ("0040 721 234 567", "+40 721 234 567")])
def test_other_phones(text, words):
    assert shown(PHONE, text) == words


@pytest.mark.parametrize(("text", "problem"), [
    ("", "phone.empty"), ("333", "phone.short"), ("trecento", "phone.letters"), ("1" * 18, "phone.long"), ("1" * 9000, "phone.long"),
    ({"number": "3331234567", "whose": "", "message": "yes"}, "phone.whose"), ({"number": "3331234567", "whose": "1", "message": ""}, "phone.message"),
])
def test_what_is_no_phone(text, problem):
    assert typed(PHONE, text) == problem


def test_an_unusual_phone_is_only_asked_about():
    assert typed(PHONE, "2 1234567") == ("phone.unusual", Phone("+3921234567"))


def test_a_borrowed_phone():
    borrowed = {"number": "3331234567", "whose": "2", "message": False}
    assert (typed(PHONE, borrowed), shown(PHONE, borrowed)) == (
        Phone("+393331234567", "family", False), "333 123 4567, Di un parente, non lasciare messaggi")


def test_how_many_figures_there_are():
    assert said(PHONE, "333 12") == "Nel telefono ci sono solo 5 numeri. Scrivi tutto il numero, anche lo zero."


@pytest.mark.parametrize(("text", "value"), [
    ("Anna.R@GMAIL.com", "Anna.R@gmail.com"), (" anna @ libero.it ", "anna@libero.it"), ("anna@comune.milano.it", "anna@comune.milano.it"),
    ("anna", "email.at"), ("anna@", "email.at"), ("", "email.empty"), ("anna@gmail", "email.ending"), ("a<b@x.it", "email.sign"),
    ("anna@gmial.com", ("email.meant", "anna@gmial.com")), ("x@y.it\r\nBcc: z@w.it", "email.sign"), ("a" * 9000 + "@x.it", "email.at"),
])
def test_an_email(text, value):
    assert typed(EMAIL, text) == value


def test_common_endings_are_offered_after_the_sign():
    assert (EMAIL.endings("anna@g"), EMAIL.endings("anna")) == (("anna@gmail.com",), ())


def test_a_document_that_is_here():
    here = {"kind": "passport", "where": "1"}
    assert (typed(PAPER, here), names(PAPER, here)) == ("more", ["number", "expiry", "kind", "where"])
    assert typed(PAPER, here | {"number": "ya 1234567", "expiry": "27 3 2030"}) == Paper("here", "passport", "YA1234567", PartialDate(2030, 3, 27))


@pytest.mark.parametrize("where", ["lost", "never"])
def test_a_document_that_nobody_has_wants_no_number(where):
    assert typed(PAPER, {"kind": "id_card", "where": where}) == Paper(where, "id_card")


def test_a_document_at_home_may_have_no_number():
    assert typed(PAPER, {"kind": "1", "where": "home", "number": "", "expiry": ""}) == Paper("home", "id_card")


@pytest.mark.parametrize(("parts", "problem"), [
    ({}, "document.kind"), ("", "document.kind"), ({"kind": "1"}, "document.where"), ({"kind": "1", "where": "here", "number": ""}, "document.number"),
    ({"kind": "1", "where": "here", "number": "A1", "expiry": "boh"}, "document.expiry"),
    ({"kind": "1", "where": "here", "number": "1" * 40, "expiry": ""}, "document.number_long"),
])
def test_what_is_missing_in_a_document(parts, problem):
    assert typed(PAPER, parts) == problem


def test_an_expired_document_is_only_said():
    expired = {"kind": "1", "where": "here", "number": "CA12345AB", "expiry": "1/1/2020"}
    assert typed(PAPER, expired)[0] == "document.expired"
    assert shown(PAPER, expired) == "Carta d'identità CA12345AB, fino al 1 gennaio 2020"


@pytest.mark.parametrize(("kind", "value"), [
    (ADDRESS, Address("guest", at="Anna", street="via Roma", number="snc", town="Lodi", province="LO")), (PHONE, Phone("+393331234567", "mine", False)),
    (PAPER, Paper("here", "passport", "A1", PartialDate(2030, 3))), (PAPER, Paper("never")),
])
def test_they_are_stored_without_loss(kind, value):
    assert kind.load(kind.dump(value)) == value
