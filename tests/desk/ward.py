"""A desk for real visitors where all is well, and a machine around it that is a folder: whatever can be wrong is made wrong here."""

from __future__ import annotations

import os
import re
import shutil
import termios
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from kiosk.config import Config, Desk, Destination, Operator, Printer, Voice
from kiosk.desk import probe
from kiosk.desk.doctor import CHECKS, Finding, Patient
from kiosk.dispatch import sealing
from tests.practice import ROOT
from tests.terminal.answering import Answering
from tests.visitor import HEAD

FLOW = f"{HEAD}sections:\n  - section: tutto\n    title: Tutto\n    pages:\n      - {{page: uno, ask: \"Come ti chiami?\", type: text}}\n"
LANGUAGES = ("it", "en", "ar")
BUTTONS = ("HandlePowerKey", "HandleRebootKey", "HandleRebootKeyLongPress", "HandleSuspendKey", "HandleSuspendKeyLongPress", "HandleHibernateKey", "HandleLidSwitch")
# who runs the kiosk: nobody who owns a file of these tests
STRANGER = os.getuid() + 1000
MACHINE = {
    "/dev/snd/pcmC0D0p": "",
    "/etc/cups/cupsd.conf": "PreserveJobFiles No\nPreserveJobHistory No\n",
    "/etc/modprobe.d/desk.conf": "install usb-storage /bin/false\n",
    "/etc/systemd/coredump.conf": "[Coredump]\nStorage=none\n",
    "/etc/systemd/logind.conf": "[Login]\nNAutoVTs=6\nHandlePowerKey=ignore\nHandleLidSwitch=suspend\n",
    "/etc/systemd/logind.conf.d/desk.conf": "[Login]\nNAutoVTs=0\nReserveVT=0\n" + "".join(f"{name}=ignore\n" for name in BUTTONS),
    "/etc/systemd/system.conf": "[Manager]\n#CtrlAltDelBurstAction=reboot-force\n",
    "/etc/systemd/system.conf.d/desk.conf": "[Manager]\nCtrlAltDelBurstAction=none\n",
    "/proc/cmdline": "quiet init_on_free=1",
    "/proc/mounts": "/dev/mapper/root / ext4 rw,relatime 0 0\ntmpfs /run tmpfs rw 0 0\n",
    "/proc/self/limits": "Limit                     Soft Limit           Hard Limit           Units\nMax core file size        0                    0                    bytes\n",
    "/proc/self/status": f"Name:\tpython\nUmask:\t0077\nUid:\t{STRANGER}\t{STRANGER}\t{STRANGER}\t{STRANGER}\n",
    "/proc/swaps": "Filename\t\t\tType\t\tSize\t\tUsed\t\tPriority\n/dev/zram0                              partition\t100\t0\t100\n",
    "/proc/sys/fs/suid_dumpable": "0",
    "/proc/sys/kernel/core_pattern": "|/bin/false",
    "/proc/sys/kernel/dmesg_restrict": "1",
    "/proc/sys/kernel/random/entropy_avail": "256",
    "/proc/sys/kernel/sysrq": "0",
    "/proc/sys/kernel/yama/ptrace_scope": "1",
    "/run/systemd/sessions/1": f"UID={STRANGER}\nUSER=sportello\nCLASS=user\n",
    "/run/systemd/timesync/synchronized": "",
    "/sys/block/dm-0/dm/name": "root",
    "/sys/block/dm-0/dm/uuid": "CRYPT-LUKS2-0123-root",
    "/sys/block/zram0/backing_dev": "none",
    "/sys/power/state": "freeze mem disk",
}
LINKS = {
    "/etc/localtime": "/usr/share/zoneinfo/Europe/Rome",
    "/etc/systemd/system/ctrl-alt-del.target": "/dev/null",
    "/etc/systemd/system/hibernate.target": "/dev/null",
    "/etc/systemd/system/suspend.target": "/dev/null",
}
INSTALLER = (ROOT / "kiosk" / "README.md").read_text("utf-8")
# the file that the installer is told to write
FOOT = re.search(r"```ini\n(\[scrollback\]\n.*?)```", INSTALLER, re.DOTALL)[1]
SPOKEN = "".join(f"echo ' 5  {code}  --/M  x  x/x'\n" for code in ("Language", "it", "en", "ar"))
LPSTAT = 'case "$1" in -p) echo "printer $2 is idle.  enabled since Fri";; -a) echo "$2 accepting requests";; -o) ;; esac'


@lru_cache(1)
def anna() -> Operator:
    return Operator("Anna", sealing.hash_pin("482109"))


@lru_cache(1)
def office_keys() -> tuple[str, ...]:
    return tuple(sealing.make_key()[1] for _ in range(2))


