"""A paste on its way to the parser: cut, without ESC, and the same however the terminal's writes are cut into reads."""

from __future__ import annotations

import pytest

from kiosk.screens.lockdown import LONGEST_PASTE, Pastes
from tests.terminal.keys import key, pasted

TYPED = f"a{key('f1')}{pasted('uno' + key('f10') + chr(13) + 'due')}b{key('escape')}{pasted(chr(27))}{key('up')}c"
TAMED = f"a{key('f1')}{pasted('uno[21~' + chr(13) + 'due')}b{key('escape')}{pasted('')}{key('up')}c"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64, 4096])
def test_only_what_is_pasted_loses_its_escapes_and_nothing_waits(size):
    pastes = Pastes()

    assert "".join(pastes.tamed(TYPED[at : at + size]) for at in range(0, len(TYPED), size)) == TAMED


def test_a_paste_in_two_reads_at_every_place():
    for at in range(len(TYPED)):
        pastes = Pastes()
        assert pastes.tamed(TYPED[:at]) + pastes.tamed(TYPED[at:]) == TAMED


def test_a_key_is_handed_on_at_once_also_when_a_paste_could_begin_with_it():
    pastes = Pastes()

    assert [pastes.tamed(piece) for piece in ("\x1b", "", "\x1b[20")] == ["\x1b", "", "\x1b[20"]


def test_a_paste_is_cut_and_the_next_one_is_not_shorter_for_it():
    pastes = Pastes()
    long = pasted("x" * 3 * LONGEST_PASTE)
    read = "".join(pastes.tamed(long[at : at + 100]) for at in range(0, len(long), 100))

    assert read == pasted("x" * LONGEST_PASTE) == pastes.tamed(long)
