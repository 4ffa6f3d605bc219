"""How each portal wants to be asked, as Scrapy's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.fetch.guard import is_loopback

if TYPE_CHECKING:
    from news.portal import Portal

DELAY = 1.0  # seconds between two requests to one host, where a portal file says nothing
LONGEST_DELAY = 60.0  # how far a slow portal may slow us down


def settings_for(portal: Portal) -> dict[str, Any]:
    """The settings in which portals differ.

    KHCN_HURRIED: nobody else is bothered, so nothing is waited for but a delay that was asked for.
    """
    here = is_loopback(portal.home)
    assumed = 0.0 if here else DELAY
    delay = assumed if portal.delay is None else portal.delay
    found: dict[str, Any] = {
        "DOWNLOAD_DELAY": delay,
        "AUTOTHROTTLE_ENABLED": not here,
        "KHCN_HURRIED": here,
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_MAX_DELAY": max(LONGEST_DELAY, delay),
    }
    if portal.tls == "insecure":
        found["DOWNLOAD_VERIFY_CERTIFICATES"] = False
        found["DOWNLOAD_TLS_MIN_VERSION"] = "TLSv1.0"
    return found
