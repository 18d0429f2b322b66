"""What a store is and runs with, for whoever examines it: opened to look, never migrated nor refused for what it is."""

from __future__ import annotations

from pathlib import Path

from kiosk.errors import DatabaseFailed

_NAMES = (
    "fsync", "synchronous_commit", "full_page_writes", "data_checksums", "log_statement", "log_parameter_max_length",
    "log_parameter_max_length_on_error",
)


def damage(place: Path) -> str:
    """What is wrong with a file of SQLite, "" for nothing; a file that is not there is sound. To open it would mend it."""
    from kiosk.database import sqlite

    try:
        if place.exists():
            sqlite.examine(place)
    except sqlite.Damaged as found:
        return str(found)[:120]
    return ""


def settings(url: str) -> dict[str, str]:
    """What our sessions on a PostgreSQL run with; DatabaseFailed when it cannot be asked, ConfigIsWrong when it must not.

    Only `synchronous_commit` is as the server has it by itself: our sessions always set it.
    """
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    from kiosk.database import _engine, _kind

    engine = _engine(url)
    try:
        with engine.connect() as connection:
            asked = "SELECT name, setting, reset_val FROM pg_settings WHERE name = ANY(:names)"
            found = connection.execute(text(asked), {"names": list(_NAMES)})
            return {row.name: row.reset_val if row.name == "synchronous_commit" else row.setting for row in found}
    except SQLAlchemyError as failure:
        raise DatabaseFailed(_kind(failure)) from None
    finally:
        engine.dispose()
