"""The commands, and the one place where the house is built."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from kiosk.errors import ConfigIsWrong, FlowIsBroken, KioskError

if TYPE_CHECKING:
    import argparse

_HELP = {
    "": ("Lo sportello a tutto schermo; senza comando, una visita dopo l'altra.", "The full-screen kiosk; without a command, one visit after another."),
    "linear": ("la stessa visita come semplici domande, dall'alto in basso", "the same visit as plain prompts, top to bottom"),
    "school": ("la scuola per chi aiuta: dodici prove con persone inventate, niente resta", "the school for who helps: twelve lessons with invented people, nothing stays"),
    "config": ("il file di configurazione dello sportello", "the desk's configuration file"),
    "check": ("tutti gli errori dei servizi, uno per riga", "every problem of the services, one a line"),
    "languages": ("quanto è tradotta ogni lingua, e ogni errore delle traduzioni", "how far each language is translated, and every fault of the translations"),
    "walk": ("gioca una visita da un file di risposte", "play a visit from a file of answers"),
    "schema": ("lo schema JSON dei servizi, per gli editor", "the JSON Schema of the flow language, for editors"),
    "office": ("il lato dell'ufficio: chiavi e buste", "the office's side: keys and envelopes"),
    "keygen": ("fa una chiave per l'ufficio", "make a key for the office"),
    "open": ("apre una busta sigillata", "open a sealed envelope"),
    "relay": ("riceve le buste degli sportelli e le consegna", "receive the desks' envelopes and hand them on"),
    "practice": ("prova su questo computer: fa chiavi, certificato e configurazioni nella cartella", "try it on this machine: make keys, certificate and configurations in the folder"),
    "ledger": ("il registro del relay: quali buste sono arrivate e quali mancano", "the relay's ledger: which envelopes came and which are missing"),
    "retry-hand": ("consegna di nuovo questa busta, adesso", "hand this envelope on again, now"),
    "done": ("questa busta è stata aperta e tenuta: qui se ne cancella il contenuto", "this envelope was opened and kept: its content is erased here"),
    "list": ("le buste che aspettano qui", "the envelopes that wait here"),
    "send": ("spedisce le buste agli uffici", "send the envelopes to the offices"),
    "once": ("una volta sola, poi finisce", "once, then end"),
    "outbox": ("le buste che non sono ancora arrivate, e perché", "the envelopes not delivered yet, and why"),
    "retry": ("riprova subito una busta, o tutte (all)", "try an envelope again now, or all of them"),
    "export": ("scrive una busta sigillata in una cartella", "write a sealed envelope into a folder"),
    "of-desk": ("la chiave pubblica dello sportello che deve averla firmata", "the public key of the desk that must have signed it"),
    "secret": ("la chiave segreta dell'ufficio", "the office's secret key"),
    "key": ("la riga con cui l'ufficio conosce questo sportello ([relay.desks])", "the line by which the office knows this desk ([relay.desks])"),
    "store": ("più sportelli con un archivio solo: i codici di uno valgono all'altro", "several desks with one store: the codes of one are good at the other"),
    "figures": ("i numeri dei mesi finiti: barre, CSV, PDF; e il registro Facilita", "the figures of closed months: bars, CSV, PDF; and the Facilita register"),
    "desk": ("il tavolo di chi aiuta: chi chiede aiuto, che cosa aspetta", "the operators' own terminal: who calls for help, what waits"),
    "plain": ("lo scrive una volta come testo semplice, poi finisce", "write it once as plain text, then end"),
    "network": ("la rete: chi c'è, chi ha posti, chi manda persone, gli invii da seguire", "the network: who is there, who has places, who sends people, referrals to follow"),
    "agenda": ("le date: elenco, aggiungi, annulla, iscritti, presenze", "the dates: list, add, cancel, participants, attendance"),
    "doors": ("per un profilo: che cosa è offerto e perché, che cosa no", "for a profile: what is offered and why, what is not"),
    "operator": ("scrive il PIN di un operatore per la configurazione", "make an operator's PIN for the configuration"),
    "doctor": ("che cosa manca o non va su questo computer", "what is missing or wrong on this machine"),
    "json": ("in JSON", "as JSON"),
}


_ROOMS = {"store": "kiosk.desk.sharing", "agenda": "kiosk.desk.agenda_command", "figures": "kiosk.figures.command", "doors": "kiosk.desk.profiles", "network": "kiosk.desk.networking"}
"""Commands that a room has itself: a module with `arguments(parser)` and `run(config, given)`."""


def _help(name: str) -> str:
    return " / ".join(_HELP[name])


def main(arguments: list[str] | None = None) -> int:
    """The entry point `sportello`; the return value is the exit status."""
    given = _given(sys.argv[1:] if arguments is None else arguments)
    try:
        return given.run(given)
    except FlowIsBroken as broken:
        print(*broken.problems, sep="\n", file=sys.stderr)
    except (KioskError, OSError) as failure:
        print(failure, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def _given(arguments: list[str]) -> SimpleNamespace | argparse.Namespace:
    """What was asked for; where that is the kiosk itself, nobody waits for the parser of all the commands."""
    match arguments:
        case []:
            return SimpleNamespace(run=_visits, linear=False, school=False, config=None)
        case ["--config", place] if not place.startswith("-"):
            return SimpleNamespace(run=_visits, linear=False, school=False, config=place)
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    import argparse
    parser = argparse.ArgumentParser("sportello", description=_help(""))
    parser.add_argument("--linear", action="store_true", help=_help("linear"))
    parser.add_argument("--practice", dest="school", action="store_true", help=_help("school"))
    parser.add_argument("--config", metavar="FILE", help=_help("config"))
    parser.set_defaults(run=_visits)
    commands = parser.add_subparsers(title="comandi / commands", metavar="")
    check = _command(commands, "check", _check)
    check.add_argument("paths", nargs="*", metavar="PATH")
    check.add_argument("--languages", nargs="*", metavar="L", help=_help("languages"))
    check.add_argument("--json", action="store_true", help=_help("json"))
    walk = _command(commands, "walk", _walk)
    walk.add_argument("flow", metavar="FLOW")
    walk.add_argument("--answers", required=True, metavar="FILE")
    walk.add_argument("--language", default="it", metavar="L")
    walk.add_argument("--json", action="store_true", help=_help("json"))
    _command(commands, "schema", _schema)
    _command(commands, "doctor", _doctor).add_argument("--json", action="store_true", help=_help("json"))
    _command(commands, "operator", _operator)
    _with_config(_command(commands, "desk", _counter)).add_argument("--once", action="store_true", help=_help("plain"))
    _command(commands, "key", _key)
    send = _with_config(_command(commands, "send", _send))
    send.add_argument("--once", action="store_true", help=_help("once"))
    _outbox_commands(_with_config(_command(commands, "outbox", _outbox)))
    for name, place in _ROOMS.items():
        room = import_module(place)
        room.arguments(_with_config(_command(commands, name, lambda given, room=room: room.run(_config(given), given))))
    _office_commands(_command(commands, "office", None))
    return parser


def _command(commands, name: str, run) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=_help(name), description=_help(name))
    command.set_defaults(run=run)
    return command


def _outbox_commands(outbox: argparse.ArgumentParser) -> None:
    commands = outbox.add_subparsers(dest="what", metavar="")
    _command(commands, "list", _outbox)
    _command(commands, "retry", _outbox).add_argument("reference", metavar="REF|all")
    export = _command(commands, "export", _outbox)
    export.add_argument("reference", metavar="REF")
    export.add_argument("folder", metavar="DIR")


def _office_commands(office: argparse.ArgumentParser) -> None:
    commands = office.add_subparsers(required=True, metavar="")
    keygen = _command(commands, "keygen", _office_keygen)
    keygen.add_argument("-o", "--output", required=True, metavar="FILE")
    _command(commands, "list", _office_list)
    opened = _command(commands, "open", _office_open)
    opened.add_argument("envelope", metavar="ENVELOPE")
    opened.add_argument("-o", "--output", required=True, metavar="DIR")
    opened.add_argument("-k", "--key", metavar="FILE", help=_help("secret"))
    opened.add_argument("--desk", metavar="KEY", help=_help("of-desk"))
    relay = _with_config(_command(commands, "relay", _office_relay))
    relay.add_argument("--practice", metavar="DIR", help=_help("practice"))
    ledger = _with_config(_command(commands, "ledger", _office_ledger))
    ledger.add_argument("--retry", metavar="REF", help=_help("retry-hand"))
    ledger.add_argument("--done", metavar="REF", help=_help("done"))


def _with_config(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    import argparse
    command.add_argument("--config", metavar="FILE", default=argparse.SUPPRESS, help=_help("config"))
    return command


def _config(given):
    from kiosk import config
    return config.load(given.config)


def _visits(given) -> int:
    if given.linear:
        from kiosk.linear import run
    else:
        from kiosk.screens import run
    place = ["--config", given.config] if given.config else []
    return run(lambda: _desk(given), [sys.executable, "-m", "kiosk", "send", *place])


def _desk(given):
    from kiosk.desk.visits import open_desk
    return open_desk(_config(given), given.school)


def _check(given) -> int:
    from kiosk.authoring import coverage
    from kiosk.desk import checking
    if given.languages is not None:
        return coverage.run(_config(given), given.languages, given.json)
    return checking.check([Path(path) for path in given.paths], given.json)


def _walk(given) -> int:
    from kiosk.authoring.answers import load_answers
    from kiosk.authoring.folder import Folder
    from kiosk.desk.desk import Desk
    from kiosk.desk.walk import play, told
    desk = Desk(_config(given))
    path = Path(given.flow)
    flow = Folder.holding(path).flow(path) if path.is_file() else desk.shelf.flow(given.flow)
    if given.language not in desk.catalogs.languages():
        raise ConfigIsWrong(f"«{given.language}»: ci sono {', '.join(desk.catalogs.languages())}")
    played = play(flow, load_answers(Path(given.answers)), desk.words(given.language), desk.clock())
    result = played.as_json()
    print(_as_json(result) if given.json else told(result))
    return 1 if played.stuck else 0


def _as_json(result: object) -> str:
    import json

    return json.dumps(result, ensure_ascii=False, indent=1)


def _schema(given) -> int:
    from kiosk.authoring.schema import schema
    print(_as_json(schema()))
    return 0


def _doctor(given) -> int:
    from kiosk.desk import doctor
    return doctor.run(given.config, given.json)


def _counter(given) -> int:
    if given.once:
        from kiosk.desk import board
        desk = _desk(given)
        print(*board.as_lines(desk, board.gather(desk)), sep="\n")
        return 0
    from kiosk.screens import counter
    return counter.run(lambda: _desk(given))


def _operator(given) -> int:
    from kiosk.desk.operators import issue_pin
    pin, line = issue_pin()
    print(f"PIN: {pin}\n{line}")
    return 0


def _key(given) -> int:
    from kiosk.dispatch import desk_key
    config = _config(given)
    print(f'{config.desk.id} = "{desk_key.public(config.folder)}"')
    return 0


def _send(given) -> int:
    from kiosk import hardening
    from kiosk.dispatch import sender
    hardening.harden()
    config = _config(given)
    hardening.report_to(config.folder / "crashes.log")
    return sender.run(config, given.once)


def _outbox(given) -> int:
    from kiosk.dispatch import listing
    match given.what:
        case "retry":
            print(listing.retry(_config(given), given.reference))
        case "export":
            print(listing.export(_config(given), given.reference, Path(given.folder)))
        case _:
            print(*listing.lines(_config(given)), sep="\n")
    return 0


def _office_keygen(given) -> int:
    from kiosk.dispatch import office
    print(office.keygen(Path(given.output)))
    return 0


def _office_list(given) -> int:
    from kiosk.desk.desk import Desk
    from kiosk.dispatch.outbox import Outbox
    for waiting in Outbox(Desk(_config(given)).database).waiting():
        print(waiting.reference, waiting.accepted_on)
    return 0


def _office_relay(given) -> int:
    from kiosk.dispatch import relay
    return relay.try_out(Path(given.practice)) if given.practice else relay.run(_config(given))


def _office_ledger(given) -> int:
    from kiosk.dispatch.relay import listing
    print(*listing.ledger(_config(given), given.retry, given.done), sep="\n")
    return 0


def _office_open(given) -> int:
    from kiosk.dispatch import office
    for path in office.open_envelope(_config(given), given.envelope, Path(given.output), given.key, given.desk):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
