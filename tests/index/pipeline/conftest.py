"""Saved pages made to order, and a build of a folder of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from index.pipeline.build import Options, build
from index.progress import Progress
from search.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.pipeline.report import BuildReport

TEMPLATE = """<!doctype html>
<html lang="en" itemscope="itemscope" itemtype="http://schema.org/ItemPage">
<head><meta charset="utf-8"/><title itemprop="name">{title} • President of Russia</title>
<meta itemprop="inLanguage" content="en"/>
<meta property="og:type" content="article"/>
<meta property="og:url" content="http://en.kremlin.ru/events/president/news/{number}"/>
</head>
<body class=" is-reading">
<div class="header" role="banner">Events Structure Contacts Search</div>
<div class="read" role="complementary" aria-label="Material for reading"
 data-href="http://en.kremlin.ru/events/president/news/{number}">
<article class="read__in hentry h-entry" itemtype="http://schema.org/NewsArticle"
 id="event-{number}" role="document">
<div class="read__content"><div class="read__top"><div class="width_limiter">
<a href="/events/president/news" class="read__categ" rel="category">Events</a>
<h1 class="entry-title p-name" itemprop="name">{title}</h1>
<div class="read__lead entry-summary p-summary" itemprop="description"></div>
<div class="read__meta"><time class="read__published" datetime="{day}">{day}</time>
<div class="read__time">17:00</div><div class="read__place p-location"><i></i>Port Maren</div></div>
</div></div>
<div class="entry-content e-content read__internal_content" itemprop="articleBody">{body}
<div class="read__bottommeta hidden-copy"><div class="read__status masha-ignore">
<h3>Publication status</h3><p>Published in section: <a href="/news">News</a></p>
<p>Direct link: <a class="print_link" href="http://en.kremlin.ru/d/{number}">x</a></p>
</div></div></div></div></article></div></body></html>"""


class Folder(Protocol):
    """Writes one saved page into the folder of pages."""

    def __call__(
        self, number: int, words: str, *, title: str = ..., day: str = ..., name: str | None = ...
    ) -> Path: ...


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """The folder that pages are saved in."""
    folder = tmp_path / "pages"
    folder.mkdir()
    return folder


@pytest.fixture
def save(pages: Path) -> Folder:
    """A function that saves a page in which one invented minister says `words`."""

    def write(
        number: int,
        words: str,
        *,
        title: str = "Talks on the river",
        day: str = "2014-03-05",
        name: str | None = None,
    ) -> Path:
        body = f"<p><b>Minister of Water Irena Dovast:</b> {words}</p>"
        path = pages / (name or f"{number}.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        html = TEMPLATE.format(number=number, title=title, day=day, body=body)
        path.write_text(html, encoding="utf-8")
        return path

    return write


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that read no file and no environment of whoever runs the tests."""
    config = tmp_path / "onrecord.toml"
    config.touch()
    environ = {"ONRECORD_CONFIG": str(config)}
    return read_settings({"data": tmp_path / "data", "jobs": 1}, environ=environ)


@pytest.fixture
def run(settings: Settings) -> Callable[..., BuildReport]:
    """A build with the given paths and flags."""

    def go(*paths: Path, **flags: bool) -> BuildReport:
        return build(paths, settings, Options(**flags), Progress())

    return go
