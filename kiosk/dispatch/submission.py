"""Finished answers, frozen: what is sealed for the office and what the papers are made of.

Only kept answers are in it: nothing that fell off the path, nothing the author said must not be kept.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from kiosk.dispatch import codes
from kiosk.dispatch.identity import Identifying, identifying_names, split
from kiosk.forms.answers import GIVEN, Answer, Answers
from kiosk.forms.flow import Field, Flow, Page
from kiosk.forms.journey import Journey, Stop
from kiosk.forms.provenance import stands
from kiosk.forms.review import Row, dump, rows
from kiosk.i18n import Words

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Of the visit, not of its answers; times are aware, `assisted_by` is the operator's name or None.

    `read_in` is the language in which the papers were read back to the person before they were signed, None where none was;
    `by_voice`: the yes was said aloud, and whoever helped has written so; `by_phone`: some of it by telephone, by a person nobody saw. `notes` are theirs: {place, label, tags, text}.
    """

    language: str
    started_at: datetime
    finished_at: datetime
    assisted_by: str | None = None
    read_in: str | None = None
    by_voice: bool = False
    by_phone: bool = False
    notes: tuple[dict, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Submission:
    """`answers` is plain: {name: {value, state, typed_by, confirmed, seen, to_review}}; a repeat has a list of such as value.

    `override` is there too, and says why, where an operator let a text pass as it was typed.
    """

    reference: str
    flow: str
    title: str
    version: str
    circumstances: Circumstances
    ending: str | None = None
    answers: dict = field(default_factory=dict, repr=False)
    rows: tuple = field(default=(), repr=False)
    identifying: Identifying = field(default=Identifying(), repr=False)

    @property
    def shown_reference(self) -> str:
        return codes.grouped(self.reference, codes.REFERENCE)

    def to_json(self) -> bytes:
        """The answers.json that the office reads."""
        return as_json(self._whole())

    def halves(self) -> tuple[dict, dict]:
        """(who is asking, what is asked): answers.json in two, as plain values."""
        return split(self._whole(), self.identifying)

    def _whole(self) -> dict:
        whole = {"format": FORMAT, **asdict(self)}
        whole |= whole.pop("circumstances")
        del whole["identifying"]
        return json.loads(as_json(whole))


def as_json(whole: dict) -> bytes:
    """Plain values as the office's files have them."""
    return json.dumps(whole, ensure_ascii=False, indent=1, default=_plain).encode("utf-8")


def freeze(journey: Journey, words: Words, circumstances: Circumstances, reference: str | None = None) -> Submission:
    """The submission of a finished journey; `words` are the Italian ones, for the rows the office reads."""
    flow = journey.flow
    return Submission(
        reference=reference or codes.make(codes.REFERENCE),
        flow=flow.id,
        title=flow.title,
        version=flow.version,
        circumstances=circumstances,
        ending=journey.ending.id if journey.ending else None,
        answers=kept_answers(journey),
        rows=sections(journey, words),
        identifying=_identifying(journey),
    )


def _identifying(journey: Journey) -> Identifying:
    names = identifying_names(journey.flow)
    places = (place for place, row in enumerate(_kept_rows(journey, sealed=True)) if row.field.name in names)
    return Identifying(names, frozenset(places))


def kept_answers(journey: Journey) -> dict[str, dict]:
    """Every kept answer by name, as plain values."""
    found: dict[str, dict] = {}
    for stop in journey.stops:
        if stop.page.repeat:
            found[stop.page.id] = {"state": GIVEN, "value": [_dumped(*_entry(last)) for last in stop.entries]}
        else:
            found |= _dumped(stop.page.fields, stop.kept)
    return found


def _entry(last: Stop | None) -> tuple[tuple[Field, ...], Answers]:
    """The fields met in one entry of a repeat and what it kept."""
    met: list[Field] = []
    stop = last
    while stop is not None:
        met[:0] = stop.page.fields
        stop = stop.before
    return tuple(met), last.kept if last else None


def _dumped(fields: tuple[Field, ...], kept: Answers) -> dict[str, dict]:
    found = {}
    for asked in fields:
        answer = kept.answer(asked.name)
        if answer is not None and asked.keep and asked.type.entry != "note":
            found[asked.name] = _dump(asked, answer)
    return found


def _dump(asked: Field, answer: Answer) -> dict:
    overridden = {"override": answer.reason} if answer.reason else {}
    return {
        "value": dump(asked, answer) if answer.state == GIVEN else None,
        "state": answer.state,
        "typed_by": answer.typed_by if asked.compute is None else "kiosk",
        "confirmed": answer.confirmed,
        "seen": answer.seen,
        "to_review": answer.to_review,
    } | overridden


def sections(journey: Journey, words: Words, sealed: bool = True) -> tuple[dict, ...]:
    """The rows a person reads, by section: ({"section": title, "rows": [{label, value, mark}]}); mark "?" is not confirmed, "!" to review.

    When `sealed`, without what the author marked `keep: never`.
    """
    found: list[dict] = []
    for row in _kept_rows(journey, sealed):
        title = _section_title(journey.flow, row.repeat or row.page, words)
        if not found or found[-1]["section"] != title:
            found.append({"section": title, "rows": []})
        mark = "?" if not stands(row) else "!" if row.answer.to_review else ""
        label = row.label(words) if row.repeat is None else f"{row.entry + 1}. {row.label(words)}"
        found[-1]["rows"].append({"label": label, "value": row.shown(words), "mark": mark})
    return tuple(found)


def _kept_rows(journey: Journey, sealed: bool) -> list[Row]:
    return [row for row in rows(journey) if row.field.keep or not sealed]


def _section_title(flow: Flow, page: Page, words: Words) -> str:
    titles = {section.id: section.title for section in flow.sections}
    return words.text(flow.id, f"section.{page.section}", titles.get(page.section, ""))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else str(value)
