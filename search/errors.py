"""Every error the program raises on purpose, drawn as a tree.

    OnrecordError                      exit code 1, HTTP 500
    ├── UsageError                     exit code 2, HTTP 400: the user can mend it; safe to show
    │   ├── BadSetting
    │   ├── BadValue
    │   ├── NameTaken                  a saved query has that name already
    │   ├── TooLong                    a query of more parts than a cluster takes
    │   └── SourceError                a folder or file that cannot be read as a source
    ├── NotFound                       exit code 1, HTTP 404
    ├── IndexUnavailable               exit code 1, HTTP 503: what to run is in the message
    │   ├── NoIndex
    │   ├── OtherVersion               built with another schema, text or engine version
    │   ├── DamagedIndex
    │   ├── Untrusted                  a folder or file of another user, or a link in place of one
    │   ├── ClusterUnavailable         the cluster is not there, or cannot answer in full
    │   └── ClusterRefused             a wrong password, or a right that is missing
    ├── Busy                           another indexer holds the data folder
    ├── CannotWrite                    the disk is full, or refuses
    ├── StoreUnavailable               a file of saved queries, versions or pages will not open
    ├── MailRefused                a mail server that takes no mail from us
    ├── ServingFailed                  processes that should answer end as soon as they begin
    ├── Interrupted                    the user stopped a build
    └── NothingIndexed                 a build that would publish nothing

A message says what is wrong with the value, then what to do. Exceptions carry their data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class OnrecordError(Exception):
    """The root; its text is a sentence for people."""


class UsageError(OnrecordError):
    """Something the user gave that the user can mend."""


class BadSetting(UsageError):
    """A setting whose value cannot be used."""

    def __init__(self, name: str, value: object, expected: str) -> None:
        super().__init__(f"setting {name}: {value!r} is not {expected}")
        self.name, self.value, self.expected = name, value, expected


class BadValue(UsageError):
    """A parameter or flag whose value cannot be read."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        shown = value if len(value) <= 80 else f"{value[:80]}…"
        super().__init__(f"{name}={shown!r} is not {expected}")
        self.name, self.value, self.expected = name, value, expected


class NameTaken(UsageError):
    """A name under which another query is saved."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"there is a saved query “{name}” already; take another name, or replace it"
            " with --replace"
        )
        self.name = name


class TooLong(UsageError):
    """A query that has more words and phrases than a cluster takes at once."""


class SourceError(UsageError):
    """A path given as a source of pages that holds none or cannot be read."""


class NotFound(OnrecordError):
    """An id that names nothing in the index; `words` may be searched for instead."""

    def __init__(self, message: str, words: str = "") -> None:
        super().__init__(message)
        self.words = words


class IndexUnavailable(OnrecordError):
    """No index can answer now; the message names the command that mends it."""


class NoIndex(IndexUnavailable):
    """Nothing has been indexed yet."""


class OtherVersion(IndexUnavailable):
    """The index was built with another version than this program reads."""


class DamagedIndex(IndexUnavailable):
    """Files of the index are missing or do not read as what they should be."""


class Untrusted(IndexUnavailable):
    """What stands in the data folder may be somebody else's work; it is not opened."""


class ClusterUnavailable(IndexUnavailable):
    """The cluster cannot be reached, answers too late, or could answer from a part of it only.

    `status` is that of its answer, None where there was none; `reason` the kinds of error it tells.
    """

    def __init__(self, message: str, status: int | None = None, reason: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason


class ClusterRefused(IndexUnavailable):
    """The cluster does not let this user in, or not so far."""


class Busy(OnrecordError):
    """Another process is writing; the message says which."""


class StoreUnavailable(OnrecordError):
    """A SQLite file of the data folder cannot be read or written; the message says what to do.

    The message is for readers of the site too; `path` is for who has a command line there.
    """

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


class CannotWrite(OnrecordError):
    """The system refused to write; the index that served before still does."""


class MailRefused(OnrecordError):
    """A mail that no server took over: nothing is marked as seen."""


class ServingFailed(OnrecordError):
    """Processes that should answer end as soon as they begin."""


class Interrupted(OnrecordError):
    """The user stopped long work before it was done."""


class NothingIndexed(OnrecordError):
    """A build that found nothing to publish; the index that served before still does."""
