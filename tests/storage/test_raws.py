"""Raw pages: kept byte for byte, once, and small."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import packs, portals, raws
from storage.store import Store, open_store
from tests.crawler.newsroom import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "khcn.db") as opened:
        portals.save(opened, Newsroom(opened).portal)
        yield opened


def pages(count: int, look: int = 0) -> list[bytes]:
    """Pages of 60 kB: a shell of their look, and some text of their own."""
    dice = random.Random(look)
    shell = "".join(
        f'<li><a href="/m{dice.random()}">Mục {dice.random()}</a></li>' for _ in range(700)
    )
    return [
        (shell + "".join(f"<p>{dice.random()}</p>" for _ in range(100))).encode()
        for _ in range(count)
    ]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=50,
)
@given(body=st.binary())
def test_any_bytes_come_back(store: Store, body: bytes) -> None:
    assert raws.load(store, raws.keep(store, "lai-chau", body)) == body


def test_the_same_page_is_kept_once(store: Store) -> None:
    page = pages(1)[0]
    assert raws.keep(store, "lai-chau", page) == raws.keep(store, "lai-chau", page)


def test_pages_of_a_look_cost_little_and_all_come_back(store: Store) -> None:
    bodies = pages(30) + pages(30, look=1)
    kept = [raws.keep(store, "lai-chau", body) for body in bodies]
    assert [raws.load(store, raw) for raw in kept] == bodies
    sizes = [row[0] for row in store.rows("SELECT length(bytes) FROM packs ORDER BY id")]
    assert max(sizes[5:30]) < 0.05 * len(bodies[0])
    assert store.row("SELECT count(*) FROM dictionaries")[0] < 8


def test_another_process_reads_what_this_one_packed(store: Store) -> None:
    bodies = pages(5)
    kept = [raws.keep(store, "lai-chau", body) for body in bodies]
    with open_store(store.path) as other:
        assert [raws.load(other, raw) for raw in kept] == bodies
        assert raws.load(store, raws.keep(other, "lai-chau", pages(6)[5])) == pages(6)[5]


def test_a_page_of_a_dictionary_is_never_forgotten(store: Store) -> None:
    first, second = (raws.keep(store, "lai-chau", body) for body in pages(2))
    packs.forget_unused(store, [first, second])
    assert [row["id"] for row in store.rows("SELECT id FROM raws")] == [first]
