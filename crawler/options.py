"""How a crawl may be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Mode = Literal["incremental", "full", "since"]

# Scrapy's settings for looking at pages without keeping any.
UNSTORED: dict[str, Any] = {
    "EXTENSIONS": {"crawler.extensions.RunLedger": None},
    "ITEM_PIPELINES": {},
}


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """How to crawl.

    mode: "incremental" reads listings until nothing new appears, "full" walks all of them and
    asks for every known article, "since" goes back to a day. `allow_private` None leaves it to
    KHCN_ALLOW_PRIVATE; `settings` are Scrapy's, by name.
    """

    mode: Mode = "incremental"
    since: date | None = None
    max_pages: int | None = None
    allow_private: bool | None = None
    settings: Mapping[str, Any] | None = None


def as_mode(word: str) -> Mode:
    """The mode of that name, as `scrapy crawl KEY -a mode=full` gives it; raises ValueError."""
    for mode in get_args(Mode):
        if word == mode:
            found: Mode = mode
            return found
    raise ValueError(f"{word!r} is not a mode: {', '.join(get_args(Mode))}")
