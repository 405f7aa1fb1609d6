"""Which addresses may be reached: the rules one by one, without any network."""

from __future__ import annotations

import pytest

from common.addresses import AddressRefused, AllowList, check_address, check_url, parse_allow

REFUSED_IPV4 = [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104 - what is refused
    "0.1.2.3",
    "169.254.169.254",
    "169.254.170.2",
    "100.100.100.200",
    "100.64.0.1",
    "192.0.0.192",
    "168.63.129.16",
    "192.0.0.8",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "198.18.0.1",
    "192.88.99.1",
    "192.175.48.1",
    "192.52.193.1",
    "192.31.196.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
]
REFUSED_IPV6 = [
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "2001:0:a9fe:a9fe::1",
    "2001:20::1",
    "2001:2::1",
    "fd00::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "100::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "2620:4f:8000::1",
    "100:0:0:1::1",
]
PUBLIC = [
    "8.8.8.8",
    "93.184.215.14",
    "168.63.129.15",
    "172.32.0.1",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "::ffff:8.8.8.8",
]
REFUSED_SPELLINGS = [
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://0x7f.1/",
    "http://0x7F000001/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://１２７．０．０．１/",
    "http://127.0.0.1./",
    "http://256.256.256.256/",
    "http://1.2.3.4.5/",
    "http://08.8.8.8/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://ⓛocalhost/",
    "http://a.localhost/",
    "http://[::1]/",
    "http://[::1%25lo]/",
    "http://[fe80::1%25eth0]/",
    "http://[::ffff:7f00:1]/",
    "http://good.example@127.0.0.1/",
    "http://good.example:80@127.0.0.1/",
    "http://good.example\\@127.0.0.1/",
    "http://good.example#@127.0.0.1/",
    "http://good.example?@127.0.0.1/",
    "http://user:secret@good.example/",
    "http://%31%32%37.0.0.1/",
    "http://127.0.0.1%00.good.example/",
]
REFUSED_FORMS = [
    "http://good.example/\r\nX-Injected: 1",
    "http://good.example/\n",
    "http://good.example/\ta",
    "http://good.example/\x00",
    " http://good.example/",
    "http://good.example/a b",
    "http://good.example/\ud800",
    "http://good\\.example/",
    "file:///etc/passwd",
    "file://good.example/etc/passwd",
    "gopher://good.example/_x",
    "dict://good.example/d:x",
    "ftp://good.example/x",
    "unix:///run/docker.sock",
    "http+unix://%2Frun%2Fdocker.sock/info",
    "data:text/html,hello",
    "javascript:alert(1)",
    "//good.example/x",
    "good.example/x",
    "",
    "http://",
    "http:///x",
    "http://[::1/",
    "http://a..example/",
    "http://-a.example/",
    "http://good_.exa mple/",
    "http://good.example:65536/",
    "http://good.example:0/",
    "http://good.example:x/",
    "http://good.example/" + "a" * 2048,
]


@pytest.mark.parametrize("ip", REFUSED_IPV4 + REFUSED_IPV6)
def test_an_address_off_the_public_internet_is_refused(ip: str) -> None:
    with pytest.raises(AddressRefused):
        check_address(ip, port=443)


@pytest.mark.parametrize("ip", REFUSED_IPV4 + REFUSED_IPV6)
def test_a_url_with_such_an_address_is_refused(ip: str) -> None:
    with pytest.raises(AddressRefused):
        check_url(f"http://[{ip}]/" if ":" in ip else f"http://{ip}/")


@pytest.mark.parametrize("ip", PUBLIC)
def test_a_public_address_is_taken(ip: str) -> None:
    assert str(check_address(ip, port=443)) == ip.removeprefix("::ffff:")


def test_a_zone_makes_an_address_refused() -> None:
    with pytest.raises(AddressRefused):
        check_address("2606:4700::1111%lo", port=443)


