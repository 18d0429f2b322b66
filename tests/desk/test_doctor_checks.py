"""Every check of the doctor: quiet where all is well, and speaking, with a remedy, where the one thing that it looks at is wrong."""

from __future__ import annotations

import os
import socket
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from kiosk import database
from kiosk.config import Desk, Destination, Operator, Permissions, Printer, Relay, Terminal, Voice
from kiosk.database import Database, Store
from kiosk.desk import doctor, logbook, probe
from kiosk.desk.desk import Desk as OpenDesk
from kiosk.desk.doctor import store as store_checks
from kiosk.desk.gate import Gate
from kiosk.errors import Refused
from tests.desk.test_doctor_shared import UNSOUND
from tests.desk.test_unchanging import CHANGEABLE
from tests.desk.ward import BUTTONS, FLOW, FOOT, MACHINE, SPOKEN, Ward, anna, office_keys

SOUND_SWAPS = MACHINE["/proc/swaps"]


@pytest.fixture
def ward(tmp_path, monkeypatch):
    made = Ward(tmp_path, monkeypatch)
    yield made
    made.close()


def mounted(kind: str, options: str = "rw", device: str = "/dev/sdb1") -> Callable[[Ward], None]:
    """The desk's folder on a disk of its own."""
    return lambda ward: ward.write("/proc/mounts", MACHINE["/proc/mounts"] + f"{device} {str(ward.folder).replace(' ', chr(92) + '040')} {kind} {options} 0 0\n")


def destined(**named: object) -> Callable[[Ward], None]:
    return lambda ward: ward.set(destinations=(Destination("ufficio", **{"url": "https://127.0.0.1:9", **named}),))


def lacking(name: str, line: str) -> Callable[[Ward], None]:
    """foot without one of the lines that switch something off."""
    return lambda ward: ward.emulate("foot/foot.ini", FOOT.replace(line, ""))


def loosely_kept(pragma: str, value: object) -> Callable[[Ward], None]:
    """A program whose store runs otherwise than it was tried."""
    return lambda ward: ward.patch.setitem(database.PRAGMAS, pragma, value)


def without(button: str) -> Callable[[Ward], None]:
    """logind with a button of which its files say nothing, or what it does of itself."""
    def make(ward: Ward) -> None:
        for file in ("logind.conf", "logind.conf.d/desk.conf"):
            ward.write(f"/etc/systemd/{file}", MACHINE[f"/etc/systemd/{file}"].replace(f"{button}=ignore\n", f"#{button}=ignore\n"))

    return make


def pressed(button: str) -> Callable[[Ward], None]:
    """logind with a button that a later file gives something to do."""
    return lambda ward: ward.write("/etc/systemd/logind.conf.d/zz.conf", f"[Login]\n{button}=suspend\n")


def masked(ward: Ward, unit: str) -> None:
    ward.remove(f"/etc/systemd/system/{unit}")


def ruined(ward: Ward) -> None:
    place = ward.folder / "sportello.db"
    kept = Database(f"sqlite:///{place}")
    kept.close()
    content = bytearray(place.read_bytes())
    content[5000:9000] = b"\xff" * 4000
    place.write_bytes(content)


def tried(ward: Ward) -> None:
    store = Database(ward.config.local_store)
    for _ in range(30):
        with suppress(Refused):
            Gate(lambda: store).spend()
        with store.write() as inside:
            inside.update("pin_gate", {"id": 1}, wait=0.0)
    store.close()


def logged(ward: Ward, spoil: Callable[[Store], object] = lambda store: None, after: int = 0) -> bool:
    """Three acts of those who work here, something that somebody does to the store, and more acts."""
    desk = OpenDesk(ward.config, lambda: ward.now)
    kept = [logbook.note(desk, "Anna", "assist") for _ in range(3)]
    with desk.database.write() as store:
        spoil(store)
    kept += [logbook.note(desk, "Anna", "day") for _ in range(after)]
    desk.database.close()
    return all(kept)


