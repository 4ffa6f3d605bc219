"""CPU per page of a whole crawl, beside a bare Scrapy spider and the usual stack, in one run.

    python benchmarks/crawl.py FOLDER [--rounds 3]

FOLDER is a static copy of a portal; it is served on loopback by a process of its own. In turn, as
child processes whose CPU seconds (user + system) the operating system counts:

- khcn: `khcn crawl` with name and home only: fetch, find, read, store, index;
- bare: a Scrapy spider over the same pages with the same settings and middlewares, one selector a
  page for its links, nothing stored;
- stack: the bare spider that also reads each page with trafilatura and upserts it, full-text
  indexed, with sqlite-utils.

The pages of the last two are the ones that the khcn crawl was answered with. The ratio to hold is
khcn / bare <= 3.5.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
CHILD = "--child"


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which a static folder answers on loopback."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
    server = subprocess.Popen(
        [*command, "--directory", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout
    try:
        yield server.stdout.readline().split("(")[-1].split(")")[0]
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


def cpu_seconds(command: list[str], environment: dict[str, str]) -> float:
    """User and system seconds of one child that must end well."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def environment(folder: Path, home: str) -> dict[str, str]:
    """What the three contenders run under: a fresh store and one portal file."""
    portals = folder / "portals"
    portals.mkdir()
    portal = (
        f"name = {json.dumps('Cổng đo tốc độ', ensure_ascii=False)}\nhome = {json.dumps(home)}\n"
    )
    portals.joinpath("measured.toml").write_text(portal, encoding="utf-8")
    ours = {"KHCN_PORTALS": str(portals), "KHCN_DB": str(folder / "news.db")}
    return {**os.environ, **ours, "KHCN_ALLOW_PRIVATE": "1", "PYTHONPATH": str(ROOT)}


def pages_answered(db: Path) -> list[str]:
    """The addresses that answered 200 in the only run of a store."""
    sys.path.insert(0, str(ROOT))
    from storage.store import Store

    with Store(db, readonly=True) as store:
        rows = store.db.query(
            "SELECT DISTINCT a.url FROM visits v JOIN addresses a ON a.id = v.address"
            " WHERE v.status = 200"
        )
        return [row["url"] for row in rows]


def one_round(home: str) -> tuple[int, dict[str, float]]:
    """Pages, and CPU seconds by contender."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        variables = environment(folder, home)
        khcn = [sys.executable, "-m", "app", "-q", "crawl", "measured"]
        seconds = {"khcn": cpu_seconds(khcn, variables)}
        urls = pages_answered(folder / "news.db")
        listed = folder / "urls.json"
        listed.write_text(json.dumps(urls), encoding="utf-8")
        for name in ("bare", "stack"):
            child = [sys.executable, __file__, str(listed), CHILD, name]
            seconds[name] = cpu_seconds(child, variables)
    return len(urls), seconds


def spider(urls: list[str], *, read: bool, database: Path) -> type[Any]:
    """The bare spider over those addresses; with `read` also trafilatura and sqlite-utils."""
    import scrapy

    from crawler.portals import load

    followed = load(Path(os.environ["KHCN_PORTALS"]) / "measured.toml")
    wanted = set(urls)

    class Bare(scrapy.Spider):
        name = "bare"
        start_urls = urls
        portal = followed  # the middlewares ask the spider for it, and whether to go on
        stopping = False
        beyond: ClassVar[set[str]] = set()

        def parse(self, response: Any) -> None:
            if not hasattr(response, "text"):
                return
            found = {response.urljoin(href) for href in response.css("a::attr(href)").getall()}
            for url in found - wanted:
                self.beyond.add(url)  # every wanted page is asked for from the start
            if read:
                keep(response)

    return _with_store(Bare, database) if read else Bare


def keep(response: Any) -> None:
    """Read a page with trafilatura and upsert it, as the usual few lines do."""
    import trafilatura

    found = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
    if found:
        row = {"url": response.url, "title": found.title, "date": found.date, "text": found.text}
        STORES[0]["articles"].upsert(row, pk="url")


STORES: list[Any] = []


def _with_store(bare: type[Any], database: Path) -> type[Any]:
    from sqlite_utils import Database

    store = Database(database)
    store["articles"].create({"url": str, "title": str, "date": str, "text": str}, pk="url")
    store["articles"].enable_fts(["title", "text"], create_triggers=True)
    STORES.append(store)
    return bare


def run_child(listed: Path, name: str) -> None:
    """One contender's crawl in this process, under the project's own settings."""
    from scrapy.crawler import CrawlerProcess
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.update({"ITEM_PIPELINES": {}, "EXTENSIONS": {}, "LOG_ENABLED": False}, priority=40)
    settings.update({"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}, priority=40)
    process = CrawlerProcess(settings)
    urls = json.loads(listed.read_text(encoding="utf-8"))
    process.crawl(spider(urls, read=name == "stack", database=listed.with_name("stack.db")))
    (crawler,) = process.crawlers
    process.start()
    received = crawler.stats.get_value("response_received_count", 0)
    if received < len(urls):
        sys.exit(f"{name}: only {received} of {len(urls)} pages were received")


def main() -> None:
    """Print CPU milliseconds a page and the ratios of each round's pair."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--home", default="", help="path of the home page below the folder")
    parser.add_argument(CHILD, choices=("bare", "stack"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        run_child(arguments.folder, arguments.child)
        return
    with served(arguments.folder) as address:
        rounds = [one_round(address + arguments.home) for _ in range(arguments.rounds)]
    print(f"{rounds[0][0]} pages, {len(rounds)} rounds; CPU ms a page, median, and ratio to bare")
    for name in ("bare", "khcn", "stack"):
        cost = statistics.median(1e3 * seconds[name] / pages for pages, seconds in rounds)
        ratio = statistics.median(seconds[name] / seconds["bare"] for _, seconds in rounds)
        print(f"{name:<6} {cost:7.2f} ms {ratio:6.2f}x")


if __name__ == "__main__":
    main()
