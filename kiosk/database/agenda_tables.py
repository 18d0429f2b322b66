"""The tables of dates and seats: one row an event that somebody has signed up for or that an operator added, one a seat.

Of a person a seat holds a keyed hash of the code, and what they left for the leader, sealed. The minute of coming and going
is there only for who wants a paper of it, and goes with the seat, some days after the date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import MetaData

STEP = (
    "CREATE TABLE event (id VARCHAR(160) NOT NULL PRIMARY KEY, origin VARCHAR(8) NOT NULL, kind VARCHAR(12) NOT NULL,"
    " title VARCHAR(120) NOT NULL, place VARCHAR(200) NOT NULL, link VARCHAR(400) NOT NULL, starts_at VARCHAR(20) NOT NULL,"
    " ends_at VARCHAR(20) NOT NULL, language VARCHAR(8) NOT NULL, for_whom VARCHAR(200) NOT NULL, leader VARCHAR(40) NOT NULL,"
    " state VARCHAR(12) NOT NULL, seats INTEGER NOT NULL, taken INTEGER NOT NULL, waiting INTEGER NOT NULL, last INTEGER NOT NULL,"
    " CHECK (taken <= seats))",
    "CREATE INDEX ix_event_ends_at ON event (ends_at)",
    "CREATE TABLE seat (id VARCHAR(32) NOT NULL PRIMARY KEY, event VARCHAR(160) NOT NULL, number INTEGER NOT NULL,"
    " code VARCHAR(64) NOT NULL UNIQUE, state VARCHAR(12) NOT NULL, promoted INTEGER NOT NULL, sealed {bytes} NOT NULL,"
    " came_at VARCHAR(5) NOT NULL, left_at VARCHAR(5) NOT NULL, UNIQUE (event, number))",
    "CREATE INDEX ix_seat_waiting ON seat (event, state, number)",
)
"""The step that makes them."""


def declare(found: MetaData) -> None:
    """The same tables, as queries know them."""
    from sqlalchemy import Column, Integer, LargeBinary, String, Table

    Table(
        "event", found,
        Column("id", String(160), primary_key=True), Column("origin", String(8), nullable=False), Column("kind", String(12), nullable=False),
        Column("title", String(120), nullable=False), Column("place", String(200), nullable=False), Column("link", String(400), nullable=False),
        Column("starts_at", String(20), nullable=False), Column("ends_at", String(20), nullable=False),
        Column("language", String(8), nullable=False), Column("for_whom", String(200), nullable=False),
        Column("leader", String(40), nullable=False), Column("state", String(12), nullable=False), Column("seats", Integer, nullable=False),
        Column("taken", Integer, nullable=False), Column("waiting", Integer, nullable=False), Column("last", Integer, nullable=False),
    )
    Table(
        "seat", found,
        Column("id", String(32), primary_key=True), Column("event", String(160), nullable=False), Column("number", Integer, nullable=False),
        Column("code", String(64), nullable=False), Column("state", String(12), nullable=False), Column("promoted", Integer, nullable=False),
        Column("sealed", LargeBinary, nullable=False), Column("came_at", String(5), nullable=False), Column("left_at", String(5), nullable=False),
    )
