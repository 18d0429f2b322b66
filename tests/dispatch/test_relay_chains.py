"""What may follow what in the chain of a desk, tried in every order of arrival; and the section [relay] of the office's file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pytest

from kiosk import config
from kiosk.dispatch.channels.https import REASONS
from kiosk.dispatch.relay import chains
from kiosk.errors import ConfigIsWrong

KEY = "ab" * 32


@dataclass(frozen=True)
class Link:
    seq: int
    prev: str
    head: str


def chain(length: int) -> list[Link]:
    heads = ["", *(f"head {number}" for number in range(1, length + 1))]
    return [Link(number, heads[number - 1], heads[number]) for number in range(1, length + 1)]


def arrived(links) -> list[Link]:
    """Those that were taken, by number."""
    kept: list[Link] = []
    for link in links:
        if chains.is_whole(link) and not chains.contradicts(link, kept):
            kept.append(link)
    return sorted(kept, key=lambda link: link.seq)


def test_a_true_chain_is_taken_whole_in_every_order():
    for order in permutations(chain(5)):
        assert arrived(order) == chain(5)
    assert chains.gaps(chain(5)) == chains.breaks(chain(5)) == ()


def test_of_a_record_and_its_replacement_one_is_refused_in_every_order():
    false = Link(3, "head 2", "another head")
    for order in permutations([*chain(4), false]):
        taken = arrived(order)
        assert [link.seq for link in taken] == sorted({link.seq for link in taken})
        # whichever of the two is there, its neighbours follow from it: never a chain that looks whole and is not
        assert chains.breaks(taken) == ()
        assert taken == chain(4) or chains.gaps([*taken, Link(5, "", "")])


def test_a_record_put_in_or_moved_shows():
    links = chain(4)
    moved = [Link(link.seq + 1, link.prev, link.head) if link.seq > 2 else link for link in links]
    put_in = [*moved[:2], Link(3, "head 2", "put in"), *moved[2:]]
    assert arrived(put_in) != put_in
    for number in range(4):
        left = [link for link in links if link.seq != number]
        assert chains.gaps(left) == (((number, number),) if number else ())
    assert chains.breaks([links[0], Link(2, "head 1", "changed"), *links[2:]]) == (3,)


@pytest.mark.parametrize(("seq", "prev"), [(0, ""), (-1, "x"), (1, "x"), (2, ""), (2**31, "x")])
def test_a_link_that_cannot_be(seq, prev):
    assert not chains.is_whole(Link(seq, prev, "head"))


def test_gaps_are_told_as_ranges():
    links = [Link(number, "", "") for number in (2, 3, 7, 8, 12)]
    assert chains.gaps(links) == ((1, 1), (4, 6), (9, 11))


def test_the_desk_repeats_every_reason_a_relay_gives_it_a_person_for():
    said = {code for place in Path(chains.__file__).parent.glob("*.py") for _, code in re.findall(r'NotTaken\((4\d\d), "(\w+)"\)', place.read_text("utf-8"))}
    assert said - {"slow"} == REASONS


def written(tmp_path: Path, relay: str) -> Path:
    place = tmp_path / "relay.toml"
    place.write_text(f"[relay]\n{relay}", "utf-8")
    return place


def test_a_desk_may_have_two_keys_while_its_key_changes(tmp_path):
    other = "cd" * 32
    relay = config.load(str(written(tmp_path, f'[relay.desks]\nmilano-1 = ["{KEY}", "{other}"]\nmilano-2 = "{KEY}"'))).relay
    assert relay.keys_of("milano-1") == (KEY, other)
    assert relay.keys_of("milano-2") == (KEY,)
    assert relay.keys_of("milano-3") == ()


def test_where_to_hand_on_is_a_line_or_a_section(tmp_path):
    short = config.load(str(written(tmp_path, 'secret = "office.key"\nhand = "file:///srv/in"'))).relay.hand
    assert (short.url, short.receipt) == ("file:///srv/in", False)
    section = 'secret = "office.key"\n[relay.hand]\nurl = "https://ufficio.example/"\nreceipt = true\ntrust = "ca.pem"'
    long = config.load(str(written(tmp_path, section))).relay.hand
    assert (long.url, long.receipt, long.trust) == ("https://ufficio.example/", True, "ca.pem")
    assert config.load(str(written(tmp_path, 'hand = ""'))).relay.hand is None


@pytest.mark.parametrize(("relay", "told"), [
    ('listen = "8443"', "serve dove ascoltare"), ('listen = "a:99999"', "serve dove ascoltare"), ("port = 8443", "non è una voce"),
    ('[relay.desks]\nmilano-1 = "chiave"', "sportello key"), (f'[relay.desks]\nMilano = "{KEY}"', "sportello key"),
    ("[relay.desks]\nmilano-1 = 7", "lista di testi"), ('desks = "milano-1"', "è una sezione"),
    ('hand = "file:///srv/in"', "chiave dell'ufficio"), ('secret = "k"\nhand = "print:"', "non a una stampante"),
    ('secret = "k"\nhand = "http://x/"', "[relay.hand] url"), ('secret = "k"\n[relay.hand]\nurl = "mailto:a@b.it"', "[relay.hand] server"),
    ("hand = 3", "è una sezione"),
])
def test_each_mistake_in_the_section_is_told(tmp_path, relay, told):
    with pytest.raises(ConfigIsWrong, match=re.escape(told)):
        config.load(str(written(tmp_path, relay)))
