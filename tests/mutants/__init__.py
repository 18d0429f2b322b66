"""Faults put in on purpose, one at a time: how many of them the tests of a module find.

    python -m tests.mutants                          every module of the table, all faults: hours
    python -m tests.mutants dispatch/codes           one module
    python -m tests.mutants --sample 20 --seed 7     twenty faults of each, drawn by a seed
"""

from __future__ import annotations

TARGETS: dict[str, tuple[str, ...]] = {
    "kiosk/dispatch/codes.py": ("tests/dispatch/test_codes.py",),
    "kiosk/i18n/text.py": ("tests/i18n/test_text.py",),
    "kiosk/dispatch/files.py": ("tests/dispatch/test_files.py",),
    "kiosk/dispatch/sealing.py": ("tests/dispatch/test_sealing.py", "tests/desk/test_drafts.py"),
    "kiosk/desk/pepper.py": ("tests/desk/test_pepper.py", "tests/desk/test_frozen_draft.py"),
    "kiosk/desk/gate.py": ("tests/desk/test_gate_counts.py", "tests/desk/test_gate.py"),
    "kiosk/desk/drafts.py": ("tests/desk/test_draft_rows.py", "tests/desk/test_drafts.py", "tests/desk/test_frozen_draft.py"),
    "kiosk/database/store.py": ("tests/database/test_store.py", "tests/test_database.py"),
    "kiosk/dispatch/outbox.py": ("tests/dispatch/test_outbox_rows.py", "tests/dispatch/test_outbox.py", "tests/dispatch/test_outbox_states.py"),
    "kiosk/dispatch/envelopes.py": ("tests/dispatch/test_envelopes.py",),
    "kiosk/dispatch/sender.py": ("tests/dispatch/test_sender.py",),
    "kiosk/authoring/source.py": ("tests/authoring/test_source_places.py", "tests/authoring/test_source.py"),
    "kiosk/authoring/shape.py": ("tests/authoring/test_values.py", "tests/authoring/test_refusals.py"),
    "kiosk/authoring/reader.py": ("tests/authoring/test_reader_whole.py", "tests/authoring/test_reader.py", "tests/authoring/test_refusals.py"),
}
"""Each module whose faults would cost a person most, and the tests that are meant to find them, the quickest first."""
GOAL = 85.0
"""Of a hundred faults, how many must be found."""


def named(words: list[str]) -> list[str]:
    """The modules of the table whose path ends so; all without a word, LookupError for a word that fits none."""
    unknown = [word for word in words if not any(_fits(module, word) for module in TARGETS)]
    if unknown:
        raise LookupError(f"{', '.join(unknown)}: there is {', '.join(TARGETS)}")
    return [module for module in TARGETS if not words or any(_fits(module, word) for word in words)]


def _fits(module: str, word: str) -> bool:
    return f"/{module}".removesuffix(".py").endswith(f"/{word.removesuffix('.py')}")
