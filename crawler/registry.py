"""The catalogue as a page for people: `python -m crawler.registry > docs/portals.md`."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

from crawler.portals import catalogue
from news.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from news.portal import Portal

HEADINGS = {
    "department": "Departments of science and technology",
    "center": "Centers and sub-departments",
    "association": "Unions of science and technology associations",
    "ministry": "The ministry",
    "agency": "Agencies, institutes and press of the ministry",
}
_WITHOUT = (
    "Hải Phòng, Đắk Nông, Hòa Bình, Yên Bái, Hà Nam, Bình Định, Bình Phước, Bạc Liêu and Cà Mau"
)
_INTRODUCTION = """\
# Portals

The catalogue holds {count} portals. None is followed until it is added: `khcn portals add KEY`
follows one of these, `khcn portals add https://…` finds out about any other by itself, and
`khcn portals list --catalogue --province "Hải Phòng" --kind department` searches them.

The country's 63 provinces became 34 in 2025; the departments of merged provinces are being
joined, so some of these portals will freeze, move or go. *Evidence* says what stands behind an
entry. **seen**: pages of the host, or its name in published material, were at hand on the day
given. **unverified**: nobody has seen a page of it; the address may be wrong. No entry has been
crawled by this project yet; `khcn portals check KEY` tells how a portal is today.

No address is known of the departments of {missing}; whoever knows one is welcome to add it.

## Adding one

1. `khcn portals add https://… --dry-run` looks at the portal by a dozen or two requests and shows
   the file it would write. Read what it says: the sections, the samples, the notes.
2. Save that file as `crawler/portals/KEY.toml`. The key is the province, or the province and the
   kind, in small letters: `lai-chau`, `hai-phong-lhh`. Keep the file short: `name` and `home` are
   enough, and a `[select]` or `mask` says by its place that the reader is wrong there.
3. Fill in `[about]`: `province` as until 2025, `province_2025` as since, `kind`
   ({kinds}),
   `evidence` beginning with `seen:` or `unverified:`, and `checked`, the day. `hosts` are further
   names of the same portal, old ones too.
4. `python -m crawler.registry > docs/portals.md` renews this page; the tests compare both.
"""


def page(portals: Sequence[Portal]) -> str:
    """The whole page."""
    kinds = ", ".join(f"`{kind}`" for kind in HEADINGS)
    lines = [_INTRODUCTION.format(count=len(portals), kinds=kinds, missing=_WITHOUT)]
    for kind, heading in HEADINGS.items():
        lines += _section(heading, [one for one in portals if one.about.kind == kind])
    return "\n".join(lines)


def _section(heading: str, portals: Sequence[Portal]) -> Iterator[str]:
    ordered = sorted(portals, key=lambda one: (fold(one.about.province_2025 or ""), one.key))
    yield f"## {heading}\n"
    for province, some in groupby(ordered, key=lambda one: one.about.province_2025):
        if province:
            yield f"### {province}\n"
        yield "| key | portal | address | evidence |\n|---|---|---|---|"
        yield from (_row(one) for one in some)
        yield ""


def _row(portal: Portal) -> str:
    evidence, _, rest = (portal.about.evidence or "").partition(":")
    said = f"**{evidence}** {portal.about.checked or ''}: {_cell(rest.strip())}"
    return f"| `{portal.key}` | {_cell(portal.name)} | {_cell(portal.home)} | {said} |"


def _cell(text: str) -> str:
    marked = "".join(f"\\{letter}" if letter in "|<>*_[]`" else letter for letter in text)
    return " ".join(marked.split())


if __name__ == "__main__":
    sys.stdout.write(page(catalogue()))
