"""What the installer of a desk decides, read from one TOML file; with no file, the practice desk."""

from kiosk.config.destinations import MAIL, SCHEMES, Destination
from kiosk.config.reading import VARIABLE, find, load, shelf
from kiosk.config.settings import APP, LANGUAGES, Config, Desk, Facilita, Operator, Permissions, Printer, Relay, Terminal, Timeouts, Voice

__all__ = [
    "APP", "LANGUAGES", "MAIL", "SCHEMES", "VARIABLE",
    "Config", "Desk", "Destination", "Facilita", "Operator", "Permissions", "Printer", "Relay", "Terminal", "Timeouts", "Voice",
    "find", "load", "shelf",
]
