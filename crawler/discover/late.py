"""What is asked once everything else is answered, as far as it brings something new."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.discover.articles import Articles
    from crawler.discover.ask import Ask
    from crawler.discover.listings import Listings
    from crawler.discover.maps import Maps


class Late:
    """The last questions of a crawl, the surest first; a `short` crawl leaves out the doubtful."""

    def __init__(
        self, articles: Articles, listings: Listings, maps: Maps, home: str, *, short: bool
    ) -> None:
        self._articles = articles
        self._listings = listings
        self._maps = maps
        self._home = home
        self._short = short

    def ask(self) -> list[Ask | None]:
        """What to ask next; nothing ends the crawl."""
        questions = (
            self._articles.samples.ask_late,
            self._listings.ask_paused,
            lambda: self._listings.ask_map() + self._articles.ask_postponed(),
            self._ask_doubtful,
            lambda: self._maps.ask(self._home, short=self._short),
        )
        for question in questions:
            asks = question()
            if any(asks):
                return asks
        return self._articles.ask_waiting()

    def _ask_doubtful(self) -> list[Ask | None]:
        if self._short:
            return []
        return self._listings.ask_parked() or self._listings.ask_doubtful()
