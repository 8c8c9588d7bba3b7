"""Words that a publisher changed since: the version they stood so in is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from search.engines.reference import ReferenceEngine
from search.formats.check_lines import check_lines
from search.formats.check_shapes import check_shape
from search.quotes.checker import QuoteChecker
from search.quotes.notes import Note
from search.records import Coverage, Evidence, Manifest, Statement, StatementId, Turn, TurnKind
from search.store.versions import FILE_NAME, Version, Versions
from search.text_version import text_version

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2012, 5, 7)
FORMER = "We promise to build the bridge over the Orm by the end of 2014"
GONE = "The mills of the northern valleys will stay in our hands"
NOW = "We promise to build the bridge over the Orm by the end of 2016"


def statement(*texts: str) -> Statement:
    turn = Turn(1, texts, TurnKind.SPEECH, Evidence.LABEL, "Tarn", "Tarn", person="tarn")
    return Statement(StatementId("en-1"), "en", "Talks", (turn,), number=1, date=DAY)


@pytest.fixture
def checker(tmp_path: Path) -> QuoteChecker:
    former, now = statement(f"{FORMER}.", f"{GONE}."), statement(f"{NOW}.")
    versions = Versions(tmp_path / FILE_NAME)
    seen = datetime(2013, 2, 3, tzinfo=UTC)
    versions.add([Version(former, "a", "r", "p", None, seen), Version(now, "b", "r", "p")])
    held = replace(now, version=text_version(now))
    manifest = Manifest("g", 1, "1", "reference", "2020", Coverage(1, 1, DAY, DAY, 0, 0, 0))
    return QuoteChecker(ReferenceEngine([held], manifest), date.today, versions)


@pytest.mark.parametrize(("quote", "verdict"), [(FORMER, "near"), (GONE, "not_found")])
def test_words_changed_or_taken_out_since_are_found_in_their_version(
    checker: QuoteChecker, quote: str, verdict: str
) -> None:
    found = checker.check(quote)
    assert (found.verdict.value, found.is_harmless) == (verdict, False)
    assert Note.EARLIER in found.notes
    version = text_version(statement(f"{FORMER}.", f"{GONE}."))
    told = check_shape(found)["earlier"]
    assert (told["id"], told["version_of"]) == ("en-1/1", "2013-02-03")
    assert told["link"].endswith(f"?v={version}")
    assert any("in the version of 2013-02-03, changed since" in one for one in check_lines(found))


@pytest.mark.parametrize("quote", [NOW, FORMER.replace("2014", "2015"), f"{GONE} for ever"])
def test_what_stands_or_never_stood_has_no_earlier_version(
    checker: QuoteChecker, quote: str
) -> None:
    assert checker.check(quote).earlier is None


def test_without_a_file_of_versions_nothing_is_looked_up_and_none_is_made(tmp_path: Path) -> None:
    manifest = Manifest("g", 1, "1", "reference", "2020", Coverage(1, 1, DAY, DAY, 0, 0, 0))
    engine = ReferenceEngine([statement(f"{NOW}.")], manifest)
    assert QuoteChecker(engine, date.today, Versions(tmp_path / FILE_NAME)).check(FORMER)
    assert not (tmp_path / FILE_NAME).exists()
