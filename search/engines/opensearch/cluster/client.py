"""Requests to an OpenSearch cluster → its answers, complete or not at all.

The only importer of the cluster's own library. Whatever goes wrong is raised as one of our errors,
which says what to do; neither passwords nor the texts of a query are ever part of a message.
"""

from __future__ import annotations

import logging
import re
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,
    ConnectionTimeout,
    ImproperlyConfigured,
    OpenSearchException,
    SSLError,
    TransportError,
)
from urllib3 import Timeout

from search.engines.opensearch.cluster.credentials import certificates, login
from search.engines.opensearch.cluster.retry import Answer, RetryPolicy, retry
from search.errors import (
    BadSetting,
    ClusterRefused,
    ClusterUnavailable,
    DamagedIndex,
    IndexUnavailable,
    OnrecordError,
    OtherVersion,
    TooLong,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from search.settings import Settings

Body = dict[str, Any]

OLDEST: Final = (2, 19)  # older ones were never looked at; the tests run on 2.19 and 3.8
_CONNECTIONS: Final = 32  # a node; more threads than these wait for one another
_CONNECT_SECONDS: Final = 2.0  # a machine that is off is left for another one soon
_RETRIES: Final = 3  # on other nodes
_LEFT: Final = re.compile(  # errors about a node that is gone; the last from one that just started
    "node_(disconnected|not_connected|closed)|no_shard_available|cluster_block"
)
_LEFT_SECONDS: Final = 2.0  # the others know sooner; a reader gets an error within five seconds
_ADDRESS: Final = "correct opensearch_hosts (ONRECORD_OPENSEARCH_HOSTS)"
_AGAIN: Final = "try again in a while, or look at the cluster's health"


class Cluster:
    """The cluster that `settings` name, asked as the user they name; safe between threads.

    Raises `BadSetting` for settings that cannot be used. Methods raise `IndexUnavailable` where the
    cluster gives no whole answer.
    """

    def __init__(self, settings: Settings) -> None:
        if not settings.opensearch_hosts:
            wanted = "set: give the addresses of the cluster's nodes, as in https://node1:9200"
            raise BadSetting("opensearch_hosts", "", wanted)
        self._hosts = ", ".join(settings.opensearch_hosts)
        self._timeout = settings.opensearch_timeout
        logging.getLogger("opensearch").propagate = False  # it prints queries; errors say enough
        with self.translated_errors():
            self.api = OpenSearch(
                hosts=list(settings.opensearch_hosts),
                timeout=_timeout(settings.opensearch_timeout),
                max_retries=_RETRIES,
                retry_on_timeout=False,
                pool_maxsize=_CONNECTIONS,
                **login(settings),
                **certificates(settings),
            )

    def close(self) -> None:
        """Let go of connections."""
        self.api.close()

    def check_version(self) -> None:
        """Raise `OtherVersion` for a cluster that is too old, or not one of OpenSearch."""
        with self.translated_errors():
            info = self.api.info()
        found = info.get("version") if isinstance(info, dict) else None
        if not isinstance(found, dict):
            raise ClusterUnavailable(f"what {self._hosts} answers is not a cluster's; {_ADDRESS}")
        version = str(found.get("number", ""))
        numbers = tuple(map(int, re.findall(r"\d+", version)[:2]))
        if found.get("distribution") != "opensearch" or numbers < OLDEST:
            wanted = ".".join(map(str, OLDEST))
            raise OtherVersion(
                f"the cluster at {self._hosts} is of version {found.get('distribution', '')}"
                f" {version}; this program needs OpenSearch {wanted} or newer: upgrade the cluster"
            )

    def ask(
        self, call: Callable[[], Answer], index: str = "", policy: RetryPolicy | None = None
    ) -> Answer:
        """What a call of `api` returns; it is repeated while its failure may pass."""

        def attempt() -> Answer:
            with self.translated_errors(index):
                return call()

        return retry(attempt, policy)

    def serving(self, alias: str, *, from_manager: bool = False) -> str | None:
        """The one index behind an alias; None where there is no such alias yet.

        Raises `DamagedIndex` where it points at several.
        """
        names = self.aliased(alias, from_manager=from_manager)
        if len(names) > 1:
            raise DamagedIndex(
                f"the alias {alias} points at {len(names)} indexes ({', '.join(names)});"
                " take it from all but one"
            )
        return names[0] if names else None

    def aliased(self, alias: str, *, from_manager: bool = False) -> tuple[str, ...]:
        """Names of the indexes that an alias points at, sorted.

        Any node answers from its own copy of the cluster's state, also while a new manager is being
        elected. Whoever will move or delete indexes asks the manager. So does a reader where a node
        knows of no such alias: it may have just started.
        """
        found = self._aliased(alias, from_manager)
        return found if found or from_manager else self._aliased(alias, True)

    def _aliased(self, alias: str, from_manager: bool) -> tuple[str, ...]:
        with self.translated_errors():
            params = {"ignore": 404, "local": "false" if from_manager else "true"}
            # by what it points at: asked for by name, it would take rights on all indexes
            found = self.api.indices.get_alias(index=alias, params=params)
        if not isinstance(found, dict) or not all(isinstance(one, str) for one in found):
            raise ClusterUnavailable(f"what {self._hosts} answers is not a cluster's; {_ADDRESS}")
        return tuple(sorted(found)) if "error" not in found else ()

    def meta(self, index: str) -> Mapping[str, Any]:
        """The `_meta` of an index's mapping, where a manifest is kept."""
        with self.translated_errors(index):
            found = self.api.indices.get_mapping(index=index, params={"local": "true"})
            meta: Mapping[str, Any] = found[index]["mappings"].get("_meta", {})
        return meta

    def search(self, index: str, body: Body) -> Body:
        """The answer to a search, from all shards; for errors see `searches`."""
        return self.searches(index, [body])[0]

    def searches(self, index: str, bodies: Sequence[Body]) -> list[Body]:
        """The answers to several searches, each from all shards, in one request.

        A search is repeated for two seconds where one node fails: it died, and others hold the same
        shards, or it has just started and does not know the index yet. Raises `TooLong` for more
        clauses than a cluster takes, `DamagedIndex` where the index is gone, `ClusterRefused`, and
        else `ClusterUnavailable`: no answer from some of the shards is ever returned.
        """
        return retry(
            lambda: self._searches(index, bodies),
            RetryPolicy(_LEFT_SECONDS),
            lambda error: self._others_may_know(error, index),
        )

    def _others_may_know(self, error: IndexUnavailable, index: str) -> bool:
        """Whether it is a node that fails, and not the cluster."""
        if isinstance(error, ClusterUnavailable):
            return bool(_LEFT.search(error.reason))
        return isinstance(error, DamagedIndex) and self._has(index)

    def _has(self, index: str) -> bool:
        """Whether there is such an index, as the manager knows it; a node may not know it yet."""
        with self.translated_errors():
            return index in self.api.indices.get_mapping(index=index, params={"ignore": 404})

    def _searches(self, index: str, bodies: Sequence[Body]) -> list[Body]:
        lines: list[Body] = []
        for body in bodies:
            lines += [{"index": index, "allow_partial_search_results": False}, body]
        with self.translated_errors(index):
            params = {"max_concurrent_searches": len(bodies)}
            answers = self.api.msearch(body=lines, params=params)["responses"]
            if len(answers) != len(bodies):
                raise ValueError(f"{len(answers)} answers to {len(bodies)} searches")
            return [self._complete(index, one) for one in answers]

    def _complete(self, index: str, answer: Body) -> Body:
        """The answer; refused where it is one of a part of the index."""
        if "error" in answer:
            raise self._refused(answer.get("status", 500), answer["error"], index)
        shards = answer["_shards"]
        if answer["timed_out"] or shards["failed"] or shards["successful"] < shards["total"]:
            raise ClusterUnavailable(
                f"the cluster at {self._hosts} answered from {shards['successful']} of"
                f" {shards['total']} parts of the index only, which is not shown; {_AGAIN}"
            )
        return answer

    @contextmanager
    def translated_errors(self, index: str = "") -> Iterator[None]:
        """Raise one of our errors for what the library raises, and for answers of another shape."""
        try:
            yield
        except ImproperlyConfigured as error:
            raise BadSetting("opensearch_hosts", self._hosts, f"usable ({error})") from error
        except (SSLError, ssl.SSLError) as error:
            raise ClusterUnavailable(
                f"the cluster at {self._hosts} shows a certificate that is not known here; name the"
                " file of its authority in opensearch_ca (ONRECORD_OPENSEARCH_CA)"
            ) from error
        except ConnectionTimeout as error:
            raise ClusterUnavailable(
                f"the cluster at {self._hosts} did not answer within {self._timeout:g} s"
                f" (opensearch_timeout); {_AGAIN}"
            ) from error
        except ConnectionError as error:
            raise ClusterUnavailable(
                f"no node of the cluster at {self._hosts} can be reached; start it, or {_ADDRESS}"
            ) from error
        except AuthenticationException as error:
            raise ClusterRefused(
                f"the cluster at {self._hosts} does not know this user and password; correct"
                " opensearch_user and opensearch_password (or its file, or the token)"
            ) from error
        except AuthorizationException as error:
            raise self._forbidden(_reason(error.info)) from error
        except TransportError as error:
            raise self._refused(error.status_code, error.info, index) from error
        except (OpenSearchException, LookupError, AttributeError, TypeError, ValueError) as error:
            raise ClusterUnavailable(
                f"what the cluster at {self._hosts} answered cannot be read"
                f" ({type(error).__name__}); {_AGAIN}"
            ) from error

    def _refused(self, status: object, error: object, index: str) -> OnrecordError:
        """The error of ours for one that a cluster answers with."""
        reason = _reason(error)
        if "index_not_found_exception" in reason:
            return DamagedIndex(
                f"the cluster at {self._hosts} has lost the index {index}; run `onrecord index`"
                " to build it anew"
            )
        if "too_many_nested_clauses" in reason or "too_many_clauses" in reason:
            return TooLong(
                f"the query has more words and phrases than the cluster at {self._hosts} takes at"
                " once; leave some out, or raise indices.query.bool.max_clause_count on its nodes"
            )
        if status == 403:
            return self._forbidden(reason)
        return ClusterUnavailable(
            f"the cluster at {self._hosts} could not answer ({status}: {reason}); {_AGAIN}",
            status if isinstance(status, int) else None,
            reason,
        )

    def _forbidden(self, reason: str) -> ClusterRefused:
        return ClusterRefused(
            f"the cluster at {self._hosts} does not let this user do that: {reason};"
            " docs/cluster.md lists the rights that searching and indexing need"
        )


def _reason(answer: object) -> str:
    """The types of an error and of its causes; the cluster's own sentences may quote texts."""
    error = answer.get("error", answer) if isinstance(answer, dict) else answer
    kinds: list[str] = []
    while isinstance(error, dict):
        kinds.append(str(error.get("type", "")))
        following = error.get("caused_by") or (error.get("root_cause") or [None])[0]
        error = following if following is not error else None
        if len(kinds) > 5:
            break
    return ", caused by ".join(dict.fromkeys(filter(None, kinds))) or "no reason given"


def _timeout(seconds: float) -> Timeout:
    return Timeout(connect=min(seconds, _CONNECT_SECONDS), read=seconds)
