"""Disks of a test's own: an ext4 image whose power can be cut, and one in memory that is soon full. Only for root."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.harness import CannotRunHere


@contextmanager
def image(place: Path, megabytes: int) -> Iterator[tuple[Path, Path]]:
    """A new ext4 image and where it is mounted."""
    _need("mkfs.ext4", "mount", "umount")
    disk = place / "disk"
    with open(disk, "wb") as file:
        file.truncate(megabytes * 2**20)
    _run("mkfs.ext4", "-q", "-F", str(disk))
    with mounted(disk, place / "disk.mounted") as folder:
        yield disk, folder


@contextmanager
def mounted(disk: Path, folder: Path) -> Iterator[Path]:
    """An image, seen as a folder."""
    folder.mkdir(exist_ok=True)
    _run("mount", "-o", "loop", str(disk), str(folder))
    try:
        yield folder
    finally:
        _run("umount", "-l", str(folder))


@contextmanager
def small(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk in memory of this size."""
    _need("mount", "umount")
    folder.mkdir(exist_ok=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        _run("umount", "-l", str(folder))


def remount(folder: Path, options: str) -> None:
    """A disk in memory, with what is on it, made read-only ("ro") and back ("rw")."""
    _run("mount", "-o", f"remount,{options}", str(folder))


def frozen(disk: Path) -> bytes:
    """What has reached the image by now, of which nobody writes any more: read until two readings agree.

    The kernel may still be writing back; a copy taken only once can be torn.
    """
    last = disk.read_bytes()
    while (found := disk.read_bytes()) != last:
        last = found
    return found


def _need(*commands: str) -> None:
    if os.geteuid():
        raise CannotRunHere("only root may mount a disk")
    for command in commands:
        if not shutil.which(command):
            raise CannotRunHere(f"{command} is not installed")


def _run(*command: str) -> None:
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode:
        raise CannotRunHere(f"{' '.join(command[:2])}: {ran.stderr.strip()[:120]}")
