"""A value of each kind as it is written and as it is read, and what is told of one that is none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kiosk.authoring.grammar import Key
from kiosk.authoring.manuscript import Manuscript, near
from kiosk.authoring.shape import items, take
from kiosk.authoring.source import Keyed, Problems, Several, Text, read_source
from tests.authoring.conftest import TODAY


class Reads:
    """One key `k` of one kind, read from a text."""

    def __init__(self) -> None:
        self.script = Manuscript(Problems("f.yaml"), TODAY, domain="prova")

    def __call__(self, written: str, kind: str, **limits: object) -> object:
        tree = read_source(f"k: {written}\n", self.script.problems)
        return take(self.script, tree, {"k": Key(kind, "", **limits)}, "pagina").get("k")

    @property
    def told(self) -> list[tuple]:
        return [(one.code, one.line, one.column, one.message) for one in self.script.problems.all]


@pytest.fixture
def reads():
    return Reads()


@pytest.mark.parametrize(("kind", "written", "value"), [
    ("words", "'  Una riga'", "Una riga"), ("words", "|\n  Una\n  riga", "Una riga"), ("label", "Una", "Una"), ("text", "' Una '", "Una"),
    ("id", "a-1_b", "a-1_b"), ("id", "1", "1"), ("id", "a" * 64, "a" * 64), ("name", "a_1", "a_1"), ("name", "a" * 64, "a" * 64),
    ("number", "12", 12), ("number", "-0.5", Decimal("-0.5")), ("number", "1" * 15, int("1" * 15)), ("number", "1.123456", Decimal("1.123456")),
    ("yes_no", "yes", True), ("yes_no", "true", True), ("yes_no", "sì", True), ("yes_no", "si", True), ("yes_no", "no", False), ("yes_no", "false", False),
    ("whole", "0", 0), ("whole", "999999999", 999_999_999), ("day", "2026-11-21", date(2026, 11, 21)), ("names", "[a, b-c]", ("a", "b-c")),
    ("names", "[]", ()),
    ("lines", "[Uno, Due]", ("Uno", "Due")), ("copied", "[' x', y]", (" x", "y")), ("texts", "[' x', y]", ("x", "y")),
    ("fact", "persona.cognome", "persona.cognome"),
    ("fact", "a1.b_2.c", "a1.b_2.c"), ("type", "number", "number"), ("repeat", "yes", "yes"),
])
def test_what_is_written_well_is_read(reads, kind, written, value):
    assert (reads(written, kind), reads.told) == (value, [])


@pytest.mark.parametrize(("kind", "written", "code", "message"), [
    ("id", "Una", "F018", "«Una»"), ("id", "-a", "F018", ""), ("id", "a" * 65, "F018", f"«{'a' * 60}»"), ("name", "1a", "F018", ""),
    ("name", "a-b", "F018", ""),
    ("name", "a" * 65, "F018", f"«{'a' * 60}»"), ("name", "today", "F023", "«today»"), ("name", "count", "F023", ""),
    ("name", "lambda", "F023", ""), ("name", "true", "F023", ""),
    ("number", "1,5", "F016", "«1,5»"), ("number", "1.", "F016", ""), ("number", "1" * 16, "F016", ""), ("number", "1.1234567", "F016", ""),
    ("number", "--1", "F016", ""),
    ("yes_no", "forse", "F016", "yes o no"), ("yes_no", "Yes", "F016", ""), ("whole", "1.0", "F016", "un numero intero"), ("whole", "-1", "F016", ""),
    ("whole", "'1000000000'", "F016", ""), ("whole", "٣", "F016", ""), ("whole", "²", "F016", ""), ("day", "21/11/2026", "F016", "2026-11-21"),
    ("day", "2026-02-30", "F016", ""), ("day", "'20261121'", "F016", ""), ("day", "2026-W47-6", "F016", ""), ("day", "٢٠٢٦-١١-٢١", "F016", ""),
    ("fact", "cognome", "F016", "persona.cognome"), ("fact", "a.B", "F016", ""), ("number", "x" * 80, "F016", "x" * 60 + "»"),
    ("words", "''", "F019", "«k»"), ("words", "' '", "F019", ""), ("text", "~", "F019", ""), ("id", "", "F019", ""), ("condition", "null", "F019", ""),
    ("words", "[a]", "F015", "un testo"), ("yes_no", "{a: b}", "F015", "yes o no"), ("type", "[a]", "F015", "un valore"), ("condition", "[a]", "F015", ""),
    ("names", "a", "F015", "un elenco, con un trattino per riga"), ("lines", "{a: b}", "F015", ""), ("list", "a", "F015", "un elenco"),
    ("map", "a", "F015", "righe con nome"),
])
def test_what_is_none_is_told_where_it_stands(reads, kind, written, code, message):
    assert reads(written, kind) in (None, ())
    (found,) = reads.told

    assert found[:2] == (code, 1) and found[2] == (4 if written else 3)
    assert message in found[3]


ONE_VALUE = ("words", "label", "text", "id", "name", "number", "yes_no", "whole", "day", "one", "fact", "condition", "type", "repeat")


@pytest.mark.parametrize("kind", ONE_VALUE)
def test_nothing_comes_of_nothing_and_of_what_is_no_single_value(reads, kind):
    assert (reads("''", kind), reads("[a]", kind)) == (None, None)
    assert [found[:3] for found in reads.told] == [("F015", 1, 4), ("F019", 1, 4)]


def test_no_word_of_the_conditions_is_a_name(reads):
    words = "and or not in if else is for lambda true false none today count cognome".split()

    assert [word for word in words if reads(word, "name") is not None] == ["cognome"]
    assert {found[0] for found in reads.told} == {"F023"}


def test_a_text_of_several_lines_stays_so_where_the_key_is_called_text(reads):
    tree = read_source("text: |\n  Uno\n  due\n", reads.script.problems)

    assert take(reads.script, tree, {"text": Key("words", "")}) == {"text": "Uno\ndue"}


def test_what_is_wrong_in_a_list_is_told_and_the_rest_is_read(reads):
    assert reads("[a, B, c]", "names") == ("a", "c")
    assert reads("[Uno, [], Tre]", "lines") == ("Uno", "Tre")
    assert reads("[x, '', z]", "texts") == ("x", "z")
    assert reads("[x, {}, z]", "copied") == ("x", "z")
    assert [found[:3] for found in reads.told] == [("F015", 1, 8), ("F018", 1, 8), ("F019", 1, 8), ("F015", 1, 10)]
    assert ["«k.2»" in found[3] for found in reads.told] == [True, False, False, True]


@pytest.mark.parametrize(("written", "read"), [("0", None), ("1", 1), ("240", 240), ("241", None)])
def test_a_number_stays_between_its_least_and_its_most(reads, written, read):
    assert reads(written, "whole", least=1, most=240) == read
    assert [found[3] for found in reads.told] == ([] if read else [f"«{written}» non va bene per «k»: serve un numero da 1 a 240."])


def test_without_a_most_there_is_only_a_least(reads):
    assert (reads("5", "whole", least=5), reads("4", "whole", least=5)) == (5, None)


def test_one_of_several_values_is_one_of_these_and_the_nearest_is_offered(reads):
    assert reads("law", "one", values=("law", "consent")) == "law"
    assert reads("consnt", "one", values=("law", "consent")) is None
    assert reads("[law, lax]", "names", values=("law", "consent")) == ("law",)
    assert ["uno fra law, consent" in found[3] for found in reads.told] == [True, True]
    assert "forse volevi «consent»?" in str(reads.script.problems.all)


@pytest.mark.parametrize(("kind", "node"), [("list", Several), ("map", Keyed), ("choices", Keyed), ("any", Keyed)])
def test_what_somebody_else_reads_is_given_as_it_is(reads, kind, node):
    assert type(reads("[a]" if node is Several else "{a: b}", kind)) is node
    assert type(reads("quanti > 0", "condition")) is Text
    assert reads.told == []


@pytest.mark.parametrize(("text", "fits"), [("x" * 10, True), ("x" * 11, False), ("王" * 5, True), ("王" * 6, False)])
def test_a_text_is_as_wide_as_its_place_and_is_read_all_the_same(reads, text, fits):
    assert reads(text, "words", cells=10) == text
    assert [found[:3] for found in reads.told] == ([] if fits else [("F060", 1, 4)])
    assert all(str(len(text) if text[0] == "x" else 12) in found[3] and "10" in found[3] for found in reads.told)
    assert reads(f"[{text}]", "copied", cells=10) == (text,)
    assert [found[:3] for found in reads.told] == ([] if fits else [("F060", 1, 4), ("F060", 1, 5)])


def test_a_text_that_has_no_place_of_its_own_may_be_long(reads):
    assert (len(reads("x" * 5000, "words")), reads.told) == (5000, [])


def test_each_text_for_the_visitor_is_given_to_the_translators_with_its_place(reads):
    reads("Uno", "words")
    reads("Due", "label")
    reads("[Tre, Quattro]", "lines")
    reads("|\n  Cinque\n  sei", "text")
    take(reads.script, read_source("k: Sette", reads.script.problems), {"k": Key("words", "")})

    assert [(said.place, said.key, said.text, said.domain) for said in reads.script.said] == [
        ("pagina.k", "k", "Uno", "prova"), ("pagina", "k", "Due", "prova"), ("pagina.k.1", "k.1", "Tre", "prova"),
        ("pagina.k.2", "k.2", "Quattro", "prova"), ("k", "k", "Sette", "prova")]


TABLE = {"uno": Key("id", "", True), "due": Key("whole", ""), "tre": Key("id", "", True)}


def test_a_table_says_which_keys_there_are_and_which_must_be(reads):
    tree = read_source("due: 2\nuno: a\ndeu: 3\n", reads.script.problems)

    assert take(reads.script, tree, TABLE) == {"due": 2, "uno": "a"}
    assert reads.told == [("F014", 1, 1, "Manca «tre» in uno."), ("F013", 3, 1, "«deu» qui non esiste: forse volevi «due»?.")]
    assert "uno, due, tre." in str(reads.script.problems.all[1])
    assert take(reads.script, read_source("quattro: 4\nuno: a\ntre: b", reads.script.problems), TABLE, extra={"quattro": Key("whole", "")}) == {
        "quattro": 4, "uno": "a", "tre": "b"}


def test_what_is_no_mapping_has_no_values(reads):
    assert take(reads.script, read_source("- a", reads.script.problems), TABLE) == {}
    assert [(found[0], "«uno»" in found[3], "righe con nome e due punti" in found[3]) for found in reads.told] == [("F015", True, True)]


def test_what_is_no_list_has_no_items(reads):
    tree = read_source("a: [b, c]\nd: e", reads.script.problems)

    assert [one.text for one in items(reads.script, tree.values["a"], "a")] == ["b", "c"]
    assert (items(reads.script, None, "x"), items(reads.script, tree.values["d"], "d")) == ([], [])
    assert [found[:3] for found in reads.told] == [("F015", 2, 4)]


def test_the_nearest_known_word_is_offered_when_one_is_near():
    assert (near("minuts", ["title", "minutes"]), near("zzz", ["title"]), near("minuts", [])) == (": forse volevi «minutes»?", "", "")
