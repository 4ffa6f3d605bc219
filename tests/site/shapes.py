"""Eight shapes of portal, each with 132 stories in four sections, on the air: the judge's zoo."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.demo.portal import SamplePortal, hanoi_now
from app.demo.web import Host
from tests.site import (
    barephp,
    drupal,
    feeds,
    frontpages,
    listhabits,
    parameters,
    pathways,
    sharepoint,
    traps,
    wild,
    wordpress,
)
from tests.site.noisylooks import CleanLook
from tests.site.shape import Shape, site_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from app.demo.portal import Look
    from app.demo.sight import Addresses

Made = tuple["Addresses", "Look"]
SHAPES: dict[str, Callable[[], Made]] = {
    "nukeviet": lambda: (traps.TrappedNukeViet(), traps.TaggedNukeViet()),
    "liferay": lambda: (traps.LiferayTwins(), traps.LocaleLiferay()),
    "webforms": lambda: (traps.PostbackWebForms(), traps.PostbackLook()),
    "eduportal": lambda: (traps.PostedEduPortal(), traps.PostedLook()),
    "drupal": lambda: (drupal.DrupalAddresses(), drupal.DrupalLook()),
    "wordpress": lambda: (wordpress.WordPressAddresses(), wordpress.WordPressLook()),
    "sharepoint": lambda: (sharepoint.SharePointAddresses(), sharepoint.SharePointLook()),
    "barephp": lambda: (barephp.BarePhpAddresses(), barephp.BarePhpLook()),
}
WILD: dict[str, Callable[[], Made]] = {
    "joomla": lambda: (wild.JoomlaAddresses(), wild.JoomlaLook()),
    "loadmore": lambda: (wild.LoadMoreAddresses(), wild.LoadMoreLook()),
    "startpage": lambda: (wild.StartPage(), CleanLook()),
    "scoped": lambda: (wild.ScopedAddresses(), wild.ScopedLook()),
    "tenant": lambda: (wild.TenantAddresses(), wild.TenantLook()),
}
ODD: dict[str, Callable[[], Made]] = {
    "dnn": lambda: (pathways.PathParameters(), pathways.PathParameterLook()),
    "flat": lambda: (pathways.FlatSlugs(), pathways.FlatLook()),
    "leaking": lambda: (pathways.LeakingPages(), pathways.LeakingLook()),
    "rawletters": lambda: (pathways.RawLetters(), pathways.RawLetterLook()),
    "limits": lambda: (parameters.LimitPairs(), parameters.LimitLook()),
    "portlets": lambda: (parameters.LongPortlets(), parameters.PortletLook()),
    "states": lambda: (parameters.States(), CleanLook()),
    "underrss": lambda: (parameters.UnderRss(), parameters.RssLook()),
    "titletable": lambda: (wild.PathAddresses(), parameters.TitleTable()),
    "footermap": lambda: (wild.PathAddresses(), frontpages.FooterMap()),
    "sitemappage": lambda: (frontpages.SiteMapPage(), frontpages.SiteMapLook()),
    "clicks": lambda: (wild.PathAddresses(), frontpages.ClickLook()),
    "inline": lambda: (wild.PathAddresses(), frontpages.InlineLook()),
    "generations": lambda: (frontpages.TwoGenerations(), frontpages.TwoLooks()),
    "emptymenus": lambda: (frontpages.EmptyMenus(), frontpages.EmptyMenuLook()),
    "detailonly": lambda: (wild.PathAddresses(), listhabits.DetailOnly()),
    "pictureonly": lambda: (wild.PathAddresses(), listhabits.PictureOnly()),
    "offsetpaths": lambda: (listhabits.OffsetPaths(), CleanLook()),
    "selectpager": lambda: (wild.PathAddresses(), listhabits.SelectPager()),
    "arrowpager": lambda: (wild.PathAddresses(), listhabits.ArrowPager()),
    "trapped": lambda: (listhabits.Trapped(), listhabits.TrappedLook()),
}
# On a host of its own name only: an address of numbers has no www.
NAMED: dict[str, Callable[[], Made]] = {
    "mixedlinks": lambda: (wild.PathAddresses(), frontpages.MixedLinks()),
    "otherhost": lambda: (wild.PathAddresses(), listhabits.OtherHost()),
}
STARTS = {
    "states": "wps/portal/Home",
    "scoped": "So/sokhcn/",
    "tenant": "Default.aspx?sname=sokhcn",
}
FEEDS = {"nukeviet": feeds.nukeviet, "wordpress": feeds.wordpress, "drupal": feeds.drupal}


@contextmanager
def shape(
    key: str, *, count: int = 132, seed: int = 7, newest: datetime | None = None
) -> Iterator[Shape]:
    """One shape on the air; the newest story is of today unless told, its clock stands still."""
    today = newest or hanoi_now()
    site, desk = site_of(key, seed, count, today)
    addresses, look = (SHAPES | WILD | ODD | NAMED)[key]()
    portal = SamplePortal(site, addresses, look, per_page=10, clock=lambda: today)
    portal.extras.update(FEEDS[key]() if key in FEEDS else {})
    if key == "startpage":
        portal.extras["/"] = wild.refresh
    if key == "wordpress":
        portal.robots = "User-agent: *\nDisallow: /wp-admin/\n\nSitemap: {home}/wp-sitemap.xml\n"
    with Host(portal) as host:
        yield Shape(key, portal, desk, host, STARTS.get(key, ""))
