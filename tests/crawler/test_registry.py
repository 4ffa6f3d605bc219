"""The catalogue: every entry sound and unique, its page current."""

from __future__ import annotations

from pathlib import Path

from crawler.portals import BUNDLED, catalogue, text_of
from crawler.registry import HEADINGS, page
from news.urls import canonical

DOCUMENT = Path(__file__).parents[2] / "docs" / "portals.md"


def test_the_page_of_the_catalogue_is_current() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == page(catalogue()), "run python -m crawler.registry > docs/portals.md"


def test_each_entry_is_one_portal_with_its_evidence() -> None:
    found = catalogue()
    assert len(found) >= 90
    assert len({canonical(portal.home) for portal in found}) == len(found)
    for portal in found:
        assert portal.about.kind in HEADINGS
        assert (portal.about.evidence or "").startswith(("seen: ", "unverified: "))
        assert portal.about.checked == "2026-11-22"
        if portal.about.kind == "department":
            assert portal.about.province
            assert portal.about.province_2025


def test_the_files_are_as_the_program_writes_them() -> None:
    for portal in catalogue():
        assert (BUNDLED / f"{portal.key}.toml").read_text(encoding="utf-8") == text_of(portal)
