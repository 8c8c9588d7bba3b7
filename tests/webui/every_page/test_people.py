"""Everybody once, under one name, on every list of the sample and of real pages, both languages."""

from __future__ import annotations

import html
import re
from contextlib import closing
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

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
    from collections.abc import Iterator
    from pathlib import Path

    from search.settings import Settings

LANGUAGES: Final = ("en", "ru")
_UNREAD: Final = re.compile(r"(?s)<(script|style)\b.*?</\1>")
_SPOKEN: Final = re.compile(r'\s(?:aria-label|title|placeholder|alt)="([^"]*)"')
_LIKE_AN_ID: Final = re.compile(r"(?<![\w/-])[a-z]+(?:-[a-z0-9]+)+(?![\w-])")


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
        for value, label in known.labels.items():
            said_back = searcher.search(Request(speaker=(value,), limit=1), facets=()).understood
            assert label in said_back
            assert "=" not in said_back.replace(label, "")
            assert not _ids_in(said_back.replace(label, ""), ids), said_back


def _is_distinct(labels: list[str], ids: set[str | None]) -> None:
    assert len({folded(one) for one in labels}) == len(labels)
    assert not [one for one in labels if one in ids or "=" in one]


def _ids_in(text: str, ids: set[str]) -> set[str]:
    """The ids that a reader would see in a text, by themselves or in a sentence."""
    return set(_LIKE_AN_ID.findall(text)) & ids


def _read(markup: str) -> Iterator[str]:
    """What of a page is read: its text, and what attributes say in words."""
    markup = _UNREAD.sub("", markup)
    yield from (html.unescape(one) for one in re.findall(r">([^<>]+)<", markup))
    yield from (html.unescape(one) for one in _SPOKEN.findall(markup))


def walk_pages(settings: Settings, lang: str, word: str) -> None:
    """Look at the pages that name speakers: facets, chips, tables, charts, messages."""
    client = create_app(settings).test_client()
    with closing(open_engine(settings)) as engine:
        rows = engine.speakers()
    ids = {row.person for row in rows if row.person}
    values = [quote(value_of(row)) for row in rows]
    chosen = [f"/search?speaker={value}" for value in values[:20]]
    charts = [
        f"/frequency?q={word}&speaker={'&speaker='.join(values[at : at + 5])}" for at in (0, 5)
    ]
    checked = [f"/check?q=nobody+said+these+very+words+anywhere&speaker={values[0]}"]
    lists = [f"/{view}?q={word}" for view in ("search", "who", "concordance")]
    for address in ("/", "/speakers", "/speakers?order=name", *lists, *charts, *checked, *chosen):
        answer = client.get(address, headers={"Accept-Language": lang})
        assert answer.status_code == 200, address
        shown = [one.strip() for one in _read(answer.text)]
        assert shown
        assert not [one for one in shown if one in ids or _ids_in(one, ids)], address
        assert not [one for one in shown if one.startswith("=")], address


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


def test_an_id_is_seen_in_a_sentence_and_in_what_an_attribute_says() -> None:
    markup = '<p title="words of ilya-tarn">said by <b>mara-oskel</b> at /speaker/ben-ardo</p>'
    seen = {
        one
        for text in _read(markup)
        for one in _ids_in(text, {"ilya-tarn", "mara-oskel", "ben-ardo"})
    }
    assert seen == {"ilya-tarn", "mara-oskel"}, "an address is none that is read"
