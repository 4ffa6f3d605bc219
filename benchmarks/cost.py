"""What one reading costs beside one lxml parse of the same page, step by step, paired.

    python benchmarks/cost.py FOLDER [FOLDER …] [--rounds N]

Parse and reading take turns on each page and the least CPU time of several rounds counts for
both, so that a busy machine weighs on neither side alone. With `--memory`, one process each reads
the folders with this reader and with trafilatura, and tells its peak memory.
"""

from __future__ import annotations

import argparse
import gc
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.html

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.read import pages
from crawler.extract import ExtractionError, extract, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.read import Page


def seconds(act: Callable[[], object]) -> float:
    """CPU time of one call and of throwing away what it made."""
    start = time.process_time()
    act()
    return time.process_time() - start


def quietly(act: Callable[[], object]) -> Callable[[], object]:
    """The call with a page that has no article as one more result."""

    def safe() -> object:
        try:
            return act()
        except ExtractionError:
            return None

    return safe


def ratios(page: Page, rounds: int) -> tuple[float, float, float]:
    """Seconds of one lxml parse; `parse` and `extract` as multiples of it."""
    acts = (
        lambda: lxml.html.document_fromstring(page.html),
        quietly(lambda: parse(page.html, page.url)),
        quietly(lambda: extract(page.html, page.url)),
    )
    times = [[seconds(act) for act in acts] for _ in range(rounds)]
    once, parsed, read = (min(column) for column in zip(*times, strict=True))
    return once, parsed / once, read / once


def tell_cost(folder: Path, rounds: int) -> None:
    """Print the medians over a folder."""
    rows = [ratios(page, rounds) for page in pages(folder)]
    once, parsed, read = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"{folder.name}: {len(rows)} pages, one lxml parse {once * 1e3:.2f} ms;", end=" ")
    print(f"parse {parsed:.2f}x, extract {read:.2f}x")


def read_all(folders: Iterable[Path], reader: str) -> None:
    """Read every page once and print this process's peak memory in megabytes."""
    act = _trafilatura() if reader == "trafilatura" else _khcn
    for folder in folders:
        for page in pages(folder):
            act(page)
    print(f"{reader:<12} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f} MB")


def _khcn(page: Page) -> object:
    return quietly(lambda: extract(page.html, page.url))()


def _trafilatura() -> Callable[[Page], object]:
    import trafilatura

    return lambda page: trafilatura.extract(page.html, url=page.url)


def main() -> None:
    """Print one line a folder, or one a reader."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--reader", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.reader:
        read_all(arguments.folders, arguments.reader)
        return
    if arguments.memory:
        for reader in ("khcn", "trafilatura"):
            command = [sys.executable, __file__, "--reader", reader]
            subprocess.run([*command, *map(str, arguments.folders)], check=True)
        return
    gc.freeze()
    for folder in arguments.folders:
        tell_cost(folder, arguments.rounds)


if __name__ == "__main__":
    main()
