"""Everybody once, under one name, on every list of the sample and of real pages, both languages."""

from __future__ import annotations

import html
import re
from contextlib import closing
from typing import TYPE_CHECKING, Final

import pytest
from click.testing import CliRunner

from search.analysis.tokenizer import folded
from search.answers.searcher import Searcher
from search.cli.main import main
from search.engines import open_engine
from search.query.request import Request
from search.settings import read_settings
from search.suggest.completions import Completer
from search.suggest.speaker_labels import speaker_labels, value_of
from webui.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from search.settings import Settings

LANGUAGES: Final = ("en", "ru")
_TAGS: Final = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an index over the sample."""
    data = tmp_path_factory.mktemp("sample")
    built = CliRunner().invoke(main, ["--data", str(data), "index", "--sample", "--jobs", "1"])
    assert built.exit_code == 0, built.output
    return data


def walk(settings: Settings, lang: str, word: str) -> None:
    """Look at every speaker in every list."""
    with closing(open_engine(settings)) as engine:
        rows = engine.speakers()
        known = speaker_labels(engine, lang)
        searcher = Searcher(engine, lang=lang)
        ids = {row.person for row in rows if row.person}
        all_labels = [known.labels[value_of(row)] for row in rows]
        _is_distinct(all_labels, ids)
        facet = searcher.values(Request(), "speaker")
        assert {one.value for one in facet} == {value_of(row) for row in rows}
        assert [one.label for one in facet] == [known.labels[one.value] for one in facet]
        turns = {row: searcher.count_turns(Request(speaker=(value_of(row),))) for row in rows}
        assert all(many == row.turns for row, many in turns.items())
        said = searcher.values(Request(q=word), "speaker")
        spoken = (searcher.count_turns(Request(q=word, speaker=(one.value,))) for one in said)
        named = searcher.count_turns(Request(q=word, kind=("speech",)))
        nobody = sum(
            turn.turn().speaker is None
            for some in searcher.marked_turns(Request(q=word, kind=("speech",)))
            for turn in some.turns
        )
        assert sum(spoken) == named - nobody
        completer = Completer(engine)
        for row in rows:
            for one in completer.complete(row.name, lang=lang):
                assert one.text not in ids
                assert not one.text.startswith("=")


def _is_distinct(labels: list[str], ids: set[str | None]) -> None:
    assert len({folded(one) for one in labels}) == len(labels)
    assert not [one for one in labels if one in ids or "=" in one]


def walk_pages(settings: Settings, lang: str, word: str) -> None:
    """Look at the pages that name speakers: facets, chips, tables."""
    client = create_app(settings).test_client()
    with closing(open_engine(settings)) as engine:
        rows = engine.speakers()
    ids = {row.person for row in rows if row.person}
    chosen = [f"/search?speaker={row.person or '%3D' + row.name}" for row in rows[:20]]
    pages = ("/", "/speakers", "/speakers?order=name", f"/search?q={word}", f"/who?q={word}")
    for address in (*pages, *chosen):
        text = client.get(address, query_string=None, headers={"Accept-Language": lang}).text
        shown = [html.unescape(_TAGS.sub("", one)) for one in re.findall(r">([^<>]+)<", text)]
        assert not [one for one in shown if one.strip() in ids], address
        assert not [one for one in shown if one.strip().startswith("=")], address


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everybody_in_the_sample_stands_once_in_every_list(sample_data: Path, lang: str) -> None:
    settings = read_settings({"data": str(sample_data)}, {})
    walk(settings, lang, "water")
    walk_pages(settings, lang, "water")


@pytest.mark.corpus
@pytest.mark.parametrize("lang", LANGUAGES)
def test_everybody_on_real_pages_stands_once_in_every_list(corpus_data: Path, lang: str) -> None:
    settings = read_settings({"data": str(corpus_data)}, {})
    walk(settings, lang, "terrorism")
    walk_pages(settings, lang, "terrorism")


def test_a_printed_name_that_a_person_bears_is_told_from_the_person(sample_data: Path) -> None:
    settings = read_settings({"data": str(sample_data)}, {})
    with closing(open_engine(settings)) as engine:
        person = next(row for row in engine.speakers() if row.person)
    client = create_app(settings).test_client()
    printed = client.get("/search", query_string={"speaker": f"={person.name}"}).text
    assert f"{person.name} (printed so)" in printed
    assert "(printed so)" not in client.get(f"/search?speaker={person.person}").text
