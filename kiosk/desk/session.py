"""One form being filled: the journey, where the visitor stands in it, and what was typed but not taken.

Pure: no clock, no store, no screen. What was typed is never lost, right or wrong; a soft doubt passes when
the same text is confirmed a second time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from kiosk.desk import entries
from kiosk.desk.assist import Helped
from kiosk.desk.history import History
from kiosk.desk.standing import Position, Trouble, way_out
from kiosk.forms.answers import BLANK, REFUSED, UNKNOWN, Answer, Answers, Inside
from kiosk.forms.credentials import covered
from kiosk.forms.fields import Dates, Problem, Read, Reading, blank
from kiosk.forms.flow import Field, Flow, Page
from kiosk.forms.journey import Journey, Stop, Wanted, answered
from kiosk.forms.provenance import confirm
from kiosk.forms.review import papers
from kiosk.i18n import Words

REVIEW, ENDED = "review", "ended"


class Session:
    """`facts` are answers of earlier flows of the same visit, offered again for the same `fact:`.

    `at` is a `Position`, or "review" once everything is answered, or "ended" at an early ending. `held` is the hold on
    its draft, `aside` the answers of another version of the flow that rest with it, `ready` what `finishing` made of it, `beforehand` the papers it has begun,
    `left_blank` the paths of the answers that the person does not stand by, `read_in` the language they were read back in,
    `passed` what an operator lets pass on this page, `beside` whether one reads this screen too, `helped` what whoever helped has left with it,
    `unsaid` the paths of answers that are not shown because nobody knows who is asking, `dates` what a seat can be chosen of: as it stood when the form was begun.
    """

    def __init__(self, flow: Flow, words: Words, started_at: datetime, today: date) -> None:
        self.flow, self.words, self.started_at = flow, words, started_at
        self.journey, self.history = Journey.start(flow, today), History()
        self.facts: dict[str, Answer] = {}
        self.typed: dict[str, object] = {}
        self.troubles: dict[str, Trouble] = {}
        self.tries: dict[str, int] = {}
        self.typed_by, self.beside = "visitor", False
        self._notice: tuple[str, dict[str, object]] = ("", {})
        self.held, self.aside = "", ()
        self.ready = self.beforehand = None
        self.left_blank: set[str] = set()
        self.passed: dict[tuple[Position, str], Answer] = {}
        self.read_in: str | None = None
        self.helped, self.unsaid = Helped(), frozenset()
        self.dates = Dates()
        self.returning, self.may_print, self.menu = False, False, None
        self.at: Position | str = REVIEW
        self._arrive(self.journey.after(-1))

    @property
    def stop(self) -> Stop | None:
        """The stop the visitor stands at; inside a repeat, the stop of the entry's page."""
        if not isinstance(self.at, Position):
            return None
        outer = self.journey.stop(self.at.repeat or self.at.page)
        return entries.stop_in(outer, self.at) if self.at.repeat and outer else outer

    @property
    def page(self) -> Page | None:
        stop = self.stop
        return stop.page if stop else None

    @property
    def asks(self) -> tuple[Field, ...]:
        stop = self.stop
        return stop.asks if stop else ()

    @property
    def answers(self) -> Answers:
        """The typed answers that belong here: those of the entry inside a repeat."""
        at = self.at
        return entries.typed_in(self.journey, at) if isinstance(at, Position) and at.repeat else self.journey.answers

    @property
    def leaves_no_trace(self) -> bool:
        """Did the visit come to an ending of which nothing may be kept?"""
        ending = self.journey.ending
        return self.at == ENDED and ending is not None and not ending.keep

    @property
    def is_ready(self) -> bool:
        """Were these very answers frozen and sealed before, for an end that did not succeed?"""
        return self.ready is not None and self.ready.journey is self.journey

    @property
    def reads_back(self) -> bool:
        """Does a paper come of it that the person signs as true, or did somebody help to fill it?"""
        return self.helped.by is not None or any(paper.declares for paper in papers(self.journey))

    def confirm(self) -> None:
        """What was shown is confirmed, but for what is left blank; nothing changes when it was already."""
        self.journey = confirm(self.journey, self.left_blank)

    def reading(self, field: Field) -> Reading:
        """How typed text is read here: in the visitor's language, on the day of the visit."""
        return Reading(self.words, self.journey.answers.today, self.offered(field), self.dates)

    def offered(self, field: Field) -> tuple[str, ...] | None:
        """The values offered now, when some choices join by a condition of their own."""
        if not field.conditional_choices:
            return None
        facts = self.sees()
        return tuple(choice.value for choice in field.type.choices if choice.when is None or choice.when(facts) is True)

    def sees(self) -> Answers | Inside:
        """What a condition on this page looks at."""
        stop = self.stop
        kept = stop.kept if stop else self.journey.kept
        if not (isinstance(self.at, Position) and self.at.repeat):
            return kept
        before = self.journey.stop(self.at.repeat).before
        return Inside(kept, before.kept if before else Answers(kept.today))

    @property
    def notice(self) -> str:
        """What stands in the rule below the page: the last thing told, in the language the card is drawn in."""
        key, params = self._notice
        return self.words.say(key, **params) if key else ""

    def tell(self, key: str, **params: object) -> None:
        """Keep a phrase for the next card, "" for none."""
        self._notice = key, params

    def give(self, typed: Mapping[str, object]) -> bool:
        """Take what was typed for the fields of this page; True when the visitor may go on."""
        self.tell("")
        if self.page is not None and self.page.repeat:
            return entries.choose(self, str(typed.get(self.page.id, "")))
        asks = self.asks
        texts = {field.name: typed.get(field.name, self.typed.get(field.name, "")) for field in asks}
        again = {name for name, text in texts.items() if name in self.typed and self.typed[name] == text}
        doubts, self.troubles = self.troubles, {}
        self.typed.update(texts)
        taken = {field.name: self._take(field, texts[field.name], self._doubted(field, doubts, again)) for field in asks}
        if any(answer is None for answer in taken.values()):
            return False
        return self._settle(taken, {name: doubts[name] for name in again if name in doubts})

    def back(self) -> bool:
        """One step back with every answer intact; False at the very beginning."""
        self.troubles = {}
        self.tell("")
        if self.menu is not None:
            self.menu = None
            return True
        if not isinstance(self.at, Position):
            return self._arrive_back(self.journey.last)
        if self.at.repeat:
            return entries.back(self)
        if self.returning and self.journey.complete:
            self.at = REVIEW
            return True
        stop = self.stop
        return self._arrive_back(stop.before if stop else None)

    def go_to(self, place: str) -> None:
        """From the check page to a row, "page" or "repeat/entry/page", and back to it; of what was worked out, to the question before."""
        repeat, _, rest = place.partition("/")
        entry, _, page = rest.partition("/")
        self.at = Position(page, repeat, int(entry)) if rest else Position(place)
        self.returning, self.typed, self.troubles = True, {}, {}
        if self.page and not (self.page.repeat or self.asks or (entries.back(self) if rest else self._arrive_back(self.stop))):
            self.at = REVIEW

    def return_to(self, journey: Journey) -> None:
        """Stand where an earlier visit stopped: at the first page that still wants something."""
        self.journey = journey
        self._arrive(None if journey.complete or journey.ending else journey.last)

    def stand(self, at: Position) -> None:
        """At a page that is on the way; what was half typed elsewhere is let go."""
        self.at, self.returning, self.menu = at, True, None
        self.typed, self.troubles = {}, {}
        self._notice = ("", {})

    def trouble(self, name: str, trouble: Trouble) -> None:
        """Show a problem at a field; the second time in a row it is worded differently."""
        self.tries[name] = self.tries.get(name, 0) + 1
        self.troubles[name] = replace(trouble, times=self.tries[name])

    def accept(self, journey: Journey, aside: int) -> None:
        """Take the new journey and move on; `aside` answers fell off the path and are kept for a return."""
        asks = self.asks
        if aside:
            self.tell("notice.aside", n=aside)
        self.history.note(self, aside)
        self.journey = journey
        for field in asks:
            self.tries.pop(field.name, None)
        self.typed, self.troubles, self.passed = {}, {}, {}
        if not (isinstance(self.at, Position) and entries.wanted_at(journey, self.at)):
            self._advance()

    def _doubted(self, field: Field, doubts: Mapping[str, Trouble], again: set[str]) -> bool:
        """Was a soft doubt about this very text shown before, so that a second Enter passes it?"""
        doubt = doubts.get(field.name)
        return doubt is not None and doubt.problem.soft and field.name in again

    def _take(self, field: Field, text: object, confirmed: bool) -> Answer | None:
        before, state = self.passed.get((self.at, field.name)) or self.answers.answer(field.name), way_out(text)
        if before is not None and before.reason and (text == before.typed or state == before.state):
            return before
        hidden = covered(text)
        if hidden is not text:
            # others see this screen too: the rest of what was typed stays
            self.typed[field.name] = hidden
            self.trouble(field.name, Trouble(Problem("text.credential")))
            return None
        if state is None and field.optional and blank(text):
            state = BLANK
        if state is not None:
            return self._take_way_out(field, state)
        read: Read = field.type.read(text, self.reading(field))
        if read.more:
            return None
        if read.problem is not None and not (read.problem.soft and confirmed):
            self.trouble(field.name, Trouble(read.problem))
            return None
        return answered(field, read.value, typed=text, typed_by=self.typed_by, to_review=read.problem is not None)

    def _take_way_out(self, field: Field, state: str) -> Answer | None:
        if not {UNKNOWN: field.unknown, REFUSED: field.refuse, BLANK: field.optional}.get(state):
            self.trouble(field.name, Trouble(Problem("needed")))
            return None
        return Answer(state=state, typed_by=self.typed_by)

    def _settle(self, taken: dict[str, Answer], doubts: Mapping[str, Trouble]) -> bool:
        """Put the answers of this page into the journey, unless a rule about them does not hold."""
        journey = self._with(taken)
        broken = [(wanted.field if wanted.field in taken else next(iter(taken)), wanted)
                  for wanted in entries.wanted_at(journey, self.at) if wanted.problem]
        if not all(_confirmed(wanted, doubts.get(field)) for field, wanted in broken):
            for field, wanted in broken:
                self.trouble(field, self._ruled(wanted))
            return False
        if broken:
            doubtful = {field for field, _ in broken}
            journey = self._with({name: replace(answer, to_review=name in doubtful or answer.to_review)
                                  for name, answer in taken.items()})
        self.accept(journey, entries.lost(self.journey, journey, self.at))
        return True

    def _ruled(self, wanted: Wanted) -> Trouble:
        domain = self.flow.id if wanted.problem.code == "check" else self.page.domain
        return Trouble(wanted.problem, 1, wanted.say or "", wanted.place, domain)

    def _with(self, taken: Mapping[str, Answer]) -> Journey:
        if not self.at.repeat:
            return self.journey.give(taken)
        entry = self.answers
        for name, answer in taken.items():
            entry = entry.with_answer(name, answer)
        return entries.with_entry(self.journey, self.at, entry)

    def _advance(self) -> None:
        at = self.at
        if isinstance(at, Position) and at.repeat and entries.advance(self):
            return
        if self.returning and not self.journey.ending:
            self._arrive(None if self.journey.complete else self.journey.last)
            return
        index = self.flow.page_index[at.page] if isinstance(at, Position) else -1
        self._arrive(self.journey.after(index))

    def _arrive(self, stop: Stop | None) -> None:
        """Stand at `stop`, or at the first one after it that asks something."""
        while stop is not None and not stop.asks and not stop.page.repeat:
            stop = self.journey.after(stop.index)
        if stop is not None:
            self.at = Position(stop.page.id)
            if stop.page.repeat:
                entries.arrive(self)
        elif self.journey.ending:
            self.at = ENDED
        else:
            self.at, self.returning = REVIEW, False

    def _arrive_back(self, stop: Stop | None) -> bool:
        while stop is not None and not stop.asks and not stop.page.repeat:
            stop = stop.before
        if stop is None:
            return False
        self.at, self.typed = Position(stop.page.id), {}
        return True


def _confirmed(wanted: Wanted, doubt: Trouble | None) -> bool:
    return wanted.problem.soft and doubt is not None and doubt.place == wanted.place
