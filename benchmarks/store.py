"""What the store takes: bytes per version and per unchanged visit, CPU per page it is given.

    python benchmarks/store.py FOLDER [--visits 20]

FOLDER is a static copy of a portal; it is served on loopback and crawled by `khcn crawl`, once for
its versions and then over and over for visits that find nothing new. All that the file grows by
counts: the search table, indexes, visits of listings and free pages too. To hold: 10 kB per
version of a page of 60 kB, 120 bytes per unchanged visit.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.crawl import ROOT, environment, served
from storage.store import Store, open_store

VERSION, VISIT = 10_000, 120  # bytes that may be taken at most


def size(db: Path) -> int:
    """The bytes of the file with all that was written to it."""
    with Store(db) as store:
        store.row("PRAGMA wal_checkpoint(TRUNCATE)")
    return db.stat().st_size


def crawl(variables: dict[str, str], *words: str) -> None:
    """One crawl, which may find what it likes but must end well."""
    command = [sys.executable, "-m", "app", "-q", "crawl", "measured", *words]
    subprocess.run(command, env=variables, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def ask(db: Path, sql: str) -> Any:
    """The one row of a question."""
    with Store(db, readonly=True) as store:
        return store.row(sql)


def measure(folder: Path, visits: int) -> bool:
    """Crawl, say what it took, and whether that is within the bounds."""
    with served(folder) as home, tempfile.TemporaryDirectory() as scratch:
        variables, db = environment(Path(scratch), home), Path(scratch) / "news.db"
        open_store(db).close()
        empty = size(db)
        crawl(variables)
        first = size(db)
        count, raw, packed = ask(
            db,
            "SELECT count(*), avg(r.size), (SELECT sum(length(bytes)) FROM packs) / count(*)"
            " FROM versions v JOIN raws r ON r.id = v.raw",
        )
        before = ask(db, "SELECT count(*) FROM visits")[0]
        for _ in range(visits):
            crawl(variables, "--full")
        same = ask(db, "SELECT sum(unchanged) FROM runs WHERE baseline = 0")[0]
        every = ask(db, "SELECT count(*) FROM visits")[0] - before
        per_version, per_visit = (first - empty) / count, (size(db) - first) / same
    print(f"{count} versions of {raw / 1000:.1f} kB: {per_version / 1000:.2f} kB each, of which")
    print(f"  {packed / 1000:.2f} kB the page packed against others of its portal")
    print(f"{same} unchanged visits ({every} with listings): {per_visit:.0f} bytes each")
    return per_version <= VERSION and per_visit <= VISIT


def main() -> None:
    """Read the command line; exit 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--visits", type=int, default=20)
    given = parser.parse_args()
    sys.exit(0 if measure(given.folder, given.visits) else 1)


if __name__ == "__main__":
    main()
