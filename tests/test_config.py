"""The file of a desk: what it says, and how each mistake is told."""

from pathlib import Path

import pytest

from kiosk import config
from kiosk.errors import ConfigIsWrong

WHOLE = """
languages = ["it", "en"]
[desk]
name = "Sportello di quartiere"
phone = "02 1234 5678"
hours = "da lunedì a venerdì, 9-13"
controller = "Associazione Prova, via Roma 1"
[store]
folder = "/srv/sportello"
[office]
recipients = ["age1qqq"]
[printer]
name = "sala"
receipt = true
[operators]
Anna = "$argon2id$v=19$m=65536,t=2,p=1$x$y"
[timeouts]
idle = 600
[terminal]
draws = ["bn"]
paper = ["ar"]
[voice]
folder = "/srv/voices"
answers = true
speed = 120
"""


@pytest.fixture
def written(tmp_path):
    """Writes a configuration and gives its path."""

    def write(text: str) -> str:
        place = tmp_path / "config.toml"
        place.write_text(text, "utf-8")
        return str(place)

    return write


@pytest.fixture(autouse=True)
def nobodys_home(tmp_path, monkeypatch):
    monkeypatch.delenv(config.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home-config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home-data"))


def test_a_whole_file(written):
    loaded = config.load(written(WHOLE))

    assert (loaded.desk.name, loaded.desk.phone) == ("Sportello di quartiere", "02 1234 5678")
    assert loaded.languages == ("it", "en")
    assert loaded.store == "sqlite:////srv/sportello/sportello.db"
    assert loaded.recipients == ("age1qqq",)
    assert loaded.printer == config.Printer("sala", True)
    assert loaded.operators[0].name == "Anna"
    assert (loaded.timeouts.idle, loaded.timeouts.warning) == (600, 120)
    assert loaded.terminal == config.Terminal(draws=("bn",), paper=("ar",))
    assert loaded.voice == config.Voice("/srv/voices", answers=True, speed=120)
    assert loaded.practice is False


def test_the_other_desks_are_named_as_they_are_read(written):
    loaded = config.load(written('[desk]\nsafety = "Marta, 02 123"\n[desks]\n"Sportello Lavoro" = "stanza 4"\nAnagrafe = ""\n' + KEYS))
    assert (loaded.desks, loaded.desk.safety) == ((("Sportello Lavoro", "stanza 4"), ("Anagrafe", "")), "Marta, 02 123")


def test_without_a_file_there_is_the_practice_desk(tmp_path):
    loaded = config.load()

    assert loaded.practice is True
    assert loaded.folder == tmp_path / "home-data" / "sportello"
    assert loaded.flows.name == "flows"


def test_the_given_file_comes_before_the_variable_and_that_before_the_users(written, tmp_path, monkeypatch):
    users = tmp_path / "home-config" / "sportello" / "config.toml"
    users.parent.mkdir(parents=True)
    users.touch()
    assert config.find() == users
    monkeypatch.setenv(config.VARIABLE, "/from/variable.toml")
    assert config.find() == Path("/from/variable.toml")
    assert config.find("/given.toml") == Path("/given.toml")


def test_another_store_by_url(written):
    loaded = config.load(written('[office]\nrecipients = ["age1q"]\n[store]\nurl = "postgresql+psycopg://desk@host/kiosk"'))

    assert loaded.store == "postgresql+psycopg://desk@host/kiosk"


TEAM = '[operators]\nAnna = "$argon2id$x"\nLuca = "$argon2id$y"\n'
KEYS = '[office]\nrecipients = ["age1q"]\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[desk\n", "non è TOML"),
        ('[desk]\nname = "x"', r"manca \[office\] recipients"),
        ('[dek]\nname = "x"', "volevi dire «desk»"),
        ('[desk]\nnme = "x"', "volevi dire «name»"),
        ("[desk]\nzzz = 1", "si possono scrivere: name, phone"),
        ("[desk]\nname = 3", r"\[desk\] name: serve un testo"),
        ('desk = "x"', r"scrivi \[desk\]"),
        ("[timeouts]\nidle = 5\n" + KEYS, "va da 180 a 1200"),
        ("[timeouts]\nidle = true\n" + KEYS, "serve un numero intero"),
        ("[voice]\nspeed = 900\n" + KEYS, r"\[voice\] speed: va da 80 a 300"),
        ('[voice]\nanswers = "sì"\n' + KEYS, r"\[voice\] answers: serve true o false"),
        ('[terminal]\ndraws = "bn"\n' + KEYS, r"\[terminal\] draws: serve una lista"),
        ('[terminal]\ndraws = ["bn"]\npaper = ["bn"]\n' + KEYS, "scrivila in uno solo"),
        ('desks = ["Lavoro"]\n' + KEYS, r"\[desks\]: una riga per sportello"),
        ('[desks]\nLavoro = 4\n' + KEYS, r"\[desks\]: una riga per sportello"),
        ('languages = ["en"]\n' + KEYS, "ci vuole «it»"),
        ('languages = ["it", "it"]\n' + KEYS, "una volta sola"),
        ("[office]\nrecipients = [1]", "serve una lista di testi"),
        ('[operators]\nAnna = "123456"\n' + KEYS, "qui non va il PIN"),
        ('operators = ["Anna"]\n' + KEYS, "una riga per persona"),
        (TEAM + '[permissions]\nsorting = "Luca"\n' + KEYS, r"\[permissions\] sorting: serve una lista"),
        (TEAM + '[permissions]\nphone_forms = ["Ana"]\n' + KEYS, "«Ana» non è tra gli"),
        (TEAM + '[permissions]\nsorting = ["Luca"]\nphone_forms = ["Luca"]\n' + KEYS, "in una riga sola"),
        (TEAM + '[permissions]\nsmistare = ["Luca"]\n' + KEYS, "«smistare» non è una voce"),
        ("[printer]\nreceipt = 1\n" + KEYS, "serve true o false"),
    ],
)
def test_a_mistake_says_what_to_change(written, text, says):
    with pytest.raises(ConfigIsWrong, match=says):
        config.load(written(text))


