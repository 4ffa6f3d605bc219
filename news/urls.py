"""Addresses: which of them name the same page, which lie on the same site, which are safe."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

import ada_url

from news import views
from news.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# A rule may bring to light what another rule drops; real addresses settle in two rounds.
_MOST_ROUNDS = 12
_WEB = frozenset({"http:", "https:"})
_WEB_ADDRESS = ("http://", "https://")
_DEFAULT_PORTS = frozenset({"", "80", "443"})
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# The first pages of a portal stand at many depths; none of these segments narrows its scope.
_HOME_WORDS = frozenset(
    {"home", "index", "default", "trang-chu", "trangchu", "homepage", "guest", "web"}
    | {"pages", "sitepages", "trang", "portal"}
)
_LOCALE = re.compile(r"vi|en|vn|[a-z]{2}[-_][a-z]{2}")


def is_http(url: str) -> bool:
    """Whether it is an absolute http or https address with a host."""
    parsed = _parse(url)
    return parsed is not None and parsed.protocol in _WEB and bool(parsed.hostname)


def resolve(base: str, href: str) -> str | None:
    """Where a link leads as a browser sees it, without fragment; None unless that is http(s)."""
    try:
        joined = ada_url.join_url(_encodable(base), _encodable(href))
    except ValueError:
        return None
    # The standard's parser lets no address of these schemes be without a host.
    return joined.partition("#")[0] if joined.startswith(_WEB_ADDRESS) else None


def host_of(url: str) -> str:
    """The host, lower case, without port; empty where there is none."""
    parsed = _parse(url)
    return parsed.hostname.rstrip(".") if parsed else ""


def site_of(url: str) -> str:
    """The host without www., with its port where that is not a default one."""
    parsed = _parse(url)
    return _site(parsed) if parsed else ""


def same_site(one: str, other: str) -> bool:
    """Whether both lie on one host; http and https, www and bare, are the same, odd ports not."""
    site = site_of(one)
    return bool(site) and site == site_of(other)


def under_scope(url: str, home: str) -> bool:
    """Whether an address belongs to the portal at `home`: same site, under its path prefix.

    Several portals share a host as /So/<name>/ or /sites/<name>/; without the prefix a crawl of
    one of them would take the whole province.
    """
    if not same_site(url, home):
        return False
    path, scope = _segments(url), scope_of(home)
    return path[: len(scope)] == scope


def scope_of(home: str) -> list[str]:
    """The leading path segments, lower case, that every page of the portal at `home` shares."""
    segments = _segments(home)
    if segments and "." in segments[-1]:
        segments.pop()
    while segments and segments[-1] in _HOME_WORDS:
        segments.pop()
    return segments


@lru_cache(maxsize=4096)
def canonical(url: str) -> str:
    """The identity key of an address: equal for all views and spellings of one page.

    It never raises, and the key of a key is itself. It is for comparing; fetch the address.
    """
    for _ in range(_MOST_ROUNDS):
        before, url = url, _simplify(url)
        if url == before:
            break
    return url


def article_id(url: str) -> str | None:
    """The part of an article's address that survives a new slug or section, where it has one."""
    parsed = _parse(canonical(url))
    return views.stable_id(parsed.pathname, _pairs(parsed.search)) if parsed else None


def is_duplicate_view(url: str) -> bool:
    """Whether it is a print, save, pop-up or AMP view: less than the page it was made from."""
    parsed = _parse(url)
    return parsed is not None and views.is_reduced(parsed.pathname, _pairs(parsed.search))


def looks_private(host: str) -> bool:
    """Whether a host, in any spelling of an IP literal, is not on the public internet.

    Names are not looked up; what cannot be read as a host is taken as private.
    """
    name = host_of(f"http://{_bracketed(host.strip())}/")
    if not name or name == "localhost" or name.endswith(".localhost"):
        return True
    address = _literal(name)
    return address is not None and any(not _is_public(one) for one in _meant_by(address))


def _parse(url: str) -> ada_url.URL | None:
    try:
        return ada_url.URL(_encodable(url))
    except ValueError:
        return None


def _encodable(url: str) -> str:
    """Lone surrogates, left by broken decoding, become the replacement character."""
    return url if url.isascii() else url.encode("utf-8", "replace").decode("utf-8")


def _site(parsed: ada_url.URL) -> str:
    host: str = parsed.hostname.rstrip(".")
    bare = host.removeprefix("www.")
    port: str = parsed.port
    return (bare if "." in bare else host) + ("" if port in _DEFAULT_PORTS else f":{port}")


def _simplify(url: str) -> str:
    parsed = _parse(url)
    if parsed is None or parsed.protocol not in {"http:", "https:"}:
        return url.strip()
    pairs = _pairs(parsed.search)
    path, pairs = views.main_view(_spell(parsed.pathname), pairs)
    query = "&".join(sorted(name if value is None else f"{name}={value}" for name, value in pairs))
    return f"http://{_site(parsed)}{path}" + (f"?{query}" if query else "")


def _pairs(search: str) -> list[tuple[str, str | None]]:
    """The parameters, names lower case; a name without = has no value."""
    parts = search.removeprefix("?").replace("&amp;", "&").replace("+", "%20").split("&")
    return [_pair(part) for part in parts if part]


def _pair(part: str) -> tuple[str, str | None]:
    name, equals, value = part.partition("=")
    return _spell(name).lower(), _spell(value) if equals else None


def _spell(text: str) -> str:
    """One spelling of percent-escapes: UTF-8 of composed letters, upper case, only where needed."""
    if "%" not in text:
        return text
    plain = _PERCENT.sub(_unescape, _BARE_PERCENT.sub("%25", text))
    return quote(nfc(plain), safe="%!$&'()*+,;=:@/~[]|")


def _unescape(run: re.Match[str]) -> str:
    raw = unquote_to_bytes(run.group())
    try:
        letters = raw.decode()
    except UnicodeDecodeError:
        return run.group().upper()
    return "".join(one if _is_plain(one) else quote(one, safe="") for one in letters)


def _is_plain(character: str) -> bool:
    return not character.isascii() or bool(_UNRESERVED.match(character))


def _segments(url: str) -> list[str]:
    """The path's parts, lower case, without a leading locale."""
    parsed = _parse(url)
    parts = [part for part in _spell(parsed.pathname).lower().split("/") if part] if parsed else []
    return parts[1:] if parts and _LOCALE.fullmatch(parts[0]) else parts


def _bracketed(host: str) -> str:
    return f"[{host}]" if host.count(":") > 1 and not host.startswith("[") else host


def _literal(name: str) -> Address | None:
    try:
        return ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return None


def _is_public(address: Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _meant_by(address: Address) -> Iterator[Address]:
    """The address and those IPv4 ones that a gateway or the system reads out of it."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
        return
    inner = address.ipv4_mapped or address.sixtofour
    if address in _NAT64 or int(address) >> 32 == 0:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    yield inner or address
