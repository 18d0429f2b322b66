"""A machine on which only the programs of the test can be heard."""

from __future__ import annotations

import pytest

from tests.voice.speaker import Speaker


@pytest.fixture
def speaker(tmp_path, monkeypatch) -> Speaker:
    return Speaker(tmp_path / "speaker", monkeypatch)
