"""A cluster that fails, in every way there is → one of our errors that says what to do."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from search.engines.opensearch.cluster.client import Cluster
from search.engines.opensearch.serving import ClusterGenerationSource
from search.errors import (
    BadSetting,
    ClusterRefused,
    ClusterUnavailable,
    DamagedIndex,
    NoIndex,
    OnrecordError,
    OtherVersion,
    TooLong,
)
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.settings import Settings

PASSWORD = "correct-horse"
GOOD = {"took": 1, "timed_out": False, "_shards": {"total": 3, "successful": 3, "failed": 0}}


class Answers:
    """What the stub says: by what the address begins with, a status and a body."""

    def __init__(self, **answers: tuple[int, Any]) -> None:
        self.answers = {name.replace("__", "/"): told for name, told in answers.items()}
        self.seconds = 0.0
        self.asked: list[str] = []


@contextmanager
def listening(answers: Answers) -> Iterator[str]:
    """A server on a free port of this machine that tells `answers`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answers.asked.append(self.headers.get("Authorization") or "")
            time.sleep(answers.seconds)
            names = sorted(answers.answers, key=len, reverse=True)
            found = next((one for one in names if self.path.startswith(f"/{one}")), None)
            status, body = answers.answers[found] if found is not None else (404, {})
            text = body if isinstance(body, str) else json.dumps(body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def settings(*hosts: str, **more: Any) -> Settings:
    return read_settings({"opensearch_hosts": hosts, "opensearch_timeout": 5.0} | more, {})


def info(number: str, distribution: str = "opensearch") -> tuple[int, Any]:
    return 200, {"version": {"number": number, "distribution": distribution}}


def error(kind: str, **more: Any) -> dict[str, Any]:
    return {"error": {"type": kind, "reason": 'about "peace"', **more}}


def failure(**answers: tuple[int, Any]) -> OnrecordError:
    """What asking a search of such a cluster raises."""
    with (
        listening(Answers(**answers)) as host,
        closing(Cluster(settings(host))) as cluster,
        pytest.raises(OnrecordError) as raised,
    ):
        cluster.search("old", {"query": {"term": {"any": "peace"}}})
    return raised.value


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ((401, "Unauthorized"), ClusterRefused, "opensearch_password"),
        ((403, error("security_exception")), ClusterRefused, "rights"),
        ((500, error("boom")), ClusterUnavailable, "500: boom"),
        ((503, error("cluster_block_exception")), ClusterUnavailable, "cluster's health"),
        ((429, error("rejected_execution_exception")), ClusterUnavailable, "rejected"),
        ((200, "<html>"), ClusterUnavailable, "cannot be read"),
        ((200, {}), ClusterUnavailable, "cannot be read"),
        ((200, [1]), ClusterUnavailable, "cannot be read"),
        ((200, '"peace"'), ClusterUnavailable, "cannot be read"),
        ((200, {"responses": []}), ClusterUnavailable, "cannot be read"),
        ((200, {"responses": [GOOD, GOOD]}), ClusterUnavailable, "cannot be read"),
        ((200, {"responses": ["peace"]}), ClusterUnavailable, "cannot be read"),
        ((200, {"responses": [{"took": 1}]}), ClusterUnavailable, "cannot be read"),
        ((502, "<html>peace</html>"), ClusterUnavailable, "(502: no reason given)"),
        ((502, ["peace"]), ClusterUnavailable, "cannot be read"),
        ((504, ""), ClusterUnavailable, "(504: no reason given)"),
        ((413, ""), ClusterUnavailable, "(413: no reason given)"),
        (
            (200, {"responses": [error("index_not_found_exception") | {"status": 404}]}),
            DamagedIndex,
            "index old",
        ),
        (
            (200, {"responses": [error("security_exception") | {"status": 403}]}),
            ClusterRefused,
            "docs/cluster.md",
        ),
        (
            (
                200,
                {
                    "responses": [
                        error("search_phase", root_cause=[{"type": "too_many_nested_clauses"}])
                        | {"status": 500}
                    ]
                },
            ),
            TooLong,
            "leave some out",
        ),
        (
            (
                200,
                {
                    "responses": [
                        GOOD | {"_shards": {"total": 3, "successful": 2, "failed": 1}, "hits": {}}
                    ]
                },
            ),
            ClusterUnavailable,
            "from 2 of 3 parts",
        ),
        (
            (200, {"responses": [GOOD | {"timed_out": True, "hits": {}}]}),
            ClusterUnavailable,
            "not shown",
        ),
    ],
)
def test_an_answer_that_is_none_or_not_whole_is_refused(
    answer: tuple[int, Any], kind: type[OnrecordError], said: str
) -> None:
    raised = failure(_msearch=answer)
    assert type(raised) is kind
    assert said in str(raised)
    assert "peace" not in str(raised)


