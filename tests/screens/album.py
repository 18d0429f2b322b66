"""An album of hand-made cards, leafed through like a visit: what the screens are tried against alone.

Run by itself it is a kiosk with nothing behind it: `python -m tests.screens.album ar`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

from kiosk.config import Voice
from kiosk.desk.card import Card, Line, Option, PartShown, Prompt
from kiosk.i18n import Catalogs, Words

SIGNS = "' - à è é ì ò ù ç"
KEYS = ("enter", "esc", "f1", "f2", "f5", "f9", "f10")
TEXTS = {
    "it": {"where": "Dove vivi adesso?", "hint": "Non serve l'indirizzo. Scegli il tipo di casa.", "own": "In casa mia o in affitto",
           "friends": "Da amici o da parenti", "centre": "In una casa di accoglienza", "none": "Non ho una casa",
           "name": "Come ti chiami?", "copy": "Copia dal documento, con le stesse lettere.", "surname": "Cognome, o cognomi",
           "given": "Nome, o nomi", "service": "Dichiarazione di residenza", "part": "Parte 2 di 4: la casa"},
    "ar": {"where": "أين تسكن الآن؟", "hint": "لا نحتاج إلى العنوان. اختر نوع السكن.", "own": "في بيتي أو في بيت مستأجر",
           "friends": "عند أصدقاء أو أقارب", "centre": "في مركز استقبال", "none": "ليس لدي سكن", "name": "ما اسمك؟",
           "copy": "انسخ من الوثيقة بنفس الحروف.", "surname": "اسم العائلة", "given": "الاسم الشخصي",
           "service": "تصريح الإقامة", "part": "الجزء 2 من 4: السكن"},
    "zh": {"where": "你现在住在哪里？", "hint": "不需要地址。请选择住房类型。", "own": "自己的房子或租的房子", "friends": "住在朋友或亲戚家",
           "centre": "住在收容中心", "none": "没有住处", "name": "你叫什么名字？", "copy": "请按证件上的字母填写。", "surname": "姓",
           "given": "名", "service": "居住声明", "part": "第 2 部分，共 4 部分：住房"},
}


@cache
def words_of(language: str) -> Words:
    """The words of a language, with its catalog when there is one."""
    if language == "it":
        return Words()
    found = Catalogs(Path(__file__).parents[2] / "locales").words(language)
    names = {"ar": "العربية", "zh": "中文", "en": "English"}
    return found if found.autonym != language else Words(language, names[language])


def frame(words: Words, **parts: object) -> Card:
    """A card with what every card has."""
    texts = TEXTS.get(words.language, TEXTS["it"])
    keys = tuple((words.say(f"key.{key}"), words.say(f"does.{key}")) for key in KEYS)
    given = {"service": texts["service"], "part": texts["part"], "language": words.autonym, "code": words.language,
             "direction": words.direction, "keys": keys, "go_on": words.say("does.enter")}
    return Card(**(given | parts))


def choice_card(words: Words, **more: object) -> Card:
    """M4: one choice, with two honest ways out."""
    texts = TEXTS.get(words.language, TEXTS["it"])
    options = tuple(Option(name, texts[name], str(n)) for n, name in enumerate(("own", "friends", "centre", "none"), 1))
    ways = (Option("unknown", words.say("out.unknown"), "5", out=True), Option("refused", words.say("out.refused"), "6", out=True))
    prompt = Prompt("casa", "choice", options=options, ways_out=ways, **more)
    return frame(words, id="V6", name="casa", title=texts["where"], lines=(Line(texts["hint"], "hint"),), prompts=(prompt,))


def name_card(words: Words, **more: object) -> Card:
    """M5: two lines of text."""
    texts = TEXTS.get(words.language, TEXTS["it"])
    prompts = tuple(Prompt(name, "line", label=texts[name], signs=SIGNS, **more) for name in ("surname", "given"))
    return frame(words, id="V8", name="nome", title=texts["name"], lines=(Line(texts["copy"], "hint"),), prompts=prompts)


def date_card(words: Words, **more: object) -> Card:
    """M6: a date in three boxes."""
    parts = (PartShown("day", "Giorno", size=2), PartShown("month", "Mese", size=11), PartShown("year", "Anno", size=4))
    ways = (Option("unknown", words.say("out.unknown"), out=True),)
    prompt = Prompt("nascita", "date", parts=parts, ways_out=ways, **more)
    return frame(words, id="V9", name="nascita", title="Qual è la tua data di nascita?", prompts=(prompt,))


def code_card(words: Words, **more: object) -> Card:
    """M7: a code, with what is wrong about it."""
    problem = ("Qui ci sono 15 segni. Il codice ha 16 segni, o 11 numeri.", "Manca un segno: forse dopo «A562».")
    prompt = Prompt("codice", "code", label="Codice", **({"typed": "RSSMRA85T10A562", "problem": problem, "size": 24} | more))
    return frame(words, id="V10", name="codice", title="Qual è il codice fiscale?", prompts=(prompt,),
                 lines=(Line("Guarda la tessera sanitaria, in alto.", "hint"),))


def many_card(words: Words) -> Card:
    """Several choices to tick."""
    options = tuple(Option(f"v{n}", text, str(n)) for n, text in enumerate(("Passaporto", "Carta d'identità", "Tessera sanitaria"), 1))
    return frame(words, id="V7", name="carte", title="Quali documenti hai?", prompts=(Prompt("carte", "choices", options=options, multiple=True),))


def review_card(words: Words, rows: int = 12) -> Card:
    """M8: the answers, one row each."""
    said = [Option(f"r{n}", f"Domanda numero {n}", detail=f"Risposta data alla domanda numero {n}, via Orsini {n}, Milano",
                   mark="!" if n == 3 else "") for n in range(1, rows + 1)]
    prompt = Prompt("review", "rows", options=(*said, Option("done", "È tutto giusto. Ho finito.", "+")))
    return frame(words, id="V13", name="review", title="Controlla le tue risposte", prompts=(prompt,), go_on="")


def parts_card(words: Words) -> Card:
    """An address in parts, one of them wrong."""
    parts = (PartShown("street", "Via e numero"), PartShown("zip", "CAP", size=5, problem="Il CAP ha 5 numeri.", typed="2010"),
             PartShown("town", "Comune"), PartShown("province", "Provincia", size=2))
    return frame(words, id="V11", name="indirizzo", title="Qual è l'indirizzo?", prompts=(Prompt("indirizzo", "parts", parts=parts),))


def search_card(words: Words) -> Card:
    """One name out of many."""
    return frame(words, id="V8", name="paese", title="In quale Paese sei nato?", prompts=(Prompt("paese", "search", signs=SIGNS),))


def note_card(words: Words) -> Card:
    """Text to read."""
    lines = (Line("Servono circa 15 minuti. Non c'è fretta."), Line("Tieni vicino questi documenti:"),
             Line("carta d'identità, passaporto o permesso di soggiorno", "bullet"), Line("tessera sanitaria", "bullet"),
             Line("Usiamo le tue risposte solo per questo modulo.", "exact"), Line("1. Una persona controlla il modulo. Oggi stesso.", "step"))
    return frame(words, id="V12", name="nota", title="Prima di iniziare", lines=lines, prompts=(Prompt("nota", "note"),))


def paragraph_card(words: Words, **more: object) -> Card:
    """A longer text, sensitive."""
    return frame(words, id="V8", name="fatto", title="Che cosa è successo?",
                 prompts=(Prompt("fatto", "paragraph", signs=SIGNS, **more),))


def accept_card(words: Words) -> Card:
    """A declaration."""
    return frame(words, id="V8", name="dichiaro", title="Confermi?", prompts=(Prompt("dichiaro", "accept", options=(
        Option("yes", "Sì, è tutto vero.", "1"),)),))


ALL = (choice_card, name_card, date_card, code_card, many_card, parts_card, search_card, note_card, paragraph_card, accept_card, review_card)


class Album:
    """Shows one card after the other; remembers what was given and done."""

    def __init__(self, words: Words, cards: list[Card], record: Path | None = None) -> None:
        self.words, self.cards, self.at = words, cards, 0
        self.given: list[dict] = []
        self.done: list[str] = []
        self.over = self.halted = self.hidden = self.started = False
        self.cover: Card | None = None
        self.record = record
        self.desk, self.voice = self, Voice()

    company = ""

    def timed_as(self, card: str) -> str:
        return card

    def helps(self, key: str) -> bool:
        """Nobody helps here."""
        return False

    @property
    def card(self) -> Card:
        if self.hidden:
            return replace(frame(self.words, id="V16", name="hidden", title="", lines=(Line("Premi Invio."),)), keys=(), service="", part="")
        return self.cover or self.cards[min(self.at, len(self.cards) - 1)]

    def give(self, typed: dict) -> None:
        if self.cover:
            self.cover = None
            return
        self.given.append(typed)
        if self.record:
            self.record.write_text(json.dumps(self.given))
        self.at += 1
        self.over = self.at >= len(self.cards)

    def back(self) -> None:
        self.done.append("back")
        self.at, self.cover = (self.at if self.cover else max(0, self.at - 1)), None

    def help(self) -> None:
        self.done.append("help")
        self.cover = frame(self.words, id="V17", name="help", title="Aiuto", lines=(Line("Copia il nome dal documento."),))

    def call(self) -> None:
        self.done.append("call")
        self.cover = frame(self.words, id="V18", name="called", title="Abbiamo chiamato una persona.")

    def still(self) -> None:
        self.cover = frame(self.words, id="V15", name="still", title="Ci sei ancora?", lines=(Line("Premi un tasto per continuare."),))

    def wake(self) -> None:
        self.cover = None

    def change_language(self) -> None:
        self.done.append("language")

    def operator(self) -> None:
        self.done.append("operator")

    def hide(self) -> None:
        self.hidden = True

    def show(self) -> None:
        self.hidden = False

    def leave(self) -> None:
        self.over = True

    def languages(self) -> tuple[str, ...]:
        return ("it", "ar", "zh")

    def words_of(self, code: str) -> Words:
        return words_of(code)

    def echo(self, name: str, typed: object) -> str:
        text = " ".join(typed.values()) if isinstance(typed, dict) else str(typed)
        return f"Leggiamo: {text}" if text.strip() else ""

    @property
    def beside(self) -> Words:
        return words_of("it")

    @property
    def aside(self) -> Album:
        """The same cards for whoever helps."""
        return Album(self.beside, self.cards)

    def name_of(self, name: str, typed: str) -> str:
        return typed if self.words.language == "it" else f"{typed}*"

    def suggest(self, name: str, text: str) -> tuple[Option, ...]:
        towns = ("Marocco", "Mauritania", "Mali", "Tunisia", "Albania")
        return tuple(Option(town, town) for town in towns if town.casefold().startswith(text.casefold()))


def names(words: Words) -> list[Card]:
    """Many cards with two boxes each, and a last one to read."""
    return [*(replace(name_card(words), name=f"n{n}", title=f"Nome {n}") for n in range(12)), note_card(words)]


def main(language: str = "it", record: str = "", kind: str = "all") -> None:
    from kiosk.screens.app import KioskApp
    from kiosk.screens.environment import TerminalModes

    TerminalModes().lock()
    words = words_of(language)
    cards = names(words) if kind == "names" else [make(words) for make in ALL]
    visits = iter([Album(words, cards, Path(record) if record else None)])
    app = KioskApp(lambda: next(visits, None))
    app.run()
    sys.exit(app.return_code or 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
