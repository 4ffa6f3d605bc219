"""The README's first command, as it is written, in a fresh clone; then the demo from elsewhere."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys

import pytest

from tests.acceptance.person import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    if not shutil.which("git") or not ROOT.joinpath(".git").exists():
        pytest.skip("no git repository to clone")
    folder = tmp_path_factory.mktemp("fresh") / "khcn"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    return folder


@pytest.fixture(scope="module")
def stranger(clone, tmp_path_factory):
    """The environment of somebody who has nothing but Python and git, and a home of their own."""
    bare = tmp_path_factory.mktemp("bin")
    bare.joinpath("python3").symlink_to(sys._base_executable)
    unknown = {"PYTHONPATH", "VIRTUAL_ENV"}
    own = {k: v for k, v in os.environ.items() if k not in unknown and not k.startswith("KHCN_")}
    home = str(tmp_path_factory.mktemp("home"))
    return own | {"PATH": f"{bare}:{os.environ['PATH']}", "HOME": home, "XDG_DATA_HOME": home}


@pytest.fixture(scope="module")
def installed(clone, stranger):
    """The first command typed; the clone has a .venv from then on."""
    commands = re.findall(
        r"```sh\n(python3 -m venv .+?)\n```", clone.joinpath("README.md").read_text("utf-8")
    )
    assert len(commands) == 2, "exactly two set-up commands"
    assert all("\n" not in command for command in commands)
    typed = run(["bash", "-c", commands[0]], clone, stranger)
    return clone / ".venv" / "bin", typed


def cpu_seconds():
    """What the commands so far have cost, however long a busy machine let them wait."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def run(command, folder, env):
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, timeout=600, check=False
    )


def test_the_first_command_of_the_readme(installed):
    _, typed = installed
    assert typed.returncode == 0, (typed.stdout + typed.stderr).decode()[-4000:]
    assert "khcn search" in typed.stdout.decode(), "what to type next"
    assert "Error caught" not in typed.stderr.decode()


def test_the_demo_from_another_folder(installed, stranger, tmp_path):
    scripts, _ = installed
    begun = cpu_seconds()
    ended = run([scripts / "khcn", "demo", "--db", "here.db", "--json"], tmp_path, stranger)
    seconds = cpu_seconds() - begun
    assert ended.returncode == 0, (ended.stdout + ended.stderr).decode()[-4000:]
    told = json.loads(ended.stdout)
    assert seconds < 60
    assert [run["outcome"] for run in told["runs"]] == ["ok"] * 10
    second = told["runs"][5:]
    kinds = ("edited", "appeared", "suspected", "retitled", "moved", "vanished", "returned")
    assert [sum(r[kind] for r in second) for kind in kinds] == [1, 1, 1, 0, 0, 0, 0]
    news = [change for change in told["changes"] if not change["baseline"]]
    assert sorted(change["kind"] for change in news) == ["appeared", "edited"]

    kept = run([scripts / "khcn", "export", "--db", "here.db"], tmp_path, stranger)
    records = [json.loads(line) for line in kept.stdout.splitlines()]
    assert len(records) >= 40
    assert len({record["portal"] for record in records}) == 5
    assert len({(r["portal"], r["title"]) for r in records}) == len(records), "stored once"
    assert [r["state"] for r in records].count("suspected") == 1
