"""Surveying the pages of one portal with what its other pages have taught of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.discover.survey import Furniture, Survey, survey_page

if TYPE_CHECKING:
    from crawler.discover.articles import Articles
    from crawler.discover.ask import Answer, Ask
    from crawler.discover.frontier import Frontier
    from crawler.discover.links import Link
    from crawler.extract import Page


class Surveyor:
    """Looks at each page once; its addresses come without the parameters that pass."""

    def __init__(self, frontier: Frontier, articles: Articles) -> None:
        self._frontier = frontier
        self._articles = articles
        self._furniture = Furniture()

    def survey(self, page: Page) -> Survey:
        """The page as the plan sees it; which parameters pass is learned from it at once."""
        passing = self._frontier.passing
        survey = survey_page(page, self._furniture, passing.plain)
        if not passing.learn(survey.url, self._near(survey)):
            return survey
        self._frontier.forget_passing()
        self._articles.forget_passing()
        return survey_page(page, self._furniture, passing.plain)

    def learn(self, page: Page, *, home: bool) -> None:
        """Take note of the page's lines, once it is judged."""
        self._furniture.learn(page, home=home)

    def ask_again(self, answer: Answer, survey: Survey) -> Ask | None:
        """The home page once more, where only that can tell a session from an address."""
        if not self._frontier.passing.is_suspected(self._near(survey)):
            return None
        return self._frontier.ask(answer.url, "home", 100, key=f"{answer.ask.url}#again")

    def _near(self, survey: Survey) -> list[Link]:
        return [link for link in survey.links if self._frontier.is_near(link.url)]
