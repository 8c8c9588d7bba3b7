"""The name of a file of sentences in `search/data` → its tables; read at first use, kept."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def read_sentences(name: str) -> dict[str, dict[str, Any]]:
    """The tables of `search/data/<name>.toml`."""
    file = resources.files("search").joinpath("data", f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
