"""The views that content management systems give of one page, and the id its address carries.

The shapes are those seen on the portals' stored addresses; each rule names its platform. A rule
may only join addresses that show one article: two keys for one page cost a fetch, one key for
two pages loses an article. So a slug is dropped nowhere but where the platform ignores it by
construction, and a number that could be a year is never taken for an id.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Pair = tuple[str, str | None]
    Pairs = list[Pair]

_NOISE = re.compile(
    # campaigns
    r"utm_\w+|fbclid|[gd]clid|gclsrc|[wg]braid|(?:ms|y|tw)clid|igshid|zarsrc|_g[al]|mc_[ce]id|spm|"
    # sessions and where to go after a login
    r"phpsessid|j?session_?id|aspsessionid\w*|cfid|cftoken|oscsid|checkss|p_p?_?auth|"
    r"__requestverificationtoken|csrf\w*|cf_chl_\w+|__cf_\w+|"
    r"redirect|return_?url|back_?url|p_l_back_url|inheritredirect|_\w+_redirect|replytocom|"
    # against caches; reduced views
    r"_|nocache|cachebuster|print|amp|outputtype"
)
_SESSION_NAMES = frozenset({"sid", "s", "token", "ss", "session", "sess"})
_RANDOM = re.compile(r"[0-9a-f]{16,}|(?=\D*\d)[0-9A-Za-z_-]{24,}")
_DECORATION = frozenset({"title", "catname", "keyword", "keywords"})
_VIETNAMESE = frozenset({"vi", "vi-vn", "vi_vn", "vn", "vietnamese"})
_POPUPS = frozenset({("tmpl", "component"), ("p_p_state", "pop_up"), ("p_p_state", "exclusive")})

_SESSION_IN_PATH = re.compile(
    r"(?i);(?:jsessionid|phpsessid|sid|sessionid)=[^/]*|/\([SXFA]\([^/]*\)\)"
)
_SLASHES = re.compile(r"/{2,}")
_FRONT = re.compile(r"(?i)/index\.php(?=/)")
_DEFAULT_PAGE = re.compile(r"(?i)/(?:index|default)\.(?:php|html?|aspx?|jsp)$")
_AMP = re.compile(r"(?<=.)/amp/?$")
_SORTED = re.compile(r"(?<=\.html)(?:/(?:display|order|dir|sort|limit|page)/[^/]+(?:/id)?)+/?$")
_NUMBERED = re.compile(r"(-\d+)\.html?$")
_IIS = re.compile(r"(?i)\.(?:aspx|ashx|asmx|asp)$")
_LOCALE = re.compile(r"(?i)^/[a-z]{2}[-_][a-z]{2}(?=/)")
_OWN_LOCALE = re.compile(r"(?i)^/(?:vi|vi[-_]vn)(?=/|$)")

_DRUPAL_PRINT = re.compile(r"^(?:/[a-z]{2})?/print/(\d+)$")
_PRINT_PREFIX = re.compile(r"^/print/(?=[^/]*[a-z][^/]*$)(?!\d+\.)")
_PRINT_SEGMENT = re.compile(r"/(?:savefile|print)(?=/[^/]+/[^/]*-\d+(?:\.html)?/?$)")
_VIEW_ARTICLE = re.compile(r"^.*/-/view-article/(?:\d+/)*(\d+)/?$")
_PUBLISHER = re.compile(
    r"^(?:/[a-z]{2})?(/web/[^/]+)?(?:/.*)?/-/asset_publisher/(?:[^/]+/)?content/(?:id/)?([^/]+)/?$"
)
_DETAIL_ID = re.compile(r"(?i)/(?:\w*detail\w*|view|chi-?tiet[\w-]*)/\d+$")


def main_view(path: str, pairs: Pairs) -> tuple[str, Pairs]:
    """The path and parameters of the page that this view was made from, as far as they tell."""
    pairs = [pair for pair in pairs if not _is_noise(*pair)]
    path = _SLASHES.sub("/", _SESSION_IN_PATH.sub("", path)) or "/"
    path, pairs = _nukeviet(*_joomla(_DEFAULT_PAGE.sub("/", _FRONT.sub("", path)), pairs))
    path = _print_views(_SORTED.sub("", _AMP.sub("", path)))
    path, pairs = _liferay(path, pairs)
    return _ending(_without_locale(path)), _telling(path, pairs)


def is_reduced(path: str, pairs: Sequence[Pair]) -> bool:
    """Whether it is a print, save, pop-up or AMP view."""
    named = {name for name, _ in pairs}
    return bool(
        re.search(
            r"(?i)/(?:print|savefile|amp)(?=/|$)|print\w*\.(?:aspx?|php|jsp)$|/index2\.php$", path
        )
        or named & {"print", "amp"}
        or _POPUPS.intersection(pairs)
        or any(name == "op" and re.match("savefile|print", value or "") for name, value in pairs)
    )


def stable_id(path: str, pairs: Sequence[Pair]) -> str | None:
    """The article's id in a canonical path and its parameters, or None."""
    return _id_in_query(dict(pairs)) or _id_in_path(path)


