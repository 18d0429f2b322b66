"""An answer that no field takes passes all the same when somebody who works here says why.

Only rules of form give way: a code of another length, a place that no list knows, a value that nobody has. Logic never
does: what is chosen, what a form needs, the author's checks. The answer is then the text as typed, to be looked at
again, and conditions know nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.desk.standing import Trouble
from kiosk.errors import Refused
from kiosk.forms.answers import BLANK, Answer
from kiosk.forms.credentials import covered
from kiosk.forms.fields import Reading, blank
from kiosk.forms.flow import Field
from kiosk.i18n import clean, italian
from kiosk.i18n.phrases.operator import PHRASES

if TYPE_CHECKING:
    from kiosk.desk.session import Session
    from kiosk.desk.visit import Visit

OTHER, NOTE = "other", 60
OVERRIDES = tuple((value, str(PHRASES[f"override.{value}"])) for value in ("document", "unavailable", "foreign", "system", OTHER))
"""The reasons, as (value, what the operator reads); the last one wants a note of at most `NOTE` signs."""

FORM = frozenset("""
text.empty text.long paragraph.empty paragraph.long surname.empty given_names.empty name.long name.number name.sign name.letters name.latin
number.empty number.letters number.unclear number.long number.low number.high number.whole number.decimals
money.empty money.letters money.unclear money.long money.low money.high money.whole money.decimals
date.empty date.year_missing date.month_missing date.day_missing date.year date.calendar date.day date.month date.word date.form date.short_month
date.future date.past date.old date.far time.empty time.form time.impossible
country.empty country.by_hand country.by_hand_near country.meant country.several
citizenship.empty citizenship.by_hand citizenship.by_hand_near citizenship.meant citizenship.several
municipality.empty municipality.by_hand municipality.by_hand_near municipality.meant municipality.several
address.at address.street address.town address.country address.line address.unknown_town address.no_number address.zip
phone.empty phone.number phone.letters phone.short phone.long phone.unusual email.empty email.at email.ending email.sign email.meant
tax_code.empty tax_code.sign tax_code.length tax_code.gap tax_code.meant tax_code.check
iban.empty iban.sign iban.start iban.length iban.length_abroad iban.check
permit_number.empty permit_number.sign permit_number.long permit_number.check
document.number document.number_long document.expiry document.expired
""".split())
LOGIC = frozenset("""
rule check needed text.credential computed.asked yes_no.empty yes_no.which choice.empty choice.which
choices.empty choices.which choices.few choices.many declaration.empty seat.gone address.kind address.given phone.whose phone.message document.kind document.where
too_many_entries too_few_entries
""".split())


def may_override(trouble: Trouble) -> bool:
    """Does this stand in the way only by its form? A soft doubt does not: Enter again passes it, for anybody."""
    return trouble.problem.code in FORM and not trouble.problem.soft


def refused_by_form(session: Session) -> str | None:
    """The first field of the page on the screen that may be overridden."""
    return next((asked.name for asked in session.asks if (found := session.troubles.get(asked.name)) and may_override(found)), None)


def override(session: Session, name: str, reason: str, note: str = "") -> bool:
    """Take the field `name` of this page as it was typed; True when the page is done by that, and the visit goes on.

    Refused: "override.reason" for a reason that is not in the list, or the last one without a note; "override.logic" where nothing
    may be overridden.
    """
    trouble, field = session.troubles.get(name), next((one for one in session.asks if one.name == name), None)
    if field is None or trouble is None or not may_override(trouble):
        raise Refused("override.logic")
    told = _told(reason, note)
    taken = _taken(field, session.typed.get(name, ""), session.reading(field))
    session.passed[session.at, name] = replace(taken, typed_by=session.typed_by, reason=told)
    # a doubt about another field of the page has not been answered by this
    session.troubles = {}
    return session.give({})


def let_pass(visit: Visit, name: str, reason: str, note: str = "") -> bool:
    """`override` at the desk: counted, and written into the log of whoever's PIN was last taken. Refused as there."""
    from kiosk.desk import logbook

    done = override(visit.session, name, reason, note)
    visit.acts.passed(visit, reason)
    logbook.note(visit.desk, visit.at_work, f"override {reason}")
    return done


def _told(reason: str, note: str) -> str:
    said = str(covered(clean(note, NOTE).strip()))
    if reason not in dict(OVERRIDES) or reason == OTHER and not said:
        raise Refused("override.reason")
    return f"{OTHER}: {said}" if reason == OTHER else reason


def _taken(field: Field, typed: object, reading: Reading) -> Answer:
    if blank(typed):
        return Answer(state=BLANK, typed=typed, to_review=True)
    return Answer(as_text(field, typed, reading), typed=typed, to_review=True)


def as_text(field: Field, typed: object, reading: Reading) -> str:
    """What was typed as one text, its chosen parts in Italian: the office reads it."""
    if not isinstance(typed, Mapping):
        return clean(str(typed), newlines=field.type.entry == "paragraph").strip()
    words, found = italian(), []
    for part in field.type.parts(typed, reading):
        said = clean(str(typed.get(part.name, ""))).strip()
        labels = {value: words.say(key) for value, key in part.options} | {str(n): words.say(key) for n, (_, key) in enumerate(part.options, 1)}
        found += [labels.get(said, said)] if said else []
    return (" " if field.type.entry == "date" else ", ").join(found)
