"""The command as a whole: global options, errors, exit codes, start-up."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from app.cli import COMMANDS
from app.options import Options, takes_options
from storage.errors import StoreError
from storage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.acceptance.person import Answer
    from tests.app.shelf import Shelf


def test_help_lists_every_command(khcn: Callable[..., Answer]) -> None:
    answer = khcn("--help")
    assert answer.code == 0
    assert all(f"\n  {name} " in answer.out for name in COMMANDS)


def test_no_command_shows_the_help(khcn: Callable[..., Answer]) -> None:
    answer = khcn()
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("Usage: khcn")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(khcn: Callable[..., Answer], name: str) -> None:
    answer = khcn(name, "--help")
    assert answer.code == 0
    assert "Global options:" in answer.out


def test_global_options_stand_before_or_after(
    khcn: Callable[..., Answer], shelf: Shelf, tmp_path: Path
) -> None:
    shelf.has_article("Hội nghị")
    elsewhere = ("--db", str(shelf.store.path))
    for line in (
        ("--json", "search", "hội"),
        ("search", "--json", "hội"),
        ("search", "hội", "--json", *elsewhere),
        (*elsewhere, "search", "hội", "--json"),
    ):
        assert khcn(*line).json["total"] == 1
    before = khcn("--db", str(tmp_path / "none.db"), "search", "hội", *elsewhere)
    assert before.code == 0, "the one nearer to the command wins"


def test_a_flag_beats_the_environment(khcn: Callable[..., Answer], home: Path) -> None:
    assert "none.db" in khcn("search", "x", "--db", str(home / "none.db")).err
    assert "khcn.db" in khcn("search", "x").err


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (("shwo", "1"), 2, "did you mean 'show'? see `khcn --help`"),
        (("read", "x.html", "--url", "tin/1"), 2, "no web address"),
        (("read", "ftp://a.vn/x"), 2, "only http and https"),
        (("search",), 2, "QUERY"),
        (("search", "x", "--nein"), 2, "--nein"),
        (("search", "x", "--since", "soon"), 2, "'soon' is no time"),
        (("search", "x", "--since", "0001-01-01"), 2, "is no time"),
        (("search", "x", "--limit", "-1"), 2, "-1"),
        (("search", "x", "--limit", "9" * 30), 2, "999"),
        (("review", "9" * 30, "drop"), 2, "999"),
        (("diff", "1", "9" * 30, "2"), 2, "999"),
        (("search", "x"), 4, "no database"),
        (("show", "1"), 4, "no database"),
        (("portals", "show", "lai-chua"), 2, "lai-chua"),
        (("read", "no/such/file"), 2, "no/such/file"),
    ],
)
def test_an_error_is_one_sentence(
    khcn: Callable[..., Answer], line: tuple[str, ...], code: int, said: str
) -> None:
    answer = khcn(*line)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.startswith("khcn: ")
    assert answer.err.count("\n") == 1
    assert said in answer.err


def test_verbose_adds_the_traceback(khcn: Callable[..., Answer]) -> None:
    assert "Traceback" not in khcn("search", "x").err
    assert "Traceback" in khcn("-v", "search", "x").err


@pytest.mark.parametrize("content", [b"not a database, only words\n" * 100, b"SQLite format 3\0"])
def test_a_file_that_is_no_store_is_a_store_error(
    khcn: Callable[..., Answer], home: Path, content: bytes
) -> None:
    (home / "khcn.db").write_bytes(content)
    for line in (("search", "x"), ("changes",), ("status",), ("doctor",)):
        answer = khcn(*line)
        assert answer.code == 4, line
        assert "khcn.db" in answer.err + answer.out


def test_a_store_of_a_newer_version_is_refused(khcn: Callable[..., Answer], shelf: Shelf) -> None:
    with shelf.store.writing() as conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('khcn', '9999_later', '')"
        )
    answer = khcn("search", "x")
    assert answer.code == 4
    assert "newer" in answer.err


@pytest.mark.parametrize("line", [["--help"], ["search", "tin"], ["status"]])
def test_questions_start_without_the_crawler(home: Path, shelf: Shelf, line: list[str]) -> None:
    """What takes long to import stays out: Scrapy alone costs 0.4 s."""
    code = (
        "import sys; from app.cli import main; main(sys.argv[1:]);"
        "print([m for m in ('scrapy', 'twisted', 'bs4', 'apscheduler') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code, *line], capture_output=True, check=True)
    assert run.stdout.decode().splitlines()[-1] == "[]"


def test_options_are_what_the_command_sees(home: Path) -> None:
    import click

    from app.options import Command

    @click.command(cls=Command)
    @takes_options
    def tell(options: Options) -> Options:
        return options

    seen = tell.main(["-q", "--portals", "~/p"], standalone_mode=False)
    assert (seen.quiet, seen.verbose, seen.as_json, seen.db) == (
        True,
        False,
        False,
        home / "khcn.db",
    )
    assert "~" not in str(seen.portals)


def test_a_closed_pipe_ends_in_silence(shelf: Shelf, home: Path) -> None:
    for number in range(200):
        shelf.has_article(f"Tin {number}", "Nội dung. " * 200)
    command = f"{sys.executable} -m app export | head -c 10; exit ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [("changes > /dev/full", 1, b"khcn: the output cannot be written: "), ("changes >&-", 0, b"")],
)
def test_an_output_that_takes_nothing_is_no_fault_of_the_program(
    shelf: Shelf, home: Path, command: str, code: int, said: bytes
) -> None:
    shelf.has_run()
    shelf.has_change(shelf.has_article("Tin"))
    line = f"{sys.executable} -m app -q {command}"
    run = subprocess.run(["bash", "-c", line], capture_output=True, check=False)
    assert run.returncode == code, run.stderr
    assert run.stderr.startswith(said)
    assert b"unforeseen" not in run.stderr


def test_a_file_is_no_folder_of_portals_and_a_folder_no_database(
    khcn: Callable[..., Answer], home: Path
) -> None:
    (home / "portals").write_text("")
    answer = khcn("portals", "list")
    assert (answer.code, "is a file" in answer.err) == (2, True)
    with pytest.raises(StoreError, match="is a folder"):
        open_store(home)


def test_no_color_is_respected(shelf: Shelf, home: Path) -> None:
    """On a terminal of its own the table is drawn; with NO_COLOR without a colour."""
    shelf.has_article("Hội nghị khoa học")
    for variables, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        seen = on_a_terminal([sys.executable, "-m", "app", "search", "hoi nghi"], variables)
        assert "Hội nghị khoa học" in seen
        assert ("\x1b[1m" in seen) == coloured


@pytest.mark.parametrize("width", [200, 80, 40, 20])
def test_a_narrow_terminal_cuts_nothing_off(shelf: Shelf, home: Path, width: int) -> None:
    """The key of a portal, the id of a change and every word of a title can still be copied."""
    shelf.has_portal("hai-phong-hpstic")
    article = shelf.has_article("Hội nghị khoa học và công nghệ toàn tỉnh năm 2026")
    shelf.has_run()
    shelf.has_change(article, fields='["text"]', grade="sentence")
    shown = {"status": "hai-phong-hpstic new", "changes": "C1 Hội nghị 2026 edited sentence"}
    for command, words in shown.items():
        size = {"COLUMNS": str(width)}
        seen = on_a_terminal([sys.executable, "-m", "app", command], size)
        assert all(word in seen for word in words.split()), seen
        assert "…" not in seen


def on_a_terminal(command: list[str], variables: dict[str, str]) -> str:
    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | variables
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        seen = b""
        with os.fdopen(ours, "rb", buffering=0) as terminal, suppress(OSError):
            while part := terminal.read(4096):
                seen += part
        process.wait()
    return seen.decode()


def test_the_shell_completes_commands() -> None:
    asked = {"_KHCN_COMPLETE": "bash_complete", "COMP_WORDS": "khcn sea", "COMP_CWORD": "1"}
    code = "import sys; from app.cli import main; sys.exit(main([]))"
    run = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | asked, capture_output=True, check=False
    )
    assert run.stdout.decode().split() == ["plain,search"]
