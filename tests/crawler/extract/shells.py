"""Five ways in which portals dress one and the same story, written by hand after real CMS families."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Story:
    """What a page shows: `lines` are (kind, text) with kind "p" or "caption"."""

    title: str
    shown_date: str | None
    section: str
    lines: tuple[tuple[str, str], ...]
    signature: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    counter: int = 234621

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.lines)


RELATED = (
    ("Hội thảo nâng cao năng suất chất lượng cho doanh nghiệp nhỏ", "12/01/2024"),
    ("Thông báo tuyển chọn tổ chức chủ trì đề tài cấp tỉnh", "09/01/2024"),
    ("Kiểm tra phương tiện đo tại các chợ trung tâm", "04/01/2024"),
    ("Tập huấn tra cứu thông tin sáng chế", "28/12/2023"),
)


def _list(kind: str) -> str:
    items = "".join(
        f'<li><a href="/tin/{n}-bai.html" title="{escape(t)}">{escape(t)}</a> <span>({d})</span></li>'
        for n, (t, d) in enumerate(RELATED)
    )
    return f'<ul class="{kind}">{items}</ul>'


def _words(lines: tuple[str, ...], tag: str = "div") -> str:
    return "".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines)


def _page(title: str, body: str, head: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}'
        f"</head><body>{body}</body></html>"
    ).encode()


def nukeviet(story: Story) -> bytes:
    """NukeViet 4: an h1, the weekday before the date, visit counters in a block of their own."""
    paragraphs = "".join(
        f"<p>{escape(t)}</p>"
        if kind == "p"
        else f'<div style="text-align:center"><em>{escape(t)}</em></div>'
        for kind, t in story.lines
    )
    signature = "".join(
        f'<p style="text-align:right"><strong>{escape(s)}</strong></p>' for s in story.signature
    )
    date = f'<span class="h5">{escape(story.shown_date)}</span>' if story.shown_date else ""
    return _page(
        f"{story.title} - {story.section}",
        f"""<header><div class="personalArea"><span>Thứ hai, 07/10/2024, 08:15</span></div>{_words(story.before)}</header>
<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu/">Giới thiệu</a></li><li><a href="/tin/">Tin tức</a></li></ul></nav>
<ol class="breadcrumb"><li><a href="/"><span>Trang chủ</span></a></li><li><a href="/tin/hd/"><span>{escape(story.section)}</span></a></li></ol>
<div class="news_column panel panel-default"><div class="panel-body">
<h1 class="title margin-bottom-lg" itemprop="headline">{escape(story.title)}</h1>
<div class="row"><div class="col-md-20">{date}</div><ul class="list-inline"><li><a title="Gửi bài viết qua email" href="/sendmail">&nbsp;</a></li><li><a href="/print" title="In ra">In ra</a></li></ul></div>
<div id="news-bodyhtml" class="bodytext">{paragraphs}{signature}</div>
<div class="rating"><div id="stringrating">Tổng số điểm của bài viết là: 0 trong 0 đánh giá</div><span>Click để đánh giá bài viết</span></div>
</div></div>
<div class="news_column panel"><h3>Những tin cũ hơn</h3>{_list("related list-inline")}</div>
<aside><div class="panel"><h3>Thống kê truy cập</h3><ul class="counter"><li><span><em class="fa"></em>Đang truy cập</span><span>58</span></li><li><span>Hôm nay</span><span>1,204</span></li><li><span>Tổng lượt truy cập</span><span>{story.counter}</span></li></ul></div></aside>
<footer>{_words(story.after)}</footer>""",
        '<meta name="author" content="Sở Khoa học và Công nghệ"><meta property="og:site_name" content="Cổng thông tin">',
    )


def webforms(story: Story) -> bytes:
    """VNPT WebForms: no h1, a cut title tag, the toolbar in the article's own header."""
    paragraphs = "".join(
        f'<p class="MsoNormal" style="margin-top:6pt"><span style="font-size:14pt">{escape(t)}</span></p>'
        if kind == "p"
        else f'<p align="center"><i>{escape(t)}</i></p>'
        for kind, t in story.lines
    )
    signature = "".join(
        f'<p align="right"><b><span>{escape(s)}</span></b></p>' for s in story.signature
    )
    date = f'<div class="PostDate">{escape(story.shown_date)}</div>' if story.shown_date else ""
    return _page(
        "Cổng thông tin điện tử",
        f"""<form id="aspnetForm" method="post"><input type="hidden" name="__VIEWSTATE" value="dDwtMTY3"/>
<div class="banner">{_words(story.before)}<div class="clock">Hôm nay, Thứ hai 07/10/2024 08:15:30</div></div>
<div class="visit"><strong>&nbsp Tổng lượt truy cập:&nbsp{story.counter}<br>Đang online:&nbsp12</strong></div>
<ul class="menu"><li><a href="/Default.aspx?pageid=1">Trang chủ</a></li><li><a href="/Default.aspx?pageid=2">Văn bản</a></li></ul>
<div class="breadcrumb"><a href="/Default.aspx">Trang chủ</a> » <a href="/Default.aspx?catid=9">{escape(story.section)}</a></div>
<div class="ArticleDetailControl"><div class="tool"><a href="#">A-</a> <a href="#">A</a> <a href="#">A+</a> <a href="#">Tăng tương phản</a> <a href="#">Giảm tương phản</a> <a href="#">Đọc bài</a> <a href="#">Lưu</a> <a href="#">In bài viết</a></div>
<div class="ArticleHeader">{escape(story.title)}</div>{date}
<div class="ArticleContent">{paragraphs}{signature}</div>
<div class="views">Lượt xem: 610</div>
<div class="comment"><div>Ý kiến bạn đọc</div><label>Họ tên</label><input name="n"/><label>Nhập mã bảo vệ</label><input name="c"/><input type="submit" value="Gửi"/></div>
<div class="other"><div class="head">Tin cùng chuyên mục</div>{_list("OtherArticles")}</div></div>
<div class="footer">{_words(story.after)}</div></form>""",
    )


