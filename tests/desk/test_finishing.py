"""The end of a visit through the whole desk: sealed for the office, papers made, draft gone, then a receipt."""

import io
import sys
from dataclasses import replace

import pytest
from pypdf import PdfReader

from kiosk import config
from kiosk.desk.desk import Desk
from kiosk.desk.walk import play
from kiosk.dispatch import codes, office
from kiosk.dispatch.outbox import Outbox
from kiosk.errors import CannotSeal, Refused


def made(tmp_path, **more) -> Desk:
    folder = tmp_path / "desk"
    return Desk(replace(config.Config(), **{
        "practice": True, "folder": folder, "store": f"sqlite:///{folder / 'sportello.db'}",
        "flows": config.shelf("flows"), "locales": config.shelf("locales"), **more,
    }))


@pytest.fixture
def desk(tmp_path):
    return made(tmp_path)


def people(desk):
    """Every person that a service is tried with and who comes to its end."""
    from kiosk.authoring.answers import read_personas

    return read_personas(desk)
