"""A whole screen of rows for a sheet: header, one page of its content, footer.

The same content is on every size of screen; a smaller one has more pages, never less text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from kiosk.desk import qr
from kiosk.desk.card import Card, Line
from kiosk.i18n import visual, width, wrap
from kiosk.screens import assisted, languages, table
from kiosk.screens.assisted import from_left, guidance
from kiosk.screens.controls import Button
from kiosk.screens.frame import flowing, footer, header, rule
from kiosk.screens.look import LABELS, MARGIN, Look, lines, paragraph
from kiosk.screens.menu import Menu
from kiosk.screens.panes import Reading, are_side_by_side, divided, joined, typing_look
from kiosk.screens.rows import LOOSE, Block, Hit, Row, Span, page_rows, paginate
from kiosk.screens.sheet import Sheet
from kiosk.screens.table import TableInput
from kiosk.screens.spoken import lit, marked

SMALLEST = (40, 12)
_STYLES = {"hint": "hint", "staff": "hint", "sensitive": "warn", "warn": "warn", "big": "big", "exact": "exact"}
_MARKS = {"bullet": "- ", "exact": "| ", "copy": "│ ", "warn": "! ", "sensitive": "! "}
_ROOMY, _PICTURED, _LEAST, _AROUND, _COACHED = 15, 22, 4, 8, 4


def draw(sheet: Sheet, look: Look) -> list[Row]:
    """All the rows of the screen, from the first to the last."""
    if look.columns < SMALLEST[0] or look.height < SMALLEST[1]:
        return too_small(look)
    card = sheet.card
    bottom = [*_coached(look, card), *_keys(look, card)]
    top, told, first = _around(header(look, card), _told(sheet, look), look.height - len(bottom) - _LEAST)
    room = look.height - len(top) - len(bottom) - len(told) - 1
    beneath = guide = guidance(sheet, look)
    fits = room - len(beneath) > _LEAST
    pages = _pages(sheet, look, room - len(beneath), first) if fits else []
    if beneath and len(pages) != 1 or not pages:
        pages, beneath = _pages(sheet, look, room, first, beneath), []
    room -= len(beneath)
    sheet.settle(pages)
    if _number_rows(sheet):
        sheet.settle(_pages(sheet, look, room, first))
    page = page_rows(marked(sheet, sheet.pages[sheet.page], look), room)
    last = _last_rule(sheet, look)
    if sheet.beside and are_side_by_side(look):
        page, top[-1] = divided(look, page, guide), joined(look, top[-1], "┬")
        *beneath, last = [joined(look, row, "┴") if number == 0 else row for number, row in enumerate([*beneath, last])]
    return lit(sheet, [*top, *page, *beneath, *told, last, *bottom])


def _coached(look: Look, card: Card) -> list[Row]:
    """What the coach says, in Italian whatever the language of the card; where there is little room for it, on the page itself."""
    if look.height < _ROOMY or not card.coach:
        return []
    said = wrap(card.coach, look.columns - 2, "ltr")
    return [from_left(look, (Span(1, row, "status"),)) for row in said] if len(said) <= look.height // _COACHED else []


def _keys(look: Look, card: Card) -> list[Row]:
    """The visitor's, and under them those of whoever helps, who leave as much room as they can."""
    if card.assist is None or not card.keys:
        return footer(look, card.keys)
    return [*flowing(look, card.keys, look.columns - 1), *assisted.keys(look, card.assist)]


def _around(top: list[Row], told: list[Row], most: int) -> tuple[list[Row], list[Row], list[Row]]:
    """What stands above and below the page in at most so many rows; the rest of it is read first on the page itself."""
    above = top if len(top) <= most else [*top[: most - 1], top[-1]]
    below = told[: most - len(above)]
    return above, below, [*top[len(above) - 1 : -1], *told[len(below) :]]


