"""The segment written in bulk holds what stock Whoosh's writer would have written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from whoosh.index import create_in, open_dir

from search.analysis.tokenizer import stem, words
from search.engines.whoosh.format.documents import documents
from search.engines.whoosh.format.schema import EXACT_OF, GAP, schema
from search.engines.whoosh.format.segment import Segment, write_contents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.engines.whoosh.format.documents import Document
    from search.records import Statement


def written_by_stock(folder: Path, statements: tuple[Statement, ...]) -> Any:
    """The same documents through `add_document`."""
    writer = create_in(str(folder), schema()).writer(compound=False)
    for statement in statements:
        for document in documents(statement):
            writer.add_document(**arguments(document))
    writer.commit()
    return open_dir(str(folder))


def arguments(document: Document) -> dict[str, Any]:
    """A document as stock Whoosh takes it: tokens joined by spaces, printed words stored."""
    given: dict[str, Any] = {}
    for name, texts in document.texts.items():
        row = [word for text in texts for word in ([GAP] if text is None else words(text))]
        if row:
            given[name] = " ".join(map(stem, row))
            given[EXACT_OF[name]] = " ".join(row)
    given |= {name: list(values) for name, values in document.values.items() if values}
    given |= {f"_stored_{name}": value for name, value in document.stored.items()}
    for name, value in document.stored.items():
        given.setdefault(name, "" if name in document.texts else value)
    return given


def written_in_bulk(folder: Path, statements: tuple[Statement, ...], segments: int) -> Any:
    finished = []
    for part in range(segments):
        segment = Segment(folder, f"part{part}")
        for statement in statements[part::segments]:
            for document in documents(statement):
                segment.add(document)
        segment.finish()
        finished.append(f"part{part}")
    write_contents(folder, finished)
    return open_dir(str(folder))


def all_postings(reader: Any) -> Iterator[tuple[Any, ...]]:
    """Every term with its figures, and every posting of it with weight, length and positions."""
    for field, term in reader.all_terms():
        info = reader.term_info(field, term)
        yield field, term, info.doc_frequency(), info.weight(), info.max_weight()
        yield info.min_length(), info.max_length(), info.min_id(), info.max_id()
        matcher = reader.postings(field, term)
        while matcher.is_active():
            positions = matcher.value_as("positions") if matcher.supports("positions") else None
            yield matcher.id(), matcher.weight(), positions
            matcher.next()


@pytest.fixture(scope="module")
def both(built: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any]]:
    stock = written_by_stock(tmp_path_factory.mktemp("stock"), built.statements).reader()
    bulk = written_in_bulk(tmp_path_factory.mktemp("bulk"), built.statements, 1).reader()
    yield stock, bulk
    stock.close()
    bulk.close()


def test_terms_and_postings_are_equal(both: tuple[Any, Any]) -> None:
    stock, bulk = both
    rows = 0
    for one, other in zip(all_postings(stock), all_postings(bulk), strict=True):
        assert one == other
        rows += 1
    assert rows > 10_000


def test_stored_fields_lengths_and_columns_are_equal(both: tuple[Any, Any]) -> None:
    stock, bulk = both
    assert stock.doc_count_all() == bulk.doc_count_all()
    assert list(stock.iter_docs()) == list(bulk.iter_docs())
    for field in ("body", "exact", "label", "title", "lead_exact"):
        assert stock.field_length(field) == bulk.field_length(field) > 0
        for document in range(stock.doc_count_all()):
            lengths = [reader.doc_field_length(document, field) for reader in both]
            assert lengths[0] == lengths[1], (field, document)
    for field in ("speaker", "date"):
        columns = [list(reader.column_reader(field, translate=False)) for reader in both]
        assert columns[0] == columns[1]


def test_a_stem_of_one_form_shares_the_postings_of_the_form(both: tuple[Any, Any]) -> None:
    _, bulk = both
    forms = Counter(map(stem, {term.decode() for _, term in terms_of(bulk, *EXACT_OF.values())}))
    alone = 0
    for field, term in terms_of(bulk, *EXACT_OF.values()):
        root = stem(term.decode())
        stems = next(one for one, exact in EXACT_OF.items() if exact == field)
        places = [bulk.term_info(*key).extent() for key in ((field, term), (stems, root.encode()))]
        assert (places[0] == places[1]) == (forms[root] == 1), (field, term)
        alone += forms[root] == 1
    assert alone > 100


def terms_of(reader: Any, *fields: str) -> Iterator[tuple[str, bytes]]:
    """The terms of some fields."""
    return (one for one in reader.all_terms() if one[0] in fields)


def test_several_segments_answer_as_one(built: Any, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "three").mkdir()
    one = written_in_bulk(tmp_path / "one", built.statements, 1)
    three = written_in_bulk(tmp_path / "three", built.statements, 3)
    with one.reader() as whole, three.reader() as parts:
        assert len(parts.leaf_readers()) == 3
        assert parts.doc_count_all() == whole.doc_count_all()
        for field, term in whole.all_terms():
            assert parts.doc_frequency(field, term) == whole.doc_frequency(field, term)


def test_nothing_is_left_beside_the_index(built: Any) -> None:
    names = {path.name for path in built.folder.iterdir()}
    assert not [name for name in names if "tmp" in name or name.endswith(".seg")]
    assert "manifest.json" in names
