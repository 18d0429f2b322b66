"""Several processes sign people up in one SQLite file at once, as two terminals of one desk do: the same account as on PostgreSQL."""

from __future__ import annotations

from kiosk.database import Database
from tests.harness import sign_ups
from tests.harness.children import Child, remarks

DESKS, EACH = 4, 15


def test_one_file_and_several_processes_never_give_a_seat_twice(tmp_path):
    url = f"sqlite:///{tmp_path / 'desk' / 'store.db'}"
    (tmp_path / "desk").mkdir()
    Database(url).close()
    events = sign_ups.events(DESKS * EACH)
    desks = [Child(lambda tell, seed=seed: sign_ups.desk(url, seed, EACH, events, lambda: None, tell)) for seed in range(DESKS)]
    ended = [desk.ended() for desk in desks]
    said = [line for text, _ in ended for line in text.splitlines()]

    assert [remark for text, _ in ended for remark in remarks(text)] == [] and said.count("end") == DESKS
    account = sign_ups.Account(said, url)
    assert account.failures == [] and account.figures["promised"] > EACH
