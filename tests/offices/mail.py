"""An office with a mailbox: a real SMTP server, over STARTTLS or TLS from the first byte."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class Letter:
    """A letter as the server got it."""

    sender: str
    to: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)


Answer = Callable[[SMTP, Letter], str]


def kept(_server: SMTP, _letter: Letter) -> str:
    return "250 OK"


def cut(server: SMTP, _letter: Letter) -> str:
    """After the last dot, the line breaks off."""
    server.transport.abort()
    return "250 OK"


class Mailbox:
    """A server in a thread of its own, for the length of a `with`; `answer` is what follows the last dot."""

    def __init__(self, context: ssl.SSLContext | None, implicit: bool = False, answer: Answer = kept, **more: object) -> None:
        self.letters: list[Letter] = []
        self.answer, self.rcpt, self.port = answer, "250 OK", 0
        self._context, self._implicit, self._more = context, implicit, more
        self._ready, self._thread = threading.Event(), threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list) -> str:
        envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.letters.append(Letter(envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        return self.answer(server, self.letters[-1])

    def _protocol(self) -> SMTP:
        starttls = {} if self._implicit or self._context is None else {"tls_context": self._context, "require_starttls": True}
        return SMTP(self, hostname="posta.example", loop=asyncio.get_running_loop(), **starttls, **self._more)

    async def _serve(self) -> None:
        self._loop, self._closed = asyncio.get_running_loop(), asyncio.Event()
        server = await self._loop.create_server(self._protocol, "127.0.0.1", 0, ssl=self._context if self._implicit else None)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._closed.wait()
        server.close()

    def __enter__(self) -> Mailbox:
        self._thread.start()
        assert self._ready.wait(60)
        return self

    def __exit__(self, *_failure: object) -> None:
        self._loop.call_soon_threadsafe(self._closed.set)
        self._thread.join(10)


def knows(user: str, password: str) -> Callable:
    """An authenticator for one account."""

    def authenticated(_server, _session, _envelope, _mechanism, given) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (user.encode(), password.encode()), handled=False)

    return authenticated