@pytest.mark.parametrize("url", REFUSED_SPELLINGS + REFUSED_FORMS)
def test_a_url_in_disguise_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        check_url(url)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("port", [1, 22, 25, 5432, 6379, 8080])
def test_another_port_is_refused(port: int) -> None:
    with pytest.raises(AddressRefused, match=str(port)):
        check_url(f"http://good.example:{port}/")
    with pytest.raises(AddressRefused, match=str(port)):
        check_address("8.8.8.8", port=port)


@pytest.mark.parametrize(
    ("url", "host", "port", "requested"),
    [
        ("http://good.example", "good.example", 80, "http://good.example/"),
        ("HTTPS://Good.Example:443/A?b=c#d", "good.example", 443, "https://good.example/A?b=c"),
        ("https://good.example:80/", "good.example", 80, "https://good.example:80/"),
        ("https://bücher.example./ü?q=ß", "xn--bcher-kva.example", 443, "https://xn--bcher-kva.example/%C3%BC?q=%C3%9F"),
        ("http://8.8.8.8/%2Fa%7Eb", "8.8.8.8", 80, "http://8.8.8.8/%2Fa%7Eb"),
        ("http://0x08080808/", "8.8.8.8", 80, "http://8.8.8.8/"),
        ("https://[2606:4700::1111]/", "2606:4700::1111", 443, "https://[2606:4700::1111]/"),
        ("https://good.example/a@b", "good.example", 443, "https://good.example/a@b"),
        ("https://_dmarc.good-site.example/", "_dmarc.good-site.example", 443, "https://_dmarc.good-site.example/"),
    ],
)  # fmt: skip
def test_a_sound_url_is_read(url: str, host: str, port: int, requested: str) -> None:
    target = check_url(url)
    assert (target.host, target.port, target.url) == (host, port, requested)


def test_an_opened_network_is_taken_on_its_port_only() -> None:
    allow = parse_allow(["127.0.0.1/32:8123", "fd00::/8"])
    assert check_url("http://127.0.0.1:8123/hook", allow).port == 8123
    assert str(check_url("http://2130706433:8123/", allow).address) == "127.0.0.1"
    assert str(check_url("http://localhost:8123/", allow).address) == "127.0.0.1"
    assert check_url("http://[fd00::7]:9/", allow).port == 9
    for refused in (
        "http://127.0.0.1/",
        "http://127.0.0.2:8123/",
        "http://127.0.0.1:8124/",
        "http://[::1]:8123/",
    ):
        with pytest.raises(AddressRefused):
            check_url(refused, allow)


def test_an_opened_port_does_not_open_it_elsewhere() -> None:
    allow = parse_allow(["10.1.0.0/16:8080"])
    assert check_url("http://inside.example:8080/", allow).address is None
    assert str(check_address("10.1.2.3", allow, port=8080)) == "10.1.2.3"
    for ip in ("8.8.8.8", "10.2.0.1"):
        with pytest.raises(AddressRefused):
            check_address(ip, allow, port=8080)


def test_a_mapped_address_is_judged_as_the_ipv4_address_it_is() -> None:
    assert str(check_address("::ffff:127.0.0.1", parse_allow(["127.0.0.0/8"]), port=443)) == "127.0.0.1"


@pytest.mark.parametrize(
    "entry",
    [
        "",
        "localhost",
        "good.example:80",
        "127.0.0.1/8",
        "127.0.0.1:0",
        "127.0.0.1:70000",
        "10/8",
        "[::1",
        "1.2.3.4:x",
    ],
)
def test_an_entry_that_is_no_network_is_refused_by_name(entry: str) -> None:
    with pytest.raises(ValueError, match="is not a network") as error:
        parse_allow([entry])
    assert repr(entry) in str(error.value)


def test_entries_are_networks_with_or_without_a_port() -> None:
    allow = parse_allow(["127.0.0.0/8", "::1", "[::1]:81", "192.168.1.7:82"])
    assert [(str(network), port) for network, port in allow.networks] == [
        ("127.0.0.0/8", None),
        ("::1/128", None),
        ("::1/128", 81),
        ("192.168.1.7/32", 82),
    ]
    assert parse_allow([]) == AllowList()
