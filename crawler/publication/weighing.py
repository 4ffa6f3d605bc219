"""What a run's staged visits amount to, before any of it is published."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.discover.survey import STANDING_TEXT
from crawler.look import WATCHED
from crawler.probing.symptoms import reads_as_wall
from news.bulk import alike
from news.change import OTHER_LOOK, Difference, compare, is_other_page, portal_wide, stands
from news.gate import SAME_PAGE, Evidence
from news.text import fold
from news.urls import canonical
from storage import articles, runs, visits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.publication.second_reading import SecondReader
    from storage.articles import Reading, Standing
    from storage.runs import Run
    from storage.store import Store
    from storage.visits import Staged


@dataclass(frozen=True, slots=True)
class Weighed:
    """One staged visit, and where it concerns a known article: both readings by one reader."""

    visit: Staged
    standing: Standing | None = None
    before: Reading | None = None
    after: Reading | None = None
    difference: Difference | None = None


def weigh(store: Store, run: Run, reader: SecondReader) -> tuple[list[Weighed], frozenset[str]]:
    """Every staged visit with what differs, and the fields that differ by look alone."""
    staged = list(visits.staged(store, run.id))
    again = {v.seen.final_key: v for v in staged if v.seen.reason == visits.AGAIN}
    found = [_weigh(store, run, reader, v) for v in staged if v.seen.reason != visits.AGAIN]
    looked = [
        ((w.before or w.standing.reading).article, w.difference.forms if w.difference else ())
        for w in found
        if w.visit.seen.kind == "article" and w.standing
    ]
    forms = runs.forms(store, run.id) | portal_wide(looked)
    settled = [_settled(_without(w, forms), reader, again, forms) for w in found]
    return _without_walls(settled), forms


def _weigh(store: Store, run: Run, reader: SecondReader, visit: Staged) -> Weighed:
    standing = owner(store, run.portal, visit)
    after = reader.first(visit)
    if standing is None or after is None:
        return Weighed(visit, standing, after=after)
    return against(reader, visit, standing, after)


def against(
    reader: SecondReader,
    visit: Staged,
    standing: Standing,
    after: Reading,
    forms: frozenset[str] = frozenset(),
) -> Weighed:
    """A visit beside the article that it is about, the stored page read again where they differ.

    `forms` are differences that the portal's new look explains.
    """
    if after.content_digest == standing.reading.content_digest:
        return Weighed(visit, standing, standing.reading, after)
    before = reader.again(standing.reading)
    return Weighed(visit, standing, before, after, _difference(before, after, forms))


def _difference(before: Reading, after: Reading, forms: frozenset[str] = frozenset()) -> Difference:
    """What differs, but for what a new look explains."""
    looks = OTHER_LOOK if before.epoch != after.epoch else frozenset()
    return compare(before.article, after.article, ignore=forms | looks)


def owner(store: Store, portal: str, visit: Staged) -> Standing | None:
    """The known article of the address that answered, else of the one that was asked."""
    seen = visit.seen
    return articles.at_address(store, portal, seen.final_key) or (
        articles.at_address(store, portal, seen.key) if seen.key != seen.final_key else None
    )


def _without(weighed: Weighed, forms: frozenset[str]) -> Weighed:
    """The same without what the portal's new look explains."""
    before, after, found = weighed.before, weighed.after, weighed.difference
    if before is None or after is None or found is None or not found.forms & forms:
        return weighed
    left = _difference(before, after, forms)
    return Weighed(weighed.visit, weighed.standing, before, after, left)


def _settled(
    weighed: Weighed, reader: SecondReader, again: dict[str, Staged], forms: frozenset[str]
) -> Weighed:
    """The same without a difference that was another one when the page was fetched again.

    Of a look that is not believed nothing is kept: an edit may stand beside what turns, to be
    seen once the portal has taught its noise.
    """
    second = again.get(weighed.visit.seen.final_key)
    before, after = weighed.before, weighed.after
    if second is None or before is None or after is None or not weighed.difference:
        return weighed
    later = reader.moment_later(second)
    if later is None:
        return weighed
    found = compare(before.article, later, ignore=forms)
    if stands(weighed.difference, found) or (found and is_other_page(after.article, later)):
        return weighed
    return replace(weighed, after=before, difference=None)


def _without_walls(found: list[Weighed]) -> list[Weighed]:
    """The same without what turned two articles into one text: that is a page before them both.

    No editor does so, nor turns one into a wall's words. Where the same stands before more of them
    the gate holds the run.
    """
    hidden: dict[str, set[str]] = defaultdict(set)
    for one in found:
        if one.before and one.after and _is_other_page(one):
            hidden[one.after.text_digest].add(one.before.text_digest)
    walls = {text for text, those in hidden.items() if 1 < len(those) < SAME_PAGE}
    if len(named := _named_walls(found)) < SAME_PAGE:
        walls.update(named.values())
    return [
        replace(one, after=one.before, difference=None)
        if one.after and one.after.text_digest in walls and _is_other_page(one)
        else one
        for one in found
    ]


