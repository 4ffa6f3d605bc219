"""How many requests it takes to find all of a portal from its address, by make of portal.

Run it as `python -m benchmarks.addresses`.
"""

from __future__ import annotations

from tests.site.makes.judged import MAKES, judge

LINE = "{:<14}{:>5} articles, {:>4} requests ({:.2f} each), {:>3} after three additions{}"


def main() -> None:
    """One line for each make; what was lost, met twice or is no article is told as a fault."""
    for make in MAKES:
        got = judge(make)
        faults = len(got.missing) + len(got.twice) + len(got.others) + len(got.added)
        told = "" if got.holds else f"   {faults} faults"
        print(LINE.format(got.name, got.stories, got.requests, got.each, got.later, told))


if __name__ == "__main__":
    main()
