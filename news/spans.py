"""The words of two paragraphs compared: which stretches stand, and which changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from news.text import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Matching is quadratic: this many pairs of words take 20 ms and 12 MB, and only a paragraph of
# more than 50 kB goes beyond. It is compared by sentences, and above that as a whole.
_MOST_CELLS = 150_000_000
# rapidfuzz compares characters by value but other objects by hash alone, and hashes collide
# (that of "" is 0), so words and paragraphs are numbered and their numbers spelled as characters.
LAST_CODE = 0x10FFFF

_TOKEN = re.compile(r"\s*(?:\w+(?:(?<=\d)[.,/:](?=\d)\w+)*|[^\w\s])\s*|\s+")
_SENTENCE = re.compile(r".*?[.!?;:…]\s+|.+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paragraph: what stood there and what stands there now.

    Where it is not `changed`, both sides read the same and differ at most in spaces, Unicode form
    or the placement of a tone.
    """

    before: str
    after: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its words; `code` has one character a word, equal for equal words."""

    text: str
    tokens: list[str]
    code: str


class Reader:
    """Numbers the words of both texts, so that comparing them is comparing strings."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._normal: dict[str, str] = {}

    def read(self, line: str, tokens_of: re.Pattern[str] = _TOKEN) -> Paragraph:
        """A line with its words, or with whatever pieces `tokens_of` cuts it into."""
        tokens = tokens_of.findall(line)
        return Paragraph(line, tokens, "".join(map(self.code, tokens)) if line.strip() else "")

    def code(self, token: str) -> str:
        """The character that stands for a word, whatever its form."""
        known = self._codes.get(token)
        if known is None:
            form = normal_form(token)
            known = self._normal.setdefault(form, chr(min(len(self._normal), LAST_CODE)))
            self._codes[token] = known
        return known


def fits_in_memory(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the two can be matched piece by piece."""
    return len(one) * len(other) <= _MOST_CELLS


def compare_words(one: Paragraph, other: Paragraph) -> Iterator[Span]:
    """The stretches of two paragraphs in order; together they make both, to the letter."""
    if one.text == other.text or normal_form(one.text) == normal_form(other.text):
        return iter((Span(one.text, other.text, changed=False),))
    if one.code == other.code:
        return _spacing_spans(one, other)
    if fits_in_memory(one.code, other.code):
        return _word_spans(one, other)
    return _sentence_spans(one.text, other.text)


def _spacing_spans(one: Paragraph, other: Paragraph) -> Iterator[Span]:
    """Equal words whose spaces differ where a reader sees it, such as after a comma."""
    return _merged(
        Span(before, after, changed=_edges(before) != _edges(after))
        for before, after in zip(one.tokens, other.tokens, strict=True)
    )


def _edges(token: str) -> tuple[bool, bool]:
    return token[:1].isspace(), token[-1:].isspace()


def _word_spans(one: Paragraph, other: Paragraph) -> Iterator[Span]:
    return _merged(
        Span(
            "".join(one.tokens[step.src_start : step.src_end]),
            "".join(other.tokens[step.dest_start : step.dest_end]),
            changed=step.tag != "equal",
        )
        for step in Indel.opcodes(one.code, other.code)
    )


def _sentence_spans(one: str, other: str) -> Iterator[Span]:
    """For a paragraph too long to be compared word by word at once: sentences, then their words."""
    reader = Reader()
    old, new = reader.read(one, _SENTENCE), reader.read(other, _SENTENCE)
    if not fits_in_memory(old.code, new.code):
        yield Span(one, other, changed=True)
        return
    for span in _word_spans(old, new):
        yield from _refined(span)


def _refined(span: Span) -> Iterable[Span]:
    reader = Reader()
    one, other = reader.read(span.before), reader.read(span.after)
    if span.changed and fits_in_memory(one.code, other.code):
        return _word_spans(one, other)
    return (span,)


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Neighbouring changes as one, and those with nothing but punctuation between them."""
    last: Span | None = None
    between: Span | None = None
    for span in spans:
        if last is None:
            last = span
        elif span.changed and last.changed:
            last, between = _joined(last, between, span), None
        elif span.changed == last.changed:
            last = _joined(last, None, span)
        elif last.changed and between is None and _is_punctuation(span):
            between = span
        else:
            yield last
            if between is not None:
                yield between
            last, between = span, None
    yield from (span for span in (last, between) if span is not None)


def _joined(*spans: Span | None) -> Span:
    present = [span for span in spans if span is not None]
    before = "".join(span.before for span in present)
    return Span(before, "".join(span.after for span in present), present[0].changed)


def _is_punctuation(span: Span) -> bool:
    return not span.changed and not re.search(r"\w", span.after)
