"""Functions on address ranges, for IPv4 and IPv6."""

from __future__ import annotations

import re

import msgspec

from fargate_lint.evaluate.functions.common import MOST_ELEMENTS, list_value, text_value, whole
from fargate_lint.evaluate.functions.problem import Failure, LimitReached
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.values import number as numbers
from fargate_lint.values.types import BOOL, NUMBER, STRING, ListType
from fargate_lint.values.value import Value, boolean

FUNCTIONS = Family()

_IPV4 = re.compile(r"(\d+)\.(\d+)\.(\d+)\.(\d+)", re.ASCII)


class Range(msgspec.Struct, frozen=True):
    """``first`` is the first address as a number, ``length`` the prefix, ``bits`` 32 or 128."""

    first: int
    length: int
    bits: int

    @property
    def free(self) -> int:
        """Bits after the prefix."""
        return self.bits - self.length

    @property
    def mapped(self) -> bool:
        """Whether it is IPv4 written as IPv6 (::ffff:10.0.0.0/104): Go takes it for the one here, the other there."""
        return self.bits == 128 and self.first >> 32 == 0xFFFF

    def __str__(self) -> str:
        length = max(self.length - 96, 0) if self.mapped else self.length
        return f"{_address(self.first, self.bits)}/{length}"


def _parse(text: str, argument: int | None = None) -> Range:
    """Go's net.ParseCIDR as Terraform keeps it: leading zeros in IPv4 are decimal, bits after the prefix are cut."""
    address, slash, length = text.partition("/")
    found = _number(address) if slash else None
    if found is None or not re.fullmatch(r"[0-9]{1,6}", length) or int(length) > found[1]:
        raise Failure(f"invalid CIDR expression: invalid CIDR address: {text}", argument)
    first, bits = found
    free = bits - int(length)
    return Range(first >> free << free, int(length), bits)


def _number(address: str) -> tuple[int, int] | None:
    match = _IPV4.fullmatch(address)
    if match:
        parts = [int(part) for part in match.groups() if len(part) < 8]
        if len(parts) != 4 or any(part > 255 for part in parts):
            return None
        return (parts[0] << 24 | parts[1] << 16 | parts[2] << 8 | parts[3]), 32
    if ":" not in address or "%" in address:
        return None
    import ipaddress

    try:
        return int(ipaddress.IPv6Address(address)), 128
    except ValueError:
        return None


def _address(number: int, bits: int) -> str:
    if bits == 32:
        return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    if number >> 32 == 0xFFFF:
        return _address(number & 0xFFFFFFFF, 32)
    import ipaddress

    return ipaddress.IPv6Address(number).compressed


def _integer(value: Value, argument: int) -> int:
    found = numbers.to_int(value.raw)
    if found is None:
        raise Failure("value must be a whole number", argument)
    return found


@FUNCTIONS.define("cidrhost", Parameter("prefix", STRING), Parameter("hostnum", NUMBER), returns=STRING)
def cidrhost(prefix: Value, host: Value) -> Value:
    number = _integer(host, 1)
    network = _parse(prefix.raw)
    offset = number if number >= 0 else (1 << network.free) + number
    if not 0 <= offset < 1 << network.free:
        raise Failure(f"prefix of {network.length} does not accommodate a host numbered {number}")
    # Go puts the number of a host of a mapped range where that of an IPv4 address would begin.
    return text_value(_address(network.first | offset << (96 if network.mapped else 0), network.bits))


@FUNCTIONS.define("cidrnetmask", Parameter("prefix", STRING), returns=STRING)
def cidrnetmask(prefix: Value) -> Value:
    network = _parse(prefix.raw)
    if network.bits != 32 and not network.mapped:
        raise Failure(f"IPv6 addresses cannot have a netmask: {prefix.raw}")
    return text_value(_address((1 << network.bits) - (1 << network.free), network.bits))


@FUNCTIONS.define(
    "cidrcontains",
    Parameter("containing_prefix", STRING),
    Parameter("contained_ip_or_prefix", STRING),
    returns=BOOL,
)
def cidrcontains(around: Value, inside: Value) -> Value:
    """OpenTofu's: whether a range holds an address or a range."""
    network = _parse(around.raw, 0)
    if "/" in inside.raw:
        inner = _parse(inside.raw, 1)
    else:
        address = _number(inside.raw)
        if address is None:
            raise Failure(f"invalid IP address or prefix: {inside.raw}", 1)
        inner = Range(address[0], address[1], address[1])
    if inner.bits != network.bits:
        raise Failure(f"address family mismatch: {around.raw} vs. {inside.raw}")
    within = inner.length >= network.length and inner.first >> network.free == network.first >> network.free
    return boolean(within)


@FUNCTIONS.define(
    "cidrsubnet", Parameter("prefix", STRING), Parameter("newbits", NUMBER), Parameter("netnum", NUMBER), returns=STRING
)
def cidrsubnet(prefix: Value, newbits: Value, netnum: Value) -> Value:
    more, number = whole(newbits, 1, "invalid newbits"), _integer(netnum, 2)
    network = _parse(prefix.raw)
    length = network.length + more
    if more > network.free or length < 0:
        raise Failure(f"insufficient address space to extend prefix of {network.length} by {more}")
    if more >= 0 and abs(number) >= 1 << more:
        raise Failure(f"prefix extension of {more} does not accommodate a subnet numbered {number}")
    # Terraform accepts negative numbers here and makes nonsense of them: it drops the sign after the bits are joined.
    first = abs(network.first | number << (network.bits - length))
    if first >= 1 << network.bits:
        raise Failure(f"prefix extension of {more} does not accommodate a subnet numbered {number}")
    return text_value(str(Range(first, length, network.bits)))


@FUNCTIONS.define(
    "cidrsubnets", Parameter("prefix", STRING), variadic=Parameter("newbits", NUMBER), returns=ListType(STRING)
)
def cidrsubnets(prefix: Value, *newbits: Value) -> Value:
    network = _parse(prefix.raw, 0)
    if network.mapped and newbits:
        raise Failure(f"not enough remaining address space in {prefix.raw}", 1)
    if len(newbits) > MOST_ELEMENTS:
        raise LimitReached(f"{len(newbits)} subnets are not followed")
    made: list[Value] = []
    following, previous = network.first, ""
    for i, more in enumerate(newbits):
        bits = whole(more, i + 1, "invalid newbits")
        if bits < 1:
            raise Failure("must extend prefix by at least one bit", i + 1)
        if bits > 32:
            raise Failure("may not extend prefix by more than 32 bits", i + 1)
        length = network.length + bits
        if length > network.bits:
            protocol = "IPv4" if network.bits == 32 else "IPv6"
            raise Failure(f"would extend prefix to {length} bits, which is too long for an {protocol} address", i + 1)
        size = 1 << (network.bits - length)
        first = -(-following // size) * size
        # Terraform starts from the subnet before the network, and there is none before address zero.
        if network.first == 0 or first >= network.first + (1 << network.free):
            raise Failure(
                f"not enough remaining address space for a subnet with a prefix of {length} bits after {previous}",
                i + 1,
            )
        subnet = Range(first, length, network.bits)
        made.append(text_value(str(subnet)))
        following, previous = first + size, str(subnet)
    return list_value(STRING, made)
