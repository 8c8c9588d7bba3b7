"""The answer to /robots.txt → what may be asked for, and how often (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from protego import Protego

if TYPE_CHECKING:
    from typing import Self

_MOST_BYTES: Final = 500 * 1024  # RFC 9309, 2.5: as much as must be read


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one agent; `delay_seconds` is the Crawl-delay the site asks for."""

    rules: Protego
    agent: str

    @classmethod
    def read(cls, status: int, content: bytes, agent: str) -> Self | None:
        """The rules of an answer; None when the site fails to answer, which forbids everything.

        A 4xx means that there are no rules (RFC 9309, 2.3.1.3), any other failure that they could
        not be had (2.3.1.4); so does 429, which only says "not now".
        """
        if status == 200:
            rules = content[:_MOST_BYTES].decode("utf-8", "replace")
            return cls(Protego.parse(rules), agent)
        return cls(Protego.parse(""), agent) if 400 <= status < 500 and status != 429 else None

    @property
    def delay_seconds(self) -> float:
        """Seconds the site wants between two requests; 0 when it does not say."""
        asked = float(self.rules.crawl_delay(self.agent) or 0.0)
        return asked if asked > 0 else 0.0  # not below, and no "nan"

    def allow(self, url: str) -> bool:
        """Whether `url` may be asked for."""
        return bool(self.rules.can_fetch(url, self.agent))
