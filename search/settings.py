"""Defaults < TOML file < `ONRECORD_*` < flags → one frozen Settings; one row a setting."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

import platformdirs

from search.errors import BadSetting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_Number = TypeVar("_Number", int, float)
_MAILBOX: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")


class Engine(StrEnum):
    """What holds the index."""

    WHOOSH = "whoosh"  # files in the data folder
    OPENSEARCH = "opensearch"  # a cluster


class Secret(str):
    """A text that is never shown: its repr hides it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret('***')" if self else "Secret('')"


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting: its name in the file, its default, how to read it, and what it is for."""

    name: str
    default: Any
    read: Callable[[str, Any], Any]
    help: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"ONRECORD_{self.name.upper()}"


def _path(_name: str, value: Any) -> Path:
    return Path(str(value)).expanduser()


def _optional_path(name: str, value: Any) -> Path | None:
    if not value:
        return None
    path = _path(name, value)
    if not path.is_file():
        raise BadSetting(name, str(value), "a file that exists")
    return path


def _text(_name: str, value: Any) -> str:
    return str(value)


def _number(name: str, value: Any, kind: type[_Number], expected: str) -> _Number:
    try:
        number = kind(str(value))
    except ValueError:
        number = kind(-1)
    if not 0 <= number < float("inf"):
        raise BadSetting(name, value, expected)
    return number


def _count(name: str, value: Any) -> int:
    return _number(name, value, int, "a whole number, zero or more")


def _port(name: str, value: Any) -> int:
    number = _count(name, value)
    if number > 65_535:
        raise BadSetting(name, value, "a port, 0 to 65535 (0: any free one)")
    return number


def _seconds(name: str, value: Any) -> float:
    return _number(name, value, float, "a number of seconds, zero or more")


def _rate(name: str, value: Any) -> float:
    return _number(name, value, float, "a number of requests, zero or more")


def _header(name: str, value: Any) -> str:
    text = str(value).strip()
    if text and not re.fullmatch("[A-Za-z][A-Za-z0-9-]*", text):
        raise BadSetting(name, value, "the name of a header such as X-Forwarded-For")
    return text


def _yes_no(name: str, value: Any) -> bool:
    text = str(value).strip().casefold()
    if text in ("1", "yes", "true", "on"):
        return True
    if text in ("0", "no", "false", "off", ""):
        return False
    raise BadSetting(name, value, "yes or no")


def _contact(name: str, value: Any) -> str:
    text = str(value).strip()
    if text and not text.startswith(("mailto:", "http://", "https://")):
        raise BadSetting(name, value, "an address that starts with mailto:, http:// or https://")
    return text


def _public_url(name: str, value: Any) -> str:
    text = str(value).strip().rstrip("/")
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    plain = not re.search(r"[?#@\s\\\"<>]", text)
    if text and not (usable and plain and not parts.path):
        wanted = "an address such as https://onrecord.example, without path, user or query"
        raise BadSetting(name, text.rpartition("@")[2], wanted)
    return text


def _engine(name: str, value: Any) -> Engine:
    try:
        return Engine(str(value).strip().casefold())
    except ValueError:
        raise BadSetting(name, value, f"one of {', '.join(Engine)}") from None


def _hosts(name: str, value: Any) -> tuple[str, ...]:
    """Addresses of nodes, as a list or parted by commas or spaces."""
    given = value if isinstance(value, (list, tuple)) else str(value).replace(",", " ").split()
    hosts = tuple(str(one).strip().rstrip("/") for one in given)
    for host in hosts:
        try:
            parts = urlsplit(host)
            known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            known = False
        if not known or "@" in host:
            shown = host.rpartition("@")[2]  # what stands before it may be a password
            wanted = "an address such as https://node1:9200, without user and password"
            raise BadSetting(name, shown, wanted)
    return hosts


def _mailbox(name: str, value: Any) -> str:
    """One address, with or without a name before it."""
    text = str(value).strip()
    if not text:
        return text
    from email.utils import parseaddr  # it imports sockets, for which every command would wait

    if not (text.isprintable() and _MAILBOX.fullmatch(parseaddr(text)[1])):
        raise BadSetting(name, text, "a mail address such as desk@onrecord.example")
    return text


def _mailboxes(name: str, value: Any) -> tuple[str, ...]:
    """Addresses, as a list or parted by commas."""
    given = value if isinstance(value, (list, tuple)) else str(value).split(",")
    return tuple(_mailbox(name, one) for one in given if str(one).strip())


def _secret(_name: str, value: Any) -> Secret:
    return Secret(value)


def _index_prefix(name: str, value: Any) -> str:
    if not re.fullmatch("[a-z0-9][a-z0-9_-]{0,63}", str(value)):
        wanted = "a name of small Latin letters, digits, - and _, 64 at most"
        raise BadSetting(name, value, wanted)
    return str(value)


def _shards(name: str, value: Any) -> int:
    number = _count(name, value)
    if not 1 <= number <= 1024:
        raise BadSetting(name, value, "a number of shards, 1 to 1024")
    return number


ROWS: Final = (
    SettingRow(
        "data",
        platformdirs.user_data_path("onrecord", appauthor=False),
        _path,
        "folder of indexes, saved queries and crawled pages",
    ),
    SettingRow("host", "127.0.0.1", _text, "address the site listens on"),
    SettingRow("port", 8000, _port, "port the site listens on; 0 takes any free one"),
    SettingRow(
        "finish_seconds",
        30.0,
        _seconds,
        "seconds that answers have to end when the site is stopped",
    ),
    SettingRow(
        "visitor_rate",
        10.0,
        _rate,
        "requests a second that one address may send; 0: no limit",
    ),
    SettingRow(
        "visitor_header",
        "",
        _header,
        "header in which a proxy names its visitor, such as X-Forwarded-For; empty: none does",
    ),
    SettingRow(
        "foreign_data",
        False,
        _yes_no,
        "whether a data folder, or files in it, of another user may be read and written",
    ),
    SettingRow("jobs", 0, _count, "worker processes of a build; 0: one a core, two at least"),
    SettingRow("keep_generations", 2, _count, "older indexes kept beside the one that serves"),
    SettingRow("cache_mb", 96, _count, "memory for decoded postings, in megabytes"),
    SettingRow(
        "people",
        None,
        _optional_path,
        "file of further aliases of speakers (TOML, see docs/people.md)",
    ),
    SettingRow(
        "public_url", "", _public_url, "address the site is reached under; empty: links without it"
    ),
    SettingRow(
        "token",
        Secret(),
        _secret,
        "what others than this machine's user need to save queries on the site; never printed",
    ),
    SettingRow("smtp_host", "", _text, "mail server that news of saved queries are given to"),
    SettingRow(
        "smtp_port",
        0,
        _port,
        "its port; 0: 587 with a user, else 25; 465 speaks TLS from the first byte",
    ),
    SettingRow("smtp_user", "", _text, "user of the mail server; then the connection is encrypted"),
    SettingRow("smtp_password_file", None, _optional_path, "file that holds that user's password"),
    SettingRow("mail_from", "", _mailbox, "address that such mail is sent from"),
    SettingRow("mail_to", (), _mailboxes, "addresses it is sent to, parted by commas"),
    SettingRow("report_address", "", _contact, "where readers report an error; empty: not offered"),
    SettingRow("crawl_delay", 3.0, _seconds, "seconds between two requests of the crawler"),
    SettingRow(
        "crawl_backoff",
        300.0,
        _seconds,
        "seconds the crawler waits after a first refusal (403, 429); twice as long after the next",
    ),
    SettingRow("crawl_contact", "", _text, "address named in the crawler's User-Agent"),
    SettingRow(
        "engine", Engine.WHOOSH, _engine, "what holds the index: whoosh (a folder) or opensearch"
    ),
    SettingRow(
        "opensearch_hosts", (), _hosts, "addresses of the cluster's nodes, parted by commas"
    ),
    SettingRow("opensearch_user", "", _text, "user of the cluster"),
    SettingRow("opensearch_password", Secret(), _secret, "password of that user; never printed"),
    SettingRow("opensearch_password_file", None, _optional_path, "file that holds the password"),
    SettingRow(
        "opensearch_token", Secret(), _secret, "bearer token, in place of user and password"
    ),
    SettingRow("opensearch_token_file", None, _optional_path, "file that holds the token"),
    SettingRow(
        "opensearch_ca", None, _optional_path, "file of certificates the cluster is known by"
    ),
    SettingRow("opensearch_timeout", 30.0, _seconds, "seconds the cluster has to answer"),
    SettingRow("opensearch_prefix", "onrecord", _index_prefix, "name that its indexes begin with"),
    SettingRow("opensearch_shards", 1, _shards, "shards a new generation is cut into"),
    SettingRow("opensearch_replicas", 1, _count, "copies kept of each shard"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, read and checked."""

    data: Path
    host: str
    port: int
    finish_seconds: float
    visitor_rate: float
    visitor_header: str
    foreign_data: bool
    jobs: int
    keep_generations: int
    cache_mb: int
    people: Path | None
    public_url: str
    token: Secret
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password_file: Path | None
    mail_from: str
    mail_to: tuple[str, ...]
    report_address: str
    crawl_delay: float
    crawl_backoff: float
    crawl_contact: str
    engine: Engine
    opensearch_hosts: tuple[str, ...]
    opensearch_user: str
    opensearch_password: Secret
    opensearch_password_file: Path | None
    opensearch_token: Secret
    opensearch_token_file: Path | None
    opensearch_ca: Path | None
    opensearch_timeout: float
    opensearch_prefix: str
    opensearch_shards: int
    opensearch_replicas: int