def liferay(story: Story) -> bytes:
    """Liferay: the h1 is the portlet's own doubled name, the account signs, dates with a bar."""
    paragraphs = "".join(
        f"<p><span>{escape(t)}</span></p>" if kind == "p" else f"<h2><em>{escape(t)}</em></h2>"
        for kind, t in story.lines
    )
    signature = "".join(f"<p style='text-align: right;'>{escape(s)}</p>" for s in story.signature)
    date = (
        f'<div class="assetPublishDate">{escape(story.shown_date)}</div>'
        if story.shown_date
        else ""
    )
    return _page(
        f"{story.title[:60]}… - Sở Khoa học và Công nghệ",
        f"""<div id="wrapper"><header id="banner">{_words(story.before)}<a href="#main">Skip to Content</a></header>
<nav><a href="/web/skhcn">Trang chủ</a><a href="/web/skhcn/tin">Tin tức</a></nav>
<ul class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="/web/skhcn/tin">{escape(story.section)}</a></li></ul>
<section class="portlet"><h1 class="portlet-title"><span>{escape(story.section)}</span><span>{escape(story.section)}</span></h1>
<div class="asset-full-content"><div class="CTTDivTittleBaiViet">{escape(story.title)}</div>
<div class="meta"><span>admin admin</span> {date}</div>
<div class="journal-content-article">{paragraphs}{signature}</div>
<div class="social"><a href="https://www.facebook.com/sharer">Facebook</a> <a href="#">Zalo</a> <a href="#">Gửi email</a></div>
<h4>Các tin khác</h4>{_list("tin-khac")}</div></section>
<div class="statistic"><span class="statistic-label">Lượt truy cập:</span> <span class="statistic-count">{story.counter}</span><span class="statistic-label">Trực tuyến</span><span class="statistic-count">7</span></div>
<footer id="footer">{_words(story.after)}</footer></div>""",
        '<meta name="author" content="admin admin">',
    )


def legacy(story: Story) -> bytes:
    """Nested tables: the body is a bare cell of text and <br>, the counter and the list in the same cell."""
    body = "<br><br>".join(
        escape(t) if kind == "p" else f"<center><i>{escape(t)}</i></center>"
        for kind, t in story.lines
    )
    signature = "".join(f"<div align=right><b>{escape(s)}</b></div>" for s in story.signature)
    date = f" <font color=gray>({escape(story.shown_date)})</font>" if story.shown_date else ""
    related = "<br>".join(
        f'<a href="?id={n}">{escape(t)}</a> ({d})' for n, (t, d) in enumerate(RELATED)
    )
    return _page(
        story.title,
        f"""<table width=980 align=center><tr><td colspan=3>{_words(story.before)}</td></tr>
<tr><td width=180 valign=top><table><tr><td><b>Chuyên mục</b></td></tr><tr><td><a href="?cat=1">Tin trong tỉnh</a></td></tr><tr><td><a href="?cat=2">Văn bản mới</a></td></tr></table></td>
<td valign=top class=f13><b>Tin chuyên mục : <a href="?cat=3">{escape(story.section)}</a></b><br>
<span class=tieude><b>{escape(story.title)}</b></span>{date}<br><br>
{body}<br><br>{signature}<br>Số lượt đọc: 73<br><b>Các tin đã đưa:</b><br>{related}</td>
<td width=180 valign=top><b>Thống kê truy cập</b><br>Đang trực tuyến:&nbsp; 243<br>Tổng truy cập:&nbsp; {story.counter}</td></tr>
<tr><td colspan=3>{_words(story.after)}</td></tr></table>""",
    )


def toolbar(story: Story) -> bytes:
    """An unnamed CMS: contrast switches, empty bullets in the header, all in divs without a role."""
    paragraphs = "".join(
        f'<div style="text-align:justify">{escape(t)}</div>'
        if kind == "p"
        else f'<div style="text-align:center">{escape(t)}</div>'
        for kind, t in story.lines
    )
    signature = "".join(
        f'<div style="text-align:right"><b>{escape(s)}</b></div>' for s in story.signature
    )
    date = f'<p class="t">{escape(story.shown_date)}</p>' if story.shown_date else ""
    return _page(
        story.title,
        f"""<div class="top"><ul><li>: </li><li>: </li></ul>{_words(story.before)}</div>
<div class="path"><a href="/">Trang chủ</a> / <a href="/tin">{escape(story.section)}</a></div>
<div class="w"><div class="x1"><a>A-</a> <a>A</a> <a>A+</a> | <a>Tăng tương phản</a> <a>Giảm tương phản</a></div>
<h1>{escape(story.title)}</h1>{date}<div class="x2">{paragraphs}{signature}</div>
<div class="x3"><a>Copy link</a><p>Tổng số điểm của bài viết là: 5 trong 1 đánh giá</p><p>Click để đánh giá bài viết</p></div>
<div class="x4"><div>Tin liên quan</div>{_list("r")}</div></div>
<div class="b"><p>Lượt truy cập: {story.counter}</p><p>Trực tuyến: 12</p>{_words(story.after)}</div>""",
    )


SHELLS = (nukeviet, webforms, liferay, legacy, toolbar)
