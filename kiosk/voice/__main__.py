"""The process that speaks: one text after the other comes in, and for each a word goes out when it was said.

It knows nothing but these texts and writes nothing. When whoever asked is gone, for whatever reason, it ends with all
that it has started.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from pathlib import Path

from kiosk import hardening
from kiosk.voice.mouth import SAID, UNVOICED, Mouth


def main() -> None:
    """Speak until the input ends. The first line is how: {"folder", "speed"}; each further one {"say", "language"}, or {"can", "language"}."""
    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)
    hardening.harden()
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(lines,), daemon=True).start()
    how = json.loads(lines.get())
    mouth = Mouth(Path(how["folder"]) if how["folder"] else None, how["speed"])
    while True:
        asked = json.loads(lines.get())
        language = asked["language"]
        answer = mouth.say(asked["say"], language) if "say" in asked else SAID if mouth.can_say(asked["can"], language) else UNVOICED
        print(answer, flush=True)


def _listen(lines: queue.Queue[str]) -> None:
    """The input is watched while something is being said: its end is the end of the whole group."""
    for line in sys.stdin:
        lines.put(line)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