def config_file(environ: Mapping[str, str]) -> Path:
    """The TOML file that is read when it exists; `ONRECORD_CONFIG` names another."""
    named = environ.get("ONRECORD_CONFIG")
    default = platformdirs.user_config_path("onrecord", appauthor=False) / "onrecord.toml"
    return Path(named).expanduser() if named else default


def read_settings(
    flags: Mapping[str, Any] | None = None, environ: Mapping[str, str] = os.environ
) -> Settings:
    """Settings from all four places; `BadSetting` names the one that cannot be used."""
    given = _read_file(config_file(environ), required=bool(environ.get("ONRECORD_CONFIG")))
    given |= {row.name: environ[row.variable] for row in ROWS if environ.get(row.variable)}
    given |= {name: value for name, value in (flags or {}).items() if value is not None}
    values = {row.name: row.read(row.name, given.get(row.name, row.default)) for row in ROWS}
    return Settings(**values)


def _read_file(path: Path, *, required: bool) -> dict[str, Any]:
    if not path.is_file():
        if required:
            raise BadSetting("ONRECORD_CONFIG", str(path), "a file that exists")
        return {}
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(str(path), str(error), "a TOML file") from error
    unknown = sorted(set(given) - {row.name for row in ROWS})
    if unknown:
        known = ", ".join(row.name for row in ROWS)
        raise BadSetting(str(path), ", ".join(unknown), f"made of known settings ({known})")
    return given