def envelope(ward: Ward, state: str, accepted_on: date) -> None:
    store = Database(ward.config.store)
    row = {"id": "0" * 32, "reference": "0123456789", "sealed": b"x", "sha256": "0" * 64, "accepted_on": accepted_on.isoformat(), "state": state,
           "destination": "ufficio", "chain": "", "seq": 0, "fence": 0, "leased_until": 0.0, "due_at": 0.0, "attempts": 3, "outcome": "503"}
    with store.write() as inside:
        inside.insert("envelope", **row)
    store.close()


def secret(ward: Ward, mode: int) -> None:
    place = ward.place / "hmac"
    place.touch(mode)
    destined(secrets=(str(place),))(ward)


def past(ward: Ward) -> None:
    """An authority, and a clock that stands before it."""
    place = ward.place / "authority.pem"
    trustme.CA().cert_pem.write_to_path(place)
    ward.now = datetime(1970, 1, 1, 1, 0, tzinfo=UTC)
    destined(trust=str(place))(ward)


class Office:
    """Somebody who answers on the loopback, and proves with a certificate of his own authority who he is."""

    def __init__(self, says: bytes = b"", name: str = "127.0.0.1") -> None:
        import ssl

        self.authority, self.says = trustme.CA(), says
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(name).configure_cert(self.context)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        with suppress(OSError):
            line, _ = self.listening.accept()
            with line:
                if self.says:
                    line.sendall(b"220 posta\r\n")
                    line.recv(1000)
                    line.sendall(self.says)
                    if b"STARTTLS" not in self.says:
                        return
                    line.recv(1000)
                    line.sendall(b"220 go\r\n")
                with self.context.wrap_socket(line, server_side=True):
                    pass


def office(ward: Ward, says: bytes = b"", trusted: bool = False) -> None:
    there = Office(says)
    place = ward.place / "authority.pem"
    (there if trusted else Office()).authority.cert_pem.write_to_path(place)
    where = {"url": f"https://127.0.0.1:{there.port}"} if not says else {
        "url": "mailto:ufficio@esempio.example", "server": f"smtp://127.0.0.1:{there.port}", "sender": "sportello@esempio.example"}
    destined(trust=str(place), **where)(ward)


STARTTLS = b"250-posta\r\n250 STARTTLS\r\n"

