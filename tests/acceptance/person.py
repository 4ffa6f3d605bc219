"""A person at a shell: types commands, in processes of their own, and reads what they answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
KHCN = (sys.executable, "-m", "app")
TOOL = {
    name: (sys.executable, "-m", module)
    for name, module in (
        ("scrapy", "scrapy"),
        ("sqlite-utils", "sqlite_utils"),
        ("datasette", "datasette"),
    )
}


@dataclass(frozen=True)
class Answer:
    """What a command wrote and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def talk(self) -> str:
        """Both outputs, for a failing assertion."""
        return f"exit {self.code}\n{self.out}\n{self.err}"


@dataclass
class Person:
    """Somebody with a folder, a store and portal files of their own."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.portals.mkdir(parents=True, exist_ok=True)
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("KHCN_", "XDG_"))}
        own = {
            "KHCN_DB": str(self.db),
            "KHCN_PORTALS": str(self.portals),
            "KHCN_ALLOW_PRIVATE": "1",
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.folder),
        }
        self.env = inherited | own | self.env

    @property
    def db(self) -> Path:
        return self.folder / "khcn.db"

    @property
    def portals(self) -> Path:
        return self.folder / "portals"

    def follows(self, key: str, home: str, name: str = "Sở Khoa học và Công nghệ") -> None:
        """A portal file of a name and a home, and not a word more."""
        self.writes(key, f'name = "{name}"\nhome = "{home}"\n')

    def writes(self, key: str, toml: str) -> None:
        (self.portals / f"{key}.toml").write_text(toml, "utf-8")

    def types(self, *words: str, before: tuple[str, ...] = (), **env: str) -> Answer:
        """`khcn` and these words, run to the end."""
        return self.runs(*before, *KHCN, *words, **env)

    def uses(self, tool: str, *words: str, **env: str) -> Answer:
        """Another tool, from the project's folder."""
        return self.runs(*TOOL[tool], *words, **env)

    def runs(self, *command: str, **env: str) -> Answer:
        ended = subprocess.run(
            command,
            env=self.env | env,
            cwd=ROOT,
            capture_output=True,
            timeout=300,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return Answer(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    def starts(
        self, *words: str, stderr: int | IO[bytes] = subprocess.PIPE, **env: str
    ) -> subprocess.Popen[bytes]:
        """`khcn` and these words, left running."""
        return subprocess.Popen(
            [*KHCN, *words],
            env=self.env | env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=stderr,
            stdin=subprocess.DEVNULL,
        )

    def crawls(self, *words: str, **more: Any) -> list[dict[str, Any]]:
        """Crawls and gives the run records; every run has to be sound."""
        answer = self.types("crawl", *words, "--json", **more)
        assert answer.code == 0, answer.talk
        return answer.json["runs"]

    def asks(self, sql: str, **values: object) -> list[dict[str, Any]]:
        """What the store answers through the `sqlite-utils` command, as anybody could ask it."""
        given = [part for k, v in values.items() for part in ("-p", k, str(v))]
        answer = self.uses("sqlite-utils", "query", str(self.db), sql, *given)
        assert answer.code == 0, answer.talk
        return answer.json

    def export(self, *words: str) -> list[dict[str, Any]]:
        return self.types("export", *words).lines

    def changes(self, *words: str) -> list[dict[str, Any]]:
        """The news: what first crawls found is left out."""
        found = self.types("changes", "--json", *words).json["changes"]
        return [change for change in found if not change["baseline"]]
