"""The tables of figures: a month as it was shown, and the records of help that are not yet handed over.

A released month says nothing that everybody may not read. Of a record there is the month and a sealed file; its id is a keyed
hash by which the same help is not written twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import MetaData

STEP = (
    "CREATE TABLE released (month VARCHAR(7) NOT NULL PRIMARY KEY, content {bytes} NOT NULL)",
    "CREATE TABLE help_record (id VARCHAR(64) NOT NULL PRIMARY KEY, month VARCHAR(7) NOT NULL, sealed {bytes} NOT NULL)",
    "CREATE INDEX ix_help_record_month ON help_record (month)",
)
"""The step that makes them."""


def declare(found: MetaData) -> None:
    """The same tables, as queries know them."""
    from sqlalchemy import Column, LargeBinary, String, Table

    Table("released", found, Column("month", String(7), primary_key=True), Column("content", LargeBinary, nullable=False))
    Table(
        "help_record", found,
        Column("id", String(64), primary_key=True), Column("month", String(7), nullable=False),
        Column("sealed", LargeBinary, nullable=False),
    )
