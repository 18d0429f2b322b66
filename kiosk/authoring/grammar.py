"""The language as tables: which keys each part of a flow may have, and what each key holds.

The reader, the JSON Schema and the reference in flows/README.md all come from here; none knows a key of its own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it holds (`kind`), one line about it, and its limits."""

    kind: str
    about: str
    required: bool = False
    cells: int = 0
    values: tuple[str, ...] = ()
    of: str = ""
    least: int = 0
    most: int = 0


Table = dict[str, Key]

KINDS = {
    "words": "un testo", "label": "un testo", "text": "un testo", "name": "un nome", "id": "un nome", "yes_no": "yes o no", "whole": "un numero intero",
    "day": "un giorno come 2026-11-21", "condition": "una condizione fra virgolette", "one": "uno di questi valori",
    "names": "un elenco di nomi", "lines": "un elenco di testi", "copied": "un elenco di testi", "list": "un elenco, con un trattino per riga",
    "number": "un numero come 12 o 0.5", "texts": "un elenco di testi",
    "map": "righe con nome e due punti", "any": "un valore",
}
CATEGORIES = ("common", "third_party", "art9", "art10", "minors")
LAW_BASES = ("consent", "task", "contract", "law")
TITLE_CELLS, QUESTION_CELLS, CHOICE_CELLS, MOST_CHOICES, MOST_ENTRIES = 60, 120, 112, 7, 50
COPY_CELLS = 32


def _words(about: str, cells: int, required: bool = False) -> Key:
    return Key("words", about, required, cells)


def _label(about: str, cells: int) -> Key:
    """Words whose place in the catalog is that of the part they belong to."""
    return Key("label", about, True, cells)


def _id(about: str) -> Key:
    return Key("id", about, required=True)


