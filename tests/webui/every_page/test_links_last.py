"""Copied links open the very words they were copied from, or say what became of them.

60 of them over the sample and generated pages; with `ONRECORD_CORPUS` 500 over real pages. Between
copying and opening: a rebuild, a moved data folder, pages that changed, a rule for labels that
changed, another engine.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from lxml import html as parser

from index.attribution import attribute
from index.pipeline import build as building
from index.pipeline import intake
from index.progress import Progress
from search.answers.searcher import Searcher
from search.engines import open_engine
from search.engines.reference import ReferenceEngine
from search.links import permalink
from search.query.request import Request
from search.settings import Settings, read_settings
from search.store.permalinks import words_at
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.testing import FlaskClient

    from search.records import Statement, Turn

PAGE: Final = """<!doctype html><html lang="en"><head><meta charset="utf-8"/>
<title>{title} • President of Veldoria</title>
<meta property="og:url" content="http://en.kremlin.ru/events/president/transcripts/{number}"/>
</head><body class="is-reading">
<div class="read" data-href="http://en.kremlin.ru/events/president/transcripts/{number}">
<article class="read__in hentry h-entry" id="event-{number}"><div class="read__content">
<div class="read__top"><h1 class="entry-title p-name">{title}</h1>
<div class="read__meta"><time class="read__published" datetime="2014-03-18">March 18, 2014</time>
<div class="read__time">15:10</div></div></div>
<div class="entry-content e-content read__internal_content" itemprop="articleBody">{body}
<div class="read__bottommeta hidden-copy"><p>Direct link:
<a class="print_link" href="http://en.kremlin.ru/d/{number}">x</a></p></div>
</div></div></article></div></body></html>"""
VOICES: Final = ("Irena Solvei", "Oren Halden", "Marta Quill", "Ada Nowak")
WORDS: Final = ("we", "shall", "not", "sell", "the", "old", "harbour", "before", "long", "winter")
BODY: Final = re.compile(r"(?s)(entry-content.*?)(?=<p>)")
PARAGRAPH: Final = re.compile(r"(?s)<p>.*?</p>")


@dataclass(frozen=True)
class Copied:
    """A link as it was copied, its number, and the words that stood under it."""

    link: str
    number: int | None
    words: tuple[str, ...]
    speaker: str | None


def generated(folder: Path, count: int) -> None:
    """Pages of invented people."""
    chance = random.Random(7)
    folder.mkdir(parents=True)
    for number in range(91000, 91000 + count):
        body = []
        for _ in range(chance.randint(3, 9)):
            voice = chance.choice(VOICES)
            said = [" ".join(chance.choices(WORDS, k=9)) for _ in range(chance.randint(1, 3))]
            body.append(f"<p><b>{voice}:</b> {said[0].capitalize()}.</p>")
            body += [f"<p>{one.capitalize()}.</p>" for one in said[1:]]
        page = PAGE.format(number=number, title=f"Harbour talk {number}", body="".join(body))
        (folder / f"{number}.html").write_text(page, encoding="utf-8")


def index(settings: Settings, *paths: Path, full: bool = False) -> None:
    building.build(paths, settings, building.Options(full=full, allow_shrink=True), Progress())


def all_statements(settings: Settings) -> list[Statement]:
    """Every statement of the index."""
    engine = open_engine(settings)
    try:
        return [engine.statement(one) for one in Searcher(engine).matching(Request())]
    finally:
        engine.close()


def copied(statements: Sequence[Statement], count: int) -> list[Copied]:
    """Links of statements, turns and paragraphs by turns."""
    found: list[Copied] = []
    for one in statements:
        found.append(Copied(permalink(one), None, (), None))
        for turn in one.turns:
            for number in {turn.n, *(turn.ordinal(at) for at in range(len(turn.paragraphs)))}:
                words = words_at(one, number)
                if words is not None and words.text:
                    link = permalink(one, number)
                    found.append(Copied(link, number, printed(turn, number), words.speaker))
    chance = random.Random(3)
    whole = [one for one in found if one.number is None]
    parts = [one for one in found if one.number is not None]
    some = chance.sample(whole, min(len(whole), count // 10))
    return some + chance.sample(parts, count - len(some))


def printed(turn: Turn, number: int) -> tuple[str, ...]:
    """The paragraphs that a number names: all of the turn that begins with it, else one."""
    paragraphs = [" ".join(one.split()) for one in turn.paragraphs]
    numbered = {turn.ordinal(at): one for at, one in enumerate(paragraphs)}
    return tuple(paragraphs) if number == turn.n else (numbered[number],)


def opened(client: FlaskClient, one: Copied) -> tuple[bool, str]:
    """Whether the page says that something changed; fails where it shows other words in silence."""
    answer = client.get(one.link)
    assert answer.status_code == 200, one
    tree = parser.document_fromstring(answer.text)
    told = " ".join(tree.xpath("string(//p[contains(@class, 'dropped version')])").split())
    if one.number is None:
        return bool(told), told
    for sign in tree.xpath("//a[@class='para'] | //span[@class='hops']"):
        sign.drop_tree()
    paragraphs = {
        name: " ".join(p.text_content().split())
        for name, p in ((p.get("id"), p) for p in tree.xpath("//main//p[@id]"))
    }
    page = list(paragraphs.values())
    for link in tree.xpath("//p[contains(@class, 'dropped version')]/a/@href") if told else ():
        other = parser.document_fromstring(client.get(link).text)
        page += [" ".join(p.text_content().replace("¶", "").split()) for p in other.xpath("//p")]
    for words in one.words:
        # a label that is none by other rules stands before its words
        assert any(shown.endswith(words) for shown in page), (one, told, page)
    speaker = tree.xpath("string(//h1)").strip()
    inside = "is marked: no turn begins" in answer.text
    printed = any(
        one.speaker and one.speaker in shown for shown in page
    )  # the label is in the text
    assert one.speaker in (None, speaker) or inside or told or printed, (one, speaker)
    return bool(told), told


def all_open(settings: Settings, links: Sequence[Copied], engine: Any = None) -> int:
    """Opens every link; how many said that something changed."""
    client = create_app(settings, engine).test_client()
    return sum(opened(client, one)[0] for one in links)


def revise(folder: Path, chance: random.Random, count: int) -> int:
    """Take the second paragraph out of pages, so that all behind it get other numbers."""
    files = sorted(folder.rglob("*.html"))
    chance.shuffle(files)
    done = 0
    for file in files:
        page = file.read_text(encoding="utf-8")
        body = BODY.search(page)
        found = list(PARAGRAPH.finditer(page, body.end())) if body else []
        if len(found) < 6 or done == count:
            continue
        file.write_text(page[: found[1].start()] + page[found[1].end() :], encoding="utf-8")
        done += 1
    return done


class Other:
    """Serves one engine."""

    def __init__(self, engine: Any) -> None:
        self.held = engine

    def engine(self) -> Any:
        return self.held


def live_through(
    pages: Path, data: Path, count: int, revised: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that may come between copying a link and opening it."""
    settings = read_settings({"data": data, "jobs": 1}, environ={})
    index(settings, pages)
    before = all_statements(settings)
    links = copied(before, count)
    assert len(links) == count
    assert all_open(settings, links) == 0

    index(settings, pages, full=True)
    assert all_open(settings, links) == 0

    moved = data.with_name("moved")
    shutil.move(data, moved)
    settings = read_settings({"data": moved, "jobs": 1}, environ={})
    assert all_open(settings, links) == 0

    other = Other(ReferenceEngine(tuple(before), open_engine(settings).manifest))
    assert all_open(settings, links, other) == 0

    relabelled(monkeypatch)
    index(settings, pages)
    after = all_statements(settings)
    assert sum(len(one.turns) for one in after) < sum(len(one.turns) for one in before)
    assert all_open(settings, links) == 0  # the words are the same, whoever is said to speak

    assert revise(pages, random.Random(5), revised) == revised
    index(settings, pages)
    told = all_open(settings, links)
    assert told > 0
    assert told < len(links)


def relabelled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules by which some labels are none, and by which every page is cleaned anew."""
    read: Callable[..., Any] = attribute.read_label

    def blinder(*given: Any, **more: Any) -> Any:
        found = read(*given, **more)
        name = getattr(found, "speaker", None)
        return None if name and len(name) % 3 == 0 else found

    monkeypatch.setattr(attribute, "read_label", blinder)
    for module in (intake, building):
        monkeypatch.setattr(module, "rules_digest", lambda: "other rules")


def test_60_links_last_over_the_sample_and_generated_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = tmp_path / "pages"
    generated(pages / "made", 16)
    shutil.copytree(str(files("index") / "sample" / "en.kremlin.ru"), pages / "sample")
    live_through(pages, tmp_path / "data", 60, 8, monkeypatch)


@pytest.mark.corpus
@pytest.mark.slow
def test_500_links_last_over_real_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    real = sorted((Path(os.environ["ONRECORD_CORPUS"]) / "en.kremlin.ru").rglob("*.html"))
    for file in random.Random(1).sample(real, 400):
        shutil.copy(file, pages)
    live_through(pages, tmp_path / "data", 500, 100, monkeypatch)
