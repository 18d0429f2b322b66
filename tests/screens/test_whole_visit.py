"""A whole visit in a real terminal, by keys alone: from the language to the last card, and into the office's hands."""

from __future__ import annotations

import sys

import pytest

from kiosk.desk.visit import Visit
from kiosk.desk.walk import play
from kiosk.dispatch import codes
from kiosk.dispatch.outbox import Outbox
from tests.fingers import Fingers
from tests.people import Guest, finisher, flow, words
from tests.practice import ROOT, PracticeDesk
from tests.terminal import Terminal

CODE = codes.make(codes.DRAFT)


def kept_by_the_office(desk: PracticeDesk, folder) -> dict:
    reference = Outbox(desk.database).waiting()[0].reference
    return {name: answer["value"] for name, answer in desk.envelope(reference, folder)["answers"].items() if answer["state"] == "given"}


@pytest.mark.parametrize(("name", "language", "size"), [
    ("did", "it", (80, 24)), ("colloqui-in-carcere", "ar", (80, 24)), ("rinnovo-permesso", "zh", (60, 18)), ("did", "en", (40, 12)),
])
def test_a_whole_visit_by_keys_alone(tmp_path, name, language, size):
    there, here = tmp_path / "there", tmp_path / "here"
    person = finisher(name)
    visit = Visit(PracticeDesk(here, [CODE]))
    folders = {f"XDG_{kind}_HOME": str(there / kind) for kind in ("DATA", "STATE", "CONFIG", "CACHE")}
    sportello = [sys.executable, "-m", "kiosk"]
    with Terminal(sportello, *size, env=folders | {"HOME": str(there)}, cwd=ROOT) as terminal:
        fingers = Fingers(visit, Guest(visit, name, person.answers, language), terminal, size)
        fingers.goes_to("end")
        assert terminal.alive
    installed = PracticeDesk(there / "DATA" / "sportello")
    walked = play(flow(name), person.answers, words(language))
    sent = {field.name for page in flow(name).every_page() for field in page.fields if field.keep and field.type.entry != "note"}
    expected = {key: value for key, value in walked.as_json()["kept"].items() if key in sent and value not in ("", None, {"refused": True})}
    kept = kept_by_the_office(installed, tmp_path / "office")
    assert {key: kept.get(key) for key in expected} == expected
