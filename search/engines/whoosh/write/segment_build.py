"""Planned segments → their files in the folder of a generation, durable and digested.

Segments are independent of each other, so each is built in a process of its own where there is
enough of them; a statement is loaded where it is needed and let go.
"""

from __future__ import annotations

from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Final

from search.engines.whoosh.format.columns import ColumnsBuilder
from search.engines.whoosh.format.documents import documents
from search.engines.whoosh.format.segment import Segment, prefix
from search.engines.whoosh.published_files import described, sync
from search.errors import CannotWrite
from search.processes import pool

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from search.engines.whoosh.published_files import Files
    from search.engines.whoosh.write.segment_partition import SegmentPlan

_WORTH_PROCESSES_CHARS: Final = 4_000_000  # less is written sooner than processes start


def build_segments(folder: Path, plans: Sequence[SegmentPlan], jobs: int) -> Iterator[Files]:
    """Build segments in `folder`; yields the files of each as it is done."""
    ordered = sorted(plans, key=lambda one: (-one.chars, one.name))  # the longest work first
    if jobs == 1 or len(plans) == 1 or sum(one.chars for one in plans) < _WORTH_PROCESSES_CHARS:
        yield from (build_segment(folder, one) for one in ordered)
        return
    with pool(min(jobs, len(plans))) as processes:
        tasks = [processes.submit(build_segment, folder, one) for one in ordered]
        try:
            for task in as_completed(tasks):
                yield task.result()
        except BrokenProcessPool as error:
            raise CannotWrite(
                "a process that wrote the index was killed, perhaps for want of memory. The index "
                "that served before still does; run the same again with --jobs 1."
            ) from error
        finally:
            processes.shutdown(cancel_futures=True)


def build_segment(folder: Path, plan: SegmentPlan) -> Files:
    """Build one segment; its files, with their sizes and digests."""
    segment = Segment(folder, plan.name)
    columns = ColumnsBuilder()
    try:
        for offer in plan.offers:
            statement = offer.load()
            columns.add(statement)
            for document in documents(statement):
                segment.add(document)
        segment.finish()
    except BaseException:
        segment.abandon()
        raise
    columns.columns(segment.turn_word_counts).write(folder, prefix(plan.name))
    paths = sorted(folder.glob(f"{prefix(plan.name)}*"))
    for path in paths:
        sync(path)
    return {path.name: described(path) for path in paths}
