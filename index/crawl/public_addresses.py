"""A host's name → only those of its addresses that lie in the public Internet.

The check stands where a connection is made and not where a name is read: a name may mean loopback,
this network or another today and something else tomorrow. What is connected to is what was checked.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any, Final

from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

if TYPE_CHECKING:
    from collections.abc import Collection

# NAT64 (RFC 6052) and the deprecated ::a.b.c.d: the last 32 bits are an IPv4 address.
_IPV4_BEHIND: Final = frozenset(int(ipaddress.ip_address(one)) >> 32 for one in ("64:ff9b::", "::"))


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public Internet, whatever it is wrapped in."""
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or _translated(number)
        if inner is not None:
            number = inner
    return number.is_global and not number.is_multicast


def _translated(number: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    behind = int(number) >> 32 in _IPV4_BEHIND and int(number) > 1  # :: and ::1 are themselves
    return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF) if behind else None


@implementer(IHostnameResolver)
class PublicResolver:
    """Resolves by `resolver`, and lets pass what is public, or among `named` by the user.

    `refused` has, for every host that was kept from, the address that was not let pass.
    """

    def __init__(self, resolver: Any, named: Collection[str]) -> None:
        self.refused: dict[str, str] = {}
        self._resolver, self._named = resolver, frozenset(named)

    def resolveHostName(  # noqa: N802, RUF100 # Twisted's name
        self, receiver: Any, host: str, *arguments: Any, **named: Any
    ) -> Any:
        """Twisted's interface: addresses go to `receiver`."""
        return self._resolver.resolveHostName(
            _PublicReceiver(receiver, host, self), host, *arguments, **named
        )

    def lets_pass(self, host: str, address: str) -> bool:
        """Whether `host` may be reached under `address`; remembers where not."""
        if (host == address and host in self._named) or is_public(address):
            return True
        self.refused[host] = address
        return False


@implementer(IResolutionReceiver)
class _PublicReceiver:
    """Hands on the addresses that may be connected to."""

    def __init__(self, receiver: Any, host: str, guard: PublicResolver) -> None:
        self._receiver, self._host, self._guard = receiver, host, guard

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802, RUF100
        """Handed on."""
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802, RUF100
        """Handed on where the guard lets it pass."""
        if self._guard.lets_pass(self._host, address.host):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802, RUF100
        """Handed on."""
        self._receiver.resolutionComplete()
