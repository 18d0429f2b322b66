"""What a paper says, gathered from a finished journey: plain texts in Italian, nothing that a template could run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.config import Desk
from kiosk.dispatch.slip import Printed, Slip, slips
from kiosk.dispatch.submission import Submission, sections
from kiosk.forms.answers import GIVEN, Answer, Answers
from kiosk.forms.flow import Field, Flow, Page
from kiosk.forms.journey import Journey, Stop
from kiosk.forms.review import show
from kiosk.i18n import Words


@dataclass(frozen=True, slots=True)
class PaperContent:
    """`answers` is the dictionary that a template knows as `data`; `templates` are the sources by file name; `practice` puts PROVA on the paper."""

    answers: dict = field(repr=False)
    slips: tuple[Slip, ...] = field(repr=False)
    reference: str
    templates: dict[str, str] = field(default_factory=dict, repr=False)
    made_at: datetime | None = None
    practice: bool = False


def gather(
    journey: Journey, submission: Submission, desk: Desk, languages: tuple[Words, ...], sealed: bool = False
) -> PaperContent:
    """The content of every document; `languages` are Italian and the visitor's.

    What the author marked `keep: never` is on the paper in the visitor's hand, and blank on the `sealed` one. What the
    person did not confirm is blank on both.
    """
    finished_at = submission.circumstances.finished_at
    printed = Printed(submission.reference, desk, finished_at.date())
    return PaperContent(
        answers=_Answers(languages[0], sealed).of(journey, submission),
        slips=slips(journey, languages, printed),
        reference=submission.reference,
        templates=journey.flow.templates,
        made_at=finished_at,
    )


def empty(flow: Flow) -> dict:
    """Every name a template of this flow may use, with nothing in it: what an author's template is tried with."""
    names = [f.name for f in flow.fields.values()]
    return {
        "answers": dict.fromkeys(names, ""),
        "state": dict.fromkeys(names, ""),
        "value": dict.fromkeys(names),
        "repeats": {page.id: [] for page in flow.pages if page.repeat},
    }


@dataclass(frozen=True, slots=True)
class _Answers:
    """Turns kept answers into the dictionary of a template."""

    words: Words
    sealed: bool

    def of(self, journey: Journey, submission: Submission) -> dict:
        found = empty(journey.flow) | {
            "reference": submission.shown_reference,
            "today": self.words.day(submission.circumstances.finished_at.date()),
            "title": submission.title,
            "read_in": self._language(submission.circumstances.read_in),
            "rows": sections(journey, self.words, self.sealed),
        }
        for stop in journey.stops:
            if stop.page.repeat:
                found["repeats"][stop.page.id] = [self._entry(stop.page, last) for last in stop.entries]
            for asked in stop.page.fields:
                self._add(found, asked, stop.kept)
        return found

    def _language(self, code: str | None) -> str:
        return self.words.language_name(code) if code else ""

    def _add(self, found: dict, asked: Field, kept: Answers) -> None:
        answer = kept.answer(asked.name)
        if answer is None or (self.sealed and not asked.keep):
            return
        found["state"][asked.name] = answer.state
        if answer.state == GIVEN and answer.confirmed:
            self._write(found, asked, answer)

    def _write(self, found: dict, asked: Field, answer: Answer) -> None:
        if answer.reason:
            # no template can reckon with a text that the field does not take
            found["answers"][asked.name] = self.words.say("review.again", text=show(asked, answer, self.words))
        else:
            found["answers"][asked.name] = on_paper(asked, answer.value, self.words)
            found["value"][asked.name] = asked.type.dump(answer.value)

    def _entry(self, page: Page, last: Stop | None) -> dict[str, str]:
        fields = [asked for inner in page.repeat.pages for asked in inner.fields]
        found = {"answers": {f.name: "" for f in fields}, "state": {}, "value": {}}
        if last is not None:
            for asked in fields:
                self._add(found, asked, last.kept)
        return found["answers"]


def on_paper(asked: Field, value: object, words: Words) -> str:
    """The answer as the office reads it: the author's `on_paper` where there is one."""
    written = getattr(asked.type, "on_paper", None)
    return str(written(value, words) if written else asked.type.show(value, words))
