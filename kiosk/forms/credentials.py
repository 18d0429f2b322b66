"""Secrets that nobody types here: passwords, PINs, one-time codes. A form may not ask for them; typed all the same, they are covered.

A text is only told from a secret by the word beside it, in any language that is shipped: a number alone is never one, and
a sentence about a password («la password è scaduta») is left as it is. One missed is a flaw, one too many costs a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kiosk.i18n.text import clean

COVER = "***"

_WORDS = {
    "it": r"password|passwd|pwd|passphrase|parola d['’ ]ordine|parola segreta|credenziali",
    "en": r"passcode|credentials",
    "fr": r"mot de passe|mots de passe",
    "es": r"contrase[nñ]a|clave(?: de acceso| secreta)?",
    "ro": r"parol[aă] (?:mea|de acces|contului|spid)|parola este|parolă",
    "sq": r"fjal[eë]kalim\w*",
    "uk": r"парол\w*",
    "ar": r"[وبلف]?(?:كلم[ةه] (?:ال)?(?:سر|مرور)|(?:ال)?باسوورد|(?:ال)?باسورد)\w*",
    "pt": r"senha|palavra[- ]passe", "fil": r"hudyat", "bn": r"পাসওয়ার্ড", "si": r"මුරපදය", "ur": r"پاس ?ورڈ",
}
_NUMBERS = {
    "it": r"pin|puk|otp|cvv|cvc2?|codice (?:usa e getta|temporaneo|monouso|segreto|di sicurezza|dispositivo|di sblocco)"
          r"|codice (?:(?:che )?(?:mi |ti )?(?:è )?(?:arrivato|ricevuto) )?(?:via|per|con|sul|dal) (?:sms|messaggio|telefon\w+|cellulare)",
    "en": r"one[- ]time (?:code|password|pin)|(?:security|verification|sms) code",
    "fr": r"code (?:secret|temporaire|à usage unique|de v[ée]rification|de s[ée]curit[ée]|re[çc]u par sms)",
    "es": r"c[óo]digo (?:secreto|temporal|de un solo uso|de verificaci[óo]n|de seguridad)",
    "ro": r"cod(?:ul)? (?:secret|temporar|unic|de unic[ăa] folosin[țt][ăa]|de verificare|de securitate)",
    "sq": r"kodi? (?:i |e )?(?:sekret|p[eë]rkohsh[eë]m|verifikimit|siguris[eë])",
    "uk": r"п[іи]н(?:[- ]?код\w*)?|одноразов\w+ код|код (?:підтвердження|безпеки|[зі]з? смс)",
    "ar": r"[وبلف]?(?:ال)?(?:رمز|رقم) (?:ال)?(?:سري|تحقق|مؤقت)",
    "pt": r"código (?:secreto|temporário|de verificação|de segurança)", "bn": r"পিন|ওটিপি", "ur": r"پن|او ٹی پی",
}
_CHINESE = r"(?:密码|口令|验证码|动态码|PIN ?码)"
_IS = r"è|é|ay|e['’`]|sono|is|est|es|este|[eë]sht[eë]|هي|هو|—|–|-"
_SAID_OF_ONE = (
    "scadut pers dimenticat sbagliat bloccat rubat cambiat nuov vecchi errat corrett giust lung cort difficil segret stess ugual mancant "
    "non no ho la il lo quell sempre va qui "
    "expired lost forgotten wrong blocked locked stolen changed new old correct missing secret not the same mine "
    "expir perdu oubli faux fauss bloqu vol chang nouve ancien incorrect pas inconnu "
    "caducad vencid perdid olvidad equivocad bloquead robad cambiad nuev viej "
    "pierdut uitat gre[sș]it blocat furat schimbat nou nu "
    "skaduar humbur harruar gabuar bllokuar vjedhur ndryshuar gabim nuk "
    "загуб втрач забут неправ невірн заблок украд змін нов стар не "
    "منتهي مفقود منسي خاطئ خطأ محظور ليس"
).split()
_BETWEEN = (
    r"(?:(?:spid|cie|cns|inps|eid|della|dello|del|dell['’]|di|da|per|the|my|of|for|de|du|la|le|mia|mio|mea|mi|mon|"
    r"e-?mail|mail|posta|carta|card|carte|bancomat|telefono|phone|code|codice|código|cod|kodi|код|numero|number|n\.?) ?){0,5}"
)


@cache
def _patterns() -> tuple[re.Pattern, ...]:
    """Compiled when the first text is looked at: the first screen does not wait for it. In each, `secret` is what to cover."""
    word = rf"(?<![\w@.])(?:{'|'.join(_WORDS.values())})(?!\w)"
    number = rf"(?<![\w@.])(?:{'|'.join(_NUMBERS.values())})(?!\w)"
    digits, strong = r"\d(?:[ .\-]?\d){3,19}", r"(?=[^\s\d]{0,40}\d)[^\s,;]{4,60}"
    loose, end = r"[^\n.:=;]{0,40}?", r"(?=[.,;!?]?\s*(?:\n|$)|[.,;!?]\s)"
    plain = rf"(?!(?:{'|'.join(_SAID_OF_ONE)}))[^\s,;?]{{3,}}?"
    either = rf"(?:{word}|{number})"
    found = (
        rf"{word}{loose}\s*[:=]\s*(?P<secret>{plain}(?: [^\s,;]+?){{0,2}}{end}|{plain}(?=\s|$))",
        rf"{word}{loose}(?:\s(?:{_IS})\s?|[’'])(?P<secret>{strong}|{plain}{end})",
        rf"{word}[\s,]+{_BETWEEN}\s*(?P<secret>{strong})",
        rf"{number}{loose}\s*(?:[:=]|\s(?:{_IS})\s?)\s*(?P<secret>{digits}|{strong})",
        rf"{number}[\s,]+{_BETWEEN}\s*(?P<secret>{digits})",
        rf"(?<!\S)(?P<secret>{digits}|{strong})\s(?:{_IS})\s?(?:[^\s.:=;]+ ){{0,3}}?{either}",
        rf"{_CHINESE}[^\n。，,A-Za-z0-9]{{0,10}}(?P<secret>[!-~]{{3,60}})",
        rf"(?<![!-~])(?P<secret>[!-~]{{4,60}})\s?是[^\n。，]{{0,6}}?{_CHINESE}",
    )
    return tuple(re.compile(one, re.IGNORECASE) for one in found)


@cache
def _asking() -> re.Pattern:
    words = "|".join(part for table in (_WORDS, _NUMBERS) for part in (table["it"], table["en"]))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def asked_in(text: str) -> str:
    """The word by which a text of an author's asks for a secret; "" when it asks for none. A name's words may be joined by "_"."""
    found = _asking().search(text.replace("_", " "))
    return found.group() if found else ""


def covered(typed: object) -> object:
    """The same with every secret in it covered; the very same object when there is none. Takes all that a field takes."""
    if isinstance(typed, str):
        return _covered(typed)
    if isinstance(typed, Mapping):
        parts = {name: covered(part) for name, part in typed.items()}
        return typed if all(parts[name] is typed[name] for name in typed) else parts
    return typed


def _covered(text: str) -> str:
    cleaned = clean(text, newlines=True)
    hidden = cleaned
    for pattern in _patterns():
        hidden = pattern.sub(_cover, hidden)
    return text if hidden == cleaned else hidden


def _cover(found: re.Match) -> str:
    if found["secret"].startswith(COVER):
        return found.group()
    start, end = (place - found.start() for place in found.span("secret"))
    return f"{found.group()[:start]}{COVER}{found.group()[end:]}"
