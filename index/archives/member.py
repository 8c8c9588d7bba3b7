"""What an archive holds, as values: one member, read to the limit, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Member:
    """One file or answer. `name` is the way to it inside the file that was opened, "" for itself.

    `charset` and `media_type` are what the header said that came with it; `captured` is when it was
    answered. `broken` says why there is no content, `is_link` that it only points elsewhere.
    """

    name: str
    content: bytes = b""
    url: str | None = None
    charset: str | None = None
    media_type: str | None = None
    status: int | None = None
    captured: datetime | None = None
    broken: str | None = None
    is_link: bool = False