def test_a_cluster_that_is_not_there_is_told_soon() -> None:
    began = time.monotonic()
    with (
        closing(Cluster(settings("http://127.0.0.1:9", "http://127.0.0.1:19"))) as cluster,
        pytest.raises(ClusterUnavailable, match=r"no node .* can be reached; start it"),
    ):
        cluster.search("old", {})
    assert time.monotonic() - began < 5


def test_a_machine_that_is_off_is_left_for_another_one_soon() -> None:
    with socket.socket() as full:  # takes no more connections, and refuses none
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        off = f"http://127.0.0.1:{full.getsockname()[1]}"
        held = [socket.socket() for _ in range(3)]
        for one in held:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        began = time.monotonic()
        with (
            closing(Cluster(settings(off, opensearch_timeout=60.0))) as cluster,
            pytest.raises(ClusterUnavailable, match="can be reached"),
        ):
            cluster.check_version()
        assert time.monotonic() - began < 30  # four times two seconds
        for one in held:
            one.close()


def test_a_cluster_that_is_silent_is_given_up_after_the_time_set() -> None:
    answers = Answers(_msearch=(200, {}))
    answers.seconds = 1.5
    with (
        listening(answers) as host,
        closing(Cluster(settings(host, opensearch_timeout=0.3))) as cluster,
        pytest.raises(ClusterUnavailable, match=r"did not answer within 0.3 s"),
    ):
        cluster.search("old", {})


def test_another_node_is_asked_when_one_is_gone() -> None:
    with listening(Answers(_msearch=(200, {"responses": [GOOD | {"hits": {"hits": []}}]}))) as host:
        for _ in range(4):  # whichever is asked first
            with closing(Cluster(settings("http://127.0.0.1:9", host))) as cluster:
                assert cluster.search("one", {})["hits"] == {"hits": []}


def left(kind: str = "node_disconnected_exception") -> dict[str, Any]:
    """What the cluster says of a question that a node took with it."""
    cause = {"type": kind, "reason": "[n1][127.0.0.1:9300] disconnected"}
    error = {"type": "search_phase_execution_exception", "reason": "", "caused_by": cause}
    return {"error": error, "status": 500}


@pytest.mark.parametrize(
    "kind",
    [
        "node_disconnected_exception",
        "node_closed_exception",
        "no_shard_available_action_exception",
        "cluster_block_exception",
    ],
)
def test_what_a_node_took_with_it_is_asked_of_the_others(kind: str) -> None:
    good = {"responses": [GOOD | {"hits": {"hits": ["found"]}}]}
    answers = Answers(_msearch=(200, {"responses": [left(kind)]}))
    with listening(answers) as host, closing(Cluster(settings(host))) as cluster:
        later = threading.Timer(0.3, answers.answers.update, [{"_msearch": (200, good)}])
        later.start()
        assert cluster.search("one", {})["hits"] == {"hits": ["found"]}
        later.join()
    assert len(answers.asked) > 1


def test_an_index_that_a_node_does_not_know_yet_is_asked_of_the_others() -> None:
    good = {"responses": [GOOD | {"hits": {"hits": ["found"]}}]}
    error = {"type": "index_not_found_exception", "reason": "no such index [one]"}
    unknown = {"responses": [{"error": error, "status": 404}]}
    known = {"one": {"mappings": {}}}
    answers = Answers(_msearch=(200, unknown), one___mapping=(200, known))
    with listening(answers) as host, closing(Cluster(settings(host))) as cluster:
        later = threading.Timer(0.3, answers.answers.update, [{"_msearch": (200, good)}])
        later.start()
        assert cluster.search("one", {})["hits"] == {"hits": ["found"]}
        later.join()


