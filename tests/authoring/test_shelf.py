"""The flows offered here: listed without being read, broken ones left out."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

from kiosk.authoring.shelf import Shelf
from kiosk.errors import FlowIsBroken
from kiosk.i18n import Catalogs
from tests.authoring.conftest import GOOD


def on(day: date):
    return lambda: day


def put(folder, name: str, text: str | None = None, topic: str = "altro") -> None:
    (folder / topic).mkdir(exist_ok=True)
    (folder / topic / f"{name}.yaml").write_text((text or GOOD).replace("flow: prova", f"flow: {name}"), "utf-8")


def test_what_the_menu_shows(folder, tmp_path):
    (offer,) = Shelf(folder, tmp_path / "cache").offers()
    assert ("prova", "Una prova", "Modulo P", "altro", True, ("it",)) == (
        offer.id, offer.title, offer.neutral_title, offer.topic, offer.private, offer.languages)


def test_a_broken_flow_is_left_out_and_the_others_run(folder, tmp_path):
    put(folder, "rotta", GOOD.replace("page: legame", "page: Legame"))
    shelf = Shelf(folder, tmp_path / "cache")
    assert (["prova"], ("altro/rotta.yaml",)) == ([offer.id for offer in shelf.offers()], shelf.broken())
    assert "F018" in {problem.code for problem in shelf.problems()}
    with pytest.raises(FlowIsBroken):
        shelf.flow("rotta")
    assert "prova" == shelf.flow("prova").id


def test_a_flow_that_is_not_there(folder):
    with pytest.raises(FlowIsBroken):
        Shelf(folder).flow("../../etc/passwd")


def test_topics_keep_their_order(folder):
    assert (("altro", "Altro"), ("casa", "Casa")) == Shelf(folder).topics()


def test_an_unchanged_folder_is_not_read_again(folder, tmp_path):
    Shelf(folder, tmp_path / "cache").offers()
    program = (
        "import sys; from kiosk.authoring.shelf import Shelf\n"
        f"print([offer.id for offer in Shelf({str(folder)!r}, {str(tmp_path / 'cache')!r}).offers()], 'yaml' in sys.modules, 'kiosk.authoring.reader' in sys.modules)"
    )
    assert "['prova'] False False" == subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("changed", ["altro/prova.yaml", "altro/scheda.typ", "bank/gente.yaml", "topics.yaml"])
def test_a_change_is_seen_at_the_next_start(folder, tmp_path, changed):
    Shelf(folder, tmp_path / "cache").offers()
    file = folder / changed
    spoilt = {"altro/prova.yaml": GOOD.replace("minutes", "minuti"), "altro/scheda.typ": '#answer("strada")',
              "bank/gente.yaml": "bank: gente\npages: []\n", "topics.yaml": "- {topic: casa, title: Casa}\n"}
    file.write_text(spoilt[changed], "utf-8")
    assert () == Shelf(folder, tmp_path / "cache").offers()


@pytest.mark.parametrize("rubbish", [b"", b"{", b"[]", b'{"seen": 3}', b'{"seen": "x", "topics": [], "entries": {"altro/prova.yaml": {"seen": "x"}}}', b"\xff\xfe"])
def test_a_spoilt_index_is_made_again(folder, tmp_path, rubbish):
    shelf = Shelf(folder, tmp_path / "cache")
    shelf.offers()
    shelf.file.write_bytes(rubbish)
    assert ["prova"] == [offer.id for offer in Shelf(folder, tmp_path / "cache").offers()]
    assert ["altro/prova.yaml"] == list(json.loads(shelf.file.read_bytes())["entries"])


def test_a_cache_that_cannot_be_written_only_costs_time(folder, tmp_path):
    (tmp_path / "cache").write_text("a file", "utf-8")
    assert ["prova"] == [offer.id for offer in Shelf(folder, tmp_path / "cache").offers()]


def test_an_old_verification_warns_then_ends_the_offer(folder):
    assert [1, 1, 0] == [len(Shelf(folder, today=on(day)).offers()) for day in (date(2027, 5, 21), date(2027, 8, 19), date(2027, 8, 20))]
    shelf = Shelf(folder)
    assert [False, True] == [shelf.is_stale("prova", day) for day in (date(2027, 5, 21), date(2027, 5, 22))]


def test_languages_are_those_with_a_catalog_for_the_flow(folder, tmp_path):
    for path in ("ar/LC_MESSAGES/prova.po", "en/LC_MESSAGES/altra.po"):
        (tmp_path / "locales" / path).parent.mkdir(parents=True)
        (tmp_path / "locales" / path).write_text("", "utf-8")
    shelf = Shelf(folder, tmp_path / "cache", Catalogs(tmp_path / "locales"))
    assert ("it", "ar") == shelf.offers()[0].languages == shelf.flow("prova").languages


def test_two_files_with_one_name_are_offered_once(folder):
    put(folder, "prova", topic="casa")
    assert 1 == len(Shelf(folder).offers())


def test_a_folder_that_is_not_there(tmp_path):
    shelf = Shelf(tmp_path / "nowhere", tmp_path / "cache")
    assert ((), (), ()) == (shelf.offers(), shelf.topics(), shelf.broken())


def test_of_a_thousand_flows_none_is_read_again_at_the_start(folder, tmp_path):
    small = GOOD.partition("sections:")[0] + "sections: [{section: a, title: A, pages: [{page: x, ask: Chi?, type: text}]}]\n"
    for number in range(1000):
        put(folder, f"flusso-{number}", small)
    cache = tmp_path / "cache"
    assert 1001 == len(Shelf(folder, cache).offers())
    again = Shelf(folder, cache)
    again.folder.read = None
    assert 1001 == len(again.offers())


def test_a_topic_says_the_order_of_its_services(folder):
    (folder / "altro" / "altra.yaml").write_text((folder / "altro" / "prova.yaml").read_text("utf-8").replace("flow: prova", "flow: altra"), "utf-8")
    assert ["altra", "prova"] == [offer.id for offer in Shelf(folder).offers()]
    (folder / "topics.yaml").write_text("- {topic: altro, title: Altro, services: [prova, non-ancora]}\n", "utf-8")
    assert ["prova", "altra"] == [offer.id for offer in Shelf(folder).offers()]
