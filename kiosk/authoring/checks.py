"""What one flow alone shows to be wrong, once all of it has been read.

Pages and endings that no answer reaches, papers that use answers nobody gives, facts asked twice, court facts
kept without a law, a verification that has run out.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from kiosk.authoring.finite import Possible, Trial
from kiosk.authoring.manuscript import Condition, Manuscript, near
from kiosk.authoring.secrecy import check_words
from kiosk.authoring.source import Problems
from kiosk.authoring.validity import lapsed, stale
from kiosk.authoring.wording import check_wording
from kiosk.forms.flow import Flow

if TYPE_CHECKING:
    from kiosk.authoring.reader import Setting

TITLE_CELLS = 34
_WHAT = {"ending": "La fine", "when": "La parte", "if": "Il passo"}
_USED = re.compile(
    r"""\b(?:answer|has|is)\(\s*"(?P<called>[^"]*)"|\bdata\.(?:answers|state|value|repeats)\."""
    r"""(?:at\(\s*"(?P<at>[^"]*)"|(?!(?:at|keys|values|pairs|len|insert|remove)\b)(?P<dotted>[A-Za-z_][\w-]*))"""
)
_COMMENT = re.compile(r"//[^\n]*")


def check_flow(script: Manuscript, flow: Flow, setting: Setting) -> None:
    """Add to `script` the problems that only the whole flow shows."""
    possible = Possible(flow)
    for condition in script.conditions:
        if condition.key in _WHAT:
            _reached(script, condition, possible)
    _facts(script, flow, possible)
    _court(script, flow)
    _papers(script, flow, setting)
    _fresh(script, flow, setting.today)
    check_words(script, flow)
    check_wording(script.said, script.files)


def _reached(script: Manuscript, condition: Condition, possible: Possible) -> None:
    problems, expression = script.files[condition.file], condition.expression
    if not expression.names:
        if "today" not in expression.source:
            holds = expression(Trial()) is True
            _constant(problems, condition, holds)
    elif possible.can_hold(expression) is False:
        _constant(problems, condition, False)


def _constant(problems: Problems, condition: Condition, holds: bool) -> None:
    source = condition.expression.source
    if holds:
        problems.add("F051", condition.node, source=source)
    else:
        problems.add("F050", condition.node, what=f"{_WHAT[condition.key]} «{condition.part}»", source=source)


def _facts(script: Manuscript, flow: Flow, possible: Possible) -> None:
    """The same fact in two fields that one visit can both meet."""
    by_fact: dict[str, list[str]] = {}
    for fact, name in script.facts:
        by_fact.setdefault(fact, []).append(name)
    for fact, names in by_fact.items():
        for number, name in enumerate(names):
            earlier = next((one for one in names[:number] if _both_asked(one, name, possible)), None)
            if earlier is not None:
                asked = script.names[name]
                place = asked.line, asked.column
                script.files[asked.file].add("F052", place, fact=fact, line=script.names[earlier].line)


def _both_asked(first: str, second: str, possible: Possible) -> bool:
    """Can one visit meet both? When that cannot be told, the author is believed."""
    gates = possible.gates.get(first, ()), possible.gates.get(second, ())
    return not all(gates) or possible.can_hold(*gates[0], *gates[1]) is True


def _court(script: Manuscript, flow: Flow) -> None:
    """Court facts (art. 10) need a law, or must never be kept: then some field says so."""
    privacy = flow.privacy
    if privacy is None or "art10" not in privacy.categories or privacy.law:
        return
    if all(field.keep for page in flow.every_page() for field in page.fields):
        script.problems.add("F084", script.court or (1, 1))


def _papers(script: Manuscript, flow: Flow, setting: Setting) -> None:
    """Every template is there and uses only answers that the flow asks."""
    if setting.templates is None:
        return
    repeats = {page.id for page in flow.pages if page.repeat}
    known = {*flow.fields, *repeats}
    for document in flow.documents:
        if document.template not in script.templates:
            continue
        body = setting.templates.get(document.template)
        if body is None:
            script.problems.add("F070", script.templates[document.template], name=document.template)
        else:
            _template(script, document.template, body, known, setting.folder)


def _template(script: Manuscript, name: str, body: str, known: set[str], folder: str) -> None:
    file = f"{folder}/{name}" if folder else name
    problems = script.files.setdefault(file, Problems(file))
    for number, line in enumerate(body.split("\n"), 1):
        for found in _USED.finditer(_COMMENT.sub("", line)):
            used = next(text for text in found.groups() if text is not None)
            if used not in known:
                problems.add("F071", (number, found.start(found.lastgroup) + 1), name=used, hint=near(used, known))


def _fresh(script: Manuscript, flow: Flow, today: date) -> None:
    until = flow.verified_until
    if stale(until, today):
        code = "F083" if lapsed(until, today) else "F082"
        script.problems.add(code, script.until or (1, 1), day=until.isoformat())
