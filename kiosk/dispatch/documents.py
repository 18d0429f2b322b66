"""Papers, through Typst: accessible PDF (the standard PDF/UA-1), or no paper at all.

A template and the answers never meet as text: the answers go in as one JSON value. The standard itself
refuses a sign that no font here can draw, so that no paper is ever made with empty squares in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from kiosk.dispatch.content import PaperContent
from kiosk.dispatch.slip import Slip, receipt
from kiosk.errors import PaperFailed
from kiosk.forms.flow import Document

PDF, TEXT = "application/pdf", "text/plain; charset=utf-8"
STANDARD = "ua-1"
UNPRINTABLE = "[?]"
PRACTICE = "*** PROVA - PROVA - PROVA ***"
LIBRARY = Path(__file__).parent / "paper"
_FONT_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "fontpkg_hind_siliguri", "pylopdf_fonts_zh_cn")
_FAMILIES = (
    "Noto Sans", "Noto Sans Arabic", "Noto Naskh Arabic", "Noto Sans Bengali", "Hind Siliguri", "Noto Sans Sinhala", "LKLUG",
    "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC",
    "WenQuanYi Micro Hei", "DejaVu Sans", "Libertinus Serif",
)
_NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_PLACE = re.compile(r"main\.typ:(\d+:\d+)")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`')
_UNBROKEN = re.compile(r"\S{40}(?=\S)")
_PACKAGE = re.compile(r"""import\s+["']@""")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished paper. `unprintable` when some sign of it had to be left out."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    unprintable: bool = False


class _NoGlyph(Exception):
    """Signs that no font of this machine draws."""

    def __init__(self, signs: frozenset[str]) -> None:
        super().__init__(f"{len(signs)} signs")
        self.signs = signs


def render(document: Document, paper: PaperContent) -> Rendered:
    """The document as PDF: its template beside the flow, or the built-in slip when it has none."""
    if document.template is None:
        return _slip(document, paper)
    if document.template not in paper.templates:
        raise PaperFailed(f"{document.template}: il modello non c'è accanto al servizio.")
    source = paper.templates[document.template]
    if _PACKAGE.search(source):
        raise PaperFailed(f"{document.template}: un modello non può usare pacchetti di Typst presi dalla rete.")
    content, left_out = drawn(source, paper.answers, paper)
    return Rendered(_name(document, paper, "pdf"), PDF, content, left_out)


def render_rows(document: Document, paper: PaperContent) -> Rendered:
    """Every answer, row by row: what stands in for a template that makes no paper."""
    content, left_out = drawn((LIBRARY / "rows.typ").read_text("utf-8"), paper.answers, paper)
    return Rendered(_name(document, paper, "pdf"), PDF, content, left_out)


def render_report(name: str, answers: Mapping) -> bytes:
    """A paper that is of no person, as PDF; `name` is the template among the kiosk's own."""
    return drawn((LIBRARY / f"{name}.typ").read_text("utf-8"), answers, PaperContent({}, (), ""))[0]


def render_receipt(document: Document, paper: PaperContent) -> Rendered:
    """The built-in slip as text for a printer of 42 columns."""
    return Rendered(_name(document, paper, "txt"), TEXT, (f"{PRACTICE}\n" * paper.practice + receipt(paper.slips)).encode("utf-8"))


def _name(document: Document, paper: PaperContent, ending: str) -> str:
    return f"{document.id}-{paper.reference}.{ending}"


def _slip(document: Document, paper: PaperContent) -> Rendered:
    source = (LIBRARY / "slip.typ").read_text("utf-8")
    parts = _slip_parts(paper.slips)
    try:
        content = _compiled(source, _slip_answers(paper, parts), paper)
        return Rendered(_name(document, paper, "pdf"), PDF, content)
    except _NoGlyph:
        # better one language that can be read than two with holes in them
        parts = [parts[0], *(_notice(slip) for slip in paper.slips[1:])]
    content, _ = drawn(source, _slip_answers(paper, parts), paper)
    return Rendered(_name(document, paper, "pdf"), PDF, content, unprintable=True)


def _slip_answers(paper: PaperContent, parts: list[dict]) -> dict:
    first = paper.slips[0]
    return {
        "title": first.desk.name,
        "today": first.words.day(first.today),
        "reference": first.shown_reference,
        "qr": qr(first.reference) if first.reference else "",
        "parts": parts[::-1] if paper.slips[-1].words.direction == "ltr" and len(parts) > 1 else parts,
    }


