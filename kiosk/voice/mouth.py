"""How one text is said: a recording of exactly these words, else a speech program, to which it goes through a pipe."""

from __future__ import annotations

import os
import subprocess
from functools import lru_cache
from pathlib import Path

from kiosk.voice import programs
from kiosk.voice.recordings import Recordings, heard

SAID, UNVOICED, SILENT = "said", "unvoiced", "silent"
"""It was heard; nothing here can say it; something should have been heard and was not."""
_PATIENCE = 10


class Mouth:
    """Says texts by recordings below `folder`, else by a speech program at `speed` words a minute."""

    def __init__(self, folder: Path | None, speed: int) -> None:
        self.recordings, self.speed = Recordings(folder), speed
        self.environment = programs.environment(os.environ)

    def say(self, text: str, language: str) -> str:
        """SAID, UNVOICED or SILENT, when it is over."""
        playing, speaking = self._playing(text, language), self._speaking(language)
        if playing and self._run(playing, ""):
            return SAID
        if not speaking:
            return SILENT if playing else UNVOICED
        # «[[» would begin phonemes instead of text
        return SAID if self._run(speaking, heard(text).replace("[[", "[")) else SILENT

    def can_say(self, text: str, language: str) -> bool:
        """Without a sound: is there a recording that can be played, or a voice?"""
        return bool(self._playing(text, language) or self._speaking(language))

    def _playing(self, text: str, language: str) -> list[str] | None:
        recording = self.recordings.of(language, text)
        player = programs.player(recording.suffix) if recording else None
        return [*player, str(recording)] if player else None

    def _speaking(self, language: str) -> list[str] | None:
        program = programs.speaker()
        voice = _voices(program).get(language) if program else None
        return programs.speaking(program, voice, self.speed) if voice else None

    def _run(self, command: list[str], text: str) -> bool:
        """A speech program without a device says so on its error stream, and ends well all the same."""
        try:
            done = subprocess.run(
                command, input=text.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=self.environment, check=False,
            )
        except OSError:
            return False
        return done.returncode == 0 and not any(line.lower().startswith(b"error") for line in done.stderr.splitlines())


@lru_cache(1)
def _voices(program: str) -> dict[str, str]:
    try:
        done = subprocess.run(
            [program, "--voices"], stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE, check=False,
            env=programs.environment(os.environ),
        )
    except (OSError, subprocess.TimeoutExpired):
        return {}
    return programs.voices(done.stdout.decode("utf-8", "replace"))