def test_an_alias_that_a_node_does_not_know_yet_is_asked_of_the_manager() -> None:
    answers = Answers(
        **{
            "one/_alias?local=true": (404, {"error": "alias [one] missing", "status": 404}),
            "one/_alias?local=false": (200, {"one-2": {"aliases": {"one": {}}}}),
        }
    )
    with listening(answers) as host, closing(Cluster(settings(host))) as cluster:
        assert cluster.aliased("one") == ("one-2",)


def test_a_node_that_took_what_no_other_holds_is_told_before_long() -> None:
    answers = Answers(_msearch=(200, {"responses": [left()]}))
    with listening(answers) as host, closing(Cluster(settings(host))) as cluster:
        with pytest.raises(ClusterUnavailable, match="caused by node_disconnected_exception"):
            cluster.search("one", {})
        assert 2 < len(answers.asked) < 20


def test_an_error_of_the_cluster_itself_is_told_at_once() -> None:
    answers = Answers(_msearch=(200, {"responses": [left("circuit_breaking_exception")]}))
    with listening(answers) as host, closing(Cluster(settings(host))) as cluster:
        with pytest.raises(ClusterUnavailable, match="circuit_breaking_exception"):
            cluster.search("one", {})
        assert len(answers.asked) == 1


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (info("2.11.0"), "opensearch 2.11.0; this program needs OpenSearch 2.19"),
        (info("8.15.0", "elasticsearch"), "elasticsearch 8.15.0"),
        (info("8.15.0", ""), "needs OpenSearch"),
    ],
)
def test_another_program_or_an_old_version_is_refused(told: tuple[int, Any], said: str) -> None:
    with listening(Answers(**{"": told})) as host:
        shelf = ClusterGenerationSource(settings(host))
        with pytest.raises(OtherVersion) as raised:
            shelf.current()
        shelf.close()
    assert said in str(raised.value)


@pytest.mark.parametrize("told", [info("2.19.4"), info("3.8.0"), info("10.0.1")])
def test_a_version_the_tests_run_on_or_a_newer_one_is_taken(told: tuple[int, Any]) -> None:
    with (
        listening(Answers(**{"": told})) as host,
        closing(Cluster(settings(host))) as cluster,
    ):
        cluster.check_version()


def test_a_site_that_is_no_cluster_is_told() -> None:
    with listening(Answers(**{"": (200, {"hello": "world"})})) as host:
        shelf = ClusterGenerationSource(settings(host))
        with pytest.raises(
            ClusterUnavailable, match="is not a cluster's; correct opensearch_hosts"
        ):
            shelf.current()
        shelf.close()


def test_the_alias_is_believed_for_a_second_and_no_longer() -> None:
    answers = Answers(**{"": info("3.8.0"), "onrecord___alias": (200, {"onrecord-a": {}})})
    seconds = [0.0]
    with listening(answers) as host:
        shelf = ClusterGenerationSource(settings(host), clock=lambda: seconds[0])
        assert shelf.current() == "onrecord-a"
        answers.answers["onrecord/_alias"] = (200, {"onrecord-b": {}})
        assert shelf.current() == "onrecord-a"
        seconds[0] = 1.5
        assert shelf.current() == "onrecord-b"
        answers.answers["onrecord/_alias"] = (404, {"error": "alias [onrecord] missing"})
        seconds[0] = 3.0
        with pytest.raises(
            NoIndex, match=r"no index onrecord in the cluster .* `onrecord index PATH"
        ):
            shelf.current()
        answers.answers["onrecord/_alias"] = (200, {"onrecord-a": {}, "onrecord-b": {}})
        with pytest.raises(DamagedIndex, match="points at 2 indexes"):
            shelf.current()
        shelf.close()


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
