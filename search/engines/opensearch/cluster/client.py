"""Questions to an OpenSearch cluster → its answers, complete or not at all.

The only importer of the cluster's own library. What goes wrong comes out as one of our errors,
with what to do; neither passwords nor texts that were asked for are ever part of a message.
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

from search.engines.opensearch.cluster.retry import RetryPolicy, retry
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
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from search.settings import Secret, Settings

Body = dict[str, Any]

OLDEST: Final = (2, 19)  # older ones were never looked at; the tests run on 2.19 and 3.8
_CONNECTIONS: Final = 32  # a node; more threads than these wait for one another
_CONNECT_SECONDS: Final = 2.0  # a machine that is off is left for another one soon
_RETRIES: Final = 3  # on other nodes
_LEFT: Final = re.compile(  # told of a node that is gone; the last by one that has just started
    "node_(disconnected|not_connected|closed)|no_shard_available|cluster_block"
)
_LEFT_SECONDS: Final = 2.0  # the others know sooner; who asks is told before five seconds are over
_ADDRESS: Final = "correct opensearch_hosts (ONRECORD_OPENSEARCH_HOSTS)"
_AGAIN: Final = "try again in a while, or look at the cluster's health"


class Cluster:
    """A cluster, as `settings` tell where it is and who asks; safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        if not settings.opensearch_hosts:
            wanted = "set: give the addresses of the cluster's nodes, as in https://node1:9200"
            raise BadSetting("opensearch_hosts", "", wanted)
        self._told = ", ".join(settings.opensearch_hosts)
        self._timeout = settings.opensearch_timeout
        logging.getLogger("opensearch").propagate = False  # it prints what is asked, and we tell
        with self.told():
            self.api = OpenSearch(
                hosts=list(settings.opensearch_hosts),
                timeout=_timeout(settings.opensearch_timeout),
                max_retries=_RETRIES,
                retry_on_timeout=False,
                pool_maxsize=_CONNECTIONS,
                **_login(settings),
                **_certificates(settings),
            )

    def close(self) -> None:
        """Let go of connections."""
        self.api.close()

    def check_version(self) -> None:
        """Refuse a cluster that is too old, or none of OpenSearch."""
        with self.told():
            info = self.api.info()
        told = info.get("version") if isinstance(info, dict) else None
        if not isinstance(told, dict):
            raise ClusterUnavailable(f"what {self._told} answers is not a cluster's; {_ADDRESS}")
        version = str(told.get("number", ""))
        numbers = tuple(map(int, re.findall(r"\d+", version)[:2]))
        if told.get("distribution") != "opensearch" or numbers < OLDEST:
            wanted = ".".join(map(str, OLDEST))
            raise OtherVersion(
                f"the cluster at {self._told} is of version {told.get('distribution', '')}"
                f" {version}; this program needs OpenSearch {wanted} or newer: upgrade the cluster"
            )

    def aliased(self, alias: str, *, for_sure: bool = False) -> tuple[str, ...]:
        """Names of the indexes that an alias points at, sorted.

        As the node that is asked knows it, which answers also while the nodes look for a manager;
        `for_sure` as the manager knows it, for those who will move or delete. A node that knows of
        none may have just started: then the manager is asked, too.
        """
        return self._aliased(alias, for_sure) or (() if for_sure else self._aliased(alias, True))

    def _aliased(self, alias: str, for_sure: bool) -> tuple[str, ...]:
        with self.told():
            asked = {"ignore": 404, "local": "false" if for_sure else "true"}
            # by what it points at: asked for by name, it would take rights on all indexes
            found = self.api.indices.get_alias(index=alias, params=asked)
        if not isinstance(found, dict) or not all(isinstance(one, str) for one in found):
            raise ClusterUnavailable(f"what {self._told} answers is not a cluster's; {_ADDRESS}")
        return tuple(sorted(found)) if "error" not in found else ()

    def meta(self, index: str) -> Mapping[str, Any]:
        """What the publisher noted in an index's mapping."""
        with self.told(index):
            found = self.api.indices.get_mapping(index=index, params={"local": "true"})
            noted: Mapping[str, Any] = found[index]["mappings"].get("_meta", {})
        return noted

    def search(self, index: str, body: Body) -> Body:
        """One answer, from all shards."""
        return self.searches(index, [body])[0]

    def searches(self, index: str, bodies: Sequence[Body]) -> list[Body]:
        """The answers to several questions, each from all shards, in one request.

        What a node that has just died was about to answer is asked of those that hold the same;
        so is what one that has just started does not know.
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
        with self.told():
            return index in self.api.indices.get_mapping(index=index, params={"ignore": 404})

    def _searches(self, index: str, bodies: Sequence[Body]) -> list[Body]:
        lines: list[Body] = []
        for body in bodies:
            lines += [{"index": index, "allow_partial_search_results": False}, body]
        with self.told(index):
            answers = self.api.msearch(body=lines, params={"max_concurrent_searches": len(bodies)})
            told = answers["responses"]
            if len(told) != len(bodies):
                raise ValueError(f"{len(told)} answers to {len(bodies)} questions")
            return [self._complete(index, one) for one in told]

    def _complete(self, index: str, answer: Body) -> Body:
        """The answer; refused where it is one of a part of the index."""
        if "error" in answer:
            raise self._refused(answer.get("status", 500), answer["error"], index)
        shards = answer["_shards"]
        if answer["timed_out"] or shards["failed"] or shards["successful"] < shards["total"]:
            raise ClusterUnavailable(
                f"the cluster at {self._told} answered from {shards['successful']} of"
                f" {shards['total']} parts of the index only, which is not shown; {_AGAIN}"
            )
        return answer

    @contextmanager
    def told(self, index: str = "") -> Iterator[None]:
        """What the library raises, and what is not shaped like an answer, as one of our errors."""
        try:
            yield
        except ImproperlyConfigured as error:
            raise BadSetting("opensearch_hosts", self._told, f"usable ({error})") from error
        except (SSLError, ssl.SSLError) as error:
            raise ClusterUnavailable(
                f"the cluster at {self._told} shows a certificate that is not known here; name the"
                " file of its authority in opensearch_ca (ONRECORD_OPENSEARCH_CA)"
            ) from error
        except ConnectionTimeout as error:
            raise ClusterUnavailable(
                f"the cluster at {self._told} did not answer within {self._timeout:g} s"
                f" (opensearch_timeout); {_AGAIN}"
            ) from error
        except ConnectionError as error:
            raise ClusterUnavailable(
                f"no node of the cluster at {self._told} can be reached; start it, or {_ADDRESS}"
            ) from error
        except AuthenticationException as error:
            raise ClusterRefused(
                f"the cluster at {self._told} does not know this user and password; correct"
                " opensearch_user and opensearch_password (or its file, or the token)"
            ) from error
        except AuthorizationException as error:
            raise self._forbidden(_reason(error.info)) from error
        except TransportError as error:
            raise self._refused(error.status_code, error.info, index) from error
        except (OpenSearchException, LookupError, AttributeError, TypeError, ValueError) as error:
            raise ClusterUnavailable(
                f"what the cluster at {self._told} answered cannot be read"
                f" ({type(error).__name__}); {_AGAIN}"
            ) from error

    def _refused(self, status: object, told: object, index: str) -> OnrecordError:
        """The error that stands for an answer that is none."""
        reason = _reason(told)
        if "index_not_found_exception" in reason:
            return DamagedIndex(
                f"the cluster at {self._told} has lost the index {index}; run `onrecord index`"
                " to build it anew"
            )
        if "too_many_nested_clauses" in reason or "too_many_clauses" in reason:
            return TooLong(
                f"the query has more words and phrases than the cluster at {self._told} takes at"
                " once; leave some out, or raise indices.query.bool.max_clause_count on its nodes"
            )
        if status == 403:
            return self._forbidden(reason)
        return ClusterUnavailable(
            f"the cluster at {self._told} could not answer ({status}: {reason}); {_AGAIN}",
            status if isinstance(status, int) else None,
            reason,
        )

    def _forbidden(self, reason: str) -> ClusterRefused:
        return ClusterRefused(
            f"the cluster at {self._told} does not let this user do that: {reason};"
            " docs/cluster.md lists the rights that searching and indexing need"
        )


def _reason(told: object) -> str:
    """The kind of error a cluster tells, and of what caused it; its own words may quote texts."""
    error = told.get("error", told) if isinstance(told, dict) else told
    kinds: list[str] = []
    while isinstance(error, dict):
        kinds.append(str(error.get("type", "")))
        following = error.get("caused_by") or (error.get("root_cause") or [None])[0]
        error = following if following is not error else None
        if len(kinds) > 5:
            break
    return ", caused by ".join(dict.fromkeys(filter(None, kinds))) or "no reason given"


def _login(settings: Settings) -> dict[str, Any]:
    token = _secret(settings, "token")
    if token:
        return {"headers": {"authorization": f"Bearer {token}"}}
    if not settings.opensearch_user:
        return {}
    password = _secret(settings, "password")
    return {"http_auth": (settings.opensearch_user, password)}


def _secret(settings: Settings, kind: str) -> str:
    """A password or token, from the setting itself or from its file."""
    given: Secret = getattr(settings, f"opensearch_{kind}")
    name = f"opensearch_{kind}_file"
    file: Path | None = getattr(settings, name)
    if given or file is None:
        return str(given)
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadSetting(name, str(file), "a file of text that can be read") from None


def _certificates(settings: Settings) -> dict[str, Any]:
    """Whom we believe that a node is the cluster's: the authority named, else the system's."""
    if all(host.startswith("http:") for host in settings.opensearch_hosts):
        return {}
    authority = settings.opensearch_ca
    try:
        return {"ssl_context": ssl.create_default_context(cafile=authority)}
    except (OSError, ValueError):
        wanted = "a file of certificates (PEM)"
        raise BadSetting("opensearch_ca", str(authority), wanted) from None


def _timeout(seconds: float) -> Timeout:
    return Timeout(connect=min(seconds, _CONNECT_SECONDS), read=seconds)
