from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence

import pytest

from common.addresses import AddressRefused
from webhooks import destinations
from webhooks.destinations import check_destination


class Names:
    """A resolver that knows one name, whose look-up takes as long as it is told."""

    def __init__(self, *addresses: str, seconds: float = 0) -> None:
        self.addresses = addresses
        self.seconds = seconds
        self.asked: list[str] = []
        self.closed = False

    async def lookup(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        await asyncio.sleep(self.seconds)
        if not self.addresses:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return self.addresses

    def close(self) -> None:
        self.closed = True


def test_a_name_that_leads_to_public_addresses_is_taken() -> None:
    names = Names("93.184.215.14", "2606:2800:21f::1")
    check_destination("https://Hooks.Example/in", allow=[], resolver=names)
    assert names.asked == ["hooks.example"]
    assert names.closed


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "::1", "::ffff:169.254.169.254", "fd00::1"])
def test_a_name_of_which_one_address_is_private_is_refused(address: str) -> None:
    names = Names("93.184.215.14", address)
    with pytest.raises(AddressRefused, match="not on the public internet") as refusal:
        check_destination("https://hooks.example/in", allow=[], resolver=names)
    assert address not in str(refusal.value)
    assert names.closed


def test_a_private_network_that_the_operator_opened_is_taken() -> None:
    check_destination("http://hooks.example:8080/", allow=["10.0.0.0/8:8080"], resolver=Names("10.0.0.1"))
    with pytest.raises(AddressRefused):
        check_destination("http://hooks.example/", allow=["10.0.0.0/8:8080"], resolver=Names("10.0.0.1"))


def test_an_address_that_needs_no_look_up_is_judged_by_its_text() -> None:
    names = Names()
    with pytest.raises(AddressRefused):
        check_destination("http://2130706433/", allow=[], resolver=names)
    check_destination("https://93.184.215.14/", allow=[], resolver=names)
    assert names.asked == []


def test_a_name_that_cannot_be_looked_up_now_is_left_to_the_first_delivery(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check_destination("https://hooks.example/", allow=[], resolver=Names())
    monkeypatch.setattr(destinations, "LOOKUP_SECONDS", 0.01)
    hanging = Names("10.0.0.1", seconds=3600)
    check_destination("https://hooks.example/", allow=[], resolver=hanging)
    assert hanging.asked == ["hooks.example"]
    assert hanging.closed
