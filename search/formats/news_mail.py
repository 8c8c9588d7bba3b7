"""What is new of saved queries → one plain-text mail that tells it."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING, Final

from search.formats.terminal import counted
from search.links import absolute, saved_link, statement_link
from search.statement_json import day_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from search.records import Statement, StatementId
    from search.store.saved_queries import SavedQuery

MOST_LISTED: Final = 100
"""Statements named of one query; how many more there are is told."""


@dataclass(frozen=True, slots=True)
class QueryNews:
    """A saved query, all it finds now, and of that what is new."""

    saved: SavedQuery
    now: tuple[StatementId, ...]
    new: tuple[Statement, ...]

    @property
    def count(self) -> int:
        """How many are new."""
        return len(self.new)

    @property
    def headline(self) -> str:
        """`water: then 41, now 44: 3 new`."""
        told = f"{self.count:,} new" if self.count else "nothing new"
        return f"{self.saved.name}: then {self.saved.count:,}, now {len(self.now):,}: {told}"


def news_mail(
    news: Sequence[QueryNews], sender: str, receivers: Sequence[str], sent: datetime, root: str
) -> EmailMessage:
    """The mail; `root` is the site's address, for links that open."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = ", ".join(receivers)
    mail["Subject"] = f"onrecord: {counted(sum(one.count for one in news), 'new statement')}"
    mail["Date"] = format_datetime(sent)
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> "))
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answers of absence
    mail.set_content("\n\n".join("\n".join(_lines(one, root)) for one in news) + "\n")
    return mail


def _lines(news: QueryNews, root: str) -> Iterator[str]:
    yield news.headline
    for one in news.new[:MOST_LISTED]:
        yield f"  {day_text(one.date) or 'undated'}  {' '.join((one.title or one.id).split())}"
        yield f"    {absolute(root, statement_link(one.id, news.saved.request.q))}"
    if news.count > MOST_LISTED:
        yield f"  and {news.count - MOST_LISTED:,} more"
    yield f"  {absolute(root, saved_link(news.saved.name))}"
