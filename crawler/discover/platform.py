"""Which content management system a portal runs, guessed from marks in its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

# Marks that a family leaves whatever its theme; each found one is evidence shown to people.
_MARKS: tuple[tuple[str, str, int], ...] = (
    ("nukeviet", r'name="generator" content="NukeViet', 5),
    (
        "nukeviet",
        r"nv_(?:base_siteurl|lang_data|module_name|DelayTime)|/themes/[^\"']{1,80}/js/main\.js",
        3,
    ),
    ("nukeviet", r"[?&;]nv=[a-z]+(?:&amp;|&)op=", 3),
    ("liferay", r"Liferay\.(?:ThemeDisplay|Portlet|Language)|themeDisplay\.getPlid", 4),
    (
        "liferay",
        r"p_p_id=|/-/asset_publisher/|/-/view-article/|/o/frontend-|combo/?\?minifierType",
        3,
    ),
    ("eduportal", r"DesktopModule/UIArticleInMenu|UIArticleInMenu_Default|edu\.viettel\.vn", 4),
    ("eduportal", r"Article-Detail-listType|ModuleWrapper", 2),
    ("drupal", r'name="generator" content="Drupal|Drupal\.settings|drupal-settings-json', 5),
    ("drupal", r"/sites/(?:default|all)/(?:files|themes|modules)/|/node/\d+", 2),
    ("wordpress", r'name="generator" content="WordPress', 5),
    ("wordpress", r"/wp-content/|/wp-includes/|wp-json", 3),
    ("joomla", r'name="generator" content="Joomla', 5),
    ("joomla", r"option=com_content|/media/(?:system|jui)/js/|/components/com_", 3),
    (
        "sharepoint",
        r"_spPageContextInfo|/_layouts/15/|/_layouts/|MicrosoftSharePointTeamServices",
        4,
    ),
    ("sharepoint", r"/(?:Lists|Pages)/[^\"']{1,300}\.aspx", 2),
    ("dotnetnuke", r"dnn_|DotNetNuke|/DesktopModules/|dnnVariable", 3),
    ("websphere", r"/wps/(?:portal|wcm|PA_)|!ut/p/", 4),
    ("vnpt-webforms", r"Default\.aspx\?sname=|[?&;]sid=\d+&(?:amp;)?pageid=\d+", 4),
    ("aspnet", r'id="__VIEWSTATE"|__doPostBack\(', 1),
)
_COMPILED = tuple((name, re.compile(mark, re.IGNORECASE), weight) for name, mark, weight in _MARKS)
# The head and the first scripts of a page carry the marks.
_READ = 400_000
# A family that names itself is believed; any other mark may be quoted, copied or left over.
_SURE = 5
_MOST_MARKS, _SHOWN = 40, 6


@dataclass(frozen=True, slots=True)
class Guess:
    """A family's name (None: none known) and the marks that speak for it."""

    name: str | None
    marks: tuple[str, ...] = ()


def guess_platform(body: bytes) -> Guess:
    """The family whose marks weigh most in the page."""
    text = body[:_READ].decode("utf-8", "replace")
    weights: dict[str, int] = {}
    marks: dict[str, dict[str, None]] = {}
    for name, mark, weight in _COMPILED:
        found = {_words(match.group()) for match in islice(mark.finditer(text), _MOST_MARKS)}
        if found:
            weights[name] = weights.get(name, 0) + weight
            marks.setdefault(name, {}).update(dict.fromkeys(sorted(found)))
    proven = [name for name in weights if weights[name] >= _SURE or len(marks[name]) > 1]
    if not proven:
        return Guess(None)
    best = max(proven, key=lambda name: weights[name])
    return Guess(best, tuple(marks[best])[:_SHOWN])


def _words(mark: str) -> str:
    return " ".join(mark.split())[:60]
