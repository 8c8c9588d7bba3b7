"""Records of a page are read when they are asked for, and no sooner."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from whoosh.query import Every, Term

from search.analysis.tokenizer import stem
from search.engine import Search
from search.engines import open_engine
from search.engines.whoosh.read.stored_fields import StoredReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    from search.records import Statement
    from tests.search.engines.whoosh.conftest import Built


def test_who_asks_for_ids_reads_no_statement(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    heads = StoredReader.heads

    def noting(
        self: StoredReader, documents: Sequence[int], indexed: Sequence[int]
    ) -> list[Statement]:
        read.extend(documents)
        return heads(self, documents, indexed)

    monkeypatch.setattr(StoredReader, "heads", noting)
    with closing(open_engine(built.settings)) as engine:
        hits = engine.search(Search(Every(), limit=1_000))
        assert sorted(hits.ids) == sorted(one.id for one in built.statements)
        assert len(hits.found) == len(built.statements)
        assert not read
        assert [one.statement.id for one in hits.found] == list(hits.ids)
        assert len(read) == len(built.statements)


def test_a_page_can_be_read_though_nobody_else_keeps_the_engine(built: Built) -> None:
    search = Search(Term("text", stem("baran")), turns_per_hit=2)
    with closing(open_engine(built.settings)) as engine:
        expected = list(engine.search(search).found)
    hits = open_engine(built.settings).search(search)
    assert hits.found[:2] == tuple(expected[:2])
    assert list(hits.found) == expected
    assert {one.statement.turn_id(turn) for one in hits.found for turn in one.turns} == set(
        hits.rows
    )