class Ward:
    """`config` and `environ` may be changed before the patient is looked at; `patch` is pytest's monkeypatch."""

    def __init__(self, place: Path, patch) -> None:
        self.place, self.patch = place, patch
        # however slow the machine is, an answer that is on its way is waited for
        patch.setattr(probe, "PATIENCE", 30.0)
        self.root, self.folder, self.home = place / "machine", place / "desk", place / "home"
        self.now, self.python, self.screen = datetime(2026, 11, 21, 10, 0, tzinfo=UTC), (3, 11, 7), None
        self._terminal: Answering | None = None
        self.environ = {
            "PATH": str(place / "bin"), "HOME": str(self.home), "TERM": "foot", "COLORTERM": "truecolor", "LANG": "it_IT.UTF-8", "TMPDIR": "/run/desk",
        }
        for path, text in MACHINE.items():
            self.write(path, text)
        for path, target in LINKS.items():
            self.link(path, target)
        self._make_program()
        self._make_desk()

    def _make_program(self) -> None:
        self.library("sportello", "0.1.0", "Requires-Dist: textual==8.2.8", "Requires-Dist: httpx<1,>=0.28", 'Requires-Dist: pytest>=8; extra == "test"')
        self.library("textual", "8.2.8")
        self.library("httpx", "0.28.1")
        self.program("lp", "")
        self.program("lpstat", LPSTAT)
        self.program("espeak-ng", SPOKEN)
        self.program("aplay", "")
        self.emulate("foot/foot.ini", FOOT)

    def _make_desk(self) -> None:
        flows, locales, out = self.place / "flows", self.place / "locales", self.place / "office"
        (flows / "altro").mkdir(parents=True)
        shutil.copy(ROOT / "flows" / "topics.yaml", flows)
        (flows / "altro" / "prova.yaml").write_text(FLOW, "utf-8")
        for code in LANGUAGES[1:]:
            (locales / code / "LC_MESSAGES").mkdir(parents=True)
            shutil.copy(ROOT / "locales" / code / "LC_MESSAGES" / "kiosk.po", locales / code / "LC_MESSAGES")
        for made in (self.folder, out):
            made.mkdir(mode=0o700)
        self.record("it", "ciao.wav\tCiao")
        self.file = self.place / "config.toml"
        self.file.touch(0o600)
        self.config = Config(
            desk=Desk(id="milano-1", name="Sportello Milano", phone="02 123", controller="Comune di Milano", privacy_contact="privacy@comune.example"), languages=LANGUAGES,
            folder=self.folder, store=f"sqlite:///{self.folder / 'sportello.db'}", recipients=office_keys(), operators=(anna(),),
            destinations=(Destination("ufficio", out.as_uri()),), printer=Printer("sala"), flows=flows, locales=locales,
            voice=Voice(str(self.place / "voices")),
        )

    def write(self, path: str, text: str) -> None:
        """A file of the machine."""
        place = self.root / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        place.write_text(text, "utf-8")

    def link(self, path: str, target: str) -> None:
        place = self.root / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        place.symlink_to(target)

    def remove(self, path: str) -> None:
        (self.root / path.lstrip("/")).unlink()

    def library(self, name: str, version: str, *lines: str) -> None:
        """One that Python finds; another version of it goes."""
        site = self.place / "site"
        for earlier in site.glob(f"{name}-*.dist-info"):
            shutil.rmtree(earlier)
        folder = site / f"{name}-{version}.dist-info"
        folder.mkdir(parents=True)
        (folder / "METADATA").write_text("\n".join(("Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *lines, "")), "utf-8")

    def program(self, name: str, script: str) -> None:
        """A program that can be run."""
        place = self.place / "bin" / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        place.chmod(0o755)

    def record(self, language: str, *index: str) -> None:
        """Prompts of a language, each of them a recording."""
        folder = self.place / "voices" / language
        folder.mkdir(parents=True, exist_ok=True)
        for name, head in (("ciao.wav", b"RIFF"), ("ciao.ogg", b"OggS")):
            (folder / name).write_bytes(head)
        (folder / "index.tsv").write_text("\n".join(index), "utf-8")

    def emulate(self, name: str, text: str, **environ: str) -> None:
        """The terminal's own settings; `environ` says which terminal it is."""
        place = self.home / (name[2:] if name.startswith("~/") else f".config/{name}")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
        self.environ |= environ

    def terminal(self, columns: int = 100, rows: int = 30, encoding: str = "utf-8", flow_control: bool = False, **manners: object) -> None:
        """A real terminal for the kiosk to be drawn on; how it answers is as `manners` say."""
        self.close()
        self._terminal = Answering(**manners)
        screen = self._terminal.screen
        termios.tcsetwinsize(screen, (rows, columns))
        modes = termios.tcgetattr(screen)
        modes[0] = modes[0] | termios.IXON if flow_control else modes[0] & ~termios.IXON
        termios.tcsetattr(screen, termios.TCSANOW, modes)
        self.screen = open(screen, "w", encoding=encoding)
        self._terminal.__enter__()

    def set(self, **changed: object) -> None:
        """Changes the configuration."""
        self.config = replace(self.config, **changed)

    def patient(self) -> Patient:
        if self.screen is None:
            self.terminal()
        return Patient(self.config, self.root, self.environ, self.screen, self.now, [str(self.place / "site")], self.python, self.file)

    def findings(self, name: str) -> list[Finding]:
        """What one check finds."""
        patient = self.patient()
        try:
            return list(CHECKS[name].findings(patient))
        finally:
            patient.leave()

    def close(self) -> None:
        if self._terminal:
            self._terminal.end()
            self._terminal = None
        if self.screen:
            self.screen.close()
