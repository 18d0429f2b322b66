"""A relay as the office runs it: a process on the loopback with certificates of its own; and the desks that send to it."""

from __future__ import annotations

import base64
import json
import os
import signal
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx
import trustme

from kiosk.database import Database
from kiosk.dispatch import envelopes, sealing
from kiosk.hardening import die_with_parent

DAY = date(2026, 11, 22)
TYPE = "application/vnd.sportello.envelope+zip"


class Desk:
    """A desk known by its signing key: it seals, numbers and signs, and makes the requests of a sender by hand."""

    def __init__(self, name: str, office: str) -> None:
        self.name, self.office = name, office
        self.secret, self.public = sealing.make_signing_key()
        self.chain, self.seq, self.prev = os.urandom(8).hex(), 0, ""

    def envelope(self, submission, papers=(), **other: object) -> envelopes.Envelope:
        """The next of the chain, or with another `seq`, `prev`, `chain`, `desk` or `secret`."""
        keys = envelopes.Keys((other.get("office", self.office),), other.get("identity", ()))
        seq = other.get("seq", self.seq + 1)
        link = envelopes.Link(other.get("desk", self.name), other.get("chain", self.chain), seq, other.get("prev", self.prev))
        made = envelopes.close(envelopes.seal(submission, papers, keys), link, other.get("secret", self.secret))
        if not other:
            self.seq, self.prev = seq, made.head
        return made

    def headers(self, envelope_id: str, content: bytes, at: float | None = None, secret: str | None = None) -> dict[str, str]:
        """As the sender signs a request."""
        at = str(int(time.time() if at is None else at))
        signature = sealing.sign(secret or self.secret, f"{envelope_id}.{at}.".encode() + content)
        return {
            "content-type": TYPE, "idempotency-key": envelope_id, "webhook-id": envelope_id, "webhook-timestamp": at,
            "webhook-signature": "v1a," + base64.b64encode(signature).decode(),
        }


@dataclass
class Relay:
    """The files of a relay, and its process while it runs."""

    folder: Path
    desks: list[Desk]
    store: str = ""
    hand: str = ""

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.authority = trustme.CA()
        certificate = self.authority.issue_cert("127.0.0.1", "localhost")
        self.trust = self.folder / "ca.pem"
        self.authority.cert_pem.write_to_path(self.trust)
        certificate.private_key_and_cert_chain_pem.write_to_path(self.folder / "tls.pem")
        (self.folder / "tls.pem").chmod(0o600)
        self._unused = iter(self.desks)
        self.url, self.process, self.address = "", None, "127.0.0.1:0"

    def fresh(self) -> Desk:
        """A desk that was not used yet."""
        return next(self._unused)

    def write(self, **more: str) -> Path:
        """Its configuration."""
        lines = ["[store]", f'folder = "{self.folder}"', f'url = "{self.store}"' if self.store else "", "[relay]"]
        given = {
            "listen": self.address, "certificate": f"{self.folder}/tls.pem", "key": f"{self.folder}/tls.pem",
            "secret": f"{self.folder}/office.key",
        } | more
        lines += [f'{name} = "{value}"' for name, value in given.items()]
        lines += [self.hand if "\n" in self.hand else f'hand = "{self.hand}"']
        lines += ["[relay.desks]", *(f'{desk.name} = "{desk.public}"' for desk in self.desks)]
        place = self.folder / "relay.toml"
        place.write_text("\n".join(lines), "utf-8")
        return place

    def start(self) -> Relay:
        """Running, and listening, on the port it had before."""
        place = self.write()
        command = [sys.executable, "-m", "kiosk", "office", "relay", "--config", str(place)]
        self.log = (self.folder / "log").open("ab")
        begun = self.log.tell()
        self.process = subprocess.Popen(command, stderr=self.log, stdout=self.log, preexec_fn=die_with_parent)
        deadline = time.monotonic() + 30
        while "https://" not in (said := (self.folder / "log").read_text()[begun:]):
            assert self.process.poll() is None and time.monotonic() < deadline, said
            time.sleep(0.02)
        self.url = said[said.index("https://"):].split()[0]
        self.address = self.url.removeprefix("https://").strip("/")
        return self

    def stop(self, with_signal: int = signal.SIGTERM) -> int:
        """Its exit status."""
        if self.process is None:
            return 0
        self.process.send_signal(with_signal)
        status = self.process.wait(30)
        self.process = None
        self.log.close()
        return status

    def client(self, **more: object) -> httpx.Client:
        context = ssl.create_default_context(cafile=str(self.trust))
        return httpx.Client(verify=context, base_url=self.url, trust_env=False, timeout=20, **more)

    def post(self, content: bytes, headers: dict[str, str]) -> httpx.Response:
        with self.client() as client:
            return client.post("/", content=content, headers=headers)

    def rows(self, table: str) -> list[dict]:
        """What its store has now."""
        database = Database(self.store or f"sqlite:///{self.folder / 'sportello.db'}")
        with database.write() as store:
            found = [dict(row) for row in store.rows(table)]
        database.close()
        return found

    def memory(self) -> int:
        """What its process holds, in kB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status[status.index("VmRSS:") + 6:].split()[0])


def office_key(folder: Path) -> str:
    """An office's key file in `folder`; its public half."""
    folder.mkdir(parents=True, exist_ok=True)
    secret, public = sealing.make_key()
    place = folder / "office.key"
    place.write_text(secret + "\n")
    place.chmod(0o600)
    return public


def told(response: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal."""
    return response.status_code, json.loads(response.content)["code"]


def until(found, seconds: float = 20) -> object:
    """What `found` gives once it is something."""
    deadline = time.monotonic() + seconds
    while not (got := found()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
    return got
