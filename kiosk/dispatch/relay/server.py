"""The listening side: TLS 1.2 or newer, at most so many connections, none for longer than an envelope may take.

`serve` returns after SIGTERM or SIGINT, when the requests that were being answered have their answer.
"""

from __future__ import annotations

import resource
import signal
import socket
import ssl
from typing import TYPE_CHECKING

from kiosk.config import Relay
from kiosk.errors import ConfigIsWrong

if TYPE_CHECKING:
    from uvicorn import Server

CONNECTIONS = 200
SILENCE, LIFE = 15.0, 300.0
_KEEP_ALIVE, _FAREWELL, _HEAD = 5, 20, 16 * 1024


def check_extra() -> None:
    """ConfigIsWrong, saying what to install, unless the libraries of the relay are here."""
    from importlib.util import find_spec

    if not find_spec("starlette") or not find_spec("uvicorn"):
        raise ConfigIsWrong("Per il relay manca un pezzo del programma: installa sportello[office].")


def listen(relay: Relay) -> socket.socket:
    """The socket of [relay] listen."""
    host, port = relay.address
    try:
        made = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=CONNECTIONS)
    except OSError as failure:
        raise ConfigIsWrong(f"[relay] listen: non posso ascoltare su {relay.listen} ({failure.strerror}).") from None
    # every connection has it from here: without, each answer waits for a delayed acknowledgement
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def build(application: object, relay: Relay) -> Server:
    """The server of an application; ConfigIsWrong when its certificate and key are not what they should be."""
    from uvicorn import Config, Server

    settings = Config(
        application, http=_patient_protocol(), ws="none", lifespan="off", loop="asyncio", interface="asgi3",
        ssl_certfile=relay.certificate, ssl_keyfile=relay.key, access_log=False, log_level="warning",
        server_header=False, proxy_headers=False, limit_concurrency=CONNECTIONS, timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_FAREWELL, h11_max_incomplete_event_size=_HEAD,
    )
    try:
        settings.load()
    except (ssl.SSLError, OSError):
        raise ConfigIsWrong("[relay] certificate e key: non sono un certificato TLS e la sua chiave (due file PEM).") from None
    settings.ssl.minimum_version = ssl.TLSVersion.TLSv1_2
    return Server(settings)


def serve(server: Server, door: socket.socket) -> None:
    """Answers until it is told to stop."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 8192)), hard))
    # the server raises again the signal that stopped it: what comes after it here must still be done
    signal.signal(signal.SIGTERM, _nothing)
    signal.signal(signal.SIGINT, _nothing)
    server.run([door])


def _nothing(_signal: int, _frame: object) -> None:
    return


def _patient_protocol() -> type:
    """HTTP/1.1 for connections that must say something soon, and are cut after a while whatever they say."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Patient(H11Protocol):
        def connection_made(self, transport) -> None:
            super().connection_made(transport)
            self._limits = [self.loop.call_later(SILENCE, self._cut_silent), self.loop.call_later(LIFE, transport.abort)]

        def connection_lost(self, exc: Exception | None) -> None:
            _cancel(self._limits)
            super().connection_lost(exc)

        def _cut_silent(self) -> None:
            if self.cycle is None:
                self.transport.abort()

    return Patient


def _cancel(limits: list) -> None:
    for limit in limits:
        limit.cancel()
