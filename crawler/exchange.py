"""From an ask to Scrapy's request, from Scrapy's response to an answer."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from scrapy import Request

from crawler.discover.ask import Answer
from crawler.extract import ExtractionError, find_article, parse
from crawler.look import Look

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any

    from scrapy.http import Headers, Response

    from crawler.discover.ask import Ask, Findings
    from crawler.extract import Found, Page
    from crawler.extract.template import Template
    from crawler.templates import Templates
    from news.portal import Portal
    from storage.addresses import KnownAddress

LARGEST_SITEMAP = 50 * 1024 * 1024  # bytes, what the sitemap protocol allows
LARGEST_FILE = 20 * 1024 * 1024  # bytes; a longer one is let be
LONGEST_ADDRESS = 4096
ROOMY = {"sitemap", "feed"}  # asked for by name, so of any content type
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
UNUSABLE = {408, 429}  # with all of 5xx: answers that say nothing of the page


def request_of(ask: Ask, known: KnownAddress | None, **calls: Any) -> Request:
    """The request that an ask stands for; ValueError where its address cannot be asked."""
    if len(ask.url) > LONGEST_ADDRESS:
        raise ValueError(f"the address is longer than {LONGEST_ADDRESS} characters")
    headers = dict(ask.headers)
    if ask.conditional and known is not None:
        headers |= _validators(known)
    body = _body_of(ask, headers.get("Content-Type", FORM)) if ask.method == "POST" else ""
    if body:
        headers.setdefault("Content-Type", FORM)
    # The plan asks nothing twice; Scrapy's own filter would lose a redirect to a seen address.
    return Request(
        ask.url,
        method=ask.method,
        body=body,
        headers=headers,
        meta=_meta(ask),
        priority=ask.priority,
        dont_filter=True,
        **calls,
    )


def answer_of(
    ask: Ask, response: Response, portal: Portal, at: datetime, looks: Templates
) -> Answer:
    """What a response says to an ask; its page is parsed once, and read at most once."""
    stopped = "download_stopped" in response.flags
    body = b"" if stopped else response.body
    kind = (response.headers.get(b"Content-Type") or b"").decode("latin-1") or None
    failure = _failure(response.status)
    page = None if failure or response.status == 304 else _page(body, response.url, kind)
    epoch, template = looks.match(page) if page else (None, None)
    find = _finder(page, portal, at, template)
    return Answer(
        ask,
        url=response.url,
        status=response.status,
        body=body,
        content_type=kind,
        hops=tuple(response.meta.get("redirect_urls", ())[1:]),
        headers=_headers(response.headers),
        page=page,
        read=lambda: found.article if (found := find()) else None,
        prose=lambda: found.prose() if (found := find()) else None,
        failure=failure,
        epoch=epoch,
    )


def look_of(answer: Answer, at: datetime, findings: Findings, *, insecure: bool) -> Look:
    """The look that an answer was, by what the plan found on its page."""
    headers = answer.headers or {}
    return Look(
        url=answer.ask.url,
        final_url=answer.url,
        at=at,
        status=answer.status,
        kind=findings.kind,
        hops=answer.hops,
        body=answer.body or None,
        content_type=answer.content_type,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        article=answer.read() if findings.kind == "article" else None,
        prose=answer.prose,
        hint=answer.ask.hint,
        insecure=insecure,
        reason=findings.reason,
        epoch=answer.epoch,
        page_number=answer.ask.page_number,
    )


def _body_of(ask: Ask, kind: str) -> str:
    """The form as its content type wants it; scripts write numbers into JSON without quotes."""
    if "json" not in kind:
        return urlencode(ask.form)
    whole = re.compile(r"-?(?:0|[1-9]\d{0,14})")
    return json.dumps(
        {name: int(value) if whole.fullmatch(value) else value for name, value in ask.form},
        ensure_ascii=False,
    )


def _meta(ask: Ask) -> dict[str, Any]:
    if ask.role == "script":
        return {"ask": ask, "any_type": True}
    if ask.role == "file":
        return {"ask": ask, "any_type": True, "download_maxsize": LARGEST_FILE}
    if ask.role not in ROOMY:
        return {"ask": ask}
    return {"ask": ask, "any_type": True, "download_maxsize": LARGEST_SITEMAP}


def _validators(known: KnownAddress) -> dict[str, str]:
    found = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in found.items() if value}


def _failure(status: int) -> str | None:
    return f"http_{status}" if status >= 500 or status in UNUSABLE else None


def _page(body: bytes, url: str, kind: str | None) -> Page | None:
    if not body or not _may_be_html(body, kind):
        return None
    try:
        return parse(body, url, kind)
    except ExtractionError:
        return None


def _may_be_html(body: bytes, kind: str | None) -> bool:
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if kind and "html" in kind.lower():
        return True
    return start.startswith(b"<") and not start.startswith((b"<?xml", b"<rss", b"<feed"))


def _finder(
    page: Page | None, portal: Portal, at: datetime, template: Template | None
) -> Callable[[], Found | None]:
    @cache
    def find() -> Found | None:
        if page is None:
            return None
        try:
            return find_article(page, fetched=at, portal=portal, template=template)
        except ExtractionError:
            return None

    return find


def _headers(headers: Headers) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in headers.to_unicode_dict().items()}
