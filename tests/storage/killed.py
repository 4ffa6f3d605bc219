"""The child of the kill test: crawls the same portal over and over until somebody ends it."""

from __future__ import annotations

import sys
from itertools import count

from storage.store import open_store
from tests.crawler.newsroom import Newsroom

PAGES = 30


def edition(room: Newsroom, number: int) -> None:
    """The portal as it stands in its edition of that number: some edits, moves and deletions."""
    room.write(*range(1, PAGES + number % 3))
    for n in range(1, PAGES):
        if (n + number) % 11 == 0:
            room.replace(n, "tiến độ", f"thời hạn {number}")
    room.delete(1 + number % PAGES)


def main(path: str, since: int) -> None:
    for number in count(since):
        with open_store(path) as store:
            room = Newsroom(store)
            room.later(hours=number)
            edition(room, number)
            room.crawl()
            print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
