"""Lists that a script fills: the endpoint and its fields as written in the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator

Element: TypeAlias = Any

_LONGEST_SCRIPT = 200_000
_ADDRESS = re.compile(
    r"(?:url\s*:\s*|\$\.(?:post|get|ajax|getJSON)\(\s*|fetch\(\s*|\.load\(\s*|\.open\(\s*['\"](?:GET|POST)['\"]\s*,\s*)"
    r"(?P<quote>['\"])(?P<address>[^'\"\s]{2,300})(?P=quote)(?P<rest>\s*\+\s*[\w$.]+)?"
)
_PAGED = re.compile(r"page|trang|load|more|list|article|tin|news|paging|pagination", re.IGNORECASE)
_DATA = re.compile(r"data\s*:\s*(?:JSON\.stringify\(\s*)?\{(?P<body>[^{}]{1,2000})\}")
_POSTED = re.compile(r"\$\.post\(\s*['\"][^'\"]+['\"]\s*,\s*\{(?P<body>[^{}]{1,2000})\}")
_PAIR = re.compile(
    r"['\"]?(?P<name>[A-Za-z_][\w$-]*)['\"]?\s*:\s*"
    r"(?P<value>'[^']*'|\"[^\"]*\"|-?\d+|[A-Za-z_$][\w$.]*(?:\s*[+*-]\s*[\w$.]+)?)"
)
_VARIABLE = re.compile(
    r"(?:var|let|const)?\s*(?P<name>[A-Za-z_$][\w$.]*)\s*=\s*(?P<value>'[^']*'|\"[^\"]*\"|-?\d+)\s*[;,\n]"
)
_PAGE_FIELD = re.compile(
    r"^(?:page|p|trang|page_?(?:index|number|no|num)|paged|current_?page|cur_?page|pn|sotrang)$",
    re.IGNORECASE,
)
_OFFSET_FIELD = re.compile(r"^(?:offset|start|skip|limitstart|from|no)$", re.IGNORECASE)
_SIZE_FIELD = re.compile(
    r"^(?:page_?size|size|limit|take|per_?page|count|rows|num)$", re.IGNORECASE
)
_PAGE_TAIL = re.compile(r"(?:page|trang|p|paged|pageindex)[=/]$", re.IGNORECASE)
_POST_TYPE = re.compile(
    r"(?:type|method)\s*:\s*['\"]post['\"]|\$\.post\(|['\"]POST['\"]", re.IGNORECASE
)
_JSON_TYPE = re.compile(r"contentType\s*:\s*['\"]application/json|JSON\.stringify", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that answers with further items, and the fields that a script sends to it.

    Without fields the page number is glued to the address.
    """

    address: str
    fields: tuple[tuple[str, str], ...] = ()
    posted: bool = False
    headers: tuple[tuple[str, str], ...] = ()

    def page(self, number: int) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The address and the form (empty for a GET) that bring one page."""
        if not self.fields:
            return f"{self.address}{number}", ()
        form = tuple(_turn(dict(self.fields), number).items())
        if self.posted:
            return self.address, form
        glue = "&" if "?" in self.address else "?"
        return f"{self.address}{glue}{urlencode(form)}", ()


def find_endpoint(tree: Element) -> Endpoint | None:
    """The endpoint that an inline script of the page asks for further pages of its list."""
    for script in tree.iter("script"):
        text = script.text or ""
        if script.get("src") or len(text) > _LONGEST_SCRIPT or "page" not in text.lower():
            continue
        for found in _ADDRESS.finditer(text):
            endpoint = _read_call(text, found)
            if endpoint is not None:
                return endpoint
    return None


def _read_call(text: str, found: re.Match[str]) -> Endpoint | None:
    address = found["address"]
    around = text[max(0, found.start() - 400) : found.end() + 1500]
    if not _PAGED.search(address):
        return None
    if found["rest"] and _PAGE_TAIL.search(address):
        return Endpoint(address)
    body = _DATA.search(around) or _POSTED.search(around)
    if body is None:
        return None
    fields = tuple(_fields(body["body"], _variables(text)))
    if not any(_PAGE_FIELD.match(name) or _OFFSET_FIELD.match(name) for name, _ in fields):
        return None
    posted = bool(_POST_TYPE.search(around))
    kind = (("Content-Type", "application/json"),) if _JSON_TYPE.search(around) else ()
    headers = (("X-Requested-With", "XMLHttpRequest"), *(kind if posted else ()))
    return Endpoint(address, fields, posted, headers)


def _variables(text: str) -> dict[str, str]:
    return {found["name"]: found["value"].strip("'\"") for found in _VARIABLE.finditer(text)}


def _fields(body: str, variables: dict[str, str]) -> Iterator[tuple[str, str]]:
    for found in _PAIR.finditer(body):
        value = found["value"]
        if value[0] in "'\"" or value.lstrip("-").isdigit():
            yield found["name"], value.strip("'\"")
        else:
            yield found["name"], variables.get(value, "")


def _turn(fields: dict[str, str], number: int) -> dict[str, str]:
    """The fields with those that count pages, or else items, set to a page."""
    counted = [name for name in fields if _PAGE_FIELD.match(name)]
    if counted:
        return fields | dict.fromkeys(counted, str(number))
    size = next((int(v) for n, v in fields.items() if _SIZE_FIELD.match(n) and v.isdigit()), 10)
    skipped = [name for name in fields if _OFFSET_FIELD.match(name)]
    return fields | dict.fromkeys(skipped, str((number - 1) * size))
