"""A desk and an office on one machine, to try the whole way: keys, a certificate and both configurations, made once.

Nothing of it is for real visitors: the certificate vouches for itself, and both halves of every key are in one folder.
"""

from __future__ import annotations

import json
import socket
import subprocess
from pathlib import Path

from kiosk import config
from kiosk.config import Config
from kiosk.dispatch import desk_key, office, sealing
from kiosk.errors import ConfigIsWrong

_DESK, _PORT = "prova", 8443
_RELAY_FILE, _DESK_FILE = "relay.toml", "desk.toml"


def prepare(folder: Path) -> tuple[Config, Path]:
    """The office's configuration and the desk's file, made in `folder` when they are not there yet; ConfigIsWrong."""
    folder = folder.expanduser().absolute()
    relay, desk = folder / _RELAY_FILE, folder / _DESK_FILE
    if not relay.exists():
        _make(folder, relay, desk)
    return config.load(str(relay)), desk


def _make(folder: Path, relay: Path, desk: Path) -> None:
    try:
        for place in (folder, folder / "relay", folder / "arrivate"):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        _certificate(folder / "relay" / "certificate.pem", folder / "relay" / "tls.key")
        key = folder / "relay" / "office.key"
        if not key.exists():
            office.keygen(key)
        listen = f"127.0.0.1:{_free_port()}"
        desk.write_text(_desk(folder, listen, sealing.public_key(key.read_text("utf-8"))), "utf-8")
        # the last: with it the folder counts as made
        relay.write_text(_relay(folder, listen, desk_key.public(folder / "desk")), "utf-8")
    except OSError as failure:
        raise ConfigIsWrong(f"Non posso scrivere in {folder}: {failure.strerror}.") from None


def _free_port() -> int:
    for port in (_PORT, 0):
        try:
            with socket.create_server(("127.0.0.1", port)) as door:
                return door.getsockname()[1]
        except OSError:
            continue
    raise ConfigIsWrong("Su questo computer non c'è una porta libera.")


def _relay(folder: Path, listen: str, key: str) -> str:
    return "\n".join((
        "[store]", f"folder = {_text(folder / 'relay')}", "[relay]", f'listen = "{listen}"', 'certificate = "certificate.pem"',
        'key = "tls.key"', 'secret = "office.key"', f"hand = {_text((folder / 'arrivate').as_uri())}",
        "[relay.desks]", f'{_DESK} = "{key}"', "",
    ))


def _desk(folder: Path, listen: str, public: str) -> str:
    return "\n".join((
        "[desk]", f'id = "{_DESK}"', 'name = "Sportello di prova"', "[store]", f"folder = {_text(folder / 'desk')}",
        "[office]", f'recipients = ["{public}"]', "[destinations.ufficio]", f'url = "https://{listen}/"',
        f"trust = {_text(folder / 'relay' / 'certificate.pem')}", "",
    ))


def _text(value: object) -> str:
    return json.dumps(str(value), ensure_ascii=False)


def _certificate(place: Path, key: Path) -> None:
    names = "subjectAltName=IP:127.0.0.1,DNS:localhost"
    command = [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "365",
        "-subj", "/CN=localhost", "-addext", names, "-keyout", str(key), "-out", str(place),
    ]
    try:
        subprocess.run(command, check=True, capture_output=True)
        key.chmod(0o600)
    except (OSError, subprocess.CalledProcessError):
        raise ConfigIsWrong("Il certificato di prova lo fa il programma openssl: installalo e riprova.") from None
