"""Print the set-up command that the README gives for a purpose ("demo" or "test")."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def command(purpose: str) -> str:
    """The one line of the fenced block that follows the comment `<!-- purpose -->`."""
    readme = Path(__file__).parent.parent.joinpath("README.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- {purpose} -->\s*```sh\n(.+?)\n```", readme, re.DOTALL)
    if not found:
        sys.exit(f"README.md has no command marked <!-- {purpose} -->: mark it")
    return found[1]


if __name__ == "__main__":
    sys.stdout.write(command(sys.argv[1]) + "\n")
