"""`khcn` as the next version might be: its reader has another rule of what belongs to a body.

Run as `python -m tests.acceptance.other_reader crawl …`. It leaves out the last line of every text
that has more than one.
"""

from __future__ import annotations

import sys

from crawler import extract

read_as_before = extract._text_lines


def without_last_line(*given):
    lines = read_as_before(*given)
    return lines[:-1] if len(lines) > 1 else lines


extract.READER = "next"
extract._text_lines = without_last_line

if __name__ == "__main__":
    from app.cli import main

    sys.exit(main())
