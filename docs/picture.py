"""Draw docs/demo.svg, the picture of the README, from what `khcn demo` really prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

WIDTH = 110


def printed() -> str:
    """The closing screen of a demo run; the store's folder does not show."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "COLUMNS": str(WIDTH)}
        command = [sys.executable, "-m", "app", "--db", "demo.db", "demo"]
        environment["PYTHONPATH"] = str(Path(__file__).parent.parent)
        done = subprocess.run(
            command, cwd=folder, env=environment, check=True, capture_output=True, text=True
        )
    return done.stdout


def draw(text: str, path: Path) -> None:
    """Write the text as a terminal window in SVG."""
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere, force_terminal=True)
        console.print("[bold]$ khcn demo[/bold]")
        console.print(text, markup=False, highlight=False)
    svg = console.export_svg(title="khcn demo")
    # The viewer's own fixed-width font will do: nothing is fetched to look at a picture.
    path.write_text(re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    draw(printed(), Path(__file__).with_name("demo.svg"))
