"""Who is let in: by password, by token, by the right authority; and nothing secret is ever told."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from search.engines import open_engine
from search.engines.opensearch.cluster.client import Cluster
from search.errors import ClusterRefused, ClusterUnavailable, OnrecordError
from search.records import StatementId
from search.settings import Secret
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any, Protocol

    from search.records import Statement
    from search.settings import Settings

    class User(Protocol):
        """Whom the cluster knows, and by what."""

        name: str
        password: str


pytestmark = pytest.mark.cluster

WRONG = "not-the-Password-7"


def refused(settings: Settings) -> OnrecordError:
    """What opening the index as `settings` tell raises."""
    with pytest.raises(OnrecordError) as raised:
        open_engine(settings)
    return raised.value


def other_authority(settings: Settings) -> Path:
    """The file of an authority that signed nothing of this cluster."""
    assert settings.opensearch_ca
    return settings.opensearch_ca.with_name("other.pem")


@pytest.fixture
def reader(roles: dict[str, Any], make_user: Callable[..., User]) -> User:
    """A user who can search."""
    return make_user(roles["reader"])


@pytest.fixture(params=["wrong password", "no password", "unknown user", "nobody", "wrong token"])
def stranger(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    """Settings of those who are not to be let in."""
    changes: dict[str, dict[str, str | Secret]] = {
        "wrong password": {"opensearch_password": Secret(WRONG)},
        "no password": {"opensearch_password": Secret()},
        "unknown user": {"opensearch_user": "nobody-we-know"},
        "nobody": {"opensearch_user": "", "opensearch_password": Secret()},
        "wrong token": {"opensearch_token": Secret(WRONG)},
    }
    return replace(settings, **changes[request.param])  # type: ignore[arg-type]


def test_the_right_password_opens_the_index(
    settings: Settings, publish: Callable[..., str], make_statement: Callable[..., Statement]
) -> None:
    publish(make_statement(7, "The ferry will not wait."))
    with closing(open_engine(settings)) as engine:
        assert engine.statement(StatementId("en-7")).title == "Meeting 7"


def test_the_password_may_lie_in_a_file(
    settings: Settings,
    tmp_path: Path,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
) -> None:
    publish(make_statement(7))
    file = tmp_path / "password"
    file.write_text(f"{settings.opensearch_password!s}\n")
    given = replace(settings, opensearch_password=Secret(), opensearch_password_file=file)
    with closing(open_engine(given)) as engine:
        assert engine.newest(5) == ("en-7",)


def test_a_token_does_as_well_and_not_when_it_is_over(
    settings: Settings,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
    reader: User,
    token: Callable[..., str],
) -> None:
    publish(make_statement(7))
    bare = replace(settings, opensearch_user="", opensearch_password=Secret())
    good = replace(bare, opensearch_token=Secret(token(reader.name)))
    with closing(open_engine(good)) as engine:
        assert engine.newest(5) == ("en-7",)
    over = Secret(token(reader.name, seconds=-3600))
    error = refused(replace(bare, opensearch_token=over))
    assert isinstance(error, ClusterRefused)
    assert over not in str(error)


def test_a_stranger_is_told_what_to_correct(stranger: Settings) -> None:
    error = refused(stranger)
    assert isinstance(error, ClusterRefused)
    assert "correct opensearch_user and opensearch_password" in str(error)
    assert WRONG not in repr(error) + repr(stranger)


@pytest.mark.parametrize("address", ["/search?q=ferry", "/search.json?q=ferry", "/s/en-7"])
def test_the_site_says_so_with_503_and_when_to_ask_again(
    stranger: Settings, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    answer = create_app(stranger).test_client().get(address)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "opensearch_password" in answer.text
    assert WRONG not in answer.text + caplog.text


@pytest.mark.parametrize("words", [("search", "ferry", "--json"), ("stats",), ("verify",)])
def test_the_command_line_says_so_and_ends_with_1(
    settings: Settings, words: tuple[str, ...]
) -> None:
    environ = {**os.environ, "ONRECORD_OPENSEARCH_PASSWORD": WRONG}
    done = asked(settings, words, environ)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("onrecord: the cluster at https://")
    assert "correct opensearch_user and opensearch_password" in done.stderr
    assert WRONG not in done.stderr


@pytest.mark.parametrize("by", ["password", "token"])
def test_nothing_that_is_printed_holds_what_is_right(
    settings: Settings,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
    reader: User,
    token: Callable[..., str],
    by: str,
) -> None:
    publish(make_statement(7))
    secret = reader.password if by == "password" else token(reader.name)
    environ = {
        **os.environ,
        "ONRECORD_OPENSEARCH_USER": reader.name,
        f"ONRECORD_OPENSEARCH_{by.upper()}": secret,
    }
    for words in (("search", "words", "--json"), ("stats", "--json"), ("index", "--sample")):
        done = asked(settings, words, environ)
        assert done.returncode == (1 if "index" in words else 0), done.stderr
        assert secret not in done.stdout + done.stderr
    assert json.loads(asked(settings, ("search", "words", "--json"), environ).stdout)["total"] == {
        "statements": 1,
        "turns": 1,
        "partial": 0,
    }


def test_a_certificate_of_an_unknown_authority_is_refused(settings: Settings) -> None:
    for authority in (other_authority(settings), None):
        error = refused(replace(settings, opensearch_ca=authority))
        assert isinstance(error, ClusterUnavailable)
        assert "shows a certificate that is not known here" in str(error)
        assert "ONRECORD_OPENSEARCH_CA" in str(error)


def test_an_authority_that_the_system_knows_need_not_be_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(settings.opensearch_ca))
    with closing(Cluster(replace(settings, opensearch_ca=None))) as cluster:
        cluster.check_version()


def test_a_cluster_that_speaks_tls_is_not_asked_without(settings: Settings) -> None:
    plain = tuple(host.replace("https:", "http:") for host in settings.opensearch_hosts)
    error = refused(replace(settings, opensearch_hosts=plain))
    assert isinstance(error, ClusterUnavailable)
    assert "opensearch_hosts" in str(error)


def asked(
    settings: Settings, words: tuple[str, ...], environ: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """A run of the command line on the cluster."""
    given = {
        "ONRECORD_DATA": str(settings.data),
        "ONRECORD_ENGINE": "opensearch",
        "ONRECORD_OPENSEARCH_PREFIX": settings.opensearch_prefix,
        "ONRECORD_OPENSEARCH_CA": str(settings.opensearch_ca),
    }
    return subprocess.run(
        [sys.executable, "-m", "search.cli.main", *words],
        env=environ | given, capture_output=True, text=True, check=False,
    )  # fmt: skip
