"""Which addresses may be connected to, by whatever name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from index.crawl.public_addresses import PublicResolver, is_public


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("95.173.136.70", True),
        ("2a00:1450:4001:81b::200e", True),
        ("127.0.0.1", False),
        ("127.8.9.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),  # where clouds tell their secrets
        ("100.64.0.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("239.1.1.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("ff0e::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("::127.0.0.1", False),
        ("64:ff9b::127.0.0.1", False),
        ("64:ff9b::192.168.0.1", False),
        ("64:ff9b::95.173.136.70", True),
        ("64:ff9b:1::7f00:1", False),
        ("::ffff:0:127.0.0.1", False),
        ("fec0::1", False),
        ("2001:db8::1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("192.0.0.8", False),
        ("192.88.99.1", False),
        ("240.0.0.1", False),
        ("2002:7f00:1::", False),
        ("2002:c0a8:101::1", False),
    ],
)
def test_only_the_public_internet_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@dataclass
class Numbered:
    """An address as Twisted hands it on."""

    host: str


@dataclass
class Names:
    """A resolver that knows what every name means."""

    means: dict[str, list[str]]

    def resolveHostName(self, receiver: Any, host: str, port: int = 0) -> None:
        receiver.resolutionBegan(None)
        for address in self.means.get(host, [host]):
            receiver.addressResolved(Numbered(address))
        receiver.resolutionComplete()


@dataclass
class Receiver:
    """What was handed on."""

    addresses: list[str] = field(default_factory=list)
    complete: bool = False

    def resolutionBegan(self, _: object) -> None:
        """Begins."""

    def addressResolved(self, address: Numbered) -> None:
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:
        self.complete = True


def resolved(host: str, means: list[str], named: tuple[str, ...] = ()) -> tuple[list[str], bool]:
    """The addresses let pass, and whether some were kept back."""
    receiver, guard = Receiver(), PublicResolver(Names({host: means}), named)
    guard.resolveHostName(receiver, host, 80)
    assert receiver.complete
    return receiver.addresses, host in guard.refused


def test_a_name_that_means_this_machine_or_network_is_not_reached() -> None:
    assert resolved("site.example", ["127.0.0.1", "10.0.0.1", "::1"]) == ([], True)


def test_of_several_addresses_the_public_ones_are_reached() -> None:
    assert resolved("site.example", ["10.0.0.1", "95.173.136.70"]) == (["95.173.136.70"], True)


def test_an_address_that_the_user_wrote_in_numbers_is_reached_and_no_name_for_it() -> None:
    assert resolved("127.0.0.1", ["127.0.0.1"], ("127.0.0.1",)) == (["127.0.0.1"], False)
    assert resolved("127.0.0.2", ["127.0.0.2"], ("127.0.0.1",)) == ([], True)
    assert resolved("localhost", ["127.0.0.1"], ("127.0.0.1",)) == ([], True)
