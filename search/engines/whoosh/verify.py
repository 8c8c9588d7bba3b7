"""A generation → what is wrong with it, in sentences; nothing when it is as it was published."""

from __future__ import annotations

from contextlib import closing
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from search.engines.whoosh.columns import Columns, ColumnsBuilder, read_columns
from search.engines.whoosh.documents import stored_head, stored_turn
from search.engines.whoosh.generations import damage
from search.engines.whoosh.postings import PostingFiles
from search.errors import IndexUnavailable
from search.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.records import Statement, Turn


def verify(folder: Path) -> tuple[str, ...]:
    """What is wrong with the generation in `folder`: its files, then what stands in them.

    Reads every file once and every stored document; about as long as a tenth of building it.
    """
    try:
        changed = damage(folder)
        if changed:
            return tuple(
                f"{name} is missing or has changed since it was published" for name in changed
            )
        with closing(PostingFiles(folder, 0)) as files:
            derived = derived_columns(files)
        written = read_columns(folder)
    except IndexUnavailable as error:
        return (str(error),)
    return tuple(
        f"the {one.name} column differs from what the documents hold"
        for one in fields(Columns)
        if one.name != "indexed"
        and not _alike(getattr(derived, one.name), getattr(written, one.name))
    )


def derived_columns(files: PostingFiles) -> Columns:
    """The columns as Whoosh's stored documents give them."""
    builder = ColumnsBuilder()
    spoken: list[int] = []
    for statement in stored_statements(files):
        builder.add(statement)
        spoken += [0, *map(_spoken_words, statement.turns)]
    return builder.columns(np.array(spoken, np.int32))


def stored_statements(files: PostingFiles) -> Iterator[Statement]:
    """Every statement, put together again from its head and turns."""
    head: Statement | None = None
    turns: list[Turn] = []
    for document in range(files.document_count):
        stored = files.stored(document)
        if "head" in stored:
            if head is not None:
                yield replace(head, turns=tuple(turns))
            head, turns = stored_head(stored), []
        else:
            turns.append(stored_turn(stored))
    if head is not None:
        yield replace(head, turns=tuple(turns))


def _spoken_words(turn: Turn) -> int:
    return sum(len(words(paragraph)) for paragraph in turn.paragraphs)


def _alike(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return bool(np.array_equal(one, other))
    return one == other
