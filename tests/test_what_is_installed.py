"""What comes onto a desk with the kiosk: these distributions and no other, so that none comes in unseen with another."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.practice import ROOT

APPROVED = {
    "pyproject.toml": "arabic-reshaper babel fontpkg-hind-siliguri fontpkg-noto-sans fontpkg-noto-sans-arabic holidays httpx icalendar phonenumbers platformdirs "
                      "pylopdf-fonts-zh-cn pynacl pyrage python-codicefiscale python-stdnum pyyaml rapidfuzz segno sqlalchemy textual typst tzdata wcwidth",
    "textual": "linkify-it-py markdown-it-py mdit-py-plugins mdurl pygments rich typing-extensions",
    "httpx": "anyio certifi h11 httpcore idna",
    "icalendar and holidays": "python-dateutil six",
    "pynacl": "cffi pycparser",
    "python-codicefiscale": "python-fsutil python-slugify text-unidecode",
    "the fonts": "fontpkg",
}
"""By what brings them."""

SOMETIMES = {"greenlet", "uc-micro-py"}
"""What SQLAlchemy 2.0 asks for on most machines, and linkify-it-py 2.0 everywhere; later ones do without."""


def needed(lines: list[str], extras: frozenset[str] = frozenset()) -> Iterator[Requirement]:
    """Those that are needed here, by this Python and with these extras."""
    for line in lines:
        one = Requirement(line)
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras or {""}):
            yield one


def reached(lines: list[str]) -> set[str]:
    """Everything that these requirements bring along, by name."""
    found: set[tuple[str, frozenset[str]]] = set()
    left = list(needed(lines))
    while left:
        one = left.pop()
        asked = canonicalize_name(one.name), frozenset(one.extras)
        if asked not in found:
            found.add(asked)
            left += needed(metadata.requires(asked[0]) or [], asked[1] | {""})
    return {name for name, _ in found}


def test_with_the_kiosk_come_these_distributions_and_no_other():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = reached(project["dependencies"])
    approved = {name for names in APPROVED.values() for name in names.split()}

    assert found - approved - SOMETIMES == set(), "look at who makes it and what it does, then approve it here"
    assert approved - found == set(), "it does not come any more: take it off"
    assert {canonicalize_name(Requirement(line).name) for line in project["dependencies"]} == set(APPROVED["pyproject.toml"].split())


def test_one_that_comes_with_another_is_seen():
    assert "packaging" in reached(["pytest>=8"])
    assert "psycopg" not in reached(["sqlalchemy"])
