"""Texts said aloud: recordings first, then a speech program, in a process of its own that gets nothing but the text.

Whoever asks never waits for sound: `Voice.hush` ends the process and all that it started, at once. Where there is no
program, no device or no voice for a language, that is an answer and not a failure.
"""

from kiosk.voice.programs import environment, has_sound, player, speaker, speaking, voices
from kiosk.voice.recordings import Recordings
from kiosk.voice.voice import SAID, SILENT, UNVOICED, Voice

__all__ = ["SAID", "SILENT", "UNVOICED", "Recordings", "Voice", "environment", "has_sound", "player", "speaker", "speaking", "voices"]
