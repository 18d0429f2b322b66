"""What holds for every type: nothing typed can break it, nothing stored is lost, every problem has words."""

import ast
import json
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.forms import fields as rooms
from kiosk.forms.fields import INPUT_KINDS, TYPES, Choice
from kiosk.i18n import Catalogs
from kiosk.i18n.phrases.agenda import PHRASES as OF_DATES
from kiosk.i18n.phrases.problems import PHRASES
from tests.forms.desk_of_fields import ITALIAN

ASKED = [name for name in TYPES if name not in ("note", "computed")]
SOURCES = [path.read_text() for path in Path(rooms.__file__).parent.glob("*.py")]
SIGNS = st.text() | st.text("0123456789/-., ") | st.text("[]()<>/\x1b\u202e\u2066٣७²Ⅷ１ \n'") | st.text("abcdefi rsmt10@.")
TRICKS = ["[red]", "[/", "\x1b]0;x\x07", "\u202eabc", "a" * 10_000, "9" * 10_000, "\ud800", "\0", "²", "Ⅷ", "%s{0}", "=1+1", "\n\n", "\u0301" * 99]
BANNED = re.compile(
    r"(?i)si prega|sottoscritt|istanza|ai sensi|mendace|apposit|effettuare|obbligatori|non valid|errat[oa]|invalid|vietat|attenzione!|\bops\b|scusa|per favore")


def made(name: str):
    kind = TYPES[name]()
    choices = (Choice("a", "Prima"), Choice("b", "Seconda"))
    return replace(kind, choices=choices) if hasattr(kind, "choices") else kind


def whole(value: object) -> bool:
    """A text that could be put on a terminal and in a file."""
    return not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", str(value))


@pytest.mark.parametrize("name", ASKED)
@settings(max_examples=60, deadline=None)
@given(text=SIGNS)
def test_any_text_gives_a_value_or_a_problem(name, text):
    kind = made(name)
    read = kind.read(text, ITALIAN)
    assert read.more or read.problem is not None or read.value is not None
    assert whole(read.value)
    kind.echo(text, ITALIAN)
    kind.parts(text, ITALIAN)


@pytest.mark.parametrize("name", ASKED)
@settings(max_examples=40, deadline=None)
@given(parts=st.dictionaries(
    st.sampled_from("day month year kind given at street number zip town country whose message where expiry".split()), SIGNS | st.sampled_from(["1", "4", "home", "yes"])))
def test_any_parts_give_a_value_or_a_problem(name, parts):
    kind = made(name)
    read = kind.read(parts, ITALIAN)
    assert read.more or read.problem is not None or read.value is not None
    kind.parts(parts, ITALIAN)


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("trick", [*TRICKS, None, True, 0, 10**9000, [], ["x", None], {"kind": None}, 1.5, object()], ids=lambda trick: ascii(trick)[:12] if not isinstance(trick, int) else "int")
def test_tricks_are_cleaned_or_refused(name, trick):
    read = made(name).read(trick, ITALIAN)
    assert whole(read.value)
    assert whole(read.problem and ITALIAN.words.say(f"problem.{read.problem.code}", **read.problem.params))


@pytest.mark.parametrize("name", ASKED)
@settings(max_examples=40, deadline=None)
@given(text=SIGNS | st.sampled_from(["7 marzo 1985", "3331234567", "via Roma 1, 20121 Milano", "Milano", "MA", "12,5", "a", "yes", "anna@libero.it", "14:30"]))
def test_a_value_is_stored_and_shown_without_loss(name, text):
    kind = made(name)
    value = kind.read(text, ITALIAN).value
    if value is None:
        return
    assert kind.load(json.loads(json.dumps(kind.dump(value)))) == value
    assert whole(kind.show(value, ITALIAN.words))