UNWELL: dict[str, list[Callable[[Ward], object]]] = {
    "python": [lambda ward: setattr(ward, "python", (3, 10, 12))],
    "libraries": [lambda ward: ward.library("textual", "8.3.0"), lambda ward: ward.library("httpx", "1.0"),
                  lambda ward: ward.library("sportello", "0.1.0", "Requires-Dist: segno>=1")],
    "papers": [lambda ward: _cuneiform(ward)],
    "languages": [lambda ward: ward.set(languages=("it", "en", "zh"))],
    "services": [lambda ward: (ward.place / "flows/altro/prova.yaml").write_text(FLOW + "pagess: 1\n", "utf-8"),
                 lambda ward: (ward.place / "flows/altro/prova.yaml").unlink()],
    "stale_services": [lambda ward: _verified(ward, "2026-11-01"), lambda ward: _verified(ward, "2020-01-01")],
    "guarded_services": [lambda ward: (ward.place / "flows/altro/prova.yaml").chmod(0o666)],
    "size": [lambda ward: ward.terminal(79, 24), lambda ward: ward.terminal(80, 23),
             lambda ward: setattr(ward, "screen", open(os.devnull, "w", encoding="utf-8"))],
    "colours": [lambda ward: ward.environ.pop("COLORTERM")],
    "kind": [lambda ward: ward.environ.update(TERM="linux"), lambda ward: ward.environ.pop("TERM")],
    "letters": [lambda ward: ward.terminal(encoding="iso8859-1")],
    "flow_control": [lambda ward: ward.terminal(flow_control=True)],
    "multiplexer": [lambda ward: ward.environ.update(TMUX="/tmp/tmux-0/default,1,0"), lambda ward: ward.environ.update(STY="1.pts")],
    "emulator_known": [lambda ward: ward.environ.update(TERM="xterm-256color"), lambda ward: ward.environ.update(TERM="xterm-kitty")],
    "scrollback": [lacking("foot", "lines=0"), lambda ward: ward.emulate("foot/foot.ini", FOOT.replace("lines=0", "# lines=0"))],
    "clipboard": [lacking("foot", "osc52=disabled"),
                  lambda ward: ward.emulate("kitty/kitty.conf", "clipboard_control write-clipboard write-primary\n", TERM="xterm-kitty")],
    "links": [lacking("foot", "show-urls-launch=none")],
    "windows": [lacking("foot", "spawn-terminal=none"), lambda ward: ward.emulate("~/.Xresources", "XTerm*saveLines: 0\n", TERM="x", XTERM_VERSION="1")],
    "bindings": [lacking("foot", "search-start=none"), lacking("foot", "select-begin=none")],
    "measured": [lambda ward: (ward.patch.setattr(probe, "PATIENCE", 0.1), ward.terminal(changed=lambda _: None)), lambda ward: ward.terminal(changed=lambda told: told.replace(";3R", ";4R"))],
    "shown": [lambda ward: ward.environ.update(TERM="linux"), lambda ward: ward.terminal(name="kitty(0.26.5)"), lambda ward: ward.terminal(name="Konsole 22.12.3"),
              lambda ward: ward.terminal(changed=lambda told: told.replace(";6R", ";7R")),
              lambda ward: (ward.terminal(changed=lambda told: told.replace(";6R", ";7R")), ward.set(terminal=Terminal(draws=("ar",)))),
              lambda ward: _cuneiform(ward)],
    "opens": [lambda ward: _foreign(ward), lambda ward: _newer(ward)],
    "put_aside": [lambda ward: (ruined(ward), Database(ward.config.local_store).close()), lambda ward: _damaged_envelope(ward)],
    "sound": [ruined],
    "journal": [loosely_kept("journal_mode", "delete")],
    "synchronous": [loosely_kept("synchronous", 1)],
    "erasing": [loosely_kept("secure_delete", 0)],
    "pragmas": [loosely_kept("trusted_schema", 1), loosely_kept("temp_store", 0)],
    "room": [lambda ward: ward.patch.setattr(store_checks, "FREE_MB", 2**50)],
    "inodes": [lambda ward: ward.patch.setattr(store_checks, "FREE_FILES", 2**60)],
    "writable": [mounted("ext4", "ro,relatime")],
    "local_disk": [mounted("nfs4"), mounted("fuse.sshfs", device="me@there:/"), mounted("cifs")],
    "lasting": [mounted("tmpfs"), mounted("overlay")],
    "private_folder": [lambda ward: ward.folder.chmod(0o755), lambda ward: (ward.folder / "pepper").touch(0o640),
                       lambda ward: (ward.folder / "desk.key").touch(0o604)],
    "owner": [lambda ward: ward.patch.setattr(os, "geteuid", lambda: 4242)],
    "configuration": [lambda ward: ward.file.chmod(0o644), lambda ward: ward.file.chmod(0o620)],
    "destination_secrets": [lambda ward: secret(ward, 0o644), destined(password="/nonexistent/password")],
    "present": [lambda ward: ward.set(operators=())],
    "strength": [lambda ward: ward.set(operators=(anna(), Operator("Berto", "$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHQ$x")))],
    "permissions": [lambda ward: ward.set(permissions=Permissions(sorting=("Anna",)))],
    "tries": [tried],
    "logbook": [lambda ward: logged(ward, lambda store: store.delete("log", seq=3)), lambda ward: logged(ward, lambda store: store.delete("log"), after=2),
                lambda ward: logged(ward, lambda store: store.update("log", {"seq": 1}, act="halt"), after=2), lambda ward: (logged(ward), (ward.folder / "logbook").unlink()),
                lambda ward: (logged(ward, lambda store: store.delete("log", seq=3), after=1), setattr(ward, "now", ward.now + timedelta(days=60)))],
    "identity": [lambda ward: ward.set(desk=replace(ward.config.desk, id="sportello"))],
    "signboard": [lambda ward: ward.set(desk=replace(ward.config.desk, controller="")), lambda ward: ward.set(desk=replace(ward.config.desk, name="Sportello di prova"))],
    "keys": [lambda ward: ward.set(recipients=("age1bad",)), lambda ward: ward.set(recipients=()), destined(recipients=("age1bad",))],
    "spare_key": [lambda ward: ward.set(recipients=office_keys()[:1]), destined(recipients=office_keys()[:1])],
    "destinations": [lambda ward: ward.set(destinations=())],
    "covered": [destined(flows=("altra",))],
    "authorities": [destined(trust="/nonexistent/ca.pem"), past],
    "lines": [office, lambda ward: office(ward, b"250 posta\r\n", trusted=True), lambda ward: office(ward, STARTTLS), destined()],
    "folders": [destined(url="file:///nonexistent/place")],
    "paper": [lambda ward: (destined(url="print:")(ward), ward.set(printer=Printer()))],
    "relay": [lambda ward: _office(ward, certificate=""), lambda ward: _office(ward, key_mode=0o604), lambda ward: _office(ward, key="other.pem"),
              lambda ward: _office(ward, desks=())],
    "stuck": [lambda ward: envelope(ward, "person", date(2026, 11, 21)), lambda ward: envelope(ward, "uncertain", date(2026, 11, 21))],
    "sender": [lambda ward: envelope(ward, "waiting", date(2026, 11, 19))],
    "printer": [lambda ward: ward.set(printer=Printer()), lambda ward: ward.program("lpstat", "exit 1"), lambda ward: (ward.place / "bin/lp").unlink()],
    "ready": [lambda ward: ward.program("lpstat", 'echo "printer sala disabled since Fri - Paper out"')],
    "queue": [lambda ward: ward.program("lpstat", 'echo "sala-12 anna 1024 Fri"')],
    "job_files": [lambda ward: ward.write("/etc/cups/cupsd.conf", "PreserveJobHistory No\n"),
                  lambda ward: ward.write("/etc/cups/cupsd.conf", "PreserveJobFiles No\nPreserveJobFiles 86400\n")],
    "job_history": [lambda ward: ward.write("/etc/cups/cupsd.conf", "PreserveJobFiles No\nPreserveJobHistory Yes\n")],
    "speaker": [lambda ward: (ward.place / "bin/espeak-ng").unlink()],
    "spoken": [lambda ward: ward.program("espeak-ng", SPOKEN.replace("ar", "fa")), lambda ward: ward.program("espeak-ng", "exit 1"),
               lambda ward: (ward.place / "bin/espeak-ng").unlink()],
    "device": [lambda ward: ward.remove("/dev/snd/pcmC0D0p")],
    "recordings": [lambda ward: ward.record("it", "ciao.wav\tCiao", "via.wav\tCiao"), lambda ward: ward.record("it", "ciao.wav"),
                   lambda ward: ward.record("it", "../../config.toml\tCiao"), lambda ward: ward.record("it", "ciao.wav\tCiao", "ciao.wav\tCiao"),
                   lambda ward: ward.record("it", "ciao.ogg\tCiao"), lambda ward: ward.set(voice=Voice("/nonexistent/voices"))],
    "swap": [lambda ward: ward.write("/proc/swaps", SOUND_SWAPS + "/dev/sda2 partition 100 0 -2\n"),
             lambda ward: (mounted("ext4", device="/dev/sda1")(ward), ward.write("/proc/swaps", SOUND_SWAPS + f"{ward.folder}/swapfile file 100 0 -2\n"))],
    "zram": [lambda ward: ward.write("/sys/block/zram0/backing_dev", "/dev/sda3")],
    "hibernation": [lambda ward: masked(ward, "hibernate.target")],
    "suspend": [lambda ward: masked(ward, "suspend.target")],
    "core_pattern": [lambda ward: ward.write("/proc/sys/kernel/core_pattern", "core.%p"), lambda ward: ward.write("/proc/sys/kernel/core_pattern", "|/usr/share/apport/apport %p")],
    "coredump": [lambda ward: _collected(ward)],
    "core_limit": [lambda ward: ward.write("/proc/self/limits", MACHINE["/proc/self/limits"].replace("size        0", "size        unlimited"))],
    "suid_dumpable": [lambda ward: ward.write("/proc/sys/fs/suid_dumpable", "2")],
    "freed_memory": [lambda ward: ward.write("/proc/cmdline", "quiet")],
    "temporary": [lambda ward: ward.environ.update(TMPDIR="/var/tmp"), lambda ward: ward.environ.pop("TMPDIR")],
    "encryption": [lambda ward: ward.write("/sys/block/dm-0/dm/uuid", "LVM-abc"), mounted("ext4", device="/dev/sda1")],
    "environment": [lambda ward: ward.environ.update(PYTHONPATH="/tmp"), lambda ward: ward.environ.update(https_proxy="http://x"),
                    lambda ward: ward.environ.update(TEXTUAL_LOG="/tmp/keys"), lambda ward: ward.environ.update(SSLKEYLOGFILE="/tmp/x")],
    "user": [lambda ward: ward.write("/proc/self/status", "Umask:\t0077\nUid:\t0\t0\t0\t0\n")],
    "umask": [lambda ward: ward.write("/proc/self/status", "Umask:\t0022\nUid:\t1000\t1000\t1000\t1000\n")],
    "others": [lambda ward: ward.write("/run/systemd/sessions/2", "UID=1001\nUSER=berto\nCLASS=user\n")],
    "ptrace": [lambda ward: ward.write("/proc/sys/kernel/yama/ptrace_scope", "0"), lambda ward: ward.remove("/proc/sys/kernel/yama/ptrace_scope")],
    "dmesg": [lambda ward: ward.write("/proc/sys/kernel/dmesg_restrict", "0")],
    "sysrq": [lambda ward: ward.write("/proc/sys/kernel/sysrq", "176")],
    "ctrl_alt_del": [lambda ward: masked(ward, "ctrl-alt-del.target"), lambda ward: ward.remove("/etc/systemd/system.conf.d/desk.conf"),
                     lambda ward: ward.write("/etc/systemd/system.conf.d/zz.conf", "[Manager]\nCtrlAltDelBurstAction=poweroff-force\n")],
    "consoles": [lambda ward: ward.remove("/etc/systemd/logind.conf.d/desk.conf")],
    "buttons": [*(without(name) for name in BUTTONS), pressed("HandlePowerKey"), pressed("HandlePowerKeyLongPress"), pressed("HandleLidSwitchExternalPower")],
    "sticks": [lambda ward: (ward.remove("/etc/modprobe.d/desk.conf"), ward.set(destinations=()))],
    "clock": [lambda ward: setattr(ward, "now", datetime(1970, 1, 1, tzinfo=UTC))],
    "day": [lambda ward: _open_on(ward, 2027), lambda ward: _open_on(ward, 2026)],
    "synchronised": [lambda ward: ward.remove("/run/systemd/timesync/synchronized"),
                     lambda ward: (ward.remove("/run/systemd/timesync/synchronized"), ward.program("timedatectl", "echo no"))],
    "zone": [lambda ward: ward.link("/etc/localtime", "/usr/share/zoneinfo/Etc/UTC"), lambda ward: ward.environ.update(TZ="America/New_York")],
    "entropy": [lambda ward: ward.write("/proc/sys/kernel/random/entropy_avail", "12")],
}
FAILING = [(name, number) for name, made in UNWELL.items() for number in range(len(made))]


