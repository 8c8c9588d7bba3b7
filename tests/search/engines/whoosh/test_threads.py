"""One engine under many threads answers as under one; caches keep to their bytes."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from whoosh.query import And, Or, Phrase, Term

from search.engine import Filters, Search, Sort
from search.engines import open_engine, verify
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.read.byte_cache import ByteCache
from search.engines.whoosh.write.writer import WhooshWriter
from search.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from search.engine import Hits, SearchEngine


def questions(built: Any) -> list[Search]:
    """Fifty searches of all kinds."""
    some = Random(1)
    texts = [text for one in built.statements for turn in one.turns for text in turn.paragraphs]
    words = sorted({word for text in texts for word in text.split()})

    def leaf() -> Any:
        if some.random() < 0.3:
            return Phrase("exact", some.choices((*words, "the"), k=2), slop=4)
        return Term("exact", some.choice(words))

    return [
        Search(
            some.choice((And, Or))([leaf(), leaf()]),
            Filters({"speaker": ("berg",)}) if some.random() < 0.3 else Filters(),
            some.choice(tuple(Sort)),
        )
        for _ in range(50)
    ]


def read_through(engine: SearchEngine, search: Search) -> Hits:
    """An answer with all that is found, which is read before the files are closed."""
    hits = engine.search(search)
    return replace(hits, found=tuple(hits.found))


@pytest.mark.parametrize("cache_bytes", [0, 1 << 24])
def test_threads_get_the_answers_one_thread_gets(built: Any, cache_bytes: int) -> None:
    asked = questions(built)
    with closing(WhooshEngine(built.folder, cache_bytes)) as alone:
        expected = [read_through(alone, search) for search in asked]
        whole = [alone.statement(one.id) for one in built.statements]
    assert sum(hits.total.statements for hits in expected) > 500
    with closing(open_engine(built.settings)) as shared, ThreadPoolExecutor(8) as pool:
        order = Random(2).choices(range(len(asked)), k=600)
        answers = pool.map(lambda n: read_through(shared, asked[n]), order)
        read = pool.map(lambda one: shared.statement(one.id), built.statements)
        assert list(answers) == [expected[n] for n in order]
        assert list(read) == whole == list(built.statements)


def test_an_index_of_many_segments_answers_as_one_of_one(built: Any, tmp_path: Path) -> None:
    settings = read_settings({"data": tmp_path}, {})
    with WhooshWriter(settings, segment_chars=20_000) as writer:
        writer.add(built.statements)
        manifest = writer.publish(built.coverage, [], sample=False)
    folder = tmp_path / "generations" / manifest.generation
    assert len(list(folder.glob("*.pst"))) > 10
    with closing(open_engine(settings)) as many, closing(open_engine(built.settings)) as one:
        for search in questions(built):
            assert many.search(search) == one.search(search)
        assert list(many.lexicon()) == list(one.lexicon())
        assert [many.statement(one.id) for one in built.statements] == list(built.statements)
    assert verify(settings) == ()


def test_a_cache_holds_no_more_bytes_than_it_may_and_keeps_what_is_used() -> None:
    cache: ByteCache = ByteCache(10_000)
    made: list[int] = []

    def of(key: int) -> NDArray[np.int64]:
        def make() -> NDArray[np.int64]:
            made.append(key)
            return np.full(100, key, np.int64)

        return cache.get(key, make)

    for key in range(50):
        assert of(key)[0] == key
        of(0)
        assert cache.nbytes <= 10_000
    assert made.count(0) == 1
    assert sorted(made) == list(range(50))
    of(1)
    assert made.count(1) == 2


def test_something_larger_than_the_cache_is_answered_and_pushes_nothing_out() -> None:
    cache: ByteCache = ByteCache(1_000)
    kept = cache.get("small", lambda: np.zeros(10, np.int64))
    for _ in range(2):
        made = cache.get("x", lambda: np.zeros(1000, np.int64))
        assert len(made) == 1000
    assert cache.get("small", lambda: np.zeros(0, np.int64)) is kept


def test_an_engine_that_nobody_holds_is_let_go_of_without_a_search_for_cycles(built: Any) -> None:
    engine = WhooshEngine(built.folder, 1 << 24)
    for search in questions(built):
        engine.search(search)
    parts = [weakref.ref(one) for one in (engine, engine._files, engine._cache, engine._evaluator)]
    gc.disable()
    try:
        del engine
        assert [one() for one in parts] == [None] * len(parts)
    finally:
        gc.enable()
