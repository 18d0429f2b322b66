"""Countries and towns by any of their names, and the way out for those that no list has."""

import pytest

from kiosk.forms.fields import CitizenshipType, CountryType, MunicipalityType, Place
from tests.forms.desk_of_fields import ITALIAN, said, shown, typed

COUNTRY, CITIZEN, TOWN = CountryType(), CitizenshipType(), MunicipalityType()


@pytest.mark.parametrize(("text", "code"), [
    ("Marocco", "MA"), ("MAROCCO", "MA"), ("Maroc", "MA"), ("Morocco", "MA"), ("المغرب", "MA"), ("摩洛哥", "MA"), ("MA", "MA"), ("al-maghrib", "MA"),
    ("costa d'avorio", "CI"), ("Costa d’Avorio", "CI"), ("Україна", "UA"), ("romania", "RO"), ("Shqipëria", "AL"), ("URSS", "SU"),
    ("Jugoslavia", "YU"), ("Cecoslovacchia", "CS"), ("Guinea", "GN"), ("Niger", "NE"), ("Corea del Sud", "KR"), ("Inghilterra", "GB"),
])
def test_a_country_by_any_name(text, code):
    assert typed(COUNTRY, text) == code


def test_a_slip_is_asked_about():
    assert typed(COUNTRY, "Maroco") == ("country.meant", "MA")
    assert said(COUNTRY, "Maroco") == "Non c'è scritto proprio così. Il Paese è Marocco?"


def test_two_countries_of_one_name():
    assert [typed(COUNTRY, text) for text in ("Congo", "Corea")] == ["country.several", "country.several"]


def test_a_country_in_no_list_is_written_by_hand_and_conditions_know_nothing_of_it():
    assert typed(COUNTRY, "Somaliland") == ("country.by_hand", "Somaliland")
    assert (COUNTRY.fact("Somaliland"), COUNTRY.fact("MA"), COUNTRY.show("Somaliland", ITALIAN.words)) == (None, "MA", "Somaliland")


@pytest.mark.parametrize(("text", "code"), [
    ("marocchina", "MA"), ("marocchino", "MA"), ("italiana", "IT"), ("albanese", "AL"), ("senegalese", "SN"), ("nigeriana", "NG"), ("cubana", "CU"),
    ("tunisina", "TN"), ("pakistana", "PK"), ("moldava", "MD"), ("algerina", "DZ"), ("georgiana", "GE"), ("polacca", "PL"),
    ("brasiliana", "BR"), ("gambiana", "GM"), ("siriana", "SY"), ("ghanese", "GH"), ("afghana", "AF"), ("kosovara", "XK"), ("مغربية", "MA"), ("تونسية", "TN"), ("مصرية", "EG"),
])
def test_a_citizenship_as_people_say_it(text, code):
    assert typed(CITIZEN, text) == ("citizenship.meant", code)


@pytest.mark.parametrize(("text", "code"), [("apolide", "XX"), ("rumena", "RO"), ("indiana", "IN"), ("dominicana", "DO"), ("cinese", "CN"), ("ucraina", "UA"), ("egiziano", "EG"), ("peruviana", "PE"), ("Marocco", "MA")])
def test_a_citizenship_by_its_own_word(text, code):
    assert typed(CITIZEN, text) == code


def test_nobody_is_a_citizen_of_a_country_that_is_no_more():
    assert ("SU" in CITIZEN.values(), "XX" in CITIZEN.values(), "SU" in COUNTRY.values()) == (False, True, True)


def test_no_citizenship_is_shown_in_words():
    assert shown(CITIZEN, "apolide") == "Apolide (nessuna cittadinanza)"


def test_what_is_suggested_can_be_typed():
    suggested = [value for text in ("mar", "cos", "re") for value, _ in COUNTRY.suggest(text, ITALIAN)]
    assert len(suggested) > 10
    assert [shown(COUNTRY, value) for value in suggested] == suggested


@pytest.mark.parametrize(("text", "place"), [
    ("milano", "Milano (MI)"), ("MILANO", "Milano (MI)"), ("Milano (MI)", "Milano (MI)"), ("forli", "Forlì (FC)"), ("forli'", "Forlì (FC)"),
    ("l aquila", "municipality.by_hand"), ("laquila", "L'Aquila (AQ)"), ("L’Aquila", "L'Aquila (AQ)"), ("Bozen", "Bolzano (BZ)"), ("Pola", "Pola (PL)"),
    ("Castro (BG)", "Castro (BG)"), ("san teodoro (ss)", "San Teodoro (SS)"), ("reggio nell'emilia", "Reggio nell'Emilia (RE)"), ("Romania", "Romania"),
])
def test_a_town(text, place):
    read = typed(TOWN, text)
    assert place in (read if isinstance(read, str) else read[0] if isinstance(read, tuple) else shown(TOWN, text), "municipality.by_hand")


def test_two_towns_of_one_name_want_their_province():
    assert said(TOWN, "castro") == "Ci sono più comuni così: Castro (BG), Castro (LE). Scrivi anche la provincia, come qui."


@pytest.mark.parametrize(("text", "name"), [("Napli", "Napoli"), ("Sesto San Giovani", "Sesto San Giovanni"), ("Cernusco sul navilio", "Cernusco sul Naviglio")])
def test_a_town_with_a_slip(text, name):
    code, place = typed(TOWN, text)
    assert (code, place.name) == ("municipality.meant", name)


def test_a_town_in_no_list_is_written_by_hand():
    assert typed(TOWN, "Quartoggiaro") == ("municipality.by_hand", Place("Quartoggiaro"))


def test_what_is_suggested_for_a_town_can_be_typed():
    suggested = [value for text in ("mil", "san", "reg", "pol") for value, _ in TOWN.suggest(text, ITALIAN)]
    assert [shown(TOWN, value) for value in suggested] == suggested


def test_the_middle_of_a_name_is_found_too():
    assert ("Cinisello Balsamo (MI)", "Cinisello Balsamo (MI)") in TOWN.suggest("balsamo", ITALIAN)


def test_an_author_may_leave_out_the_past_and_the_world():
    today = MunicipalityType(historical=False, abroad=False)
    assert [typed(today, text)[0] for text in ("Pola", "Romania")] != [Place, Place]
    assert typed(today, "Milano") == Place("Milano", "MI", "F205")


def test_a_place_is_stored_without_loss():
    place = typed(TOWN, "Milano")
    assert (TOWN.dump(place), TOWN.load(TOWN.dump(place))) == ({"name": "Milano", "province": "MI", "code": "F205", "abroad": False}, place)
