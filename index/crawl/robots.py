"""The answer to /robots.txt → what may be asked for, and how often (RFC 9309)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from protego import Protego

if TYPE_CHECKING:
    from typing import Self

MOST_RULES_BYTES: Final = 500 * 1024
"""As much as must be read (RFC 9309, 2.5); what follows is not asked for."""

_AGENT_LINE: Final = re.compile(r"\s*user[- ]?agent(?:\s*:|\s)\s*(?P<value>[^#]*)", re.IGNORECASE)
_PRODUCT: Final = re.compile(r"[A-Za-z_-]+")
_STRANGER: Final = "somebody-else"


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
            return cls(Protego.parse(_plain(content, agent)), agent)
        return cls(Protego.parse(""), agent) if 400 <= status < 500 and status != 429 else None

    @property
    def delay_seconds(self) -> float:
        """Seconds the site wants between two requests; 0 when it does not say."""
        return float(self.rules.crawl_delay(self.agent) or 0.0)

    def allow(self, url: str) -> bool:
        """Whether `url` may be asked for."""
        return bool(self.rules.can_fetch(url, self.agent))


def _plain(content: bytes, agent: str) -> str:
    """The rules as far as they must be read, groups named by product alone.

    Protego compares a group's whole name, as the beginning of ours: `onrecord/2.1` would not be
    ours, `on` would. RFC 9309, 2.2.1, compares the product token, which a version is no part of.
    """
    text = content[:MOST_RULES_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
    lines = re.split(r"[\r\n]+", text)
    if len(content) > MOST_RULES_BYTES:
        lines.pop()  # cut at the limit: half of a rule may say something else
    return "\n".join(_with_product(" ".join(line.split()), agent) for line in lines)


def _with_product(line: str, agent: str) -> str:
    found = _AGENT_LINE.match(line)
    if found is None:
        return line
    value = found["value"].strip()
    product = _PRODUCT.match(value)
    if value.split(" ")[0] == "*":
        return "User-agent: *"
    ours = product is not None and product[0].lower() == agent.lower()
    return f"User-agent: {agent if ours else _STRANGER}"
