"""What the program may not do, as rules that read a module: each with a text that breaks it, and one like it that does not."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_ASKS = ("execute", "executemany", "executescript", "exec_driver_sql", "text")


@dataclass(frozen=True, slots=True)
class Rule:
    """`found` gives the places in a module; every one of `bad` has some, none of `good` has any."""

    found: Callable[[ast.Module], Iterator[ast.AST]]
    bad: tuple[str, ...]
    good: tuple[str, ...]


def _nodes(look: Callable[[ast.AST], bool]) -> Callable[[ast.Module], Iterator[ast.AST]]:
    return lambda tree: (node for node in ast.walk(tree) if look(node))


def _imports(*modules: str) -> Callable[[ast.AST], bool]:
    def look(node: ast.AST) -> bool:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        return any(name.split(".")[0] in modules for name in names)

    return look


def _takes(**from_modules: tuple[str, ...]) -> Callable[[ast.AST], bool]:
    """`module.name`, or `from module import name`."""
    def look(node: ast.AST) -> bool:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return node.attr in from_modules.get(node.value.id, ())
        return isinstance(node, ast.ImportFrom) and any(alias.name in from_modules.get(node.module or "", ()) for alias in node.names)

    return look


def _runs_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec", "compile", "__import__")


def _trusts_anybody(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in ("verify", "check_hostname") and isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Assign):
        off = isinstance(node.value, ast.Constant) and not node.value.value
        return off and any(isinstance(one, ast.Attribute) and one.attr in ("check_hostname", "verify_mode") for one in node.targets)
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name in ("CERT_NONE", "CERT_OPTIONAL", "_create_unverified_context") or _takes(ssl=("CERT_NONE", "CERT_OPTIONAL"))(node)


def put_together(tree: ast.Module) -> Iterator[ast.AST]:
    """What is asked of a store in words that were made from others, there or where its name was given."""
    for scope in (node for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef))):
        made = {name for node in _within(scope) for name in _named(node)}
        yield from (node.args[0] for node in _within(scope) if _asks(node) and (_is_made(node.args[0]) or getattr(node.args[0], "id", "") in made))


def _within(scope: ast.AST) -> Iterator[ast.AST]:
    """Everything in a scope that is not in a function of its own."""
    for node in ast.iter_child_nodes(scope):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node
            yield from _within(node)


def _named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.NamedExpr)) and node.value is not None and (isinstance(node, ast.AugAssign) or _is_made(node.value)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (one.id for one in targets if isinstance(one, ast.Name))


def _asks(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not node.args:
        return False
    if isinstance(node.func, ast.Attribute):
        # `words.text` and `self.text` are of the catalog
        return node.func.attr in _ASKS and (node.func.attr != "text" or ast.unparse(node.func.value) in ("sqlalchemy", "sa", "sql"))
    return isinstance(node.func, ast.Name) and node.func.id in _ASKS


def _is_made(node: ast.AST) -> bool:
    """Is it a text with others in it: f"", +, %, format, join, replace? What another call takes in is looked at there."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, (ast.Add, ast.Mod))
    if isinstance(node, ast.IfExp):
        return _is_made(node.body) or _is_made(node.orelse)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "format_map", "join", "replace")


