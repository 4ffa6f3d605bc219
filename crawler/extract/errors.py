"""The one error of this package."""

from __future__ import annotations


class ExtractionError(ValueError):
    """A page that holds no readable article; prints itself in one line."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url or 'page'}: unreadable: {reason}")
        self.url = url
        self.reason = reason
