"""By e-mail, over verified TLS only: a fixed letter with the sealed envelope as its one attachment.

Addresses and subject are the configuration's. The Message-ID is the same at every attempt. A line that breaks after
the last dot leaves it open whether the letter was taken: that is told, not guessed.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import formatdate
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kiosk.config import Destination
from kiosk.dispatch.channels.limits import Limits, secret, tls
from kiosk.dispatch.outbox import LATER, PERSON, SENT, UNCERTAIN, Outcome, Parcel
from kiosk.errors import ConfigIsWrong

SUBJECT = "Busta dallo sportello"
TEXT = """Buongiorno,

in allegato c'è una busta sigillata dello sportello. La apre solo l'ufficio, con la sua chiave:

    sportello office open FILE -o CARTELLA -k CHIAVE

Questo messaggio è scritto da un programma: chi risponde non trova nessuno.
"""
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
_PORTS = {"smtp": 587, "smtps": 465}
_READY = 354
# a server may read the letter for viruses before it answers the last dot
_PATIENCE = 4


class Mail:
    """One office mailbox, through one mail server."""

    def __init__(self, destination: Destination, folder: Path, limits: Limits) -> None:
        self._destination, self._limits = destination, limits
        server = urlsplit(destination.server or destination.url)
        self._host, self._port = server.hostname or "", server.port or _PORTS[server.scheme]
        self._implicit = server.scheme == "smtps"
        self._tls = tls(destination, folder)
        self._to = _address(destination, unquote(urlsplit(destination.url).path).lstrip("/"), "url")
        self._from = _address(destination, destination.sender, "sender")
        self._password = secret(destination, folder, destination.password) if destination.password else ""
        if not (destination.subject or SUBJECT).isprintable():
            raise ConfigIsWrong(f"[destinations.{destination.name}] subject: è una riga sola.")

    def close(self) -> None:
        """Each letter has a line of its own."""

    def longest(self, size: int) -> float:
        return (1 + _PATIENCE) * self._limits.total(size)

    def deliver(self, parcel: Parcel) -> Outcome:
        """One attempt, over within the limits whatever the server does."""
        from smtplib import SMTPAuthenticationError, SMTPException, SMTPResponseException

        content = self.letter(parcel).as_bytes()
        try:
            with self._line(self.longest(len(content))) as line:
                return self._hand_over(line, content)
        except SMTPAuthenticationError as refused:
            return _refused(refused.smtp_code, "login")
        except SMTPResponseException as refused:
            return _refused(refused.smtp_code)
        except ssl.SSLError as failure:
            return Outcome(PERSON if isinstance(failure, ssl.SSLCertVerificationError) else LATER, "tls")
        except TimeoutError:
            return Outcome(LATER, "timeout")
        except (SMTPException, OSError, ValueError):
            return Outcome(LATER, "lost")

    def letter(self, parcel: Parcel) -> EmailMessage:
        """The whole message; nothing in it but the attachment and the Message-ID depends on the envelope."""
        letter = EmailMessage(POLICY)
        letter["From"], letter["To"] = self._from, self._to
        letter["Subject"] = self._destination.subject or SUBJECT
        letter["Date"] = formatdate()
        letter["Message-ID"] = f"<{parcel.id}@{self._from.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(TEXT, cte="quoted-printable")
        kind, _, subkind = parcel.media.partition("/")
        letter.add_attachment(parcel.content, maintype=kind, subtype=subkind, filename=parcel.file_name)
        return letter

    @contextmanager
    def _line(self, seconds: float) -> Iterator:
        """A line to the server, cut after so many seconds even if a byte comes now and then."""
        from smtplib import SMTP, SMTP_SSL

        kind = {"context": self._tls} if self._implicit else {}
        line = (SMTP_SSL if self._implicit else SMTP)(
            timeout=self._limits.connect, local_hostname=self._from.rpartition("@")[2], **kind
        )
        # what `SMTP(host)` would set, and the certificate is checked for; it would also connect before the watch is set
        line._host = self._host
        watch = threading.Timer(seconds, _cut, [line])
        watch.daemon = True
        watch.start()
        try:
            yield line
        finally:
            watch.cancel()
            line.close()

    def _hand_over(self, line, content: bytes) -> Outcome:
        code, _ = line.connect(self._host, self._port)
        if code != 220:
            return _refused(code)
        line.sock.settimeout(self._limits.whole)
        line.ehlo()
        if not self._implicit:
            if not line.has_extn("starttls"):
                return Outcome(PERSON, "no tls")
            line.starttls(context=self._tls)
            line.ehlo()
        if self._destination.user:
            line.login(self._destination.user, self._password)
        for code, _ in (line.mail(self._from), line.rcpt(self._to)):
            if code not in (250, 251):
                return _refused(code)
        code, _ = line.docmd("DATA")
        if code != _READY:
            return _refused(code)
        line.send(re.sub(rb"(?m)^\.", b"..", content) + b"\r\n.\r\n")
        line.sock.settimeout(_PATIENCE * self._limits.whole)
        return _after_the_dot(line)


def _after_the_dot(line) -> Outcome:
    try:
        code, _ = line.getreply()
    except (OSError, ValueError):
        return Outcome(UNCERTAIN, "uncertain")
    if 200 <= code < 300:
        return Outcome(SENT, f"smtp {code}")
    return _refused(code) if 400 <= code < 600 else Outcome(UNCERTAIN, "uncertain")


def _refused(code: int, where: str = "smtp") -> Outcome:
    """SMTP says which refusals stay (5xx); whatever else came before the letter was taken may pass."""
    return Outcome(PERSON if 500 <= code < 600 else LATER, f"{where} {code}")


def _cut(line) -> None:
    if line.sock is not None:
        try:
            # past the TLS layer, which another thread is just using
            socket.socket.shutdown(line.sock, socket.SHUT_RDWR)
        except OSError:
            return


def _address(destination: Destination, written: str, where: str) -> str:
    """One address, its domain as the wire has it; ConfigIsWrong for a list or anything a header must not hold."""
    name, _, domain = written.rpartition("@")
    try:
        found = f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        found = ""
    if not _ADDRESS.fullmatch(found):
        raise ConfigIsWrong(f"[destinations.{destination.name}] {where}: serve un solo indirizzo, come ufficio@esempio.it.")
    return found
