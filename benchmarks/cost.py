"""What one reading costs beside one lxml parse of the same page, step by step, paired.

    python benchmarks/cost.py FOLDER [FOLDER …] [--rounds N] [--template]

Parse and reading take turns on each page, every round goes through the whole folder, and the least
CPU time of all rounds counts for each, so that a busy machine weighs on neither side alone and
nothing a round remembers of a page helps the next one.

With `--template` each page is read with a template of its own as well. The pages of a benchmark
come from as many sites, so it is learned from the page and five sisters of it: the same page with
the words of each line of its text and title turned around. All else stands on all six, so such a
template covers as much of a page as any portal's could. With `--memory`, one process each reads
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
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.html

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.read import pages
from crawler.extract import ExtractionError, extract, parse
from crawler.extract.body import find_body
from crawler.extract.learning import FEWEST, Sample, learn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import crawler.extract
    from benchmarks.read import Page
    from crawler.extract.page import Line
    from crawler.extract.template import Template


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


def turned(page: crawler.extract.Page, by: int) -> crawler.extract.Page:
    """A sister of a page: the same but for the order of the words in its text and title."""
    body = find_body(page)
    own = {*body.kept, body.title}

    def turn(line: Line) -> Line:
        words = line.text.split()
        at = by % len(words)
        return line._replace(text=" ".join(words[at:] + words[:at]))

    return replace(page, lines=[turn(x) if x.index in own else x for x in page.lines])


def learned(page: Page) -> Template | None:
    """The template of a page and its sisters; None where the reader finds no text of its own."""
    try:
        plain = parse(page.html, page.url)
        return learn([Sample(turned(plain, by)) for by in range(FEWEST + 1)])
    except ExtractionError:
        return None


def acts(page: Page, template: Template | None) -> list[Callable[[], object]]:
    """One lxml parse, this reader's parse, a reading, and one with a template if there is one."""
    plain: list[Callable[[], object]] = [
        lambda: lxml.html.document_fromstring(page.html),
        quietly(lambda: parse(page.html, page.url)),
        quietly(lambda: extract(page.html, page.url)),
    ]
    told = quietly(lambda: extract(page.html, page.url, template=template))
    return [*plain, told] if template else plain


def least(todo: list[list[Callable[[], object]]], rounds: int) -> list[list[float]]:
    """The least seconds of each act of each page, over rounds through all pages."""
    taken = [[[seconds(act) for act in page] for page in todo] for _ in range(rounds)]
    return [[min(times) for times in zip(*page, strict=True)] for page in zip(*taken, strict=True)]


def tell_cost(folder: Path, rounds: int, *, template: bool) -> None:
    """Print the medians over a folder."""
    todo = [acts(page, learned(page) if template else None) for page in pages(folder)]
    gc.freeze()
    rows = least(todo, rounds)
    once, parsed, read = (
        statistics.median(column) for column in zip(*map(_shares, rows), strict=True)
    )
    print(f"{folder.name}: {len(rows)} pages, one lxml parse {once * 1e3:.2f} ms;", end=" ")
    print(f"parse {parsed:.2f}x, extract {read:.2f}x")
    told = [(row[2] / row[0], row[3] / row[0]) for row in rows if len(row) > 3]
    if told:
        plain, covered = (statistics.median(column) for column in zip(*told, strict=True))
        print(f"  {len(told)} of them with a template {covered:.2f}x, without {plain:.2f}x")


def _shares(row: list[float]) -> tuple[float, float, float]:
    """Seconds of one lxml parse; `parse` and `extract` as multiples of it."""
    return row[0], row[1] / row[0], row[2] / row[0]


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
    parser.add_argument("--template", action="store_true")
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
    for folder in arguments.folders:
        tell_cost(folder, arguments.rounds, template=arguments.template)


if __name__ == "__main__":
    main()