RULES = {
    "a text that is run": Rule(
        _nodes(_runs_text),
        ("eval(said)", "exec(said)", "compile(said, '', 'exec')", "__import__(said)"),
        ("re.compile(said)", "script.compile(node)", "connection.execute(query)"),
    ),
    "chance that can be foreseen": Rule(
        _nodes(_imports("random")), ("import random", "import random as chance", "from random import choice"), ("import secrets", "from kiosk.random_codes import make"),
    ),
    "bytes that become an object": Rule(
        _nodes(_imports("pickle", "cPickle", "dill", "marshal", "shelve", "jsonpickle")),
        ("import pickle", "from pickle import loads", "import marshal", "from shelve import open", "import os, dill"),
        ("import json", "from kiosk.authoring.shelf import Shelf"),
    ),
    "YAML that becomes an object": Rule(
        _nodes(_takes(yaml=("load", "load_all", "unsafe_load", "unsafe_load_all", "full_load", "full_load_all", "Loader", "UnsafeLoader", "FullLoader", "CLoader", "CUnsafeLoader"))),
        ("yaml.load(text, Loader=mine)", "yaml.unsafe_load(text)", "from yaml import full_load", "yaml.parse(text, Loader=yaml.UnsafeLoader)"),
        ("yaml.parse(text, Loader=yaml.SafeLoader)", "json.load(file)", "config.load(place)"),
    ),
    "a shell": Rule(
        _nodes(lambda node: (isinstance(node, ast.keyword) and node.arg == "shell")
               or _takes(os=("system", "popen"), subprocess=("getoutput", "getstatusoutput"), pty=("spawn",))(node)),
        ("os.system('lp')", "from os import system", "os.popen(said)", "subprocess.run(said, shell=True)", "run(said, shell=asked)", "subprocess.getoutput(said)"),
        ("subprocess.run(['lp', '-'])", "os.write(2, said)", "platform.system()"),
    ),
    "a server that may be anybody": Rule(
        _nodes(_trusts_anybody),
        ("context.verify_mode = ssl.CERT_NONE", "from ssl import CERT_NONE", "httpx.Client(verify=False)", "context.check_hostname = False",
         "ssl._create_unverified_context()", "context.verify_mode = 0"),
        ("AsyncHTTPTransport(verify=self._tls)", "ssl.create_default_context()", "context.check_hostname = True", "key.verify(message)"),
    ),
    "a failure of any kind, passed over": Rule(
        _nodes(lambda node: isinstance(node, ast.ExceptHandler) and node.type is None),
        ("try:\n    save()\nexcept:\n    pass",), ("try:\n    save()\nexcept OSError:\n    pass",),
    ),
    "SQL put together": Rule(
        put_together,
        ("store.execute(f'SELECT {name}')", "store.execute('SELECT ' + name)", "store.exec_driver_sql('SELECT %s' % name)", "store.execute(text(f'DROP {name}'))",
         "store.executescript('DROP {}'.format(name))", "def look(name):\n    asked = f'SELECT {name}'\n    store.execute(asked)",
         "asked = 'SELECT '\nasked += name\nstore.execute(text(asked))", "store.execute('SELECT 1' if plain else f'SELECT {name}')",
         "store.execute('SELECT ' + ', '.join(names), ())", "sqlalchemy.text(f'SELECT {name}')"),
        ("store.execute('SELECT ?', (name,))", "store.execute(text('SELECT :name'), {'name': name})", "store.execute(f'SELECT 1')", "words.text(flow, f'{page}.ask', said)",
         "store.execute(found.select().where(found.c.name == name))", "def look(asked):\n    store.execute(asked)\ndef tell(name):\n    asked = f'{name}?'"),
    ),
}
"""Each rule by what it finds."""

ALLOWED = {
    ("SQL put together", "kiosk/database/postgres.py", "f\"SET LOCAL {name} = '{_MIGRATION_SECONDS}s'\""): "two names of this line and a number of ours: a setting takes no parameter",
    ("SQL put together", "kiosk/database/postgres.py", "f'SELECT pg_advisory_xact_lock({_MIGRATION})'"): "a number of ours",
    ("SQL put together", "kiosk/database/__init__.py", "f'PRAGMA {name}'"): "names of PRAGMAS, ours; a pragma takes no parameter",
    ("SQL put together", "kiosk/database/sqlite.py", "f'PRAGMA {name}={value}'"): "names and values of PRAGMAS, ours; a pragma takes no parameter",
    ("SQL put together", "kiosk/database/sqlite.py", "statement.format(bytes='BLOB')"): "our own steps, and one of two words",
    ("SQL put together", "kiosk/database/schema.py", "statement.format(bytes='BYTEA' if shared else 'BLOB')"): "our own steps, and one of two words",
    ("SQL put together", "kiosk/database/schema.py", "f'PRAGMA user_version = {len(MIGRATIONS)}'"): "a number of ours; a pragma takes no parameter",
    ("SQL put together", "kiosk/database/store.py", "f'SELECT {clock}'"): "one of two texts of the line before",
    ("SQL put together", "kiosk/database/sqlite.py", "f'PRAGMA table_info({name})'"): "names of tables, which take no parameter: our own tables by then, or those of a later version; one statement, that reads",
    ("SQL put together", "kiosk/database/sqlite.py", "f\"SELECT {', '.join(columns) or 1} FROM {name}\""): "the same names, and their columns; one statement, that reads",
}
"""What is fine all the same: rule, file and the words, and why. No visitor and no operator can give a name to a table or a setting."""
