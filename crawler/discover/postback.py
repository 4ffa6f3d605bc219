"""Paging of ASP.NET pages: `__doPostBack` links answered with the page's own hidden fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from crawler.discover import words

if TYPE_CHECKING:
    from collections.abc import Iterator

Element: TypeAlias = Any

_CALL = re.compile(
    r"__doPostBack\(\s*(?:'|&#39;|\")([^'\"]*)(?:'|\")\s*,\s*(?:'|\")([^'\"]*)(?:'|\")"
)
_OPTIONS = re.compile(r"WebForm_PostBackOptions\(\s*[\"']([^\"']+)[\"']\s*,\s*[\"']([^\"']*)[\"']")
_ONWARD = re.compile(r"^(?:\.{2,3}|…)$")


@dataclass(frozen=True, slots=True)
class Post:
    """A form to send: where to (None: the page's own address), with which fields."""

    name: str
    action: str | None
    form: tuple[tuple[str, str], ...]


def find_post(tree: Element, number: int) -> Post | None:
    """The form that brings page `number` + 1, if the page pages by postback."""
    calls = list(_calls(tree))
    if not calls:
        return None
    chosen = _choose(calls, number)
    if chosen is None:
        return None
    element, target, argument = chosen
    form = _form_of(element, tree)
    fields = dict(_fields(form)) if form is not None else {}
    fields["__EVENTTARGET"], fields["__EVENTARGUMENT"] = target, argument
    name = re.sub(r"\d+", "", target)
    action = (form.get("action") or None) if form is not None else None
    return Post(name, action, tuple(fields.items()))


def _calls(tree: Element) -> Iterator[tuple[Element, str, str, str]]:
    for node in tree.iter("a", "input", "button"):
        script = node.get("href") or ""
        if "PostBack" not in script:
            script = node.get("onclick") or ""
        if "PostBack" not in script:
            continue
        found = _CALL.search(script) or _OPTIONS.search(script)
        if found:
            text = "".join(node.itertext()).strip() or (node.get("value") or "").strip()
            yield node, found.group(1), found.group(2), text


def _choose(
    calls: list[tuple[Element, str, str, str]], number: int
) -> tuple[Element, str, str] | None:
    for node, target, argument, text in calls:
        if text.strip("[] ") == str(number + 1) or argument == f"Page${number + 1}":
            return node, target, argument
    for is_wanted in (words.is_onward, _ONWARD.match):
        fitting = [c for c in calls if is_wanted(words.plain(c[3]) or c[3])]
        if fitting:
            # Of two "…" the first leads back, the last leads on.
            node, target, argument, _ = fitting[-1]
            return node, target, argument
    return None


def _form_of(element: Element, tree: Element) -> Element | None:
    around = next(element.iterancestors("form"), None)
    return around if around is not None else next(tree.iter("form"), None)


def _fields(form: Element) -> Iterator[tuple[str, str]]:
    """What a browser sends of the form when no button is pressed."""
    for node in form.iter("input", "select", "textarea"):
        name = node.get("name")
        if not name or node.get("disabled") is not None:
            continue
        kind = (node.get("type") or "text").lower()
        if node.tag == "select":
            yield name, _selected(node)
        elif node.tag == "textarea":
            yield name, node.text or ""
        elif kind in {"hidden", "text", "search", "email", "tel"} or (
            kind in {"checkbox", "radio"} and node.get("checked") is not None
        ):
            yield name, node.get("value") or ""


def _selected(node: Element) -> str:
    options = list(node.iter("option"))
    marked = [option for option in options if option.get("selected") is not None]
    first = next(iter(marked or options), None)
    if first is None:
        return ""
    value = first.get("value")
    return str(value) if value is not None else "".join(first.itertext()).strip()
