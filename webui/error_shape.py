"""A request's path → whether its errors are JSON, and that JSON: one shape, whoever refuses.

The application refuses, and so do the server before it and whoever counts visitors.
"""

from __future__ import annotations

import json
from typing import Final

JSON: Final = "application/json"
_READ_BY_PROGRAMS: Final = (".json", ".jsonl", ".csv", ".atom", ".bib", ".ris", ".txt")
_HEALTH: Final = "/healthz"  # monitors read it


def is_read_by_programs(path: str) -> bool:
    """Whether programs read what stands at `path`, so that its errors are JSON."""
    return path.endswith(_READ_BY_PROGRAMS) or path == _HEALTH


def error_text(message: str, status: int) -> str:
    """The error as JSON."""
    return json.dumps({"error": message, "status": status}, ensure_ascii=False) + "\n"


def short_error(path: str, message: str, status: int) -> tuple[str, str]:
    """The text of a short answer to `path`, and its media type: JSON, or a sentence for people."""
    if is_read_by_programs(path):
        return error_text(message, status), JSON
    return f"{message}\n", "text/plain; charset=utf-8"
