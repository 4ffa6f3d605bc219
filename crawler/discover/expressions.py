"""What a script makes of strings, variables and values of its page, as far as words tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Element: TypeAlias = Any

PAGE, OFFSET = "{page}", "{offset}"  # where an address or a field counts pages, or items
PAGE_FIELD = re.compile(
    r"(?:page|p|trang|page_?(?:index|number|no|num)|paged|current_?page|cur_?page|pn|sotrang)",
    re.IGNORECASE,
)
OFFSET_FIELD = re.compile(r"(?:offset|start|skip|limitstart|from|no)", re.IGNORECASE)
_OPERAND = re.compile(
    r"\s*(?:(?P<text>'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`[^`]*`)|(?P<number>-?\d+(?![\w.]))|"
    r"(?P<name>(?:\$\([^()]*\)|-?[A-Za-z_$][\w$]*)(?:\.[\w$]+|\(\s*(?:'[^']*'|\"[^\"]*\")?\s*\))*))"
)
_PLUS = re.compile(r"\s*\+")
_HOLE = re.compile(r"\$\{([^{}]*)\}")
# What stands before a value names it: `page=`, `'pageIndex':'`.
_NAMED = re.compile(r"(\w+)['\"]?\s*[=:]\s*['\"]?$")
_FOLDER = re.compile(r"(?:page|trang|p|paged|pageindex)[/-]$", re.IGNORECASE)
_ASSIGNED = re.compile(
    r"(?:^|[\s;,{(])(?P<name>[A-Za-z_$][\w$.]*)\s*=(?!=)\s*(?P<value>[^;\n]{1,400})"
)
_INPUT = re.compile(
    r"\$\(\s*['\"]#([\w-]+)['\"]\s*\)\.val\(\)|getElementById\(\s*['\"]([\w-]+)['\"]\s*\)\.value|"
    r"querySelector\(\s*['\"]#([\w-]+)['\"]\s*\)\.value"
)
_DATA = re.compile(
    r"\.dataset\.(\w+)|\.(?:data|attr|getAttribute)\(\s*['\"](?:data-)?([\w-]+)['\"]\s*\)"
)
_META = re.compile(r"meta\[name=(?:\\?['\"])?([\w-]+)")
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Values:
    """What scripts read of a page: variables as written, inputs by id, `data-` attributes, meta."""

    variables: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)

    def within(self, script: str) -> Values:
        """With the variables of one more script; those of the page come first."""
        return Values(variables_of([script]) | self.variables, self.inputs, self.data, self.meta)

    def find(self, name: str, depth: int = 0) -> str | None:
        """The value of a variable, input or attribute; None where the page does not tell."""
        found = _INPUT.search(name)
        if found:
            return self.inputs.get(next(group for group in found.groups() if group))
        found = _META.search(name)
        if found:
            return self.meta.get(found[1])
        found = _DATA.search(name)
        if found:
            return self.data.get(_plain(found[1] or found[2]))
        written = self.variables.get(name.lstrip("-"))
        if written is None or depth > _DEEPEST:
            return None
        return build(written, self, depth + 1)


def read_values(tree: Element) -> Values:
    """What scripts may read of a page."""
    scripts = [script.text or "" for script in tree.iter("script") if not script.get("src")]
    inputs: dict[str, str] = {}
    for node in tree.iter("input"):
        inputs.setdefault(node.get("id") or node.get("name") or "", node.get("value") or "")
    data: dict[str, str] = {}
    for node in tree.iter("div", "button", "a", "ul", "section", "span", "table", "input"):
        for name, value in node.items():
            if name.startswith("data-"):
                data.setdefault(_plain(name[5:]), value)
    meta = {node.get("name") or "": node.get("content") or "" for node in tree.iter("meta")}
    return Values(variables_of(scripts), inputs, data, meta)


def variables_of(scripts: Iterable[str]) -> dict[str, str]:
    """What scripts assign to each name, as written; the first assignment stands."""
    found: dict[str, str] = {}
    for script in scripts:
        for match in _ASSIGNED.finditer(script):
            found.setdefault(match["name"], match["value"])
    return found


def build(text: str, values: Values, depth: int = 0) -> str:
    """The string that an expression at the head of the text makes, with marks for the page."""
    built, position = "", 0
    while True:
        found = _OPERAND.match(text, position)
        if found is None:
            return built
        built += _operand(found, built, values, depth)
        plus = _PLUS.match(text, found.end())
        if plus is None:
            return built
        position = plus.end()


def _operand(found: re.Match[str], before: str, values: Values, depth: int) -> str:
    if found["number"]:
        return found["number"]
    if found["name"]:
        return _named(found["name"], before, values, depth)
    quoted = found["text"]
    if quoted[0] != "`":
        return quoted[1:-1].replace("\\'", "'").replace('\\"', '"').replace("\\/", "/")
    built, position = "", 1
    for hole in _HOLE.finditer(quoted):
        built += quoted[position : hole.start()]
        built += _named(hole[1].strip(), before + built, values, depth)
        position = hole.end()
    return built + quoted[position:-1]


def _named(name: str, before: str, values: Values, depth: int) -> str:
    """A variable's value; a mark where it counts pages, by its place or by its own name."""
    place = _NAMED.search(before)
    if place and OFFSET_FIELD.fullmatch(place[1]):
        return OFFSET
    counts = PAGE_FIELD.fullmatch(place[1]) if place else _FOLDER.search(before)
    if counts or (depth == 0 and PAGE_FIELD.fullmatch(name)):
        return PAGE
    value = values.find(name, depth) or ""
    return f"-{value}" if value and name.startswith("-") else value


def _plain(name: str) -> str:
    """One spelling of `data-cat-id`, `catId` and `catid`."""
    return name.replace("-", "").lower()