@pytest.mark.parametrize(("name", "text"), [
    ("text", "ciao"), ("surname", "D'Angelo"), ("number", "1500"), ("money", "1500,5"), ("yes_no", "1"), ("choice", "2"), ("choices", "1 2"), ("date", "7/3/85"),
    ("time", "9"), ("country", "maroc"), ("citizenship", "apolide"), ("municipality", "milano"), ("address", "via Roma 1, 20121 Milano"), ("phone", "3331234567"),
    ("email", "a@libero.it"), ("tax_code", "RSSMRA85T10A562S"), ("iban", "IT60X0542811101000000123456"), ("permit_number", "I12345678"), ("declaration", "1"),
])
def test_what_is_shown_can_be_typed_again(name, text):
    kind = made(name)
    value = kind.read(text, ITALIAN).value
    assert kind.read(kind.show(value, ITALIAN.words), ITALIAN).value == value


def codes() -> set[str]:
    """Every problem code written in the room, and those that several types share."""
    found = {f"{kind}.{code}" for kind in ("number", "money") for code in "empty letters unclear long low high whole decimals".split()}
    found |= {f"{kind}.{code}" for kind in ("country", "citizenship", "municipality") for code in "empty by_hand by_hand_near meant several".split()}
    found |= {f"{kind}.{code}" for kind in ("tax_code", "iban", "permit_number") for code in ("empty", "sign")}
    for tree in map(ast.parse, SOURCES):
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if re.fullmatch(r"[a-z_]+\.[a-z_]+", text) and not re.search(r"\.(com|it|net|ru)$", text):
                found.add(text)
    return found


def test_every_problem_has_words():
    known = {key.removeprefix("problem.") for key in PHRASES}
    assert codes() - known - {"address.at", "document.until", "phone.no_message", "answer.yes", "answer.no", "echo.birth"} - set(OF_DATES) == set()


def test_every_option_of_every_part_has_words():
    shown = [(name, part) for name in ("address", "phone", "document", "date") for part in made(name).parts({}, ITALIAN)]
    shown += [("address", part) for kind in ("home", "guest", "abroad", "no_home") for part in made("address").parts({"kind": kind, "given": "office"}, ITALIAN)]
    keys = {f"part.{name}.{part.name}" for name, part in shown} | {key for _, part in shown for _, key in part.options}
    assert keys - set(PHRASES) == set()


@pytest.mark.parametrize("key", [key for key in PHRASES if key.startswith("problem.")])
def test_a_problem_is_short_plain_and_says_what_to_do(key):
    for text in PHRASES[key] if isinstance(PHRASES[key], tuple) else (PHRASES[key],):
        assert len(text) <= 120
        assert not BANNED.search(text)
        assert max(len(sentence.split()) for sentence in re.split(r"[.?!:]", text)) <= 15
        assert max(map(len, re.findall(r"\w+", text))) <= 13


def test_the_same_words_are_not_said_of_two_problems_of_one_type():
    said = [(key.split(".")[1], text) for key, text in PHRASES.items() if key.startswith("problem.") and not key.startswith("problem.phone")]
    assert len(said) == len(set(said))


def test_every_type_says_what_it_asks_and_what_its_options_are_for():
    bare = [kind.__name__ for kind in TYPES.values() if not kind.__doc__ or kind.__doc__.startswith(kind.__name__)]
    odd = [(kind.yaml, f.name) for kind in TYPES.values() for f in fields(kind) if f.name in kind.allowed and not kind.allowed[f.name]]
    assert (bare, odd) == ([], [])


def test_the_input_kinds():
    assert INPUT_KINDS == {"line", "paragraph", "choice", "choices", "date", "code", "search", "parts", "note", "accept", "none"}


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize("name", ASKED)
def test_every_type_reads_in_every_language(name, language):
    reading = replace(ITALIAN, words=Catalogs("locales", None).words(language))
    for text in ("7 marzo 1985", "1", "12,5", "Milano", "MA", "x@y.it", "3331234567"):
        read = made(name).read(text, reading)
        assert read.more or read.problem or made(name).show(read.value, reading.words)