_ID_NAMES = (
    "itemid",
    "ndid",
    "nid",
    "newsid",
    "articleid",
    "contentid",
    "dinhdanh",
    "details",
    "tc",
    "idata",
    "id",
)
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ID_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"/view-article/(\d+)$",
        r"/id/(\d+)$",
        r"/node/(\d+)$",
        rf"/({_UUID})$",
        r"(?i)/(?:\w*detail\w*|view|chi-?tiet[\w-]*|article|tin-tuc|news)/(?:[^/]*/)?(\d+)$",
        r"(?i)/(?:chi-?tiet|tin-tuc|article|news)/(\d+)/[^/]+$",
        r"/\d{4}/\d{1,2}/(\d+)\.aspx$",
        r"-n(\d{2,})(?:\.html)?$",
        r"-v?-?(\d{3,})$",
        r"/(\d{2,})-[^/]*[a-z][^/]*$",
        r"[a-z](\d{6,})$",
    )
)


def _id_in_query(values: dict[str, str | None]) -> str | None:
    post = values.get("p") or ""
    if re.fullmatch(r"\d{3,}", post):  # WordPress; a shorter one pages a listing elsewhere
        return post
    for name in _ID_NAMES:
        found = re.match(rf"(\d+|{_UUID})(?=$|[:-])", values.get(name) or "")
        if found:
            return found.group(1)
    return None


def _id_in_path(path: str) -> str | None:
    for shape in _ID_SHAPES:
        found = shape.search(path)
        if found and not _could_be_year(found.group(1)):
            return found.group(1)
    return None


def _could_be_year(number: str) -> bool:
    return len(number) == 4 and "1900" <= number <= "2100"


def _is_noise(name: str, value: str | None) -> bool:
    if value == "" or (name, value) in _POPUPS or _NOISE.fullmatch(name):
        return True
    if name in {"language", "lang"} and (value or "").lower() in _VIETNAMESE:
        return True
    return name in _SESSION_NAMES and bool(_RANDOM.fullmatch(value or ""))


def _joomla(path: str, pairs: Pairs) -> tuple[str, Pairs]:
    """An article of Joomla is the number before the alias; the category and menu only frame it."""
    values = dict(pairs)
    if path.endswith("/index2.php"):
        path = path.removesuffix("index2.php")
    if values.get("option") != "com_content" or values.get("view", values.get("task")) not in {
        "article",
        "view",
    }:
        return path, pairs
    number = re.match(r"\d+", values.get("id") or "")
    if not number:
        return path, pairs
    return path, [("id", number.group()), ("option", "com_content"), ("view", "article")]


def _nukeviet(path: str, pairs: Pairs) -> tuple[str, Pairs]:
    """The query form of NukeViet's addresses becomes the rewritten one."""
    values = dict(pairs)
    module = values.get("nv")
    if not module or not path.endswith("/"):
        return path, pairs
    parts = [values.get("language"), module, values.get("op")]
    rest = [pair for pair in pairs if pair[0] not in {"nv", "op", "language"}]
    return path + "/".join(part for part in parts if part and part != "main"), rest


def _print_views(path: str) -> str:
    node = _DRUPAL_PRINT.match(path)
    if node:
        return f"/node/{node.group(1)}"
    return _PRINT_PREFIX.sub("/", _PRINT_SEGMENT.sub("", path))


def _liferay(path: str, pairs: Pairs) -> tuple[str, Pairs]:
    """Liferay shows one article under every page, category and portlet state."""
    if "/-/" not in path:
        return path, pairs
    path = _VIEW_ARTICLE.sub(r"/-/view-article/\1", path)
    path = _PUBLISHER.sub(r"\1/-/asset_publisher/content/\2", path)
    return path, [pair for pair in pairs if not re.match(r"p_p_|p_r_p_|_com_liferay_", pair[0])]


def _without_locale(path: str) -> str:
    """Any installed locale frames an article that has an id; only Vietnamese frames the rest."""
    if "/-/" in path or re.search(r"/id/\d+/?$", path):
        path = _LOCALE.sub("", path)
    return _OWN_LOCALE.sub("", path) or "/"


def _telling(path: str, pairs: Iterable[Pair]) -> Pairs:
    """The parameters without those that only repeat in words what an id beside them says."""
    pairs = list(pairs)
    if _DETAIL_ID.search(path.rstrip("/")):
        pairs = [pair for pair in pairs if pair[0] != "page"]
    if any((value or "").isdigit() for name, value in pairs if name not in _DECORATION):
        pairs = [pair for pair in pairs if pair[0] not in _DECORATION]
    return pairs


def _ending(path: str) -> str:
    """One spelling of the path's end; dashes before it are the slug's own and stay."""
    path = _NUMBERED.sub(r"\1", _DEFAULT_PAGE.sub("/", path)).rstrip("/") or "/"
    return path.lower() if _IIS.search(path) else path
