"""A path and its tables → one SQLite file of the data folder, opened to be read or to be written.

Reading writes nothing, so a folder that may only be read serves: a file that is missing reads as
an empty one and is not made. Writing makes the file and lays it out. Of a process that was killed
while it wrote, half a transaction may stand in the file: whoever comes next, reading or writing,
undoes it.
"""

from __future__ import annotations

import errno
import sqlite3
import zlib
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from search.data_folder import make_private_file, make_private_folder
from search.errors import StoreUnavailable, Untrusted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WAL_AT: Final = slice(18, 20)  # of the file's head; both bytes are 2 (sqlite.org/fileformat2.html)
_READ_NOTHING: Final = "PRAGMA user_version"  # SQLite undoes what is half written before it reads
_PRIMARY_CODE: Final = 0xFF  # the rest of an error's code tells it apart from its kind
_REFUSALS: Final = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM})
_BROKEN_OFF: Final = "a write to them was broken off, and this user may not undo it"


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """One file. Every method opens it anew, and raises `StoreUnavailable` where it cannot.

    `tables` is a script that may be run again over tables that are there. `upgrade` makes a file
    of an earlier `version` ready for it; a new file is of version 0.
    """

    path: Path
    content: str  # in words, such as "saved queries"
    version: int
    tables: str
    remedy: str = "move it away to begin anew"
    busy_seconds: float = 5.0
    upgrade: Callable[[sqlite3.Connection], None] | None = None

    @property
    def missing(self) -> bool:
        """Whether nothing was ever written: there is no file."""
        try:
            return not self.path.exists()
        except OSError:  # told by whoever reads it
            return False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """What the file holds; of a file that is not there, or was never written, empty tables."""
        with self._explained("read"), closing(self._connect_to_read()) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The file in one transaction: all that is written inside, or nothing."""
        with self._explained("written"), closing(self.connect()) as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    def connect(self) -> sqlite3.Connection:
        """The file, made and laid out when new; transactions are the caller's."""
        with self._explained("written"):
            make_private_folder(self.path.parent)
            make_private_file(self.path)
            with _closed_on_error(self._connect(str(self.path))) as connection:
                # Saved queries were once in write-ahead mode, in which even readers need to write.
                connection.execute("PRAGMA journal_mode = DELETE")
                return self._laid_out(connection)

    def connect_copy(self) -> sqlite3.Connection:
        """A copy of what the file holds; what is written to it goes with the connection."""
        copy = self._connect("")  # a temporary file of SQLite's own: a ledger may be large
        with _closed_on_error(copy), self.reading() as connection:
            connection.backup(copy)
            return self._laid_out(copy)

    def _connect_to_read(self) -> sqlite3.Connection:
        if self.path.exists():
            self._undo_half_a_write()
            connection = connect_read_only(self.path, self.busy_seconds)
            with _closed_on_error(connection):
                if self._version_of(connection):
                    return connection
            connection.close()
        return self._laid_out(self._connect(":memory:"))

    def _undo_half_a_write(self) -> None:
        """Take back what a killed process began to write: who only reads is refused such a file."""
        if not Path(f"{self.path}-journal").exists():
            return
        with closing(connect_read_only(self.path, self.busy_seconds)) as connection:
            try:
                connection.execute(_READ_NOTHING)
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_READONLY_ROLLBACK:
                    raise
        with closing(self._connect(str(self.path))) as connection:
            try:
                connection.execute(_READ_NOTHING)
            except sqlite3.OperationalError as error:
                raise OSError(0, _BROKEN_OFF) from error

    def _connect(self, name: str) -> sqlite3.Connection:
        return sqlite3.connect(name, timeout=self.busy_seconds, isolation_level=None)

    def _laid_out(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """The same connection, with the tables of this version."""
        if self._version_of(connection) == self.version:
            return connection
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            if self.upgrade:
                self.upgrade(connection)
            for statement in self.tables.split(";"):  # `executescript` would end the transaction
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {self.version}")
        return connection

    def _version_of(self, connection: sqlite3.Connection) -> int:
        """The version of a file, 0 before it has one; that of a later program is refused."""
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if found > self.version:
            raise StoreUnavailable(
                f"the {self.content} were written by a later version of onrecord (layout {found}, "
                f"this reads {self.version}); use that version",
                self.path,
            )
        return found

    @contextmanager
    def _explained(self, done: str) -> Iterator[None]:
        """The errors of SQLite and of the system as one sentence that says what to do."""
        try:
            yield
        except Untrusted as error:
            raise StoreUnavailable(
                f"the {self.content} cannot be {done}: {error}", self.path
            ) from error
        except (sqlite3.Error, OSError, UnicodeDecodeError, zlib.error) as error:
            why = (isinstance(error, OSError) and error.strerror) or error
            remedy = "see that this user may do so"
            if not _is_refused(error):
                remedy += f" and that the file is whole, or {self.remedy}"
            raise StoreUnavailable(
                f"the {self.content} cannot be {done}: {why}; {remedy}", self.path
            ) from error


def _is_refused(error: Exception) -> bool:
    """Whether this user may not do it: nothing is wrong with the file."""
    if isinstance(error, sqlite3.Error):
        code: int = getattr(error, "sqlite_errorcode", 0)  # none where Python found the fault
        return code & _PRIMARY_CODE in _REFUSALS
    return isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)


def connect_read_only(path: Path, busy_seconds: float = 5.0) -> sqlite3.Connection:
    """The file at `path`, which is there; nothing beside it is made."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with path.open("rb") as file:
        in_wal_mode = file.read(_WAL_AT.stop)[_WAL_AT] == b"\2\2"
    if in_wal_mode and not Path(f"{path}-wal").exists():
        uri += "&immutable=1"  # all of it is in the file; SQLite would make two files to read it
    return sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None)


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    except BaseException:
        connection.close()
        raise