def _named_walls(found: Iterable[Weighed]) -> dict[int, str]:
    """The text of each known article that says of itself that it is a wall now, by article."""
    return {
        _id(one): one.after.text_digest
        for one in found
        if one.after
        and one.difference
        and reads_as_wall(one.after.article)  # quicker to tell than how the two readings differ
        and _is_other_page(one)
    }


def _is_other_page(one: Weighed) -> bool:
    """Whether a known article reads as another page does."""
    if one.before is None or one.after is None or not one.difference:
        return False
    return is_other_page(one.before.article, one.after.article)


def evidence(store: Store, run: Run, found: Iterable[Weighed]) -> Evidence:
    """What the gate needs to know of all this, with what the run has published already."""
    weighed = list(found)
    extent = runs.extent(store, run.id)
    emptied = _emptied(store, run, weighed)
    # A list may run empty, an article may be taken down; both at once is a page before them all.
    walls = sum(w.visit.seen.reason in visits.WALLS for w in weighed if w.standing)
    walls += len(set(_named_walls(weighed).values()))
    changed = {_id(w): w.difference for w in weighed if w.difference}
    kinds = defaultdict(set)
    for one in weighed:
        if one.standing is not None:
            kinds[one.visit.seen.kind].add(one.standing.id)
    return Evidence(
        known=extent.known,
        looked=len({w.visit.seen.key for w in weighed if w.visit.seen.kind != "listing"}),
        settled=extent.changed + extent.unchanged,
        changed=extent.changed + len(changed),
        alike=alike(changed.values()),
        missing=len(_gone(weighed)),
        unreadable=len(kinds["unreadable"]),
        walls=max(walls, _behind(weighed) if emptied else 0),
        same_page=_same_page(weighed),
        emptied=emptied,
    )


def _id(weighed: Weighed) -> int:
    return weighed.standing.id if weighed.standing else 0


def _gone(weighed: list[Weighed]) -> set[int]:
    """Live articles that were not there, and whose text did not turn up elsewhere."""
    new = {w.after.text_digest for w in weighed if w.after and not w.standing}
    return {
        w.standing.id
        for w in weighed
        if w.standing
        and w.visit.seen.kind == "missing"
        and w.standing.state == "live"
        and w.visit.seen.key == canonical(w.standing.url)  # not a former address
        and w.standing.reading.text_digest not in new
    }


def _same_page(weighed: list[Weighed]) -> int:
    """The most different promises - stored texts, or listing titles - kept by one page."""
    promised: dict[str, set[str]] = defaultdict(set)
    for one in weighed:
        after, seen = one.after, one.visit.seen
        if after is None or not after.article.text.strip():
            continue
        if one.before:
            promised[after.text_digest].add(one.before.text_digest)
        elif seen.hint_title:
            promised[after.text_digest].add(fold(" ".join(seen.hint_title.split())))
    return max(map(len, promised.values()), default=0)


def _emptied(store: Store, run: Run, weighed: list[Weighed]) -> tuple[str, ...]:
    """First pages of lists that listed when last believed and list nothing now, if half of all do.

    One section may be closed for good; not half of them at once.
    """
    firsts = [w.visit for w in weighed if w.visit.seen.page_number == 1 and _answered(w.visit)]
    listed = [visit for visit in firsts if _was_list(store, run, visit)]
    empty = [visit.seen.url for visit in listed if visit.seen.kind != "listing"]
    return tuple(empty) if len(empty) * 2 >= len(listed) else ()


def _answered(visit: Staged) -> bool:
    seen = visit.seen
    if seen.status != 200:
        return False
    return seen.reason == WATCHED or seen.kind not in ("article", "failed")


def _behind(weighed: list[Weighed]) -> int:
    """Known articles in whose place another page was served, as if that were well."""
    other = {
        w.standing.id
        for w in weighed
        if w.standing and w.standing.state == "live" and _answered(w.visit)
    }
    return len(other - {_id(w) for w in weighed if w.visit.seen.kind == "article"})


def is_list_run_dry(store: Store, run: Run, visit: Staged) -> bool:
    """Whether a page that would be watched has been a list: the little it says is its pause."""
    seen = visit.seen
    short = seen.article is not None and len(seen.article.text) < STANDING_TEXT
    return seen.reason == WATCHED and short and visits.was_list(store, visit.address, run.id)


def _was_list(store: Store, run: Run, visit: Staged) -> bool:
    if visit.seen.reason == WATCHED:
        return is_list_run_dry(store, run, visit)
    return visits.listed_before(store, run.id, visit.address)