def _pages(sheet: Sheet, look: Look, room: int, first: list[Row], then: Sequence[Row] = ()) -> list[list[Block]]:
    """The content on pages; of a list, at most nine rows on each, and its last lines on all of them."""
    content = [*([Block(first)] if first else []), *blocks(sheet, look), *([Block(list(then), 1)] if then else [])]
    tabled = next((given for given in sheet.inputs if isinstance(given, TableInput)), None)
    if tabled:
        return table.pages(tabled, content, look, room)
    if sheet.card.name == "language" and sheet.inputs:
        return languages.pages(content, sheet.inputs[0].menu, look, room)
    listed = next((given.menu for given in sheet.inputs if given.prompt.entry == "rows"), None)
    if listed is None:
        return paginate(content, room)
    pinned = [block for block in content if _is_last_line(block, listed)] if room >= _ROOMY else []
    free = [block for block in content if block not in pinned]
    height = sum(block.gap + len(block.rows) for block in pinned)
    if height >= room:
        return paginate(content, room, most=9)
    return [[*page, *pinned] for page in paginate(free, room - height, most=9)]


def _is_last_line(block: Block, menu: Menu) -> bool:
    """True for a line such as «+ Ho finito», which is not one of the rows."""
    return len(block.holds) == 2 and block.holds[0] is menu and menu.options[block.holds[1]].digit in ("+", "*")


def too_small(look: Look) -> list[Row]:
    """What a screen says on which nothing can be filled in."""
    text = look.words.say("screen.too_small")
    cells = max(1, look.columns)
    rows: list[Row] = [(Span(0, text[at : at + cells]),) for at in range(0, len(text), cells)]
    return (rows + [()] * look.height)[: look.height]


def blocks(sheet: Sheet, look: Look) -> list[Block]:
    """Everything the card says and asks, in the order of reading; each thing in two languages while somebody helps."""
    if sheet.beside is None:
        return [block for section in _sections(sheet, look) for block in section]
    sheet.beside.mirror(sheet)
    reading = Reading(sheet, look)
    sections = zip_longest(_sections(sheet, typing_look(look)), _sections(sheet.beside, reading.look), fillvalue=())
    return [reading.paired(*pair) for section in sections for pair in zip_longest(*section)]


def _sections(sheet: Sheet, look: Look) -> list[list[Block]]:
    """The title, the text, what is asked, the button."""
    card = sheet.card
    title = [Block(paragraph(look, card.coach, "status"))] if card.coach and not _coached(look, card) and not look.reading else []
    title += [Block(paragraph(look, card.title, "title"), 1, said=("title",))] if card.title else []
    found = [title, _text(look, card.lines), *(given.blocks(look) for given in sheet.inputs)]
    if sheet.button and not look.reading and (look.height >= _ROOMY or not card.keys):
        found.append([Block(_button(sheet, look, sheet.button), 1, LOOSE, (sheet.button,))])
    return found


def _text(look: Look, said: tuple[Line, ...]) -> list[Block]:
    """Lines of one kind stay close together; between kinds there is a blank row."""
    found: list[Block] = []
    before = ""
    for number, line in enumerate(said):
        if line.style == "picture" and look.height < _PICTURED or line.style.startswith("qr") and not _coded(look, line):
            continue
        if line.style == before == "copy":
            # what is copied is seen whole
            found[-1].rows += _rows(look, line)
            continue
        close = line.style == before or (before == "plain" and line.style in ("bullet", "step"))
        found.append(Block(_rows(look, line), 0 if close else 1, LOOSE, said=("line", number)))
        before = line.style
    return found


def _rows(look: Look, line: Line) -> list[Row]:
    if line.style == "picture":
        return [(Span(MARGIN, line.text, "hint"),)]
    if line.style.startswith("qr"):
        return _coded(look, line)
    mark, text = _MARKS.get(line.style, ""), line.text
    number, dot, rest = text.partition(". ")
    if line.style == "step" and dot and number.isdigit():
        mark, text = f"  {number}. ", rest
    return paragraph(look, text, _STYLES.get(line.style, "text"), mark)