def test_by_default_everybody_helps_and_sorts_and_nobody_fills_forms_by_telephone(written):
    loaded = config.load(written(TEAM + KEYS))
    assert [loaded.may("Luca", work) for work in ("assist", "sort", "phone_forms")] == [True, True, False]


def test_some_may_only_sort_and_some_fill_forms_by_telephone_too(written):
    loaded = config.load(written(TEAM + '[permissions]\nsorting = ["Luca"]\nphone_forms = ["Anna"]\n' + KEYS))
    assert [loaded.may("Luca", work) for work in ("assist", "sort", "phone_forms")] == [False, True, False]
    assert [loaded.may("Anna", work) for work in ("assist", "sort", "phone_forms")] == [True, True, True]


def test_on_the_practice_desk_everything_may_be_tried():
    assert [config.load().may("Prova", work) for work in ("assist", "sort", "phone_forms")] == [True, True, True]


def test_a_mistake_names_the_file(written):
    with pytest.raises(ConfigIsWrong, match="config.toml: "):
        config.load(written("[desk]\nname = 3"))


def test_a_file_that_is_not_there_is_said():
    with pytest.raises(ConfigIsWrong, match="non si può leggere"):
        config.load("/nowhere/config.toml")


OFFICES = """
[office]
recipients = ["age1abc"]
[destinations.comune]
url = "https://comune.example/"
[destinations.patronato]
url = "file:///media/chiavetta"
flows = ["did"]
[destinations.stampa]
url = "print:ufficio"
flows = ["niente"]
"""


@pytest.mark.parametrize(("flow", "deliver", "goes"), [
    ("did", ("stampa", "comune"), "patronato"),
    ("colloqui", ("stampa",), "stampa"),
    ("colloqui", ("sconosciuto",), "comune"),
])
def test_the_desk_decides_where_a_service_goes_and_then_the_author(tmp_path, flow, deliver, goes):
    place = tmp_path / "config.toml"
    place.write_text(OFFICES)

    assert config.load(str(place)).destination(flow, deliver).name == goes
