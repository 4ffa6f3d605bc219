"""Portal files: what they may say, and what is refused in one sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import portals
from crawler.loader import FollowedPortals
from crawler.portal_file import PortalFile
from crawler.portals import PortalError
from news.portal import About, Portal

if TYPE_CHECKING:
    from pathlib import Path

LEAST = 'name = "Cổng thử"\nhome = "http://skhcn.example.vn/"\n'
FULL = """
name = "Sở Khoa học và Công nghệ tỉnh Lai Châu"
home = "http://skhcn.example.vn"
platform = "nukeviet"
sections = ["/tin-tuc", "http://skhcn.example.vn/thong-bao"]
every = "30m"
hours = ["6-8", 20, "23-1"]
delay = 2.5
tls = "intermediates"
robots = "absent"
mask = [".dem", "#online"]
[select]
body = "#noidung"
title = "h1.tieude"
[about]
province = "Lai Châu"
province_2025 = "Lai Châu"
kind = "department"
evidence = "seen"
checked = 2026-11-20
hosts = ["sokhcn.example.vn"]
"""


def _load(folder: Path, text: str, key: str = "thu") -> Portal:
    path = folder / f"{key}.toml"
    path.write_text(text, encoding="utf-8")
    return portals.load(path)


def test_a_name_and_a_home_are_enough(tmp_path: Path) -> None:
    found = _load(tmp_path, LEAST)
    assert found == Portal(key="thu", name="Cổng thử", home="http://skhcn.example.vn/")


def test_all_twelve_keys(tmp_path: Path) -> None:
    found = _load(tmp_path, FULL)
    assert found.home == "http://skhcn.example.vn/"
    assert found.sections == (
        "http://skhcn.example.vn/tin-tuc",
        "http://skhcn.example.vn/thong-bao",
    )
    assert found.every == timedelta(minutes=30)
    assert found.hours == (6, 7, 8, 20, 23, 0, 1)
    assert found.select == {"body": "#noidung", "title": "h1.tieude"}
    assert found.about.checked == "2026-11-20"
    assert len(PortalFile.model_fields) == 12


def test_a_portal_survives_its_file(tmp_path: Path) -> None:
    found = _load(tmp_path, FULL)
    (tmp_path / "other").mkdir()
    path = portals.write(found, tmp_path / "other")
    assert portals.load(path) == found
    with pytest.raises(PortalError, match="is there already"):
        portals.write(found, tmp_path / "other")


@given(name=st.text(min_size=1, max_size=60), evidence=st.text(min_size=1, max_size=60))
def test_any_words_survive_a_file(
    tmp_path_factory: pytest.TempPathFactory, name: str, evidence: str
) -> None:
    about = About(evidence=evidence)
    portal = Portal(key="thu", name=name, home="http://a.example.vn/", about=about)
    path = tmp_path_factory.mktemp("p") / "thu.toml"
    path.write_bytes(portals.text_of(portal).encode("utf-8", "surrogatepass"))
    assert portals.load(path) == replace(portal)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("colour = 1", "unknown key 'colour'"),
        ("[select]\nbdoy = 'p'", "key 'select.bdoy'"),
        ("[select]\nbody = 'div['", "key 'select.body': 'div[' is not a CSS selector"),
        ("[about]\nmayor = 'x'", "unknown key 'about.mayor'"),
        ("mask = ['p', 3]", "key 'mask.1'"),
        ("mask = ['p:nonsense(']", "key 'mask.0'"),
        ("every = '2 hours'", "key 'every'"),
        ("every = '0m'", "key 'every'"),
        ("every = 7", "key 'every'"),
        ("hours = [25]", "key 'hours'"),
        ("delay = -1", "key 'delay'"),
        ("delay = nan", "key 'delay'"),
        ("tls = 'off'", "key 'tls'"),
        ("robots = 'ignore'", "key 'robots'"),
        ("sections = ['javascript:alert(1)']", "key 'sections'"),
        ("platform = '../x'", "key 'platform'"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(PortalError) as caught:
        _load(tmp_path, LEAST + line)
    message = str(caught.value)
    assert said in message
    assert str(tmp_path / "thu.toml") in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "home",
    ["ftp://a.example.vn/", "a.example.vn", "http://", "http://a:b@c.vn/", "http://a.vn:99999/", 3],
)
def test_a_home_is_an_address(tmp_path: Path, home: object) -> None:
    with pytest.raises(PortalError, match="'home'"):
        _load(tmp_path, f'name = "a"\nhome = {home!r}\n')


@pytest.mark.parametrize("text", ["a = [", "", "name = 'a'", "\x00", "a = " + "[" * 100_000])
def test_what_is_no_portal_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(PortalError):
        _load(tmp_path, text)


@pytest.mark.parametrize("key", ["Thu", "-a", "a b", "a" * 64, "..", "a.b"])
def test_a_file_name_is_a_key(tmp_path: Path, key: str) -> None:
    with pytest.raises(PortalError):
        _load(tmp_path, LEAST, key)


def test_the_catalogue_can_be_read_and_says_what_was_seen() -> None:
    found = portals.catalogue()
    assert {"lai-chau", "ben-tre", "hai-phong-hpstic", "hai-phong-lhh", "most"} <= {
        portal.key for portal in found
    }
    assert all((portal.about.evidence or "").startswith(("seen", "unverified")) for portal in found)


def test_an_unknown_key_names_its_neighbours(tmp_path: Path) -> None:
    _load(tmp_path, LEAST, "lai-chau")
    with pytest.raises(PortalError, match="did you mean lai-chau"):
        portals.find("lai-chao", tmp_path)
    with pytest.raises(PortalError, match="khcn portals add ben-tre"):
        portals.find("ben-tre", tmp_path)
    with pytest.raises(PortalError):
        portals.find("../lai-chau", tmp_path)


def test_a_broken_file_leaves_the_others_to_be_found(tmp_path: Path) -> None:
    _load(tmp_path, LEAST, "tot")
    (tmp_path / "hong.toml").write_text("name = ")
    found = list(portals.load_each(tmp_path))
    assert isinstance(found[0], PortalError)
    assert isinstance(found[1], Portal)
    loader = FollowedPortals(tmp_path)
    assert loader.list() == ["tot"]
    assert loader.load("tot").portal == found[1]
    with pytest.raises(KeyError):
        loader.load("hong")


def test_a_name_in_words_is_answered_with_its_key(tmp_path: Path) -> None:
    with pytest.raises(PortalError, match="khcn portals add lai-chau"):
        portals.find("Lai Châu", tmp_path)