def _coded(look: Look, line: Line) -> list[Row]:
    """A code for a telephone, whole or not at all; where it has no room and there is a paper, that it is there."""
    drawn = qr.rows(line.text)
    if drawn and len(drawn) < look.height - _AROUND and width(drawn[0]) <= look.columns - MARGIN:
        # who reads along needs it once only
        return [()] if look.reading else [(Span(MARGIN, row, "code"), *said) for row, said in zip_longest(drawn, _captioned(look, width(drawn[0])), fillvalue=())]
    return paragraph(look, look.words.say("qr.on_paper"), "hint") if line.style == "qr" else []


def _captioned(look: Look, cells: int) -> list[Row]:
    """What to do with the code, beside it where there is room for words."""
    at = MARGIN + cells + 2
    room = look.columns - at - 1
    if room < LABELS:
        return []
    return [(), *((Span(at, line, "hint"),) for line in lines(look.words.say("qr.scan"), room, look.direction))]


def _button(sheet: Sheet, look: Look, button: Button) -> list[Row]:
    """[ Avanti ], with what was chosen said beside it in words."""
    words, menu = look.words, next((c for c in sheet.controls if isinstance(c, Menu) and c.asks), None)
    said = ""
    if menu and menu.multiple and menu.ticked:
        said = words.say("screen.chosen_many", n=len(menu.ticked))
    elif menu and not menu.multiple and menu.at is not None and menu.digits[menu.at] and not sheet.has_box:
        said = words.say("screen.chosen", choice=menu.digits[menu.at])
    fits = width(said) + width(button.label) + 8 <= look.content
    return button.rows(look, said if fits else "")


def _number_rows(sheet: Sheet) -> bool:
    """The rows of a list are numbered anew on each page, so that one digit is always enough."""
    changed = False
    for given in sheet.inputs:
        if given.prompt.entry == "rows":
            shown = [block.holds[1] for block in sheet.pages[sheet.page] if block.holds and block.holds[0] is given.menu]
            changed |= given.menu.number(sorted(set(shown)))
    return changed


def _last_rule(sheet: Sheet, look: Look) -> Row:
    """Status and pages stand in the rule above the keys; where both have no room, the status for a moment."""
    last, hit = _page_sign(sheet, look)
    status = visual(_status(sheet, look.columns - width(last) - 8) or assisted.on_paper(sheet), look.direction)
    if status and width(status) + width(last) + 8 > look.columns:
        return rule(look, status) if width(status) + 4 <= look.columns else rule(look, "", last, hit)
    return rule(look, status, last, hit)


def _told(sheet: Sheet, look: Look) -> list[Row]:
    """What was just said of the page, above the rule where it is too long to stand in it."""
    text = _status(sheet, 0)
    if width(visual(text, look.direction)) + 4 <= look.columns:
        return []
    return [(Span(2, line, "status"),) for line in lines(text, look.columns - 4, look.direction)]


def _status(sheet: Sheet, room: int) -> str:
    """What was just said of the page; in both languages where they have room."""
    notice, other = sheet.card.notice, sheet.card.beside.notice if sheet.card.beside else ""
    both = f"{notice} · {other}"
    return sheet.status or (both if notice and other not in ("", notice) and width(both) <= room else notice)


def _page_sign(sheet: Sheet, look: Look) -> tuple[str, Hit | None]:
    """Which page this is and which key turns it; as much of that as there is room for."""
    pages, say = len(sheet.pages), look.words.say
    if pages < 2:
        return "", None
    cap = say("keycap.pagedown") if sheet.typing else "0"
    counted = say("screen.page", page=sheet.page + 1, pages=pages)
    following = say("screen.go_to_page", page=(sheet.page + 1) % pages + 1)
    signs = (f"{counted} · {cap} {following}", counted, f"{sheet.page + 1}/{pages}")
    painted = [visual(sign, look.direction) for sign in signs]
    return next((sign for sign in painted if width(sign) + 4 <= look.columns), painted[-1]), Hit("key", cap)