FLOW: Table = {
    "flow": _id("The service's id, the same as the file's name: small letters, digits, hyphens."),
    "title": _words("What the service is called, on one line.", TITLE_CELLS, required=True),
    "neutral_title": _words("What the shared screen and the slip show of a private flow.", 34),
    "summary": _words("One or two sentences: what comes out of it.", 240, required=True),
    "topic": Key("id", "One of flows/topics.yaml.", required=True),
    "minutes": Key("whole", "How long it takes, about.", required=True, least=1, most=240),
    "private": Key("yes_no", "Titles, lists and the slip with the digits never reveal the reason. The last paper says what to do next, and may."),
    "verified": Key("map", "When somebody last checked that all this is true, and until when that holds.", of="verified"),
    "sources": Key("list", "Where facts were read.", of="source"),
    "privacy": Key("map", "What the law asks a form to say.", of="privacy"),
    "bring": Key("list", "Papers to have at hand, shown before starting and printed on the slip.", of="bring"),
    "sections": Key("list", "The parts of the service, in order.", required=True, of="section"),
    "endings": Key("list", "Reasons to stop early.", of="ending"),
    "checks": Key("list", "Rules across fields.", of="check"),
    "next": Key("list", "What happens after.", of="next"),
    "documents": Key("list", "The papers that come out.", of="document"),
    "deliver": Key("names", "Where the papers go: names in the desk's configuration, never addresses."),
    "doors": Key("list", "For whom this is: what `ascolto` must have heard for it to be offered there.", of="door"),
    "lesson": Key("yes_no", "Something to practise: no answer is kept, no code, no paper but the steps that were learned."),
    "keep": Key("one", "`never`: no answer of this service is ever kept, of no question, those of the bank too; there is the printed paper and no code.", values=("never",)),
    "listening": Key("yes_no", "Leads to a door and to nothing else: no answer is kept, no code, no paper. That of `ascolto`."),
}
DOOR: Table = {
    "when": Key("condition", "Open when this certainly holds. It names questions of `ascolto` only.", required=True),
    "because": _label("The reason, said to the visitor.", 120),
    "first": Key("yes_no", "Comes before the doors that are not: what has a term, or cannot wait."),
}
VERIFIED: Table = {
    "on": Key("day", "The day of the check.", required=True),
    "until": Key("day", "After this day the kiosk warns; 90 days later it stops offering the service.", required=True),
}
SOURCE: Table = {
    "id": Key("id", "What `source:` names.", required=True),
    "name": Key("text", "What it is: the law and the article, the page of the office.", required=True),
    "url": Key("text", "Its address on the web."),
    "read": Key("day", "The day somebody read it. Never missing."),
}
PRIVACY: Table = {
    "purpose": _words("What the answers are for.", 160, required=True),
    "legal_basis": Key("one", "Why this may be done.", required=True, values=LAW_BASES),
    "law": Key("text", "Which law; needed for `legal_basis: law`, and for art10 answers that are kept."),
    "categories": Key("names", "Which sorts of personal facts are asked.", required=True, values=CATEGORIES),
    "recipients": Key("lines", "Who receives the answers.", required=True, cells=120),
    "days": Key("whole", "How many days a draft may rest.", required=True, least=1, most=90),
}
BRING: Table = {
    "document": _id("An id for this paper."),
    "text": _label("What to bring, in plain words.", 120),
    "when": Key("condition", "Only when this holds."),
}
SECTION: Table = {
    "section": _id("The section's id."),
    "title": _label("Shown as progress: «Parte 2 di 4: la casa».", 40),
    "pages": Key("list", "Its pages, in order.", required=True, of="page"),
}
WORDS: Table = {
    "ask": _words("The question, at most 12 words.", QUESTION_CELLS),
    "hint": _words("One more sentence under the question.", 120),
    "why": _words("Why it is asked.", 240),
    "where": _words("On which paper to look.", 160),
    "example": _words("An example of an answer.", 60),
    "operator": _words("One polite line for the volunteer; the visitor may read it too.", 240),
    "say": _words("The exact words for the phone.", 240),
    "short": _words("The label on the check page.", 40),
    "read_exactly": Key("yes_no", "The volunteer reads it word by word."),
}
ANSWER: Table = {
    "type": Key("type", "What kind of answer; see the types below."),
    "choices": Key("choices", "`value: text`, or `value: {text, when, hint, on_paper, exclusive}`; at most 7.", of="choice"),
    "when": Key("condition", "Asked only when this certainly holds. It looks back only."),
    "optional": Key("yes_no", "May be left empty."),
    "unknown": Key("yes_no", "«Non lo so» is an answer; on by itself where optional or recommended."),
    "refuse": Key("yes_no", "«Preferisco non dirlo» is an answer; on by itself where optional or recommended."),
    "recommended": Key("yes_no", "Asked for, never blocking."),
    "check": Key("list", "Rules the answer must keep.", of="rule"),
    "default": Key("condition", "An expression: the answer put there at the start."),
    "compute": Key("condition", "An expression: worked out, never asked. With `type: computed`."),
    "sensitive": Key("yes_no", "Announced, masked, can be skipped."),
    "private": Key("yes_no", "The volunteer sees «risposta data»."),
    "keep": Key("one", "`never`: lives in memory and on the printed paper only.", values=("never",)),
    "fact": Key("fact", "Asked once in a visit, offered again in the next service: `persona.cognome`."),
    "effort": Key("whole", "0 in the head, 1 on a paper, 2 to work out, 3 to ask somebody.", least=0, most=3),
    "source": Key("id", "The id of one of `sources`."),
    "verified": Key("map", "When this page was last checked.", of="verified"),
}
PAGE: Table = {
    "page": Key("name", "The page's id, and the name of its answer.", required=True),
    **WORDS,
    **ANSWER,
    "copy": Key("copied", "A harmless copy of a screen to practise on, line by line, in Italian as it looks.", cells=COPY_CELLS),
    "fields": Key("list", "Several things asked at once, instead of `type`.", of="field"),
    "repeat": Key("repeat", "`yes`, or the name of an earlier number: the pages below are asked for each entry."),
    "entry": _words("How one entry is called in the list: \"{nome} {cognome}\".", 80),
    "min": Key("whole", "The fewest entries.", least=0, most=MOST_ENTRIES),
    "max": Key("whole", "The most entries. Never missing on a repeat.", least=1, most=MOST_ENTRIES),
    "pages": Key("list", "The pages of one entry.", of="page"),
}
FIELD: Table = {"field": Key("name", "The name of the answer.", required=True), **WORDS, **ANSWER}
USE: Table = {
    "use": Key("text", "A page of the bank: `anagrafica.nome`.", required=True),
    "when": ANSWER["when"], "optional": ANSWER["optional"],
    "ask": WORDS["ask"], "hint": WORDS["hint"], "why": WORDS["why"],
}
CHOICE: Table = {
    "text": _label("What the visitor reads.", CHOICE_CELLS),
    "when": Key("condition", "Offered only when this holds."),
    "hint": _words("One more line.", 120),
    "on_paper": Key("text", "What the office reads, in Italian."),
    "exclusive": Key("yes_no", "Choosing it clears the others: «nessuna di queste»."),
}
RULE: Table = {
    "rule": Key("condition", "Must hold for the answer.", required=True),
    "say": _label("What to do, said to the visitor when it does not hold.", 120),
    "soft": Key("yes_no", "The visitor may go on all the same."),
}
CHECK: Table = {
    "check": Key("condition", "Must hold.", required=True),
    "say": RULE["say"],
    "at": Key("text", "The field where it is said; the last one named, when left out."),
    "soft": RULE["soft"],
}
NEXT: Table = {
    "do": _words("What to do.", 160, required=True),
    "who": _words("Who does it, or who receives it.", 120),
    "when": _words("When, in words.", 120),
    "if": Key("condition", "Only when this holds."),
}
ENDING: Table = {
    "ending": _id("The ending's id."),
    "when": Key("condition", "Stops the visit when this certainly holds.", required=True),
    "title": _words("The title of the last page.", TITLE_CELLS, required=True),
    "text": _words("The reason, without blame.", 900, required=True),
    "next": Key("list", "What to do instead.", of="next"),
    "keep": Key("one", "`nothing`: the visit leaves no trace.", values=("nothing",)),
}
DOCUMENT: Table = {
    "document": _id("The paper's id."),
    "for": Key("one", "Who reads it.", required=True, values=("office", "visitor")),
    "template": Key("text", "A Typst file beside the flow; without it, the built-in slip."),
    "language": Key("text", "Its language; without it, the reader's."),
    "title": _words("What the paper is called.", 80),
    "when": Key("condition", "Printed only when this holds."),
    "declares": Key("yes_no", "The person signs that it is true: it is read back first, in their language."),
}
BANK: Table = {
    "bank": _id("The bank's id, the same as the file's name."),
    "pages": Key("list", "Pages for `use:`.", required=True, of="page"),
}
TOPIC: Table = {
    "topic": _id("The topic's id."), "title": _label("What the visitor reads.", 40), "icon": Key("text", "A sign or two."),
    "services": Key("names", "Its services in the order of the menu; those not named come after."),
}
LEAFLET: Table = {
    "leaflet": _id("The leaflet's id, the same as the file's name: `spesa.leaflet.yaml` is `spesa`."),
    "title": _words("What it is about, on one line.", TITLE_CELLS, required=True),
    "topic": FLOW["topic"],
    "say": _words("What to know, in at most 60 words: it is read aloud.", 440, required=True),
    "reach": Key("map", "How to get there.", of="reach"),
    "next": Key("list", "What to do now.", of="next"),
    "doors": FLOW["doors"],
    "sources": Key("list", "Where facts were read. Never missing.", required=True, of="source"),
    "verified": Key("map", FLOW["verified"].about, required=True, of="verified"),
    "paper": Key("yes_no", "`no`: never printed, for it could hurt whoever is found with it."),
}
REACH: Table = {
    "where": _words("The place.", 120),
    "hours": _words("When it is open.", 120),
    "how": _words("How to get in: with an appointment, with nothing, by phone.", 160),
    "phone": Key("text", "Its number, as it is dialled."),
    "web": Key("text", "Its address on the web; shown as a code for a telephone too."),
}
PERSONA: Table = {
    "persona": Key("text", "Who this is, in a line.", required=True),
    "answers": Key("map", "What they would type, by field.", required=True),
    "asks": Key("names", "Pages that must be met, in this order."),
    "not_asks": Key("names", "Pages that must not be met."),
    "ends": Key("id", "`review`, or the id of an ending."),
    "documents": Key("names", "The papers that must come out."),
    "language": Key("text", "The language they read."),
}
PERSONAS: Table = {"flow": Key("id", "The service; the file's name says it too."), "personas": Key("list", "The people.", required=True, of="persona")}

TABLES: dict[str, Table] = {
    "flow": FLOW, "verified": VERIFIED, "source": SOURCE, "privacy": PRIVACY, "bring": BRING, "section": SECTION, "page": PAGE,
    "field": FIELD, "use": USE, "choice": CHOICE, "rule": RULE, "ending": ENDING, "check": CHECK, "next": NEXT,
    "document": DOCUMENT, "bank": BANK, "topic": TOPIC, "personas": PERSONAS, "persona": PERSONA,
    "door": DOOR, "leaflet": LEAFLET, "reach": REACH,
}