def _slip_parts(slips: tuple[Slip, ...]) -> list[dict]:
    return [_slip_part(slip) for slip in slips]


def _slip_part(slip: Slip) -> dict:
    say = slip.words.say
    return {
        "language": slip.words.language,
        "direction": slip.words.direction,
        "notice": "",
        "code": slip.named,
        "own": slip.own_reference,
        "heading": slip.heading,
        "until": slip.until_text,
        "todo": say("paper.todo"),
        "steps": [{"do": step.do, "who": step.who, "when": step.when} for step in slip.steps],
        "carry": say("paper.bring"),
        "bring": list(slip.bring),
        "help-title": say("paper.help"),
        "help": slip.help,
    }


def _notice(slip: Slip) -> dict:
    from kiosk.i18n import italian

    language = italian().language_name(slip.words.language)
    return {"language": "it", "direction": "ltr", "notice": italian().say("paper.unprintable", language=language)}


def qr(content: str) -> str:
    """The code for a scanner, as SVG."""
    import segno

    return segno.make(content, error="m", micro=False).svg_inline(scale=4, border=2)


def drawn(source: str, answers: Mapping, paper: PaperContent) -> tuple[bytes, bool]:
    """(PDF, whether signs were left out): a sign without a glyph is replaced by a mark, never by a square."""
    try:
        return _compiled(source, answers, paper), False
    except _NoGlyph as missing:
        signs = missing.signs
    for _ in range(3):
        marked = _without(answers, re.compile(f"[{''.join(map(re.escape, sorted(signs)))}]+"))
        try:
            return _compiled(source, {**marked, "unprintable": True}, paper), True
        except _NoGlyph as missing:
            signs |= missing.signs
    raise PaperFailed("Il modello usa segni che nessun carattere di questo computer sa disegnare.")


def _compiled(source: str, answers: Mapping, paper: PaperContent) -> bytes:
    import typst

    files = {"main.typ": source.encode(), "paper.typ": (LIBRARY / "paper.typ").read_bytes()}
    known = json.dumps({**_breakable(answers), "fonts": _families(), "practice": paper.practice}, ensure_ascii=False, default=str)
    try:
        return typst.compile(
            files, root=str(LIBRARY), font_paths=fonts(), format="pdf", pdf_standards=[STANDARD],
            sys_inputs={"data": known}, timestamp=paper.made_at and paper.made_at.replace(microsecond=0),
        )
    except typst.TypstError as failure:
        said = f"{failure.message}\n{failure.diagnostic}"
        signs = frozenset(sign for text in _NO_GLYPH.findall(said) for sign in _unescaped(text) if not sign.isspace())
        if signs:
            raise _NoGlyph(signs) from None
        raise PaperFailed(_complaint(failure)) from None


def _complaint(failure) -> str:
    """Typst's words with the line of the template; what it quotes is left out, for it could be an answer."""
    place = _PLACE.search(failure.diagnostic)
    said = _QUOTED.sub("…", failure.message)
    return f"{place[1]}: {said}" if place else said


@lru_cache(1)
def fonts():
    """The fonts of the machine and of the packages that come with the kiosk, read once."""
    import typst

    folders = [folder for package in _FONT_PACKAGES for folder in _font_folders(package)]
    return typst.Fonts(include_system_fonts=True, font_paths=folders)


@lru_cache(1)
def _families() -> tuple[str, ...]:
    present = set(fonts().families())
    return tuple(family for family in _FAMILIES if family in present)


def _font_folders(package: str) -> list[str]:
    found = find_spec(package)
    return [str(place) for place in (found.submodule_search_locations or ())] if found else []


def can_print(text: str) -> bool:
    """Can the fonts of this machine draw this text on a paper?"""
    source = '#import "paper.typ": *\n#show: sheet.with(title: "x")\n#plain(data.text)'
    try:
        _compiled(source, {"text": text}, PaperContent({}, (), ""))
    except _NoGlyph:
        return False
    return True


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)


def _breakable(value):
    """Every text with a chance to break inside words wider than a line, and without direction marks."""
    return _each_text(value, lambda text: _UNBROKEN.sub(lambda found: found[0] + "\u200b", _UNSEEN.sub("", text)))


def _without(value, signs: re.Pattern):
    return _each_text(value, lambda text: signs.sub(UNPRINTABLE, text))


def _each_text(value, change):
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: _each_text(inner, change) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_each_text(inner, change) for inner in value]
    return value
