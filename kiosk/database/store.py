"""One transaction: rows in and out by table and column name, values always as parameters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from kiosk.database.schema import tables
from kiosk.errors import DatabaseFailed

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select, Table


class Store:
    """What may be done inside one transaction of a `Database`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._now: float | None = None

    @property
    def is_shared(self) -> bool:
        return self._connection.dialect.name == "postgresql"

    def now(self) -> float:
        """Seconds since 1970 by the clock of the store, asked once: desks whose own clocks differ agree on it."""
        from sqlalchemy import text

        if self._now is None:
            clock = "extract(epoch from clock_timestamp())" if self.is_shared else "(julianday('now') - 2440587.5) * 86400.0"
            self._now = float(self._connection.execute(text(f"SELECT {clock}")).scalar())
        return self._now

    def insert(self, table: str, **values: object) -> None:
        """DatabaseFailed when a row with this key is there: found here, it does not stand in the log of a server."""
        if not self.insert_once(table, **values):
            raise DatabaseFailed("a row with this key is there already")

    def insert_once(self, table: str, **values: object) -> bool:
        """False, with nothing changed, when a row with this key is there already."""
        from sqlalchemy.dialects import postgresql, sqlite

        found, dialect = _table(table), postgresql if self.is_shared else sqlite
        once = dialect.insert(found).values(**values).on_conflict_do_nothing().returning(*found.primary_key.columns)
        return self._connection.execute(once).first() is not None

    def rows(self, table: str, *columns: str, order: str | None = None, limit: int | None = None, **where: object) -> list[Mapping]:
        """The rows where each named column has this value; only these columns, or all; no more than `limit`."""
        query = _matching(_table(table), columns, where).limit(limit)
        if order:
            query = query.order_by(_table(table).c[order])
        return [row._mapping for row in self._connection.execute(query)]

    def locked(self, table: str, *columns: str, **where: object) -> Mapping | None:
        """The one row, kept from every other transaction until this one ends; None when there is none."""
        row = self._connection.execute(_matching(_table(table), columns, where).with_for_update()).first()
        return row._mapping if row else None

    def claim(self, table: str, state: str, until: float, limit: int = 1, apart: Collection[str] = ()) -> list[Mapping]:
        """Leases the rows in this state that are due and not leased, the longest due first, until `until`.

        Each claim gets the next `fence`: what a row's earlier holder still reports can be told apart. `apart` names
        the destinations to leave alone.
        """
        found, now = _table(table), self.now()
        due = (
            found.select().with_only_columns(found.c.id)
            .where(found.c.state == state, found.c.due_at <= now, found.c.leased_until <= now, found.c.destination.not_in(apart))
            .order_by(found.c.due_at, found.c.id).limit(limit).with_for_update(skip_locked=True)
        )
        chosen = [row.id for row in self._connection.execute(due)]
        leased = found.update().where(found.c.id.in_(chosen)).values(leased_until=until, fence=found.c.fence + 1)
        return [row._mapping for row in self._connection.execute(leased.returning(*found.c))] if chosen else []

    def update(self, table: str, where: Mapping[str, object], **values: object) -> int:
        """How many rows were changed."""
        found = _table(table)
        matching = (found.c[name] == value for name, value in where.items())
        return self._connection.execute(found.update().where(*matching).values(**values)).rowcount

    def delete(self, table: str, **where: object) -> int:
        """How many rows were deleted; without a condition, all."""
        found = _table(table)
        matching = (found.c[name] == value for name, value in where.items())
        return self._connection.execute(found.delete().where(*matching)).rowcount

    def delete_before(self, table: str, column: str, limit: str, **where: object) -> int:
        """Deletes the rows whose column is less than `limit`; how many."""
        found = _table(table)
        matching = (found.c[name] == value for name, value in where.items())
        return self._connection.execute(found.delete().where(found.c[column] < limit, *matching)).rowcount


def _table(name: str) -> Table:
    return tables().tables[name]


def _matching(table: Table, columns: tuple[str, ...], where: Mapping[str, object]) -> Select:
    query = table.select().with_only_columns(*(table.c[name] for name in columns)) if columns else table.select()
    return query.where(*(table.c[name] == value for name, value in where.items()))
