"""Settings of who asks and where → what the cluster is told, or which setting to mend."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from fake_opensearch.scripted import Answers, listening, settings
from search.engines.opensearch.cluster.client import Cluster
from search.errors import BadSetting, ClusterRefused
from search.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = "correct-horse"


def test_who_asks_is_told_to_the_cluster_and_to_nobody_else(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{PASSWORD}\n")
    answers = Answers(_msearch=(401, "Unauthorized"))
    with listening(answers) as host:
        for given in (
            {"opensearch_user": "reader", "opensearch_password": PASSWORD},
            {"opensearch_user": "reader", "opensearch_password_file": file},
            {"opensearch_token": PASSWORD},
            {"opensearch_token_file": file},
        ):
            known = settings(host, **given)
            with closing(Cluster(known)) as cluster, pytest.raises(ClusterRefused) as raised:
                cluster.search("old", {})
            assert PASSWORD not in repr(known) + str(raised.value)
    assert answers.asked == ["Basic cmVhZGVyOmNvcnJlY3QtaG9yc2U="] * 2 + [f"Bearer {PASSWORD}"] * 2


@pytest.mark.parametrize("kind", ["password", "token"])
def test_a_file_that_holds_no_secret_is_named_and_not_shown(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"\xff\xfe")
    known = settings(
        "http://127.0.0.1:9", opensearch_user="reader", **{f"opensearch_{kind}_file": file}
    )
    with pytest.raises(BadSetting, match=f"setting opensearch_{kind}_file: .*secret"):
        Cluster(known)


def test_a_file_of_certificates_that_holds_none_is_told(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.write_text("nothing of the kind")
    with pytest.raises(BadSetting, match=r"setting opensearch_ca: .*certificates \(PEM\)"):
        Cluster(settings("https://127.0.0.1:9", opensearch_ca=file))


def test_without_an_address_the_setting_is_named() -> None:
    with pytest.raises(BadSetting, match="opensearch_hosts"):
        Cluster(settings())


@pytest.mark.parametrize(
    ("given", "hosts"),
    [
        ("http://a:9200", ("http://a:9200",)),
        ("https://a:9200/, http://[::1]:9201", ("https://a:9200", "http://[::1]:9201")),
        ("https://a/prefix https://b", ("https://a/prefix", "https://b")),
        (["https://a"], ("https://a",)),
        ("", ()),
    ],
)
def test_addresses_are_a_list_or_parted_by_commas(given: object, hosts: tuple[str, ...]) -> None:
    assert read_settings({"opensearch_hosts": given}, {}).opensearch_hosts == hosts


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("engine", "solr"),
        ("opensearch_hosts", "localhost:9200"),
        ("opensearch_hosts", "http://"),
        ("opensearch_hosts", "http://a:99999"),
        ("opensearch_prefix", "Upper"),
        ("opensearch_prefix", "-x"),
        ("opensearch_shards", 0),
        ("opensearch_ca", "/nowhere/ca.pem"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: object) -> None:
    with pytest.raises(BadSetting, match=f"setting {name}"):
        read_settings({name: value}, {})


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(BadSetting) as raised:
        read_settings({"opensearch_hosts": f"https://reader:{PASSWORD}@node:9200"}, {})
    assert PASSWORD not in str(raised.value)
    assert "without user and password" in str(raised.value)
