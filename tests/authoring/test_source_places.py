"""What an author is told of a text that cannot be read: the line, the column, the reason in their words; and what is no mistake."""

from __future__ import annotations

import pytest

from kiosk.authoring import source
from kiosk.authoring.source import DEEPEST, LIMIT, MOST, Keyed, Problem, Problems, Several, Text, decode, read_source, read_text


@pytest.fixture
def problems():
    return Problems("f.yaml")


def told(problems: Problems) -> list[tuple]:
    return [(one.code, one.line, one.column, one.message) for one in problems.all]


@pytest.mark.parametrize(("text", "line", "column", "reason"), [
    ("a: b: c", 1, 5, "ci sono due punti dove non possono stare"),
    ("a: [b}\n", 1, 6, "manca una virgola o una parentesi che chiude"),
    ("a:\n  - b\n c: d", 3, 2, "qui serve «nome: valore», con gli stessi spazi della riga sopra"),
    ("- a\nb: c", 2, 1, "qui serve un trattino, con gli stessi spazi della riga sopra"),
    ("a: 1\nb\n", 3, 1, "mancano i due punti"),
    ("a: @b", 1, 4, "questo segno non può stare all'inizio: metti il testo fra virgolette"),
    ("a: \"b", 1, 6, "manca una virgoletta che chiude"),
    ("a: \"\\q\"", 1, 5, "dopo la barra \\ c'è un segno non previsto: usa le virgolette semplici"),
    # for what has no words of ours, those of the library
    ("%YAML 3.0\n---\na: b", 1, 1, "found incompatible YAML document"),
])
def test_what_is_not_yaml_is_told_in_the_words_of_who_writes(problems, text, line, column, reason):
    assert read_source(text, problems) is None
    assert told(problems) == [("F004", line, column, f"Il file non si legge come YAML: {reason}.")]


def test_a_library_that_says_nothing_is_not_repeated():
    assert source._reason("") == "testo non previsto"


def test_a_sign_that_is_not_seen_is_named_where_it_is(problems):
    assert read_source("a: b\n\n  \u202e", problems) is None
    assert told(problems) == [("F003", 3, 3, "C'è un segno che non si vede (U+202E).")]


@pytest.mark.parametrize("sign", ["\x08", "\x1f", "\x7f", "\x84", "\x86", "\x9f", "\u061c", "\u200e", "\u2066", "\ufffe", "\U000e0041"])
def test_no_sign_that_hides_or_steers_gets_in(problems, sign):
    assert read_source(f"a: b{sign}", problems) is None
    assert told(problems)[0][:3] == ("F003", 1, 5)


def test_the_greatest_size_is_the_last_that_is_read(problems):
    assert read_source("a: " + "b" * 997, problems, 1000) is not None
    assert problems.all == () and not problems.broken
    assert read_source("a: " + "b" * 998, problems, 1000) is None
    assert read_source("a: " + "à" * 499, problems, 1000) is None
    assert told(problems) == [("F002", 1, 1, "Il file è troppo grande: al massimo 1 kB.")]
    assert (LIMIT, DEEPEST, MOST) == (4_000_000, 20, 1000)


def test_nothing_at_all_is_said_so(problems):
    assert read_source("# solo una nota\n", problems) is None
    assert [one[:3] for one in told(problems)] == [("F005", 1, 1)]


def test_a_second_document_ends_the_reading(problems):
    assert read_source("---\na: b\n", problems) is not None and problems.all == ()
    assert read_source("a: 1\n  \n--- {b: [*x]}", problems) is None
    assert [one[:3] for one in told(problems)] == [("F010", 3, 1)]


TEXT = "a: &x [*x]\nb: !t c\nd: &y {}\n? [e]\n: f\na: 2\n<<: g\n'<<': h\ni: !!u [&z j]\n"


def test_each_thing_that_is_not_used_is_named_at_its_place(problems):
    tree = read_source(TEXT, problems)

    assert [(one.code, one.line, one.column, one.message.split("»")[0]) for one in problems.all] == [
        ("F008", 1, 4, "«x"), ("F008", 1, 8, "«x"), ("F009", 2, 4, "Il segno «!t"), ("F008", 3, 4, "«y"),
        ("F012", 4, 3, "A sinistra dei due punti va una parola."),
        ("F011", 6, 1, "«a"), ("F008", 7, 1, "«<<"), ("F011", 8, 1, "«<<"), ("F009", 9, 4, "Il segno «tag:yaml.org,2002:u"), ("F008", 9, 9, "«z"),
    ]
    assert "riga 1" in problems.all[5].message
    assert list(tree.values) == ["a", "b", "d", "", "<<", "i"]
    nothing = tree.values["a"].items[0]
    assert (nothing.text, nothing.line, nothing.column) == ("", 1, 8)
    assert (tree.values["<<"].text, tree.values["i"].items[0].text) == ("g", "j")


