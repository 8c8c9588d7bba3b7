"""The sample pages against what their writers meant: `index/sample/facts.json`.

A page's facts name the file and either `not_a_statement` (the reason it is none) or what `clean`
must give: `id` and, where they stand there, title, date, event_date, time, place, lead, sections,
topics, persons, geography, updated, form and abridged. `pull_quotes` tells of each, in order,
whether its words stand in the text too. `turns` are all turns in order: n, label,
speaker, role, role_inferred, qualifiers, kind, evidence, how many `paragraphs`, the first and last
words of its text (`begins`, `ends`) and `marks` as [index of the paragraph before, kind]. A key
that does not stand there is not known from the page, or left to the program (`n` in flat text).
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from index.cleaning.clean import clean
from index.saves.page import SavedFile
from index.saves.pages import find, read
from index.saves.recognise import NotAStatement
from search.statement_json import statement_shape

SAMPLE = Path(str(files("index") / "sample"))
FACTS: list[dict[str, Any]] = json.loads((SAMPLE / "facts.json").read_text(encoding="utf-8"))[
    "pages"
]
STATEMENTS = [fact for fact in FACTS if "id" in fact]
OTHERS = [fact for fact in FACTS if "not_a_statement" in fact]
OURS = {"README.md", "SAMPLE", "facts.json"}
PLAIN = (
    "id",
    "title",
    "date",
    "event_date",
    "time",
    "place",
    "lead",
    "sections",
    "topics",
    "persons",
    "geography",
    "updated",
    "form",
    "abridged",
)
TURN = ("n", "label", "speaker", "role", "role_inferred", "qualifiers", "kind", "evidence")


def cleaned(fact: dict[str, Any]) -> dict[str, Any]:
    """What the program makes of a sample page."""
    path = SAMPLE / fact["file"]
    [page] = read(SavedFile(path, path.stat().st_size, 0))
    return statement_shape(clean(page))


def told(turn: dict[str, Any], keys: dict[str, Any]) -> dict[str, Any]:
    """A turn of the program in the words of the facts, the keys the facts give."""
    text = [paragraph.split() for paragraph in turn["paragraphs"]]
    seen = {name: turn[name] for name in TURN} | {
        "paragraphs": len(text),
        "begins": " ".join(text[0][:5]) if text else None,
        "ends": " ".join(text[-1][-5:]) if text else None,
        "marks": [[mark["after"], mark["kind"]] for mark in turn["marks"]],
    }
    return {name: seen[name] for name in keys}


@pytest.mark.parametrize("fact", STATEMENTS, ids=lambda fact: fact["file"])
def test_a_sample_page_gives_the_facts_its_writer_meant(fact: dict[str, Any]) -> None:
    statement = cleaned(fact)
    expected = {name: fact[name] for name in PLAIN if name in fact}
    assert {name: statement[name] for name in expected} == expected


@pytest.mark.parametrize(
    "fact", [fact for fact in STATEMENTS if "turns" in fact], ids=lambda fact: fact["file"]
)
def test_a_sample_pages_turns_are_those_its_writer_meant(fact: dict[str, Any]) -> None:
    turns = cleaned(fact)["turns"]
    found = [told(turn, keys) for turn, keys in zip(turns, fact["turns"], strict=False)]
    assert found == fact["turns"]
    assert len(turns) == len(fact["turns"])


@pytest.mark.parametrize(
    "fact", [fact for fact in STATEMENTS if "pull_quotes" in fact], ids=lambda fact: fact["file"]
)
def test_a_pull_quote_is_taken_out_and_told_whether_somebody_says_it(fact: dict[str, Any]) -> None:
    removed = [block for block in cleaned(fact)["removed"] if block["rule"] == "pull quote"]
    assert [block["repeats"] for block in removed] == fact["pull_quotes"]


@pytest.mark.parametrize("fact", OTHERS, ids=lambda fact: fact["file"])
def test_a_sample_page_that_is_no_statement_is_told_apart_with_the_reason(
    fact: dict[str, Any],
) -> None:
    path = SAMPLE / fact["file"]
    [page] = read(SavedFile(path, path.stat().st_size, 0))
    with pytest.raises(NotAStatement) as caught:
        clean(page)
    assert caught.value.reason.value == fact["not_a_statement"]


def test_every_file_of_the_sample_has_its_facts_and_its_row() -> None:
    names = {str(saved.path.relative_to(SAMPLE)) for saved in find(SAMPLE)} - OURS
    pages = {name for name in names if not name.endswith(".css")}
    assert pages == {fact["file"] for fact in FACTS}
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert [name for name in pages if f"| `{name}` |" not in readme] == []


def test_the_sample_is_small_enough_to_ship() -> None:
    assert sum(saved.size_bytes for saved in find(SAMPLE)) < 1_500_000


@pytest.mark.parametrize("saved", list(find(SAMPLE)), ids=lambda saved: saved.path.name)
def test_no_real_head_of_state_stands_in_the_sample(saved: SavedFile) -> None:
    text = saved.path.read_bytes().decode("utf-8", "replace").lower()
    for name in ("putin", "путин", "medvedev", "медведев", "yeltsin", "ельцин", "kremlinrussia"):
        assert name not in text
