"""Reading one page from a file or a pipe."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.acceptance.person import Answer

from app.demo.newsroom import samples
from app.demo.web import Host

PAGE = """<html><head><title>Hội nghị khoa học</title></head><body><div><h1>Hội nghị khoa học</h1>
<p>Sáng nay, Sở Khoa học và Công nghệ đã tổ chức hội nghị tổng kết công tác năm của toàn tỉnh.</p>
<p>Đến dự có lãnh đạo các sở, ban, ngành và đông đảo các nhà khoa học của địa phương.</p>
</div></body></html>""".encode()


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    return path


def test_a_file_is_read_as_the_record_of_export(khcn: Callable[..., Answer], page: Path) -> None:
    answer = khcn("read", str(page), "--url", "http://x.vn/tin", "--json").json
    assert (answer["url"], answer["id"], answer["state"]) == ("http://x.vn/tin", None, None)
    assert answer["title"] == "Hội nghị khoa học"
    assert answer["text"].startswith("Sáng nay, Sở Khoa học")


def test_a_pipe_is_read_and_shown(
    khcn: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE)))
    answer = khcn("read", "-", "--portal", "most")
    assert answer.out.startswith("Hội nghị khoa học\n")
    assert "most" in answer.out


def test_a_page_without_an_article_is_a_failure(
    khcn: Callable[..., Answer], tmp_path: Path
) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    answer = khcn("read", str(tmp_path / "empty.html"))
    assert answer.code == 1
    assert "empty.html" in answer.err


def test_an_address_is_fetched_and_read(
    khcn: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("KHCN_ALLOW_PRIVATE", "1")
    with Host(samples()[0].portal) as host:
        answer = khcn("read", host.home, "--json")
        assert (answer.code, answer.json["url"]) == (0, host.home)
        missing = khcn("read", f"{host.home}no/such/page")
        assert missing.code == 3
        assert "404" in missing.err
    monkeypatch.delenv("KHCN_ALLOW_PRIVATE")
    refused = khcn("read", host.home)
    assert refused.code == 3
    assert "private" in refused.err
    assert not (home / "khcn.db").exists()
