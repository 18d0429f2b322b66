"""The header of a .po file. Two of its lines are ours, and stand as comments above it, where every tool leaves them.

`# X-Autonym:` is the language's name in itself, `# X-Reviewed-By:` who has read every text of the file.
"""

from __future__ import annotations

import re

OURS = ("X-Autonym", "X-Reviewed-By")
_OURS = re.compile(rf"# ?({'|'.join(OURS)}):(.*)")
_QUOTED = re.compile(r'(?:msgstr )?"((?:\\.|[^"\\])*)"')


def headers(text: str) -> dict[str, str]:
    """Name and value of every line of the header, whether a tool has folded it or not; a line of ours may stand in the header too."""
    lines = text.lstrip("\n").partition("\n\n")[0].split("\n")
    quoted = "".join(found[1] for line in lines if (found := _QUOTED.fullmatch(line.strip())))
    pairs = [line.partition(":") for line in quoted.split("\\n") if ":" in line]
    found = {name.strip(): value.strip() for name, _, value in pairs}
    ours = {match[1]: match[2].strip() for line in lines if (match := _OURS.fullmatch(line.rstrip()))}
    return {**found, **ours}


def notes(text: str) -> list[str]:
    """What else its translators wrote above the header."""
    lines = text.lstrip("\n").partition("\n\n")[0].split("\n")
    return [line for line in lines if re.match(r"#( |$)", line) and not _OURS.fullmatch(line.rstrip())]
