"""Sources and the files below them → an up-to-date ledger: only what changed is read again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from index.pipeline.examine import completed
from index.pipeline.examine_pool import examine_all
from index.pipeline.page_entry import Fate, FileStamp, PageEntry
from index.pipeline.sources import given_sources, inside, merged_sources, refuse_mixture
from index.pipeline.table_intake import take_table
from index.saves.page import SavedFile, UnreadablePath
from index.saves.pages import find, print_page_of
from search.analysis import tokenizer
from search.errors import NothingIndexed, SourceError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from importlib.resources.abc import Traversable

    from index.pipeline.examine_pool import ExaminedFile
    from index.pipeline.given import GivenFacts
    from index.pipeline.ledger import Ledger
    from index.progress import Progress
    from index.tables.guess_report import GuessReport

_NO_STAMP: Final = FileStamp(-1, -1)  # like no file's, so that it is looked at again
_RULE_FILES: Final = (".py", ".toml", ".txt")


@dataclass(frozen=True, slots=True)
class Intake:
    """The sources from now on, how many files were read, and `notes` for the report."""

    sources: tuple[str, ...]
    sample: bool
    read: int
    notes: tuple[str, ...]
    tables: tuple[GuessReport, ...] = ()


def take_in(
    ledger: Ledger,
    wanted: Sequence[str],
    *,
    crawled: Sequence[str],
    full: bool,
    only: bool,
    jobs: int,
    progress: Progress,
    given: GivenFacts | None = None,
    tables: Mapping[str, Mapping[str, str | None]] = MappingProxyType({}),
) -> Intake:
    """Bring `ledger` up to date with the files `wanted`, else all sources and `crawled`.

    `given` is what the user says of the one file that is `wanted`; it is remembered. `tables` are
    the files named as tables, with what is said of their columns; both are remembered. `full` reads
    every page again, `only` forgets the sources not in `wanted`. When the rules of
    cleaning are not those the ledger was filled by, every page of every source is read again.
    Raises `NothingIndexed` where no source is known, `SourceError` where samples would mix with
    real pages.
    """
    known = [] if only and wanted else ledger.sources()
    sources = merged_sources(known, wanted or crawled)
    if not sources:
        raise NothingIndexed("no folder of pages is known yet: run `onrecord index PATH…`")
    sample = refuse_mixture(sources)
    notes: list[str] = []
    roots: Sequence[str] = wanted or sources
    rules, before = rules_digest(), ledger.note("rules")
    if before not in (None, rules):
        notes.append("the rules of cleaning changed, so every page was read again")
        roots, full = sources, True
    ledger.forget(path for path in ledger.all_files() if not _below(path, sources))
    present = [root for root in roots if root in wanted or _is_there(root, notes)]
    if given is not None:
        ledger.give(wanted[0], given)
    told = set(wanted) if given is not None else set()
    told |= {path for path in tables if path not in ledger.named_tables() or tables[path]}
    for path, columns in tables.items():
        ledger.name_table(path, columns)
    changed = _changed_files(ledger, present, told=told, full=full, progress=progress)
    guesses = tuple(_read_tables(ledger, changed, tables, full=full, jobs=jobs, progress=progress))
    pages = [saved for saved in changed if saved.name not in ledger.named_tables()]
    _read_pages(ledger, pages, notes, jobs=jobs, progress=progress)
    ledger.tell_twins()
    notes += [
        f"{root} holds no statement" for root in wanted if not ledger.has_statement_under(root)
    ]
    ledger.set_sources(sources)
    ledger.set_note("rules", rules)
    return Intake(tuple(sources), sample, len(changed), tuple(notes), guesses)


def _below(path: str, sources: Sequence[str]) -> bool:
    return any(inside(path, source) for source in sources)


def _is_there(source: str, notes: list[str]) -> bool:
    """Whether a remembered source can be read; what was read of one that cannot is kept."""
    try:
        given_sources([Path(source)])
    except SourceError as error:
        notes.append(f"{error}. What was indexed from it before is kept")
        return False
    return True


def _changed_files(
    ledger: Ledger,
    roots: Sequence[str],
    *,
    told: AbstractSet[str],
    full: bool,
    progress: Progress,
) -> list[SavedFile]:
    """Every file that is new, changed or `told` of; those that are gone are forgotten."""
    progress.start("Looking for pages", None)
    every = {one.name: one for root in roots for one in find(Path(root))}
    known = {path: stamp for root in roots for path, stamp in ledger.files_under(root).items()}
    found = {path: one for path, one in every.items() if isinstance(one, SavedFile)}
    unreadable = [one for one in every.values() if isinstance(one, UnreadablePath)]
    closed = [one.name for one in unreadable if one.is_folder]
    gone = {path for path in known.keys() - found.keys() if not _below(path, closed)}
    ledger.forget(gone)
    told = told | set(map(print_page_of, gone))  # was left out for the page beside it
    for one in unreadable:
        ledger.record(one.name, _NO_STAMP, [_unreadable_entry(one)])
    return [
        saved
        for path, saved in found.items()
        if full or path in told or known.get(path) != FileStamp(saved.size_bytes, saved.mtime_ns)
    ]


def _read_tables(
    ledger: Ledger,
    changed: Sequence[SavedFile],
    named: Collection[str],
    *,
    full: bool,
    jobs: int,
    progress: Progress,
) -> Iterator[GuessReport]:
    """Record the rows of tables; one that is `named` now and cannot be read ends the run."""
    known = ledger.named_tables()
    for saved in changed:
        if saved.name not in known:
            continue
        progress.start("Reading rows", None)
        try:
            yield take_table(
                ledger, saved, known[saved.name], full=full, jobs=jobs, progress=progress
            )
        except (OSError, SourceError) as error:
            if saved.name in named:
                raise
            why = (isinstance(error, OSError) and error.strerror) or str(error)
            entry = PageEntry(saved.name, saved.name, "", Fate.FAILED, "cannot be read", why)
            ledger.record(saved.name, _NO_STAMP, [entry])


def _read_pages(
    ledger: Ledger,
    changed: Sequence[SavedFile],
    notes: list[str],
    *,
    jobs: int,
    progress: Progress,
) -> None:
    """Record what became of the pages in files."""
    progress.start("Reading pages", len(changed))
    given = ledger.given()
    for portion in examine_all(changed, jobs):
        notes += _record(ledger, portion, given.get(portion.saved.name))
        if portion.is_last:
            progress.step()


def _record(ledger: Ledger, portion: ExaminedFile, facts: GivenFacts | None) -> list[str]:
    """Keep some entries of a file; what of the facts given for it could not be used."""
    saved, entries, notes = portion.saved, portion.entries, []
    if facts is not None and portion.is_first and portion.is_last:
        entries, unused = completed(entries, facts)
        notes = [f"{saved.name}: what was given is not used, for {why}" for why in unused]
    elif facts is not None and portion.is_last:
        notes = [f"{saved.name}: what was given is not used, for the file holds many statements"]
    stamp = _stamp(saved, entries)
    if portion.is_first:
        ledger.record(saved.name, stamp, entries)
    else:
        before = ledger.stamp(saved.name)
        ledger.record_more(saved.name, _NO_STAMP if before == _NO_STAMP else stamp, entries)
    return notes


def _stamp(saved: SavedFile, entries: Sequence[PageEntry]) -> FileStamp:
    """The stamp to compare a file with next time; one that could not be opened is read again.

    A right that is given, or a library that is installed, changes neither its size nor its age.
    """
    if any(one.fate is Fate.FAILED and not one.sha256 for one in entries):
        return _NO_STAMP
    return FileStamp(saved.size_bytes, saved.mtime_ns)


def _unreadable_entry(one: UnreadablePath) -> PageEntry:
    """The failed entry of a file or folder that cannot be opened; reported by every run."""
    what = "the folder cannot be read" if one.is_folder else "no file to read"
    detail = f"{what}: {one.why}" + ("; pages read from it before are kept" * one.is_folder)
    return PageEntry(one.name, one.name, "", Fate.FAILED, reason="cannot be read", detail=detail)


def rules_digest() -> str:
    """A digest of the code and tables that clean and attribute: other rules, other statements.

    How an index is laid out is none of them: it is built anew from the statements of the ledger.
    """
    digest = hashlib.sha256(tokenizer.VERSION.encode())  # folded words decide ids and labels
    grammar = package_files("search").joinpath("site_address.py")  # decides every id
    for file in (grammar, *sorted(_files_below(package_files("index")), key=str)):
        if file.name.endswith(_RULE_FILES):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _files_below(folder: Traversable) -> Iterator[Traversable]:
    """Every file of a room but the sample's, which are no rules."""
    for one in folder.iterdir():
        if one.is_file():
            yield one
        elif one.name not in ("sample", "__pycache__"):
            yield from _files_below(one)
