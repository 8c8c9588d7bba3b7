"""Paths a user gives → sources: absolute, existing, none inside another, sample and real apart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.saves.other_kinds import is_other_table
from index.saves.page import printable
from index.tables.table_text import is_table
from search.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HEAD_BYTES: Final = 16_384
SAMPLE_MARK: Final = "SAMPLE"
"""A file of this name says that the folder it lies in holds invented pages."""


def given_sources(paths: Iterable[Path]) -> list[str]:
    """The paths as sources; `SourceError` for one that is not there or cannot be read."""
    found: list[str] = []
    for path in paths:
        absolute = path.expanduser().resolve()
        if not absolute.exists():
            raise SourceError(f"{path} does not exist; give a folder of saved pages, or one page")
        try:
            next(absolute.iterdir() if absolute.is_dir() else iter(()), None)
        except OSError as error:
            raise SourceError(f"{path} cannot be read: {error.strerror}") from error
        if printable(absolute) != str(absolute):
            raise SourceError(f"{printable(absolute)} is no UTF-8 name; index the folder above it")
        found.append(str(absolute))
    return merged_sources([], found)


def named_tables(paths: Iterable[Path]) -> list[str]:
    """Those of the paths that are tables, as sources; inside a folder no file is taken for one.

    `SourceError` for a spreadsheet or a database, which is none that is read here.
    """
    files = [path.expanduser().resolve() for path in paths]
    for path in filter(Path.is_file, files):
        _refuse_other_table(path)
    return [str(path) for path in files if path.is_file() and is_table(path)]


def _refuse_other_table(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if is_other_table(path, head):
        raise SourceError(
            f"{path} is a table of another program (a spreadsheet or a database), which is not "
            "read here; save it as CSV in UTF-8, and name that"
        )


def merged_sources(known: Sequence[str], given: Sequence[str]) -> list[str]:
    """All of both, sorted; one that lies inside another goes without saying."""
    every = sorted({*known, *given})
    return [one for one in every if not any(inside(one, other) for other in every if other != one)]


def inside(path: str, source: str) -> bool:
    """Whether `path` is `source` or lies below it."""
    return path == source or path.startswith(source.rstrip("/") + "/")


def is_sample(source: str) -> bool:
    """Whether a source holds invented pages: it, or a folder above it, is marked so."""
    path = Path(source)
    return any((folder / SAMPLE_MARK).is_file() for folder in (path, *path.parents))


def refuse_mixture(sources: Sequence[str]) -> bool:
    """Whether `sources` are samples; `SourceError` when some are and some are not."""
    samples = [source for source in sources if is_sample(source)]
    if samples and len(samples) < len(sources):
        raise SourceError(
            f"{samples[0]} holds invented sample pages, the other sources real ones; they never "
            "share an index. Give another data folder (ONRECORD_DATA or --data), or replace the "
            "sources with --only."
        )
    return bool(samples)