def test_a_key_in_quotes_that_looks_like_a_merge_is_a_key(problems):
    assert list(read_source("'<<': a", problems).values) == ["<<"]
    assert problems.all == ()


def test_every_node_knows_its_place_and_whether_it_was_quoted(problems):
    tree = read_source("a:\n  b: [c, 'd']\n  e: {f: \"g\"}\nh: |\n  i\n", problems)
    inner = tree.values["a"]

    assert (type(tree), tree.line, tree.column, inner.line, inner.column) == (Keyed, 1, 1, 2, 3)
    several, keyed = inner.values["b"], inner.values["e"]
    assert (type(several), several.line, several.column, keyed.line, keyed.column) == (Several, 2, 6, 3, 6)
    assert [(one.text, one.line, one.column, one.plain) for one in several.items] == [("c", 2, 7, True), ("d", 2, 10, False)]
    assert [(key.text, key.line, key.column) for key in (inner.keys["b"], inner.keys["e"])] == [("b", 2, 3), ("e", 3, 3)]
    assert (keyed.values["f"].plain, tree.values["h"].plain, tree.values["h"].text, tree.values["h"].column) == (False, False, "i\n", 4)


@pytest.mark.parametrize(("written", "empty"), [("", True), ("~", True), ("null", True), ("''", False), ("'~'", False), ("no", False)])
def test_what_is_empty_is_written_without_quotes(problems, written, empty):
    assert read_source(f"a: {written}", problems).values["a"].empty is empty
    assert Text("", 1, 1).empty


def test_bytes_are_utf8_with_or_without_a_mark_and_else_the_line_is_told(problems):
    assert (decode(b"\xef\xbb\xbfa: \xc3\xa0", problems), decode(b"a: b", problems), problems.all) == ("a: à", "a: b", ())
    assert decode(b"a: b\nc: \xff", problems) == ""
    assert [one[:3] for one in told(problems)] == [("F001", 2, 1)]


def test_a_file_that_does_not_open_is_told_with_the_reason(tmp_path, problems):
    assert read_text(tmp_path / "none.yaml", problems) == read_text(tmp_path, problems) == ""
    assert {one[3] for one in told(problems)} == {"Il file non si apre: Is a directory.", "Il file non si apre: No such file or directory."}
    assert {one[:3] for one in told(problems)} == {("F007", 1, 1)}


def test_of_a_file_that_is_too_long_no_more_is_read_than_shows_it(tmp_path, problems):
    (tmp_path / "long.yaml").write_text("a" * 30)

    assert read_text(tmp_path / "long.yaml", problems, 10) == "a" * 11
    assert read_text(tmp_path / "long.yaml", problems) == "a" * 30


def test_a_link_out_of_the_folder_is_told_and_not_read(tmp_path, problems):
    (tmp_path / "flows").mkdir()
    (tmp_path / "secret").write_text("a: b")
    (tmp_path / "flows" / "x.yaml").symlink_to(tmp_path / "secret")

    assert read_text(tmp_path / "flows" / "x.yaml", problems) == ""
    assert [(one.code, one.line, one.column, one.remedy) for one in problems.all] == [("F007", 1, 1, "Metti qui il file stesso.")]


def test_problems_come_in_the_order_of_the_text_and_each_once(problems):
    for line, column in ((3, 1), (2, 9), (2, 1), (2, 9)):
        problems.add("F012", (line, column))
    problems.add("F012", Text("x", 1, 4))

    assert [(one.line, one.column) for one in problems.all] == [(1, 4), (2, 1), (2, 9), (3, 1)]
    assert problems.broken and not problems.full


def test_a_remedy_of_its_own_takes_the_place_of_the_usual_one(problems):
    problems.add("F002", (1, 1), limit="1 kB")
    problems.add("F002", (2, 1), limit="2 kB", remedy="Così.")

    assert [str(one) for one in problems.all] == [
        "f.yaml:1:1 F002 Il file è troppo grande: al massimo 1 kB. Dividi il servizio in due.",
        "f.yaml:2:1 F002 Il file è troppo grande: al massimo 2 kB. Così.",
    ]


def test_after_three_hundred_it_is_full_and_after_a_thousand_it_takes_no_more(problems):
    for line in range(1, 1002):
        assert problems.full is (line > 300)
        problems.add("F012", (line, 1))

    assert len(problems.all) == 1000
    assert problems.all[-1].line == 1000


def test_what_only_warns_breaks_nothing(problems):
    problems.add("F082", (1, 1), on="", until="")

    assert problems.all[0].warns and not problems.broken


def test_a_value_with_braces_is_put_in_as_it_is():
    assert source.fill("{a} e {b} e {a}", {"a": "{b!r}", "b": 2}) == "{b!r} e 2 e {b!r}"
    assert str(Problem("f", 1, 2, "F001", "Così.", "")) == "f:1:2 F001 Così."
