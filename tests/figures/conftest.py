"""Codes that cost little, as for the desk's own tests."""

from tests.desk.conftest import cheap_codes  # noqa: F401
