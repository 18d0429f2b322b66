"""Kiosks that a key leads out of, on purpose: what is done before the kiosk starts."""

from __future__ import annotations

BUILDS = {
    "a key that copies": """
import kiosk.screens.app as app
from textual.app import App
before = app.KioskApp.key
def key(self, name, sign, at):
    App.copy_to_clipboard(self, "x") if name == "ctrl+c" else before(self, name, sign, at)
app.KioskApp.key = key
""",
    "a title that says what was pasted": """
import kiosk.screens.app as app
before = app.KioskApp.paste
def paste(self, text):
    self._driver.write(chr(27) + "]0;" + text + chr(7))
    before(self, text)
app.KioskApp.paste = paste
""",
    "a key that opens a shell": """
import subprocess
import kiosk.screens.app as app
before = app.KioskApp.key
def key(self, name, sign, at):
    subprocess.Popen(["sleep", "60"]) if name == "ctrl+t" else before(self, name, sign, at)
app.KioskApp.key = key
""",
    "a key that opens an address": """
import webbrowser
import kiosk.screens.app as app
before = app.KioskApp.key
def key(self, name, sign, at):
    webbrowser.open("http://127.0.0.1:9/") if name == "ctrl+o" else before(self, name, sign, at)
app.KioskApp.key = key
""",
    "a key that ends it": """
import os, signal
import kiosk.screens.app as app
before = app.KioskApp.key
def key(self, name, sign, at):
    os.kill(os.getppid(), signal.SIGTERM) if name == "ctrl+q" else before(self, name, sign, at)
app.KioskApp.key = key
""",
}
