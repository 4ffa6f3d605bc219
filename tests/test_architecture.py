"""The order of imports and the size of things, run and not wished (docs/design.md)."""

from __future__ import annotations

import ast
import io
import re
import statistics
import tokenize
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("news", "storage", "crawler", "scheduler", "app")
MODULES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))
PYTHON = [
    *MODULES,
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "benchmarks").rglob("*.py")),
]
PURE_CRAWLER = ("crawler/extract/", "crawler/discover/", "crawler/look.py")
SOUP_ROOMS = {"crawler/extract/prose.py", "crawler/extract/encoding.py"}
HIDING_NAMES = re.compile(r"^(utils?|helpers?|common|managers?|handlers?|base)\.py$")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(_source(path))


@cache
def _imports(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def _docstring_lines(tree: ast.AST) -> set[int]:
    lines: set[int] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            lines.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return lines


@cache
def _code_lines(path: Path) -> frozenset[int]:
    """Numbers of the lines that hold code: no blanks, comments or docstrings."""
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(_source(path)).readline):
        if token.type not in silent and token.string:
            lines.update(range(token.start[0], token.end[0] + 1))
    return frozenset(lines - _docstring_lines(_tree(path)))


def _function_sizes(path: Path) -> list[tuple[int, str]]:
    code = _code_lines(path)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = [node for node in ast.walk(_tree(path)) if isinstance(node, kinds)]
    return [
        (
            len(code & set(range(f.body[0].lineno, (f.end_lineno or f.lineno) + 1))),
            f"{_name(path)}:{f.name}",
        )
        for f in functions
    ]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_layer_imports_only_from_its_left(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0]
    forbidden = set(LAYERS[LAYERS.index(layer) + 1 :])
    tops = {name.split(".")[0] for name in _imports(path)}
    assert not tops & forbidden


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {_name(path).removesuffix(".py").replace("/", "."): path for path in MODULES}
    graph = {name: _imports(path) & names.keys() - {name} for name, path in names.items()}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_each_library_stays_in_its_room(path: Path) -> None:
    name = _name(path)
    tops = {found.split(".")[0] for found in _imports(path)}
    if not name.startswith("crawler/") or name.startswith(PURE_CRAWLER):
        assert not tops & {"scrapy", "twisted"}
    if name not in SOUP_ROOMS:
        assert "bs4" not in tops
    if not name.startswith("storage/"):
        assert "sqlite_utils" not in tops
    if not name.startswith("scheduler/"):
        assert not tops & {"apscheduler", "apprise"}


QUESTIONS = {"row", "rows", "execute", "executemany", "executescript"}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_the_storage_speaks_sql(path: Path) -> None:
    """Others may open a transaction around what they ask of it, and ask by name only."""
    if _name(path).startswith("storage/"):
        return
    calls = [node.func for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)]
    asked = [call for call in calls if isinstance(call, ast.Attribute) and call.attr in QUESTIONS]
    assert [f"line {call.lineno}: {ast.unparse(call)}" for call in asked] == []


@pytest.mark.parametrize("path", PYTHON, ids=_name)
def test_sqlite_comes_through_sqlite_utils_only(path: Path) -> None:
    imports = _imports(path)
    assert not {found for found in imports if found.split(".")[0] in {"sqlite3", "pysqlite3"}}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_stays_small_and_says_its_name(path: Path) -> None:
    assert len(_code_lines(path)) <= 250
    assert not HIDING_NAMES.match(path.name)


def test_functions_stay_small() -> None:
    sizes = sorted(size for path in MODULES for size in _function_sizes(path))
    lengths = [length for length, _ in sizes]
    assert [entry for entry in sizes if entry[0] > 40] == []
    assert lengths[int(len(lengths) * 0.9)] <= 25
    assert statistics.median(lengths) <= 8


def test_everything_is_caught_in_two_places_at_most() -> None:
    broad = re.compile(r"except( Exception| BaseException)?( as \w+)?:")
    swallowing = [
        f"{_name(path)}:{number}"
        for path in MODULES
        for number, line in enumerate(_source(path).splitlines(), 1)
        if broad.search(line) and "re-raised" not in line
    ]
    assert len(swallowing) <= 2, swallowing


def test_no_test_sleeps() -> None:
    this = Path(__file__)
    sleepy = [
        _name(p)
        for p in (ROOT / "tests").rglob("*.py")
        if p != this and re.search(r"\bsleep\(", p.read_text(encoding="utf-8"))
    ]
    assert sleepy == []
