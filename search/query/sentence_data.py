"""The name of a file in `search/data` → its text, or its tables, which are read once and kept."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

_FOLDER: Final = Path(__file__).parents[1] / "data"


@cache
def read_sentences(name: str) -> dict[str, dict[str, Any]]:
    """The tables of `search/data/<name>.toml`."""
    return tomllib.loads(read_text(name))


def read_text(name: str) -> str:
    """The text of `search/data/<name>.toml`, with its comments."""
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
