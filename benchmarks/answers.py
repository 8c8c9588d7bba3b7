"""Saved pages → a record of every answer the program gives over them; two records → what differs.

    python -m benchmarks.answers record PAGES RECORD.json     (in each of two checkouts)
    python -m benchmarks.answers compare BEFORE.json AFTER.json

A record holds digests of all cleaned statements (codes of warnings left out: they may be added), of
the index's files, and for 300 queries of all classes the whole JSON (ids, totals, turns, facets,
order, snippets), the page, the table and the feed; then views of other kinds, and statements. The
clock of a build stands still, so that one program gives one record. Run it before a change that
must not move an answer, and after it; `compare` exits 1 where anything differs.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, date, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unittest import mock
from urllib.parse import urlencode

from benchmarks.equality import further_queries
from benchmarks.queries import Corpus, cases
from benchmarks.usage import arguments
from index.pipeline.build import Options, build
from index.progress import Progress
from search.answers.searcher import Searcher
from search.engines import open_engine
from search.query.request import Request
from search.settings import read_settings
from search.statement_json import statement_shape
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

QUERIES: Final = 300
BUILD_MODULE: Final = "index.pipeline.build"
TODAY: Final = date(2026, 1, 15)
SAID_LATER: Final = ("warning_codes", "indexed")
"""Keys of a statement that are left out: one may be added, one is the clock's."""

_FILTERS: Final[tuple[dict[str, str | list[str]], ...]] = (
    {"year": ["2014", "2012"]},
    {"kind": "speech", "sort": "newest"},
    {"from": "2009-01-01", "to": "2015-06-30"},
    {"speaker": ["Putin", "dmitry-medvedev"], "sort": "oldest"},
    {"lang": "en", "evidence": "label", "page": "2"},
    {"role": "president", "sort": "newest"},
    {"speaker": "Путин", "lang": "ru"},
    {"limit": "50", "section": "Transcripts"},
)
_VIEWS: Final = (
    "/concordance",
    "/who",
    "/frequency.json",
    "/search",
    "/search.csv",
    "/search.atom",
)
_ALONE: Final = ("/", "/speakers", "/help/search", "/opensearch.xml", "/robots.txt", "/?ui=ru")
_SEGMENT_NAME: Final = re.compile("MAIN_[0-9a-f]{32}")
_VOLATILE: Final = (
    (re.compile(r"[?&]v=[0-9a-f]{12}"), ""),  # edition of the program's own files
    (re.compile(r"\d{8}T\d{6}\.?\d*-s\d+"), "GENERATION"),
)


def addresses() -> Iterator[str]:
    """300 queries, bare first, then under filters and in other orders."""
    texts = [case.query for case in cases(Corpus.PAGES)] + list(further_queries(Corpus.PAGES))
    choices = cycle(_FILTERS)
    plain: Iterator[dict[str, str | list[str]]] = ({"q": text} for text in texts)
    varied = ({"q": text, **next(choices)} for text in cycle(texts))
    for parameters in islice((*plain, *islice(varied, QUERIES)), QUERIES):
        yield urlencode(parameters, doseq=True)


def record(pages: Path) -> dict[str, dict[str, str]]:
    """Build an index of `pages`, ask it everything, and keep a digest of each answer."""
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings({"data": Path(folder), "engine": "whoosh"})
        moment = datetime(2026, 1, 15, 12, tzinfo=UTC)
        with mock.patch(f"{BUILD_MODULE}.datetime") as clock:
            clock.now.return_value = moment
            build([pages], settings, Options(only=True), Progress())
        _stand_still(Path(folder))
        engine = open_engine(settings)
        try:
            ids = Searcher(engine).matching(Request())
            statements = {one: _digest(_said(engine.statement(one))) for one in sorted(ids)}
        finally:
            engine.close()
        client = create_app(settings, today=lambda: TODAY).test_client()
        asked = list(addresses())
        return {
            "statements": statements,
            "files": _files(Path(folder)),
            "searches": {one: _asked(client, f"/search.json?{one}") for one in asked},
            "views": dict(_views(client, asked)),
            "opened": {one: _asked(client, f"/s/{one}?q=president") for one in sorted(ids)[::40]},
        }


def _stand_still(data: Path) -> None:
    """Let the manifest say a moment of its own: pages print it."""
    (manifest,) = (data / "generations").glob("*/manifest.json")
    shape = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**shape, "built": "2026-01-15T12:00:00+00:00"}), "utf-8")


def _said(statement: object) -> str:
    shape = statement_shape(statement)  # type: ignore[arg-type]
    kept = {key: value for key, value in shape.items() if key not in SAID_LATER}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _files(data: Path) -> dict[str, str]:
    """Digests of the built files by kind; the manifest holds the clock and is left out.

    A segment is named after what is stored in it, so its files go under one name for all segments.
    """
    (generation,) = (data / "generations").iterdir()
    found: dict[str, list[str]] = defaultdict(list)
    for file in generation.rglob("*"):
        if file.is_file() and file.name != "manifest.json":
            kind = _SEGMENT_NAME.sub("SEGMENT", file.relative_to(generation).as_posix())
            found[kind].append(hashlib.sha256(file.read_bytes()).hexdigest())
    return {kind: _digest("".join(sorted(digests))) for kind, digests in sorted(found.items())}


def _views(client: FlaskClient, asked: list[str]) -> Iterator[tuple[str, str]]:
    for one, view in zip(asked, cycle(_VIEWS)):
        yield f"{view}?{one}", _asked(client, f"{view}?{one}")
    for address in _ALONE:
        yield address, _asked(client, address)


def _asked(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    text = answer.get_data(as_text=True)
    for pattern, instead in _VOLATILE:
        text = pattern.sub(instead, text)
    return f"{answer.status_code} {_digest(text)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def compare(before: Path, after: Path) -> int:
    """Print what differs between two records, part by part; how many answers do."""
    old, new = (json.loads(path.read_text("utf-8")) for path in (before, after))
    wrong = 0
    for part in old:
        differing = [
            name
            for name in sorted(old[part].keys() | new[part].keys())
            if old[part].get(name) != new[part].get(name)
        ]
        print(f"{part}: {len(old[part])} before, {len(new[part])} after, {len(differing)} differ")
        for name in differing[:20]:
            print(f"  {name}")
        wrong += len(differing)
    return wrong


def main() -> None:
    """Record or compare, as the first word says."""
    match arguments(__doc__, 3, 3):
        case ["record", pages, to]:
            Path(to).write_text(json.dumps(record(Path(pages)), indent=1), "utf-8")
        case ["compare", before, after]:
            sys.exit(1 if compare(Path(before), Path(after)) else 0)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
