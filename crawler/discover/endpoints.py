"""Lists that a script fills: the endpoint and its fields as written in the script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qsl, urlencode

from crawler.discover.expressions import OFFSET, OFFSET_FIELD, PAGE, PAGE_FIELD, build, read_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.discover.expressions import Values

Element: TypeAlias = Any

_LONGEST_SCRIPT = 400_000
_CALL = re.compile(
    r"(?:\burl\s*:\s*|\$\.(?:post|get|getJSON)\(\s*|axios(?:\.(?:get|post))?\(\s*|fetch\(\s*|"
    r"\.load\(\s*|\.open\(\s*['\"](?:GET|POST)['\"]\s*,\s*)(?=['\"`A-Za-z_$])"
)
_ADDRESS = re.compile(r"(?:https?:/)?[\w./~-][^\s'\"<>]{1,300}")
# Calls that leave a value what it is.
_WRAPPED = re.compile(
    r"\b(?:encodeURI(?:Component)?|escape|parseInt|Number|String)\("
    r"((?:[^(),]|\([^()]*\))+)(?:,\s*10\s*)?\)"
)
_PAGED = re.compile(r"page|trang|load|more|list|article|tin|news|paging|pagination", re.IGNORECASE)
_DATA = re.compile(
    r"(?:\bdata|\bbody|\bparams)\s*:\s*(?:JSON\.stringify\(\s*|new URLSearchParams\(\s*)?"
    r"(?:\{(?P<object>[^{}]{1,2000})\}|(?P<text>['\"`])|(?P<name>[A-Za-z_$][\w$]*))"
)
_POSTED = re.compile(r"\s*[^,]{1,300}?,\s*\{(?P<object>[^{}]{1,2000})\}")
_OBJECT = r"\b{name}\s*=\s*\{{(?P<object>[^{{}}]{{1,2000}})\}}"
_PAIR = re.compile(
    r"['\"]?(?P<name>[A-Za-z_][\w$-]*)['\"]?\s*(?::\s*(?P<value>'[^']*'|\"[^\"]*\"|[^,]*))?(?:,|$)"
)
_SIZE_FIELD = re.compile(r"(?:page_?size|size|limit|take|per_?page|count|rows|num)", re.IGNORECASE)
_POST_TYPE = re.compile(
    r"(?:type|method)\s*:\s*['\"]post['\"]|\$\.post\(|axios\.post\(|['\"]POST['\"]", re.IGNORECASE
)
_JSON_TYPE = re.compile(
    r"content-?type['\"]?\s*:\s*['\"]application/json|JSON\.stringify|axios\.post", re.IGNORECASE
)
_USUAL_SIZE = 10


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that answers with further items, and the fields that a script sends to it.

    The marks of `expressions` stand where the address or a field counts pages or items.
    """

    address: str
    fields: tuple[tuple[str, str], ...] = ()
    posted: bool = False
    headers: tuple[tuple[str, str], ...] = ()

    def page(self, number: int) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The address and the form (empty for a GET) that bring one page."""
        fields = dict(self.fields)
        pairs = [*self.fields, *parse_qsl(self.address.partition("?")[2])]
        skipped = (number - 1) * _size_of(pairs)
        address = self.address.replace(PAGE, str(number)).replace(OFFSET, str(skipped))
        form = tuple(_turn(fields, number, skipped).items())
        if self.posted or not form:
            return address, form
        glue = "&" if "?" in address else "?"
        return f"{address}{glue}{urlencode(form)}", ()


def find_endpoint(tree: Element) -> Endpoint | None:
    """The endpoint that an inline script of the page asks for further pages of its list."""
    for script in tree.iter("script"):
        text = script.text or ""
        if not script.get("src") and _CALL.search(text):
            found = read_script(text, read_values(tree))
            if found is not None:
                return found
    return None


def read_script(text: str, values: Values) -> Endpoint | None:
    """The endpoint that a script asks for further pages, with the values of one page."""
    if len(text) > _LONGEST_SCRIPT:
        return None
    text = _WRAPPED.sub(r"\1", text)
    known = values.within(text)
    calls = (_read_call(text, found, known) for found in _CALL.finditer(text))
    return next((call for call in calls if call is not None), None)


def _read_call(text: str, found: re.Match[str], values: Values) -> Endpoint | None:
    address = build(text[found.end() : found.end() + 600], values).strip()
    if not _ADDRESS.fullmatch(address) or not _PAGED.search(address):
        return None
    around = text[max(0, found.start() - 400) : found.end() + 1500]
    fields = tuple(_fields(text[found.start() : found.end() + 1500], around, values))
    counted = any(_counts(name, value) for name, value in fields)
    if not counted and PAGE not in address and OFFSET not in address:
        return None
    posted = bool(_POST_TYPE.search(around)) and counted
    kind = (("Content-Type", "application/json"),) if _JSON_TYPE.search(around) else ()
    headers = (("X-Requested-With", "XMLHttpRequest"), *(kind if posted else ()))
    return Endpoint(address, fields if counted else (), posted, headers)


def _counts(name: str, value: str) -> bool:
    return bool(PAGE_FIELD.fullmatch(name) or OFFSET_FIELD.fullmatch(name) or value == PAGE)


def _fields(call: str, around: str, values: Values) -> Iterator[tuple[str, str]]:
    """What the call sends: an object, a name for one, or a string put together."""
    found = _DATA.search(call) or _DATA.search(around)
    posted = _POSTED.match(call)
    if posted is not None:
        yield from _pairs(posted["object"], values)
    elif found is not None and found["object"]:
        yield from _pairs(found["object"], values)
    elif found is not None and found["text"]:
        yield from _written(build(found.string[found.start("text") :], values), values)
    elif found is not None:
        meant = re.search(_OBJECT.format(name=re.escape(found["name"])), around)
        if meant is not None:
            yield from _pairs(meant["object"], values)


def _written(text: str, values: Values) -> Iterator[tuple[str, str]]:
    """The fields of a string that a script puts together, as JSON or as a form."""
    if text.startswith("{"):
        yield from _pairs(text.strip("{}"), values)
    else:
        yield from parse_qsl(text, keep_blank_values=True)


def _pairs(body: str, values: Values) -> Iterator[tuple[str, str]]:
    for found in _PAIR.finditer(body.strip()):
        name, written = found["name"], found["value"]
        if PAGE_FIELD.fullmatch(name) or (written and PAGE in written):
            yield name, PAGE
        else:
            yield name, build(written if written is not None else name, values)


def _size_of(pairs: list[tuple[str, str]]) -> int:
    sizes = (int(value) for name, value in pairs if _SIZE_FIELD.fullmatch(name) and value.isdigit())
    return next(sizes, _USUAL_SIZE)


def _turn(fields: dict[str, str], number: int, skipped: int) -> dict[str, str]:
    """The fields with those that count pages, or else items, set to a page."""
    counted = [
        name for name, value in fields.items() if PAGE_FIELD.fullmatch(name) or value == PAGE
    ]
    if counted:
        return fields | dict.fromkeys(counted, str(number))
    return fields | {name: str(skipped) for name in fields if OFFSET_FIELD.fullmatch(name)}
