"""What a check says, and how it is told: what is wrong first, each with its remedy; what is well in few words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.desk.doctor.patient import Patient

OK, MISSING, WRONG = "ok", "manca", "da sistemare"
_HEADINGS = {
    (WRONG, False): "DA SISTEMARE",
    (MISSING, False): "DA MIGLIORARE (lo sportello funziona lo stesso)",
    (MISSING, True): "PER UNO SPORTELLO VERO (in prova non serve)",
}
_LOOK_CLOSER = "Prova di nuovo; se resta così, guarda questa parte della configurazione e del computer."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` is empty when there is nothing to do, `group` and `check` say who looked.

    `later` when it is missing here because this is a practice desk, and would be wrong on a real one.
    """

    subject: str
    state: str
    text: str
    remedy: str = ""
    group: str = ""
    check: str = ""
    later: bool = False


def good(text: str, subject: str = "") -> Finding:
    return Finding(subject, OK, text)


def advice(text: str, remedy: str, subject: str = "") -> Finding:
    """Something that a desk can do without."""
    return Finding(subject, MISSING, text, remedy)


def wrong(text: str, remedy: str, subject: str = "") -> Finding:
    return Finding(subject, WRONG, text, remedy)


Found = Finding | Iterable[Finding] | None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at; `subject` names what it finds, unless the finding names itself."""

    subject: str
    look: Callable[[Patient], Found]

    @property
    def name(self) -> str:
        return self.look.__name__

    def findings(self, patient: Patient) -> Iterator[Finding]:
        """What it finds, nothing where it does not apply; a look that fails is a finding too."""
        try:
            found = self.look(patient)
            for finding in () if found is None else (found,) if isinstance(found, Finding) else found:
                yield replace(finding, subject=finding.subject or self.subject, check=self.name)
        except (KioskError, OSError) as failure:
            yield Finding(self.subject, WRONG, str(failure), _LOOK_CLOSER, check=self.name)


def check(subject: str) -> Callable[[Callable[[Patient], Found]], Check]:
    """Marks a function as a check under this Italian name."""
    return lambda look: Check(subject, look)


def is_healthy(findings: Iterable[Finding]) -> bool:
    """Nothing is wrong; something may be missing that this desk can do without."""
    return all(finding.state != WRONG for finding in findings)


def told(findings: tuple[Finding, ...]) -> str:
    """The findings as lines to be read: what is wrong, what is missing, what is well, and how many of each."""
    problems = [line for kind in _HEADINGS for line in _problems(findings, *kind)]
    return "\n".join([*problems, *_well(findings), summary(findings)])


def summary(findings: tuple[Finding, ...]) -> str:
    """One line at the end."""
    count = {state: sum(finding.state == state for finding in findings) for state in (WRONG, MISSING, OK)}
    return f"{len(findings)} controlli: {count[WRONG]} da sistemare, {count[MISSING]} da migliorare, {count[OK]} a posto."


def as_json(findings: tuple[Finding, ...]) -> str:
    """The same for a program: {"healthy": ..., "findings": [...]}."""
    whole = {"healthy": is_healthy(findings), "findings": [asdict(finding) for finding in findings]}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _problems(findings: tuple[Finding, ...], state: str, later: bool) -> Iterator[str]:
    found = [finding for finding in findings if (finding.state, finding.later) == (state, later)]
    if found:
        yield _HEADINGS[state, later]
    for finding in found:
        yield f"  {_where(finding)}: {finding.text}"
        yield f"    -> {finding.remedy}"
    if found:
        yield ""


def _where(finding: Finding) -> str:
    return f"{finding.group} / {finding.subject}" if finding.group and finding.group != finding.subject else finding.subject


def _well(findings: tuple[Finding, ...]) -> Iterator[str]:
    found = [finding for finding in findings if finding.state == OK]
    if not found:
        return
    yield "A POSTO"
    for group in dict.fromkeys(finding.group for finding in found):
        for finding in found:
            if finding.group == group:
                yield f"  {finding.group:<10} {finding.subject}: {finding.text}"
    yield ""
