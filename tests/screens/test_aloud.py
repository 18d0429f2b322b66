"""F5: the card is read aloud, the line being read is marked, and any key ends it at once."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable

import pytest

from kiosk.config import Voice
from kiosk.desk.card import Line
from kiosk.screens.app import KioskApp
from kiosk.screens.page import Page
from kiosk.screens.watch import Waits
from tests.screens import album
from tests.screens.album import Album, choice_card, name_card, note_card, review_card, words_of
from tests.screens.seen import SIZES, Seen
from tests.screens.visits import CARD, await_that, kiosk, visit_and_spare
from tests.voice.conftest import speaker  # noqa: F401  (a fixture)
from tests.voice.speaker import group, lives

IT, AR = words_of("it"), words_of("ar")
LONG = "sleep 60"


class Listener:
    """Somebody before a kiosk without a terminal, whose speaker writes down what it was given."""

    def __init__(self, pilot, app: KioskApp, speaker) -> None:
        self.pilot, self.app, self.speaker = pilot, app, speaker

    @property
    def lines(self) -> list[str]:
        page = self.app.screen.query_one(Page)
        return [strip.text.rstrip() for strip in page.render_lines(page.size.region)]

    @property
    def marked(self) -> list[str]:
        """The rows with the sign of what is being read."""
        return [line.strip().lstrip("»").rstrip("«").strip() for line in self.lines if line.strip().startswith("»") or line.endswith("«")]

    async def presses(self, *keys: str) -> None:
        self.app.guard.shown_at, self.app.guard.last = 0, ""
        await self.pilot.press(*keys)
        while self.app.busy or self.app.paint_due:
            await self.pilot.pause()

    async def until(self, holds: Callable[[], object]) -> None:
        for _ in range(12_000):
            if holds():
                return
            await asyncio.sleep(0.005)
        raise AssertionError((self.speaker.said, self.lines))

    async def hears(self, *texts: str) -> None:
        """All of these and nothing else, so far."""
        await self.until(lambda: self.speaker.texts == list(texts))

    @property
    def is_silent(self) -> bool:
        return not any(lives(pid) for pid in self.speaker.pids)


def listening(speaker, *cards, size=(80, 24), waits: Waits = Waits(), how: Voice = Voice()):
    """Run a coroutine function with somebody who can listen to these cards."""

    def run(act) -> None:
        async def session() -> None:
            visit = Album(words_of(cards[0].code), list(cards))
            visit.voice = how
            visits = iter([visit])
            app = KioskApp(lambda: next(visits, None), waits=waits)
            async with app.run_test(size=size) as pilot:
                person = Listener(pilot, app, speaker)
                await person.presses()
                await act(person)

        asyncio.run(session())

    return run


def test_the_whole_card_is_read_in_order_and_then_the_mark_is_gone(speaker):
    speaker.there()

    @listening(speaker, choice_card(IT))
    async def _(person):
        await person.presses("f5")
        await person.until(lambda: speaker.texts[-1:] == ["F10, Nascondi"] and person.app.sheet.reading == ())
        assert person.speaker.texts[:8] == ["Dove vivi adesso?", "Non serve l'indirizzo. Scegli il tipo di casa.", "1", "In casa mia o in affitto",
                                            "2", "Da amici o da parenti", "3", "In una casa di accoglienza"]
        assert person.marked == [] and person.app.sheet.status == ""


def test_the_line_being_read_is_marked(speaker):
    speaker.there(then="case \"$said\" in 'Da amici'*) sleep 60;; esac")

    @listening(speaker, choice_card(IT))
    async def _(person):
        await person.presses("f5")
        await person.until(lambda: speaker.texts[-1:] == ["Da amici o da parenti"])
        await person.until(lambda: person.marked == ["2  Da amici o da parenti"])


def test_it_is_marked_from_the_right_where_reading_starts_there(speaker):
    speaker.there(then=LONG)

    @listening(speaker, choice_card(AR))
    async def _(person):
        await person.presses("f5")
        await person.until(lambda: len(speaker.said) == 1 and len(person.marked) == 1)
        assert speaker.said[0][1].startswith("-v ar ") and speaker.texts == [album.TEXTS["ar"]["where"]]


def test_a_second_f5_is_silence_and_a_third_begins_anew(speaker):
    speaker.there(then=LONG)

    @listening(speaker, choice_card(IT))
    async def _(person):
        await person.presses("f5")
        await person.hears("Dove vivi adesso?")
        await person.presses("f5")
        assert person.marked == []
        await person.until(lambda: person.is_silent)
        await person.presses("f5")
        await person.hears("Dove vivi adesso?", "Dove vivi adesso?")


def test_any_key_is_silence_and_does_its_work_too(speaker):
    speaker.there(then=LONG)

    @listening(speaker, choice_card(IT), name_card(IT))
    async def _(person):
        await person.presses("f5")
        await person.hears("Dove vivi adesso?")
        await person.presses("2")
        await person.until(lambda: person.is_silent)
        await person.presses("enter")
        assert person.app.visit.given == [{"casa": "friends"}]
        await person.presses("f5")
        await person.hears("Dove vivi adesso?", "Come ti chiami?")
        await person.presses("A")
        await person.until(lambda: person.is_silent)
        assert any("A" in line and "[>" in line for line in person.lines)


@pytest.mark.parametrize("key", ["f1", "f9", "f10", "escape", "x"])
def test_whatever_the_key_the_voice_is_silent(speaker, key):
    speaker.there(then=LONG)

    @listening(speaker, choice_card(IT))
    async def _(person):
        await person.presses("f5")
        await person.hears("Dove vivi adesso?")
        await person.presses(key)
        await person.until(lambda: person.is_silent)
        assert person.app.sheet.reading == ()


def test_a_finger_on_the_footer_listens_and_a_finger_on_a_choice_is_silence(speaker):
    speaker.there(then=LONG)

    @listening(speaker, choice_card(IT))
    async def _(person):
        row = next(number for number, line in enumerate(person.lines) if "F5" in line)
        await person.pilot.click(offset=(person.lines[row].index("F5"), row))
        await person.hears("Dove vivi adesso?")
        row = next(number for number, line in enumerate(person.lines) if "Da amici" in line)
        await person.pilot.click(offset=(8, row))
        await person.until(lambda: person.is_silent)


def test_the_page_of_what_is_read_is_turned_to_and_a_list_has_the_digits_of_its_page(speaker):
    speaker.there(then="case \"$said\" in 'Domanda numero 12') sleep 60;; esac")

    @listening(speaker, review_card(IT), size=(60, 18))
    async def _(person):
        await person.presses("f5")
        await person.until(lambda: speaker.texts[-1:] == ["Domanda numero 12"])
        await person.until(lambda: any(line.endswith("Domanda numero 12") or "Domanda numero 12" in line for line in person.marked))
        digit = next(line for line in person.lines if "Domanda numero 12" in line).replace("»", "").split()[0]
        assert digit != "12" and speaker.texts[-2] == digit


def test_no_answer_is_read_unless_the_desk_allows_it(speaker):
    speaker.there()
    card = name_card(IT)

    for allowed in (False, True):
        @listening(speaker, card, how=Voice(answers=allowed))
        async def _(person):
            before = len(speaker.texts)
            await person.presses(*"Ana", "f5")
            await person.until(lambda: "F10, Nascondi" in speaker.texts[before:])
            assert ("Ana" in speaker.texts[before:]) is allowed


def test_the_question_whether_somebody_is_there_is_read_by_itself_after_f5_was_used(speaker):
    speaker.there(then=LONG)

    @listening(speaker, choice_card(IT), waits=Waits(idle=100, warning=200))
    async def _(person):
        now = person.app.clock()
        person.app.clock = lambda: now
        person.app.touched_at = now
        await person.presses("f5")
        await person.hears("Dove vivi adesso?")
        now += 101
        person.app.look_at_clock()
        await person.hears("Dove vivi adesso?", "Ci sei ancora?")
        await person.presses("a")
        await person.until(lambda: person.is_silent)
        assert person.app.sheet.card.name == "casa"


def test_nothing_is_ever_read_by_itself_to_somebody_who_did_not_ask(speaker):
    speaker.there()

    @listening(speaker, choice_card(IT), waits=Waits(idle=100, warning=200))
    async def _(person):
        now = person.app.clock() + 101
        person.app.clock = lambda: now
        person.app.look_at_clock()
        await person.until(lambda: person.app.sheet.card.name == "still")
        await person.presses()
        assert speaker.said == []


def test_who_listens_is_there(speaker):
    speaker.there(then="case \"$said\" in 1) sleep 60;; esac")

    @listening(speaker, choice_card(IT), waits=Waits(idle=100))
    async def _(person):
        person.app.touched_at = person.app.clock() - 99
        person.app.aloud.toggle()
        await person.until(lambda: speaker.texts[-1:] == ["1"])
        person.app.look_at_clock()
        assert person.app.clock() - person.app.touched_at < 90 and not person.app.busy


@pytest.mark.parametrize(("columns", "rows"), SIZES)
@pytest.mark.parametrize("broken", ["", "echo 'error: No such file or directory' >&2"])
def test_where_there_is_no_voice_it_says_so_and_stays_usable(speaker, columns, rows, broken):
    if broken:
        speaker.there(then=broken)

    @listening(speaker, choice_card(IT), name_card(IT), size=(columns, rows))
    async def _(person):
        await person.presses("f5")
        await person.until(lambda: person.app.sheet.status and not person.app.paint_due)
        await person.presses()
        said = IT.say("voice.none" if columns > 40 else "voice.none.short")
        assert any(said in line for line in person.lines) and person.marked == []
        assert len(speaker.said) <= 1
        await person.presses("1", "enter")
        assert person.app.visit.given == [{"casa": "own"}]


def test_what_only_one_language_can_say_is_not_passed_over_in_silence(speaker):
    speaker.there()
    card = album.frame(IT, id="V12", name="x", title="Ciao", lines=(Line("Kumusta", "plain", "fil"),))

    @listening(speaker, card)
    async def _(person):
        await person.presses("f5")
        await person.until(lambda: person.app.sheet.status == IT.say("voice.some"))
        assert "Kumusta" not in speaker.texts and "F10, Nascondi" in speaker.texts


def test_a_speaker_that_hangs_takes_nothing_from_the_screen(speaker):
    speaker.there(then="trap '' TERM INT HUP; sleep 60")

    @listening(speaker, note_card(IT), name_card(IT))
    async def _(person):
        await person.presses("f5")
        await person.until(lambda: speaker.pids)
        await person.presses("enter")
        await person.presses(*"Maria")
        assert any("Maria" in line for line in person.lines)
        await person.until(lambda: person.is_silent)


@pytest.mark.parametrize(("columns", "rows"), SIZES[::2])
@pytest.mark.parametrize("language", ["it", "ar"])
@pytest.mark.parametrize("draw", album.ALL, ids=lambda draw: draw.__name__)
def test_a_mark_moves_nothing_on_any_card(draw, language, columns, rows):
    from kiosk.desk.speech import speech

    seen = Seen(draw(words_of(language)), columns, rows)
    marks = 0
    for one in speech(seen.sheet.card, seen.words):
        seen.sheet.reading = ()
        seen.look()
        page = next((n for n, leaf in enumerate(seen.sheet.pages) if any(block.said == one.place for block in leaf)), seen.sheet.page)
        seen.sheet.page, seen.sheet.seek = page, False
        seen.look()
        plain = seen.lines
        seen.sheet.reading = one.place
        seen.look()
        marks += plain != seen.lines
        assert [line.replace("»", " ").replace("«", " ").rstrip() for line in seen.lines] == [line.replace("»", " ").replace("«", " ").rstrip() for line in plain]
    assert marks >= 1


def test_every_line_of_a_choice_and_its_ways_out_can_be_marked():
    from kiosk.desk.speech import speech

    for draw in (choice_card, album.date_card, album.parts_card, album.accept_card, album.many_card):
        seen = Seen(draw(IT))
        for one in speech(seen.sheet.card, IT):
            if one.place[0] in ("title", "line", "label", "hint", "problem", "option", "part"):
                seen.sheet.reading = one.place
                seen.look()
                assert any(line.strip().startswith("»") or "»" in line[:3] for line in seen.lines), one


def test_the_voice_ends_with_the_visit_however_that_ends(speaker, tmp_path):
    speaker.there(then=LONG)
    with kiosk(tmp_path, PATH=f"{speaker.bin}:{os.environ['PATH']}") as terminal:
        terminal.expect(CARD)
        visit, _ = visit_and_spare(terminal)
        terminal.press("f5")
        await_that(terminal, lambda: speaker.texts == ["Ciao. Scegli la tua lingua."])
        leader = os.getpgid(speaker.pids[0])
        await_that(terminal, lambda: any("»" in line and CARD in line for line in terminal.lines))
        os.kill(visit, signal.SIGKILL)
        await_that(terminal, lambda: group(leader) == [])
        terminal.expect(CARD)


@pytest.mark.parametrize(("columns", "rows"), SIZES[:2])
@pytest.mark.parametrize("language", ["ar", "zh"])
def test_of_two_languages_only_the_visitors_own_is_marked(language, columns, rows):
    seen = Seen(choice_card(words_of(language)), columns, rows)
    seen.sheet.beside = Seen(choice_card(IT)).sheet
    for place, its in ((("title",), "Dove vivi"), (("option", "casa", 0), "In casa mia")):
        seen.sheet.reading = place
        seen.look()
        signed = [line for line in seen.lines if "»" in line or "«" in line]
        assert len(signed) == 1 and (its in signed[0]) is (columns >= 76)
        half = columns // 2
        assert ("«" in signed[0][half:]) if language == "ar" else ("»" in signed[0][:half])
