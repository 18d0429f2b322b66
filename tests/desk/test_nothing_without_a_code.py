"""Who works here has the whole desk, its store and its secrets, and no code: nothing that can be asked of it gives an answer or a code.

Every public name of the desk and of its drafts is tried. A function that takes a code needs one; all the others are called.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.desk import board, drafts
from kiosk.desk.desk import Desk
from kiosk.desk.drafts import Drafts
from kiosk.desk.probe import Answer
from kiosk.desk.receipt import Receipt
from kiosk.desk.walk import play
from kiosk.dispatch import codes
from kiosk.dispatch.handout import Handout
from kiosk.errors import KioskError
from kiosk.forms.answers import Answers
from kiosk.forms.doors import Profile
from tests.people import finisher
from tests.practice import MORNING, PracticeDesk

pytestmark = pytest.mark.usefixtures("cheap_codes")
SAID = {"cognome": "Canarini", "email": "ermengarda@example.org"}
TAKES_A_CODE = {
    Drafts: {"forget", "key", "load", "look", "release", "save"},
    Desk: {"find", "forget", "print_code", "release", "resume", "save", "shown_code", "wish"},
}
OF_A_LANGUAGE = {"on_screen", "shows", "words"}
"""Functions whose `code` is that of a language."""
_DEEPEST = 12


@pytest.fixture
def secrets(tmp_path) -> list[str]:
    """What two people left yesterday: what they said, and their codes."""
    yesterday, told = PracticeDesk(tmp_path), list(SAID.values())
    for _ in range(2):
        person = finisher("residenza")
        session = play(yesterday.shelf.flow("residenza"), person.answers | SAID, yesterday.italian, MORNING).session
        code = yesterday.make_code()
        yesterday.save(code, session)
        assert all(said in str(yesterday.draft(code)) for said in SAID.values())
        told += [code, codes.grouped(code, codes.DRAFT)]
    yesterday.database.close()
    return told


@pytest.fixture
def desk(secrets, tmp_path):
    """The same folder today: the store, the pepper and the week are there, and nobody has typed a code yet."""
    made = PracticeDesk(tmp_path)
    made.drafts.floor = 0.0
    yield made
    made.database.close()


def given(desk: Desk) -> dict[str, object]:
    """What stands for each thing that a function may ask for, but a code."""
    flow = desk.shelf.flow("did")
    return {
        "today": desk.today(), "flow": flow, "topic": "lavoro", "words": desk.italian, "language": "it", "after": 0.0, "pin": desk.operators.practice_pin(),
        "name": desk.leaflets()[0].id, "session": desk.begin("did", desk.italian), "receipt": Receipt("", "", ()), "terminal": Answer(),
        "profile": Profile(flow, Answers(desk.today())), "event": desk.agenda.entries()[0], "made": lambda words: Handout(words, "Un foglio", ()),
        "database": desk.database, "desk": desk.config.desk.id,
    }


def wanted(function) -> dict[str, inspect.Parameter]:
    """What a function cannot be called without."""
    found = inspect.signature(function).parameters
    return {name: one for name, one in found.items() if one.default is one.empty and name != "self"}


def takes_a_code(name: str, member: object) -> bool:
    return callable(member) and name not in OF_A_LANGUAGE and bool({"code", "typed"} & wanted(member).keys())


def public(kind: type) -> dict[str, object]:
    return {name: member for name, member in inspect.getmembers(kind) if not name.startswith("_")}


def asked(kind: type, owner: object, known: dict[str, object]) -> Iterator[tuple[str, object]]:
    """(name, what it gives) of everything public that needs no code."""
    for name, member in public(kind).items():
        if not takes_a_code(name, member):
            yield name, called(getattr(owner, name), known) if callable(member) else getattr(owner, name)


def called(function, known: dict[str, object]) -> object:
    names = wanted(function)
    as_asked = {name: "did" if (name, one.annotation) == ("flow", "str") else known.get(name, "it") for name, one in names.items()}
    assert names.keys() <= known.keys() | {"code"}, f"{function.__qualname__}: say in `given` what it is called with"
    try:
        found = function(**as_asked)
    except KioskError as failure:
        return failure.args
    return list(found) if inspect.isgenerator(found) else found


def texts(thing: object, seen: set[int], deep: int = 0) -> Iterator[str]:
    """Every text that can be reached from a thing of ours, also where its `repr` hides it."""
    if deep > _DEEPEST or id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, (str, bytes)):
        yield thing if isinstance(thing, str) else thing.decode("utf-8", "replace")
    elif isinstance(thing, dict):
        yield from (text for pair in thing.items() for one in pair for text in texts(one, seen, deep + 1))
    elif isinstance(thing, (list, tuple, set, frozenset)):
        yield from (text for one in thing for text in texts(one, seen, deep + 1))
    elif type(thing).__module__.partition(".")[0] in ("kiosk", "tests"):
        slots = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
        parts = [getattr(thing, name, None) for name in slots] + list(getattr(thing, "__dict__", {}).values())
        yield from (text for one in parts for text in texts(one, seen, deep + 1))


def found_in(thing: object, secrets: list[str]) -> list[str]:
    said = "\n".join(texts(thing, set())) + repr(thing)
    return [secret for secret in secrets if secret in said]


def test_what_takes_a_code_is_this_and_nothing_else():
    assert {kind: {name for name, member in public(kind).items() if takes_a_code(name, member)} for kind in TAKES_A_CODE} == TAKES_A_CODE


def test_a_code_shows_where_it_is_looked_for(desk, secrets):
    """The search itself can find: with the code in hand the answers are reached."""
    assert found_in(desk.drafts.look(secrets[2], desk.today()), secrets) == secrets[:2]
    assert found_in(desk.drafts, secrets) == [secrets[2]]


def test_nothing_that_the_desk_gives_without_a_code_holds_an_answer_or_a_code(desk, secrets):
    names = set()
    for name, thing in asked(Desk, desk, given(desk)):
        names.add(name)
        assert found_in(thing, secrets) == [], name
    if desk._preparing:
        desk._preparing.join()

    assert names == public(Desk).keys() - TAKES_A_CODE[Desk]
    assert found_in(desk, secrets) == []


def test_nothing_that_the_drafts_give_without_a_code_holds_an_answer_or_a_code_or_says_how_many_there_are(desk, secrets):
    for name, thing in asked(Drafts, desk.drafts, given(desk)):
        assert found_in(thing, secrets) == [], name
        assert not isinstance(thing, (list, tuple, dict, set)), f"{name} lists something"
    assert desk.rows("draft") == 2


def test_the_list_of_the_day_tells_two_drafts_apart_and_opens_neither(desk, secrets):
    of_today = drafts.of_today(desk.database, desk.config.desk.id, desk.today())
    shown = "\n".join(board.as_lines(desk, board.gather(desk)))

    assert [len(name) for name, _, _ in of_today] == [4, 4]
    assert (found_in(of_today, secrets), [secret for secret in secrets if secret in shown]) == ([], [])


def test_every_public_function_of_the_module_is_one_of_these():
    ours = {name for name, member in vars(drafts).items() if inspect.isfunction(member) and member.__module__ == drafts.__name__ and not name.startswith("_")}

    assert ours == {"of_today"}


def test_the_whole_folder_with_its_secrets_holds_no_answer_and_no_code(desk, secrets, tmp_path):
    with desk.database.write() as store:
        rows = [dict(row) for row in store.rows("draft")]
    kept = b"".join(file.read_bytes() for file in Path(tmp_path).rglob("*") if file.is_file())

    assert (found_in(rows, secrets), [secret for secret in secrets if secret.encode() in kept]) == ([], [])
