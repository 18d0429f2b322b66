"""Words that tell more of a person than a form needs: health, faith, origin, offences, and what else article 9 protects.

A small table, to ask «serve davvero?» once; it forbids nothing, and says nothing about what is not in it.
"""

from __future__ import annotations

import re
import unicodedata

STEMS = {
    "health": """malatt salut diagnos incint gravid depress psichi psicol psicos invalid disabil handicap tossic drog alcol terap farmac
        medicin ospedal ricover tumor cancr epatit epiless diabet autis infett contagi positiv abort""",
    "faith": """religio musulman islam cristian cattolic protestant ortodoss evangel ebre ebrai buddis induis testimon agnostic
        moschea chiesa""",
    "origin": "razz etni tribu nomad zingar african asiatic arab slav",
    "offence": """reat condann carcer detenut arrest denunc preced penal spacci furt rapin violenz poliz latitan prostitu tribunal process
        galer recidiv""",
    "life": "omosess gay lesbi trans bisess sessual partit sindacat politic",
}
WHOLE = {"health": "hiv aids sert sieropositivo malato malata", "faith": "ateo atea dio fede", "origin": "rom sinti nero nera", "offence": "pena pene", "life": ""}
"""Words too short to be the beginning of others."""
_BEGINS = {stem: kind for kind, stems in STEMS.items() for stem in stems.split()}
_IS = {word: kind for kind, words in WHOLE.items() for word in words.split()}


def kinds(text: str) -> frozenset[str]:
    """Which of these a text speaks of: "health", "faith", "origin", "offence", "life"."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    words = re.findall(r"[a-z]+", plain)
    begun = {kind for word in words for stem, kind in _BEGINS.items() if word.startswith(stem)}
    return frozenset(begun | {_IS[word] for word in words if word in _IS})
