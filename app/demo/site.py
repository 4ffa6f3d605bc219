"""A sample portal's newsroom: its sections and stories, and the verbs of its editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.demo.story import slug

if TYPE_CHECKING:
    from app.demo.story import Story


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the menu; `number` is its id where addresses are made of numbers."""

    key: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page that is no news: an introduction, a contact form."""

    key: str
    title: str
    text: str


@dataclass
class Site:
    """What a portal holds at one moment; everything a visitor sees is rendered from this."""

    key: str
    name: str
    slogan: str
    postal: str
    sections: tuple[Section, ...]
    stories: list[Story]
    leaves: tuple[Leaf, ...] = ()
    greetings: tuple[str, ...] = ()

    def story(self, number: int) -> Story | None:
        """The story of this number, if it stands on the portal now."""
        return next((story for story in self.stories if story.number == number), None)

    def section(self, key: str) -> Section:
        """The section of this key; KeyError where there is none."""
        return {section.key: section for section in self.sections}[key]

    def of(self, section: str | None = None) -> list[Story]:
        """The stories of one section, or of all, newest first."""
        chosen = [story for story in self.stories if section in {None, story.section}]
        return sorted(chosen, key=lambda story: (story.published, story.number), reverse=True)

    def others(self, story: Story, count: int) -> list[Story]:
        """The stories shown beside this one; the newest, so the list moves at every addition."""
        return [other for other in self.of(story.section) if other != story][:count]

    def edit(self, number: int, before: str, after: str) -> Story:
        """An editor corrects a sentence."""
        return self.swap(self._standing(number).with_words(before, after))

    def add(self, story: Story) -> Story:
        """An editor publishes a story."""
        self.stories.append(story)
        return story

    def delete(self, number: int) -> Story:
        """An editor takes a story down."""
        story = self._standing(number)
        self.stories.remove(story)
        return story

    def swap(self, story: Story) -> Story:
        """The story of the same number is replaced by this one."""
        self.stories[self.stories.index(self._standing(story.number))] = story
        return story

    def _standing(self, number: int) -> Story:
        if story := self.story(number):
            return story
        raise KeyError(f"{self.key} has no story {number}")


def section_of(title: str, number: int) -> Section:
    """A section with its key made of its title."""
    return Section(slug(title), title, number)
