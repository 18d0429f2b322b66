"""The tables of the network: actors that a desk added, what each last said, whom people were sent to, who may send people here.

Nothing is of a person: a code is a keyed hash, a referral a place, a day and how it went. What a person let us say of them is in
the sealed message alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import MetaData

STEP = (
    "CREATE TABLE actor (id VARCHAR(64) NOT NULL PRIMARY KEY, content VARCHAR(4000) NOT NULL, added_on VARCHAR(10) NOT NULL)",
    "CREATE TABLE availability (actor VARCHAR(64) NOT NULL PRIMARY KEY, places INTEGER NOT NULL, since_on VARCHAR(10) NOT NULL,"
    " check_on VARCHAR(10) NOT NULL, closed_until VARCHAR(10) NOT NULL, checked_on VARCHAR(10) NOT NULL, check_by VARCHAR(10) NOT NULL)",
    "CREATE TABLE offer (actor VARCHAR(64) NOT NULL, asked_on VARCHAR(10) NOT NULL, kind VARCHAR(12) NOT NULL,"
    " places INTEGER NOT NULL, met INTEGER NOT NULL, check_on VARCHAR(10) NOT NULL, PRIMARY KEY (actor, asked_on, kind))",
    "CREATE TABLE referral (locator {bytes} NOT NULL PRIMARY KEY, actor VARCHAR(64) NOT NULL, kind VARCHAR(16) NOT NULL,"
    " way VARCHAR(8) NOT NULL, status VARCHAR(12) NOT NULL, made_on VARCHAR(10) NOT NULL, changed_on VARCHAR(10) NOT NULL,"
    " due_on VARCHAR(10) NOT NULL)",
    "CREATE INDEX ix_referral_due ON referral (status, due_on)",
    "CREATE TABLE invite (locator {bytes} NOT NULL PRIMARY KEY, actor VARCHAR(64) NOT NULL, made_on VARCHAR(10) NOT NULL,"
    " expires_on VARCHAR(10) NOT NULL, revoked INTEGER NOT NULL)",
    "CREATE TABLE arrival (locator {bytes} NOT NULL PRIMARY KEY, actor VARCHAR(64) NOT NULL, kind VARCHAR(16) NOT NULL,"
    " made_on VARCHAR(10) NOT NULL, expires_on VARCHAR(10) NOT NULL, state VARCHAR(12) NOT NULL)",
)
"""The step that makes them."""


def declare(found: MetaData) -> None:
    """The same tables, as queries know them."""
    from sqlalchemy import Column, Integer, LargeBinary, String, Table

    def day(name: str) -> Column:
        return Column(name, String(10), nullable=False)

    def locator() -> Column:
        return Column("locator", LargeBinary, primary_key=True)

    Table("actor", found, Column("id", String(64), primary_key=True), Column("content", String(4000), nullable=False), day("added_on"))
    Table(
        "availability", found, Column("actor", String(64), primary_key=True), Column("places", Integer, nullable=False),
        day("since_on"), day("check_on"), day("closed_until"), day("checked_on"), day("check_by"),
    )
    Table(
        "offer", found, Column("actor", String(64), primary_key=True), Column("asked_on", String(10), primary_key=True),
        Column("kind", String(12), primary_key=True), Column("places", Integer, nullable=False), Column("met", Integer, nullable=False),
        day("check_on"),
    )
    Table(
        "referral", found, locator(), Column("actor", String(64), nullable=False), Column("kind", String(16), nullable=False),
        Column("way", String(8), nullable=False), Column("status", String(12), nullable=False), day("made_on"), day("changed_on"), day("due_on"),
    )
    Table("invite", found, locator(), Column("actor", String(64), nullable=False), day("made_on"), day("expires_on"),
          Column("revoked", Integer, nullable=False))
    Table("arrival", found, locator(), Column("actor", String(64), nullable=False), Column("kind", String(16), nullable=False),
          day("made_on"), day("expires_on"), Column("state", String(12), nullable=False))
