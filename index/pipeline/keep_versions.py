"""What a run replaced, and saves that differ → versions of statements, kept for good.

Called inside the run's transaction, before it ends: killed in between, the file of versions holds
texts that were truly read, and the next run adds none of them twice.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from index.cleaning.parts import join
from index.pipeline.page_entry import unpacked
from search.records import Form, StatementId
from search.store.versions import Version
from search.text_version import text_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from index.pipeline.ledger import Ledger
    from index.pipeline.page_entry import ChosenPages, SavedCopy
    from search.store.versions import Versions


def keep_versions(
    ledger: Ledger,
    versions: Versions,
    before: Mapping[str, ChosenPages],
    after: Mapping[str, ChosenPages],
    rules: str,
    now: datetime,
) -> int:
    """Keep every text of statements that have more than one; how many texts are new.

    A page that only other rules of cleaning changed is no new version. Of a statement whose pages
    are all gone nothing more is kept: no text took its place.
    """
    _reread(ledger, versions, rules)
    _rename(ledger, versions)
    changed = {name for name, one in after.items() if before.get(name, one).digest != one.digest}
    twofold = set(ledger.saved_differently()) & after.keys()
    there = ledger.copies(sorted(changed | twofold))
    read = {(one.id, one.sha256) for one in there}
    gone = [
        one
        for one in ledger.replaced()
        if one.id in changed | twofold and (one.id, one.sha256) not in read
    ]
    found: dict[str, list[Version]] = {}
    for version in (*_made(gone, there, rules, now), *_made(there, (), rules, now)):
        found.setdefault(version.statement.id, []).append(version)
    told = [_told_apart(group, _served(name, before, after)) for name, group in found.items()]
    several = [group for group in told if len({one.text for one in group}) > 1]
    return versions.add(one for group in several for one in group)


def _served(name: str, *chosen: Mapping[str, ChosenPages]) -> frozenset[str]:
    """The pages that stood for a statement before this run, and those that stand for it now."""
    return frozenset(place for one in chosen if name in one for place in one[name].places)


def _told_apart(versions: Sequence[Version], served: frozenset[str]) -> Sequence[Version]:
    """Those saved in the form that keeps most: a text save differs from its page by itself.

    A text that served is kept whatever its form, for links were copied from it.
    """
    forms = [one.statement.form for one in versions]
    best = min(forms, key=list(Form).index)
    return [one for one in versions if one.statement.form is best or one.place in served]


def _reread(ledger: Ledger, versions: Versions, rules: str) -> None:
    """Clean versions anew by today's rules where their pages are still there."""
    older = versions.cleaned_otherwise(rules)
    if not older:
        return
    ids = {name for page, name in ledger.ids_of_pages().items() if page in older}
    there = [one for one in ledger.copies(sorted(ids)) if one.sha256 in older]
    versions.reread({one.sha256: unpacked(one.statement) for one in there}, rules)


def _rename(ledger: Ledger, versions: Versions) -> None:
    """Keep the names of texts that only other rules of cleaning changed, of whole pages."""
    former = {(one.id, one.part, one.sha256): one for one in ledger.replaced()}
    for now in ledger.copies(sorted({name for name, _, _ in former})):
        before = former.get((now.id, now.part, now.sha256))
        if before is None or now.part > 1 or before.statement == now.statement:
            continue
        was, name = (text_version(unpacked(one.statement)) for one in (before, now))
        if was != name:
            versions.rename(StatementId(now.id), was, name)


def _made(
    copies: Iterable[SavedCopy], others: Sequence[SavedCopy], rules: str, now: datetime
) -> Iterator[Version]:
    """A version of every copy; of a document in several pages one, lacking parts from `others`."""
    for name, group in groupby(sorted(copies, key=attrgetter("id", "part")), attrgetter("id")):
        own = list(group)
        rest = [one for one in others if one.id == name]
        if max(one.part for one in (*own, *rest)) == 1:
            yield from (_version((one,), rules, now) for one in own)
        else:
            parts = {one.part: one for one in (*reversed(rest), *reversed(own))}
            yield _version([parts[part] for part in sorted(parts)], rules, now)


def _version(parts: Sequence[SavedCopy], rules: str, now: datetime) -> Version:
    stamps = [one.mtime_ns for one in parts if one.mtime_ns is not None and one.mtime_ns > 0]
    return Version(
        join([unpacked(one.statement) for one in parts]),
        page=parts[0].sha256 if len(parts) == 1 else _together(parts),
        rules=rules,
        place=parts[0].place,
        saved=datetime.fromtimestamp(max(stamps) // 10**9, UTC) if stamps else None,
        seen=now,
    )


def _together(parts: Sequence[SavedCopy]) -> str:
    """One digest for several pages; the + sets it apart from that of one page."""
    return "+" + hashlib.sha256("\n".join(one.sha256 for one in parts).encode()).hexdigest()
