"""One end of the sealed line between a kiosk and the operator who joined: two letters in the row of the call, one each way.

Its keys are made for this joining and live in the memory of the two processes only: the store, and who reads it, sees two
public keys and padded ciphertext. A letter that is old, repeated, changed or another's is as if it had not come.
"""

from __future__ import annotations

import json

from kiosk.dispatch import sealing

_PAGE = 4096


class Wire:
    """`public` is what the other side needs of this one."""

    def __init__(self) -> None:
        self._secret, self.public = sealing.make_box_key()
        self._sent = self._heard = 0

    def seal(self, told: dict, other: str) -> bytes:
        """A letter for the other side, whose public key this is; its size tells only how many pages it has."""
        self._sent += 1
        content = json.dumps([self._sent, told]).encode()
        return sealing.box(content.ljust(-(-len(content) // _PAGE) * _PAGE), self._secret, other)

    def open(self, letter: bytes, other: str) -> dict | None:
        """What a letter says, if it is from the other side and later than all before."""
        content = sealing.unbox(letter, self._secret, other) if letter else None
        if content is None:
            return None
        number, told = json.loads(content)
        if number <= self._heard:
            return None
        self._heard = number
        return told
