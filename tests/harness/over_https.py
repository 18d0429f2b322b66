"""The office of a sandbox as a server, in a process of its own, that keeps in its folder what it takes.

An Idempotency-Key with the same content is one file; with another key, or another content, it is another file, and so
one envelope too many. What is kept is on the disk before the sender is told.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.config import Destination
from tests.harness.children import Child, Tell
from tests.harness.sandbox import Sandbox

LINE = ("connect", "sendto", "sendmsg", "write", "recvfrom", "recvmsg")
_ADDRESS = "127.0.0.1"  # no name: looking one up takes a thread, and calls are counted in one
_AGAIN, _TWICE = "again", "given to the server twice, taken once"


@contextmanager
def served(sandbox: Sandbox, figures: dict[str, object]) -> Iterator[None]:
    """The sandbox sends to this server, for the length of a `with`; how often it was given what it had is a figure."""
    import trustme

    authority, place = trustme.CA(), sandbox.place.parent
    authority.cert_pem.write_to_path(place / "ca.pem")
    authority.issue_cert(_ADDRESS).private_key_and_cert_chain_pem.write_to_path(place / "server.pem")
    office = Child(lambda tell: asyncio.run(_serve(sandbox.office, place / "server.pem", tell)))
    try:
        port = int(os.read(office.heard_end, 16))
        sandbox.destination = Destination("ufficio", f"https://{_ADDRESS}:{port}/", trust=str(place / "ca.pem"))
        _warm(sandbox)
        yield
    finally:
        office.kill()
        again = office.ended()[0].count(_AGAIN)
        figures[_TWICE] = figures.get(_TWICE, 0) + again


def _warm(sandbox: Sandbox) -> None:
    """One attempt at nobody: what a sender loads for it, a process forked from this one need not load again."""
    from kiosk.dispatch.channels import channel
    from kiosk.dispatch.outbox import Parcel

    nobody = Destination("nessuno", f"https://{_ADDRESS}:1/", trust=sandbox.destination.trust)
    way = channel(nobody, sandbox.folder)
    way.deliver(Parcel("", "", nobody.name, b"", "", 0, 0))
    way.close()


async def _serve(folder: Path, certificate: Path, tell: Tell) -> None:
    from tests.offices.https import Exchange, Ledger, listen

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    # nothing but the answer: of a line that is cut with something unread in it, what was sent is lost too, or not
    context.num_tickets = 0

    async def answers(exchange: Exchange) -> None:
        await exchange.take()
        place = folder / f"{exchange.key}-{exchange.sha256}"
        if place.exists():
            tell(_AGAIN)
        place.write_bytes(exchange.body)
        await exchange.answer(200, exchange.receipt())

    server = await listen(answers, Ledger(), context)
    tell(str(server.sockets[0].getsockname()[1]))
    await server.serve_forever()
