"""A print page is the page once more: left out where the page is known, read where it is alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from made_archives import HOST, answered, article, http, record, zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.pipeline.report import BuildReport

    Run = Callable[..., BuildReport]

TWIN = "print twin"
PRINTED = article(17).replace(
    f'data-href="{HOST}/17"'.encode(), f'data-href="{HOST}/17/print"'.encode()
)
BARE = PRINTED.replace(f'<meta property="og:url" content="{HOST}/17"/>'.encode(), b"")


def counts(report: BuildReport) -> tuple[int, int, list[str]]:
    return (report.statements, report.duplicates, [reason for _, reason in report.skipped])


@pytest.mark.parametrize("name", ["17/print.html", "17.html", "saved.html"])
@pytest.mark.parametrize("content", [PRINTED, BARE])
def test_a_print_page_alone_is_the_statement(
    pages: Path, run: Run, name: str, content: bytes
) -> None:
    path = pages / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    report = run(pages)
    assert counts(report) == (1, 0, [])
    assert not report.warnings


@pytest.mark.parametrize("printed", ["17/print.html", "print/17.html"])
def test_a_print_page_of_a_page_that_is_known_is_a_twin(
    pages: Path, run: Run, printed: str
) -> None:
    for name, content in (("17.html", article(17)), (printed, PRINTED)):
        (pages / name).parent.mkdir(exist_ok=True)
        (pages / name).write_bytes(content)
    assert counts(run(pages)) == (1, 0, [TWIN])
    (pages / "17.html").unlink()
    assert counts(run(pages)) == (1, 0, [])
    (pages / "17.html").write_bytes(article(17))
    assert counts(run(pages)) == (1, 0, [TWIN])


def test_in_archives_it_is_told_the_same_way(pages: Path, run: Run) -> None:
    (pages / "a.zip").write_bytes(zipped({"17/print.html": PRINTED}))
    assert counts(run(pages)) == (1, 0, [])
    later = record(f"{HOST}/17/print", http(BARE), date="2021-08-29T00:00:00Z")
    (pages / "b.warc").write_bytes(later + answered(17))
    report = run(pages)
    assert counts(report) == (1, 0, [TWIN, TWIN])
    assert [one.get("inside") for one in report.shape()["skipped_pages"]] == [
        "17/print.html",
        f"{HOST}/17/print",
    ]


def test_every_page_of_an_archive_that_is_told_of_has_its_address(pages: Path, run: Run) -> None:
    empty, damaged = record(f"{HOST}/18", http(b"")), record(f"{HOST}/19", b"no answer")
    other = record("http://upland.example/", http(b"<html><title>Upland</title></html>"))
    lossy = record(20, http(article(20, "The river \xff rose.").replace(b"\xc3\xbf", b"\xff")))
    (pages / "a.warc").write_bytes(b"".join((answered(17), empty, damaged, other, lossy)))
    shape = run(pages).shape()
    assert shape["skipped_pages"] == [
        {"path": f"{pages}/a.warc#1", "inside": f"{HOST}/18", "reason": "empty file"},
        {
            "path": f"{pages}/a.warc#3",
            "inside": "http://upland.example/",
            "reason": "another site's page",
        },
    ]
    assert [one["inside"] for one in shape["failed"]] == [f"{HOST}/19"]
    assert [one["inside"] for one in shape["warnings"]] == [f"{HOST}/20"]
    lines = "\n".join(run(pages).lines())
    assert f"a.warc#1 ({HOST}/18)" in lines
    assert lines.count(f"{HOST}/19") == 1
