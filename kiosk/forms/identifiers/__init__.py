"""What is known of codes, phones and places, behind one door: stdnum, phonenumbers and codicefiscale.

Nothing here says that a person is wrong: it says what is unusual. Each library is loaded when first needed.
"""

from kiosk.forms.identifiers.codes import grouped_iban, iban_doubt, iban_length, tax_code_doubt, tax_code_gap, tax_code_likely, tax_code_person
from kiosk.forms.identifiers.phones import phone_is_usual, phone_number, show_phone
from kiosk.forms.identifiers.places import KnownPlace, Search, known_places, place_search

__all__ = [
    "KnownPlace", "Search", "grouped_iban", "iban_doubt", "iban_length", "known_places", "phone_is_usual", "phone_number",
    "place_search", "show_phone", "tax_code_doubt", "tax_code_gap", "tax_code_likely", "tax_code_person",
]
