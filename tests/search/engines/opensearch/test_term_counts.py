"""Words looked up by the piece, and counted many at once, are the words there are. No cluster."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.tokenizer import halves, stem, words
from search.engines.opensearch.layout import term_counts as counting
from search.engines.opensearch.layout.documents import analysed, document
from search.engines.opensearch.layout.mapping import MOST_TOKEN_CHARS
from search.engines.opensearch.layout.term_counts import TermCounter, TermCounts
from search.engines.opensearch.layout.vocabulary import Vocabulary
from search.records import Evidence, Mark, MarkKind, Statement, StatementId, Turn, TurnKind

if TYPE_CHECKING:
    from collections.abc import Sequence

ODD = "аёЁй’ʼ'`´\u0301\u00ad\u200b\u2060\ufeff\u00a0\u2009\x1c-–—_.,!?()«»“”&@0123456789ßİǰﬁ…\0"
texts = st.text(st.one_of(st.sampled_from(ODD + "abcdeXYZ \n"), st.characters(codec="utf-8")))


@given(st.lists(texts))
def test_rows_are_the_words_of_each_text(given_texts: Sequence[str]) -> None:
    known = Vocabulary()
    for text in given_texts:
        row = known.row(text)
        found = [(word, *halves(word)) for word in words(text)]
        assert [one.split("|") for one in known.written(row)] == [list(one) for one in found]
        stemmed = [list(dict.fromkeys(map(stem, one))) for one in found]
        assert [one.split("|") for one in known.stemmed(row)] == stemmed


def test_words_that_are_cut_alike_are_one() -> None:
    known = Vocabulary()
    long = "a" * MOST_TOKEN_CHARS
    row = known.row(f"{long}b {long}c б{long}")
    assert row[0] == row[1] != row[2]
    assert list(known.written(row[:2])) == [long, long]
    assert known.words == [long, "б" + long[1:]]


def made(number: int, title: str, turns: Sequence[tuple[str, str]]) -> Statement:
    """A statement of turns: label, text; a mark after the first paragraph of each."""
    return Statement(
        StatementId(f"en-{number}"),
        "en",
        title,
        tuple(
            Turn(
                n,
                tuple(text.split("|")),
                TurnKind.SPEECH,
                Evidence.LABEL,
                label=label,
                marks=(Mark(0, MarkKind.ABRIDGED, "…"),),
            )
            for n, (label, text) in enumerate(turns, start=1)
        ),
        number=number,
    )


def counted(statements: Sequence[Statement]) -> TermCounts:
    """The same, word by word."""
    exact: dict[str, Counter[str]] = {place: Counter() for place in counting.PLACES}
    stems: dict[str, Counter[str]] = {place: Counter() for place in counting.PLACES}
    found = TermCounts()
    for one in statements:
        rows = [("title", words(one.title), 0), ("lead", [], 0)]
        for turn in one.turns:
            gaps = 1 if len(turn.paragraphs) > 1 else 0
            rows.append(("turns", words(" ".join(turn.paragraphs)), gaps))
            rows.append(("label", words(turn.label or ""), 0))
        for place, row, gaps in rows:
            held = {one for word in row for one in (word, *halves(word))}
            exact[place].update(held)
            stems[place].update(set(map(stem, held)))
            found.sums[place][0] += len(row) + gaps
            found.sums[place][1] += bool(row or gaps)
        found.sums["documents"][0] += 1
        found.sums["documents"][1] += len(one.turns)
    for held, counters in ((found.exact, exact), (found.stems, stems)):
        for word in set().union(*counters.values()):
            held[word] = [counters[place][word] for place in counting.PLACES]
    return found


STATEMENTS = (
    made(1, "Talks on rivers", [("Mara Dovast", "Rivers will not|wait for a river"), ("", "")]),
    made(2, "", [("Mara", "мост, мосту – мост"), ("Mara", "Will you wait? Will I?|No")]),
    made(4, "D’Ivory", [("O’Brannon", "d’Ivory, ivory and l’ivory|日本語")]),
    made(3, "River", []),
)


@pytest.mark.parametrize("at_once", [0, 3, 1_000])
def test_what_is_counted_at_once_is_what_counting_word_by_word_finds(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "_WORDS_AT_ONCE", at_once)
    known = Vocabulary()
    tally = TermCounter(known)
    for one in STATEMENTS:
        tally.add(analysed(one, known))
    found = tally.counts()
    assert found.equals(counted(STATEMENTS))
    assert found.stems["river"][0] == 1
    assert found.exact["will"] == [2, 0, 0, 0]


def test_what_a_statement_added_is_taken_off_again() -> None:
    found = TermCounts()
    for one in STATEMENTS:
        found.add(analysed(one))
    found.add(analysed(STATEMENTS[0]), sign=-1)
    assert found.equals(counted(STATEMENTS[1:]))


def test_a_document_is_the_same_whatever_was_met_before() -> None:
    known = Vocabulary()
    shared = [document(one, analysed(one, known)) for one in STATEMENTS]
    assert shared == [document(one, analysed(one)) for one in STATEMENTS]
    assert shared[1]["voices"][0]["turns"][1]["exact"] == ["will you wait will i", "no"]
    assert shared[1]["voices"][0]["any"].split() == ["мост", "will", "you", "wait", "i", "no"]
