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

_UNICAST: Final = ipaddress.IPv6Network("2000::/3")  # all of IPv6 that is given out
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are IPv4
# Of protocols, not of hosts; Python's tables change their mind about them.
_NO_HOSTS: Final = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public Internet, whatever it is wrapped in."""
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        inner = _ipv4_in(number)
        if inner is None:
            return number in _UNICAST and number.is_global
        number = inner
    return (
        number.is_global
        and not number.is_multicast
        and not any(number in network for network in _NO_HOSTS)
    )


def _ipv4_in(number: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that is reached by one of IPv6."""
    if number in _NAT64:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour


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
