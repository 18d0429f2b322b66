"""Every kind of answer. A new kind is one class here, listed once in `TYPES`."""

from kiosk.forms.fields.addresses import AddressType
from kiosk.forms.fields.kind import Choice, FieldType, Part, Problem, Read, Reading, Typed, blank
from kiosk.forms.fields.choosing import ChoicesType, ChoiceType, ComputedType, DeclarationType, NoteType, YesNoType
from kiosk.forms.fields.codes import IbanType, PermitNumberType, TaxCodeType
from kiosk.forms.fields.contacts import EmailType, PhoneType
from kiosk.forms.fields.dates import DateType, TimeType
from kiosk.forms.fields.numbers import MoneyType, NumberType
from kiosk.forms.fields.papers import DocumentType
from kiosk.forms.fields.places import CitizenshipType, CountryType, MunicipalityType
from kiosk.forms.fields.seats import Dates, OpenDate, Seat, SeatType
from kiosk.forms.fields.texts import GivenNamesType, ParagraphType, SurnameType, TextType
from kiosk.forms.fields.values import Address, Paper, PartialDate, Phone, Place

TYPES: dict[str, type[FieldType]] = {
    kind.yaml: kind
    for kind in (
        TextType, ParagraphType, GivenNamesType, SurnameType, NumberType, MoneyType, YesNoType, ChoiceType,
        ChoicesType, DateType, TimeType, CountryType, CitizenshipType, MunicipalityType, AddressType, PhoneType, EmailType,
        TaxCodeType, IbanType, PermitNumberType, DocumentType, SeatType, NoteType, DeclarationType, ComputedType,
    )
}
INPUT_KINDS = frozenset(kind.entry for kind in TYPES.values())

__all__ = [
    "INPUT_KINDS", "TYPES", "Address", "AddressType", "Choice", "ChoiceType", "ChoicesType", "CitizenshipType", "ComputedType",
    "CountryType", "DateType", "Dates", "DeclarationType", "DocumentType", "EmailType", "FieldType", "GivenNamesType", "IbanType",
    "MoneyType", "MunicipalityType", "NoteType", "NumberType", "OpenDate", "Paper", "ParagraphType", "Part", "PartialDate",
    "PermitNumberType", "Phone", "PhoneType", "Place", "Problem", "Read", "Reading", "Seat", "SeatType", "SurnameType", "TaxCodeType",
    "TextType", "TimeType", "Typed", "YesNoType", "blank",
]
