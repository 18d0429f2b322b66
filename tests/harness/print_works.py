"""A printing system, as far as a kiosk talks to one: real programs in a path, and papers that lie in a folder until somebody removes them.

Each paper comes out at once, and stays readable afterwards, as CUPS keeps those of a day.
"""

from __future__ import annotations

import os
from pathlib import Path

PRINTER = "sala"
CONFIGURED = f'[printer]\nname = "{PRINTER}"\n'
_PROGRAMS = {
    "lp": """
number=$(($(cat "$count" 2>/dev/null || echo 0) + 1))
cat > "$spool/$number"
echo $number > "$count"
echo "request id is $2-$number (1 file(s))"
""",
    "lpstat": """
case "$*" in *"-W completed"*) ;; *) exit 0 ;; esac
for job in "$spool"/*; do
    [ -e "$job" ] && printf 'sala-%s   %s   1024   Sun 22 Nov 2026 10:00:00\\n\\tAlerts: job-completed-successfully\\n' "${job##*/}" "$(id -un)"
done
exit 0
""",
    "cancel": """
for name in "$@"; do
    rm -f "$spool/${name#sala-}"
done
""",
}


def install(folder: Path) -> str:
    """Programs and papers are in folders of this folder; the path by which a kiosk finds the programs."""
    programs, spool = folder / "bin", folder / "spool"
    for place in (programs, spool):
        place.mkdir()
    for name, body in _PROGRAMS.items():
        program = programs / name
        program.write_text(f'#!/bin/sh\nspool="{spool}"\ncount="{folder / "printed"}"\n{body}')
        program.chmod(0o755)
    return f"{programs}:{os.environ['PATH']}"


def lying(folder: Path) -> bool:
    """Is a paper still there?"""
    return any((folder / "spool").iterdir())


def printed(folder: Path) -> int:
    """How many papers came out so far."""
    count = folder / "printed"
    return int(count.read_text()) if count.exists() else 0