def _cuneiform(ward: Ward) -> None:
    """A language whose name no font here can draw."""
    folder = ward.place / "locales" / "akk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    text = (ward.place / "locales/en/LC_MESSAGES/kiosk.po").read_text("utf-8")
    text = text.replace("X-Autonym: English", "X-Autonym: \U00012000\U00012001").replace("Language: en", "Language: akk")
    (folder / "kiosk.po").write_text(text, "utf-8")
    ward.set(languages=("it", "akk"))


def _verified(ward: Ward, until: str) -> None:
    place = ward.place / "flows/altro/prova.yaml"
    verified = f"verified: {{on: 2019-01-01, until: {until}}}\n"
    place.write_text(FLOW.replace("sections:", verified + "sections:"), "utf-8")


def _sql(ward: Ward, *statements: str) -> None:
    with closing(sqlite3.connect(ward.folder / "sportello.db")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def _foreign(ward: Ward) -> None:
    _sql(ward, "CREATE TABLE songs (title TEXT)")


def _newer(ward: Ward) -> None:
    Database(ward.config.local_store).close()
    _sql(ward, "UPDATE schema_version SET version = 99", "PRAGMA user_version = 99")


def _damaged_envelope(ward: Ward) -> None:
    """An envelope that is not what it was, in a store that is not what it was."""
    envelope(ward, "waiting", date(2026, 11, 21))
    ruined(ward)
    Database(ward.config.local_store).close()


def _open_on(ward: Ward, year: int) -> None:
    """The desk was open in this year's summer."""
    store = Database(ward.config.local_store)
    with store.write() as inside:
        inside.insert("last_day", id=1, day=f"{year}-07-01")
    store.close()


def _office(ward: Ward, key_mode: int = 0o600, **changed: object) -> None:
    """The machine of the office, with all that its relay needs but for what is changed."""
    for name in ("relay", "other"):
        made = trustme.CA().issue_cert("127.0.0.1")
        made.private_key_pem.write_to_path(ward.folder / f"{name}.pem")
        made.cert_chain_pems[0].write_to_path(ward.folder / f"{name}.crt")
        (ward.folder / f"{name}.pem").chmod(key_mode)
    named = {"certificate": "relay.crt", "key": "relay.pem", "desks": (("milano-1", "0" * 64),)}
    ward.set(relay=Relay(**named | changed), recipients=(), operators=(), desk=Desk())


def _collected(ward: Ward) -> None:
    ward.write("/proc/sys/kernel/core_pattern", "|/usr/lib/systemd/systemd-coredump %P")
    ward.write("/etc/systemd/coredump.conf", "[Coredump]\n#Storage=none\n")


def test_every_check_has_something_that_it_finds_and_there_are_many():
    assert set(UNWELL) | set(UNSOUND) | set(CHANGEABLE) == set(doctor.CHECKS)
    assert len(doctor.CHECKS) == sum(len(checks) for checks in doctor.GROUPS.values()) >= 40


@pytest.mark.parametrize(("name", "number"), FAILING, ids=[f"{name}-{number}" for name, number in FAILING])
def test_what_is_wrong_is_found_with_its_remedy(ward, name, number):
    UNWELL[name][number](ward)
    found = [finding for finding in ward.findings(name) if finding.state != doctor.OK]

    assert found
    assert all(finding.text and finding.remedy and finding.subject and finding.check == name for finding in found)


def test_where_all_is_well_nothing_is_found(ward):
    findings = doctor.examine(ward.patient())

    assert [finding for finding in findings if finding.state != doctor.OK] == []
    assert len(findings) >= 40


@pytest.mark.parametrize("says", [b"", STARTTLS])
def test_an_office_that_proves_who_it_is_is_well(ward, says):
    office(ward, says, trusted=True)

    assert [(finding.state, "TLSv1" in finding.text) for finding in ward.findings("lines")] == [(doctor.OK, True)]


def test_the_machine_of_an_office_needs_no_operators_and_no_name_for_visitors(ward):
    _office(ward)
    findings = [finding for name in ("relay", "present", "identity", "signboard", "keys", "spare_key") for finding in ward.findings(name)]

    assert [(finding.check, finding.state) for finding in findings] == [("relay", doctor.OK), ("keys", doctor.OK)]


def test_an_office_of_another_name_is_not_trusted(ward):
    there = Office(name="altro.example")
    there.authority.cert_pem.write_to_path(ward.place / "authority.pem")
    destined(url=f"https://127.0.0.1:{there.port}", trust=str(ward.place / "authority.pem"))(ward)

    assert [finding.state for finding in ward.findings("lines")] == [doctor.WRONG]


@pytest.mark.parametrize(("device", "files"), [
    ("/dev/mapper/vg-root", {"dm-3/dm/name": "vg-root", "dm-3/dm/uuid": "LVM-x", "dm-3/slaves/dm-0": ""}),
    ("/dev/dm-7", {"dm-7/dm/name": "swap", "dm-7/dm/uuid": "CRYPT-PLAIN-swap"}),
])
def test_a_disk_above_an_encrypted_one_is_encrypted(ward, device, files):
    for path, text in files.items():
        ward.write(f"/sys/block/{path}", text)
    mounted("ext4", device=device)(ward)

    assert [finding.state for finding in ward.findings("encryption")] == [doctor.OK]


TERMINALS = {
    "kitty": ("kitty/kitty.conf", "scrollback_lines 0\nclipboard_control no-append\ndetect_urls no\nclear_all_shortcuts yes\n", {"TERM": "xterm-kitty"}),
    "alacritty": ("alacritty/alacritty.toml", '[scrolling]\nhistory = 0\n[terminal]\nosc52 = "Disabled"\n[hints]\nenabled = []\n', {"TERM": "alacritty"}),
    "xterm": ("~/.Xresources", "XTerm*saveLines: 0\nXTerm*disallowedWindowOps: SetSelection,GetSelection,20,21\nXTerm*omitTranslation: popup-menu\n",
              {"TERM": "xterm-256color", "XTERM_VERSION": "XTerm(379)"}),
}


@pytest.mark.parametrize("name", TERMINALS)
@pytest.mark.parametrize("configured", [True, False])
def test_every_terminal_we_know_can_be_locked_and_is_told_how(ward, name, configured):
    place, text, environ = TERMINALS[name]
    ward.emulate(place, text if configured else "\n", **environ)
    states = [finding.state for check in ("scrollback", "clipboard", "links", "windows") for finding in ward.findings(check)]

    assert set(states) == {doctor.OK if configured else doctor.WRONG}
    assert len(states) >= 3


WELL: dict[str, Callable[[Ward], object]] = {
    "authorities": lambda ward: office(ward, trusted=True),
    "coredump": lambda ward: ward.write("/proc/sys/kernel/core_pattern", "|/usr/lib/systemd/systemd-coredump %P"),
    "destination_secrets": lambda ward: secret(ward, 0o600),
    "flow_control": lambda ward: None,
    "logbook": logged,
    "paper": lambda ward: destined(url="print:")(ward),
    "sender": lambda ward: envelope(ward, "waiting", date(2026, 11, 20)),
    "stuck": lambda ward: envelope(ward, "waiting", date(2026, 11, 1)),
    "swap": lambda ward: ward.write("/proc/swaps", SOUND_SWAPS + "/dev/dm-0 partition 100 0 -2\n/swapfile file 100 0 -3\n"),
    "synchronised": lambda ward: (ward.remove("/run/systemd/timesync/synchronized"), ward.program("timedatectl", "echo yes")),
    "zone": lambda ward: (ward.remove("/etc/localtime"), ward.write("/etc/timezone", "Europe/Rome\n")),
}


@pytest.mark.parametrize("name", WELL)
def test_what_is_well_in_another_way_is_well_too(ward, name):
    WELL[name](ward)

    assert [finding.state for finding in ward.findings(name)] == [doctor.OK]


def test_the_ward_is_a_real_desk(ward):
    assert ward.patient().is_real and isinstance(ward.file, Path)
