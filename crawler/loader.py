"""What makes every portal file a spider of Scrapy's own commands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crawler import portals
from crawler.spiders import spider_for
from news.urls import same_site

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.settings import BaseSettings

    from crawler.spiders import PortalSpider


class FollowedPortals:
    """Spider loader: every followed portal file is a spider."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Made by Scrapy; KHCN_PORTALS is the folder of portal files."""
        return cls(Path(settings["KHCN_PORTALS"]))

    def load(self, spider_name: str) -> type[PortalSpider]:
        """The spider of that portal; KeyError, as Scrapy expects, where there is none."""
        try:
            return spider_for(portals.find(spider_name, self.folder))
        except portals.PortalError as error:
            raise KeyError(str(error)) from error

    def list(self) -> list[str]:
        """The keys of all portal files that can be read."""
        found = portals.load_each(self.folder)
        return [portal.key for portal in found if not isinstance(portal, portals.PortalError)]

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]
        """The portals whose site a request lies on."""
        found = portals.load_each(self.folder)
        wanted = [one for one in found if not isinstance(one, portals.PortalError)]
        return [one.key for one in wanted if same_site(one.home, request.url)]
