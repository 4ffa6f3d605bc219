"""Words that stand around an article and are no part of it: labels, buttons, calls."""

from __future__ import annotations

import re

_LABEL = re.compile(
    r"(?:share|tweet|print|advert(?:isement)?s?$|sponsored|read (?:more|next|also)|see also|related"
    r"|more:|tags?:|filed under|follow (?:us|me|@)|sign up|subscribe|click here|photos?:"
    r"|image \d+ of|image(?: credit)?:|credit:|copyright|©|all rights reserved|comments?$"
    r"|posted (?:in|by|on)|published|updated|by [A-Z]|written by|source:"
    r"|tin liên quan|tin khác|lượt xem|đánh giá|tổng số điểm|click để|copy link|in bài|chia sẻ"
    r"|(?:nhấn|bấm|nhấp)(?: chuột)? (?:để|vào))",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:follow|subscribe|sign up|newsletter|contributed to this|have a tip|twitter|facebook"
    r"|instagram|listen to|if you enjoyed|[\w.]+@[\w.]+|our (?:forums?|app)|click here)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b\d{1,2}[:h]\d\d\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b(?:19|20)\d\d\b")


def is_label(text: str) -> bool:
    """Whether this short line names a tool, a counter or a list of other articles."""
    return len(text) < 120 and bool(_LABEL.match(text))


def is_call(text: str) -> bool:
    """Whether this line asks the reader to do something, as the last lines of a page do."""
    return bool(_CALL.search(text))


def is_date(text: str) -> bool:
    """Whether this line shows a date or a time of day."""
    return bool(_DATE.search(text))
