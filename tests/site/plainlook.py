"""What the looks written for tests share: a frame, a teaser, an article, a pager."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from app.demo.looks.prose import Hand, links, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.demo.sight import Listing, Sight
    from app.demo.site import Leaf
    from app.demo.story import Story


class PlainLook:
    """A whole look made of four small pieces that each content system writes its own way."""

    hand = Hand()

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        raise NotImplementedError

    def teaser(self, sight: Sight, story: Story) -> str:
        raise NotImplementedError

    def article(self, sight: Sight, story: Story) -> str:
        raise NotImplementedError

    def pager(self, sight: Sight, listing: Listing) -> str:
        return f"<b>{listing.page}</b> " + links(
            sight.pager(listing), '<a href="{href}">{text}</a>'
        )

    def head(self, sight: Sight, story: Story) -> str:
        return ""

    def above(self, sight: Sight, listing: Listing) -> str:
        """What stands between a listing's heading and its items."""
        return ""

    def front(self, sight: Sight) -> str:
        blocks = "".join(
            f"<h2>{escape(section.title)}</h2>"
            + self.teasers(sight, sight.site.of(section.key)[:3])
            for section in sight.site.sections
        )
        return self.frame(sight, sight.site.name, blocks)

    def listing(self, sight: Sight, listing: Listing, stories: Sequence[Story]) -> str:
        title = listing.section.title
        main = f"<h1>{escape(title)}</h1>{self.above(sight, listing)}{self.teasers(sight, stories)}"
        return self.frame(sight, f"{title} - {sight.site.name}", main + self.pager(sight, listing))

    def story(self, sight: Sight, story: Story) -> str:
        main = self.article(sight, story)
        return self.frame(
            sight, f"{story.title} - {sight.site.name}", main, self.head(sight, story)
        )

    def bare(self, sight: Sight, story: Story) -> str:
        lead = when(story.lead, "<p><b>{}</b></p>")
        body = f"<h1>{escape(story.title)}</h1>{lead}{self.hand.body(story)}"
        return f"<html><head><title>{escape(story.title)}</title></head><body>{body}</body></html>"

    def leaf(self, sight: Sight, leaf: Leaf) -> str:
        field = '<form><input name="q"><input type="submit" value="Gửi"></form>'
        form = field if leaf.key in {"lien-he", "dang-nhap", "tim-kiem"} else ""
        return self.frame(sight, leaf.title, f"<h1>{leaf.title}</h1><p>{leaf.text}</p>{form}")

    def missing(self, sight: Sight) -> str:
        return self.frame(sight, "404", "<h1>Không tìm thấy</h1><p>Trang này không tồn tại.</p>")

    def teasers(self, sight: Sight, stories: Sequence[Story]) -> str:
        return "\n".join(self.teaser(sight, story) for story in stories)

    def related(self, sight: Sight, story: Story, count: int = 4) -> str:
        return links(sight.links(sight.site.others(story, count)))

    def papers(self, story: Story, shape: str = '<p><a href="{href}">{text}</a></p>') -> str:
        return links([(f"/uploads/{p.file}", p.name) for p in story.papers], shape)


def teaser_text(story: Story, length: int = 140) -> str:
    return escape((story.lead or story.pieces[0].shown)[:length])
