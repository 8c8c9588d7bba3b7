"""`onrecord index --dry-run` reports what a run would do and writes nothing, nowhere."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from own_server import QuietHandler, serving
from search.cli.main import main
from search.engines import open_engine, open_writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

    from index.pipeline.report import BuildReport
    from search.settings import Settings
    from tests.index.pipeline.conftest import Folder

    Run = Callable[..., BuildReport]


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file and folder below one, with bytes and time of change."""
    return {
        str(one): (one.read_bytes() if one.is_file() else b"", one.stat().st_mtime_ns)
        for one in (folder, *folder.rglob("*"))
    }


def dry(data: Path, *arguments: str, **environ: str) -> Result:
    """A dry run as a user starts it."""
    config = {"ONRECORD_CONFIG": None, "ONRECORD_JOBS": "1", **environ}
    return CliRunner().invoke(
        main, ["--data", str(data), "index", *arguments, "--dry-run"], env=config
    )


def test_a_new_folder_is_not_made(tmp_path: Path, pages: Path, save: Folder) -> None:
    save(90001, "The river rose.")
    before = everything(tmp_path)
    result = dry(tmp_path / "new" / "data", str(pages))
    assert result.exit_code == 0, result.output
    assert "1 statement in the index (1 added)" in result.output
    assert "dry run: nothing was written" in result.output
    assert everything(tmp_path) == before


@pytest.mark.parametrize("arguments", [(), ("--full",), ("--only", "PAGES")])
def test_a_folder_that_serves_is_left_to_the_byte(
    tmp_path: Path,
    pages: Path,
    save: Folder,
    run: Run,
    settings: Settings,
    arguments: tuple[str, ...],
) -> None:
    save(90001, "The river rose.")
    run(pages)
    with closing(open_engine(settings)) as engine:
        serving = engine.manifest.generation
    (settings.data / "generations" / "20010101T000000.000000-s1").mkdir()  # another run sweeps it
    save(90001, "The river fell.")
    save(90002, "The river froze.")
    before = everything(tmp_path)
    result = dry(settings.data, *(one.replace("PAGES", str(pages)) for one in arguments))
    assert result.exit_code == 0, result.output
    assert "2 statements in the index (1 added, 1 changed)" in result.output
    assert everything(tmp_path) == before
    with closing(open_engine(settings)) as engine:
        assert engine.manifest.generation == serving


def test_two_dry_runs_and_a_run_say_the_same(pages: Path, save: Folder, run: Run) -> None:
    save(90001, "The river rose.")
    counts = [(one.added, one.read) for one in (run(pages, dry_run=True), run(pages, dry_run=True))]
    assert counts == [(1, 1), (1, 1)]
    assert run(pages).added == 1


def test_what_would_stop_a_run_stops_a_dry_run(tmp_path: Path, pages: Path, save: Folder) -> None:
    save(90001, "The river rose.")
    result = dry(tmp_path / "data", str(pages), "--part", "1/2")
    assert result.exit_code == 2
    assert "--part 1/2 is for several machines" in result.output


@contextmanager
def refusing_to_write() -> Iterator[tuple[str, list[str]]]:
    """The address of a cluster, and every request but a reading one that it got."""
    written: list[str] = []

    class Handler(QuietHandler):
        def do_GET(self) -> None:
            self.send_error(404)

        do_HEAD = do_GET

        def do_POST(self) -> None:
            written.append(f"{self.command} {self.path}")
            self.send_error(403)

        do_PUT = do_DELETE = do_POST

    with serving(Handler) as address:
        yield address, written


@pytest.mark.parametrize("part", [(), ("--part", "1/2")])
def test_a_cluster_is_not_written_to(
    tmp_path: Path, pages: Path, save: Folder, part: tuple[str, ...]
) -> None:
    pytest.importorskip("opensearchpy", reason="the extra opensearch is not installed")
    save(90001, "The river rose.")
    before = everything(tmp_path)
    with refusing_to_write() as (host, written):
        result = dry(
            tmp_path / "data",
            *(str(pages), *part),
            ONRECORD_ENGINE="opensearch",
            ONRECORD_OPENSEARCH_HOSTS=host,
        )
    assert result.exit_code == 0, result.output
    assert written == []
    assert everything(tmp_path) == before


def test_a_dry_run_waits_for_nobody(
    pages: Path, save: Folder, run: Run, settings: Settings
) -> None:
    save(90001, "The river rose.")
    run(pages)
    with open_writer(settings):
        assert run(pages, dry_run=True).unchanged == 1
