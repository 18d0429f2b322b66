"""Are the texts plain? Words that are never used, sentences that are too long, pages that are hard to read.

Only what the visitor reads is looked at; a hard page is a warning, a banned word or a long sentence is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kiosk.authoring.manuscript import Said
from kiosk.authoring.source import Problems

_ADVICE = {
    r"si prega": "Scrivi che cosa fare: «Porta il documento».",
    r"(?:il |la |i )?sottoscritt[oaie]": "Scrivi «io».",
    r"istanz[ae]": "Scrivi «richiesta».",
    r"presso codest[oaie]": "Scrivi il nome dell'ufficio.",
    r"ai sensi": "Scrivi «secondo la legge», o toglilo.",
    r"mendac[ei]": "Scrivi «falso».",
    r"apposit[oaie]": "Toglilo.",
    r"effettua(?:re|to|ta|ti|te)": "Scrivi «fare».",
    r"obbligatori[oae]?": "Scrivi «serve».",
    r"non valid[oaie]|errat[oaie]|invalid[oaie]": "Scrivi che cosa va bene.",
    r"vietat[oaie]": "Scrivi che cosa si può fare.",
    r"attenzione!": "Scrivi il fatto, senza allarme.",
    r"ops|scusa|per favore": "Toglilo.",
}
_HARSH = r"reat[oi]|detenut[oaie]|pregiudicat[oaie]"
_BANNED = re.compile(rf"(?<!\w)(?:{'|'.join(_ADVICE)})(?!\w)", re.IGNORECASE)
_OFFENDS = re.compile(rf"(?<!\w)(?:{_HARSH})(?!\w)", re.IGNORECASE)
_SPLITS = re.compile(r"\w+[oaie]/[oaie]\b|\w+\*(?!\w)|\w*ə\w*")
_SENTENCE = re.compile(r"[.!?…:;]+(?:\s|$)|\n+")
_LETTERS = re.compile(r"[^\W_]+")
_PROMPTS = frozenset({"ask", "hint"})
_ON_SCREEN = frozenset({"ask", "hint", "choice", "text", "title"})
_NOT_THE_VISITOR = frozenset({"operator", "purpose", "entry"})


def check_wording(said: Iterable[Said], files: dict[str, Problems]) -> None:
    """Problems of wording, each where its text stands."""
    pages: dict[tuple[str, str], list[Said]] = {}
    for one in said:
        problems = files[one.file]
        if problems.full:
            return
        if one.key not in _NOT_THE_VISITOR:
            _words(one, problems)
            _sentences(one, problems)
        if one.page and one.key in _ON_SCREEN:
            pages.setdefault((one.domain, one.page), []).append(one)
    for (_, page), texts in pages.items():
        _page(page, texts, files)


def _words(one: Said, problems: Problems) -> None:
    found = _BANNED.search(one.text)
    if found:
        word = found.group()
        advice = next(advice for pattern, advice in _ADVICE.items() if re.fullmatch(pattern, word, re.IGNORECASE))
        problems.add("F061", one.node, word=word, advice=advice)
    offends = _OFFENDS.search(one.text) if one.key in _ON_SCREEN else None
    if offends:
        problems.add("F061", one.node, word=offends.group(), advice="Scrivi «la persona che è in carcere», «la misura», «il processo».")
    splits = _SPLITS.search(one.text)
    if splits:
        problems.add("F064", one.node, word=splits.group())
    if "{" in one.text and one.key != "entry":
        problems.add("F068", one.node, text=one.text[:40])


def _sentences(one: Said, problems: Problems) -> None:
    if one.text.count(" ") < 12:
        return
    most = 15 if one.key in _PROMPTS else 20
    for sentence in _SENTENCE.split(one.text):
        words = sentence.split()
        if len(words) > most:
            problems.add("F062", one.node, words=len(words), most=most, start=" ".join(words[:4]))
            return
    if one.key == "ask" and len(one.text.split()) > 12:
        problems.add("F065", one.node, words=len(one.text.split()))


def _page(page: str, texts: list[Said], files: dict[str, Problems]) -> None:
    score = gulpease(one.text for one in texts)
    if score < 80:
        files[texts[0].file].add("F063", texts[0].node, name=page, score=score)


def gulpease(texts: Iterable[str]) -> int:
    """How easy some texts are together, 0 to 100; each text ends a sentence."""
    letters = words = sentences = 0
    for text in texts:
        found = _LETTERS.findall(text)
        words += len(found)
        letters += sum(map(len, found))
        sentences += sum(1 for part in _SENTENCE.split(text) if part.strip())
    return 100 if not words else min(100, round(89 + (300 * sentences - 10 * letters) / words))
