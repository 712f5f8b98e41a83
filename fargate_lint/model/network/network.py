"""The network of a root: which subnet is in which VPC, behind which route table, with which endpoints."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from ipaddress import IPv4Network

from fargate_lint.diagnostic import Span
from fargate_lint.model.network.cidr import read_block
from fargate_lint.model.network.endpoint import Endpoint, EndpointList, ThingList
from fargate_lint.model.network.route import Route, RouteTable, read_route
from fargate_lint.model.network.security_group import GroupReader, SecurityGroup
from fargate_lint.model.network.subnet import Subnet, SubnetList, read_subnets
from fargate_lint.model.network.vpc import Vpc
from fargate_lint.model.thing.attribute import Attribute
from fargate_lint.model.thing.doubt import reason_of, undecided_by
from fargate_lint.model.thing.resource_id import DEFAULT_PARTS, ResourceId
from fargate_lint.model.thing.resources import Resources
from fargate_lint.model.thing.tags import Tags, read_tags
from fargate_lint.model.thing.walk import elements
from fargate_lint.terraform.instance import Instance
from fargate_lint.values.answer import NO, Answer, undecided, unknown_by, yes
from fargate_lint.values.origin import written
from fargate_lint.values.value import Value

ENDPOINT_TYPES = ("aws_vpc_endpoint",)


class Network:
    """Makes each subnet, VPC, table and group once, so that they can be compared by identity."""

    def __init__(self, resources: Resources) -> None:
        self.resources = resources
        self.groups = GroupReader(resources)
        self._vpcs: dict[ResourceId, Vpc] = {}
        self._subnets: dict[ResourceId, Subnet] = {}
        self._tables: dict[ResourceId, RouteTable] = {}
        self._named: dict[ResourceId, Value] = {}
        self._endpoints = {i.address: Endpoint(self, i) for i in resources.managed("aws_vpc_endpoint")}
        self.endpoints = tuple(self._endpoints.values())

    # Things

    def vpc(self, value: Value | None) -> Vpc | None:
        """The VPC that a value names."""
        thing = self.resources.thing(value)
        if thing is not None and value is not None:
            self._named.setdefault(thing, value)
        return self._vpc_of(thing) if thing is not None else None

    def _vpc_of(self, thing: ResourceId) -> Vpc:
        """The VPC that is this thing. A cluster's ``vpc_config[0].vpc_id`` is known after apply only, but it is the VPC
        of the cluster's own subnets."""
        if thing.part == "vpc_config.0.vpc_id" and thing.kind == "managed":
            cluster = self.resources.instances.get(thing.name)
            for block in cluster.blocks("vpc_config") if cluster is not None else ():
                for subnet in read_subnets(self, block.written("subnet_ids"), block.span):
                    if subnet.vpc is not None:
                        return subnet.vpc
        if thing not in self._vpcs:
            instance = self.resources.instances.get(thing.name) if thing.kind == "managed" and not thing.part else None
            known = instance is not None and instance.type in ("aws_vpc", "aws_default_vpc")
            self._vpcs[thing] = Vpc(self, thing, instance if known else None)
        return self._vpcs[thing]

    def unknown_vpc(self, name: str, doubt: Answer, place: Span | None) -> Vpc:
        """A VPC of which nothing is known, not even which it is."""
        thing = ResourceId("other", name)
        origin = written(place) if place is not None else None
        self._named.setdefault(thing, unknown_by(doubt, origin))
        return self._vpc_of(thing)

    def undeclared(self, what: str, thing: ResourceId) -> Answer:
        """Unknown, because the thing is not declared here; waits for what the value that names it waits for."""
        value, place = self._named.get(thing), self.place_of(thing)
        if value is None or not value.is_unknown:
            return undecided(what, place, "undeclared", thing.waits_for)
        return undecided_by(value).because(f"{what}: {reason_of(value)}", place)

    def waits_for(self, thing: ResourceId) -> str:
        """What would have to be known for a thing that is not declared here: what the value that names it waits for."""
        value = self._named.get(thing)
        why = value.unknown if value is not None else None
        return why.waits_for if why is not None else thing.waits_for

    def place_of(self, thing: ResourceId) -> Span | None:
        """A place where something names the thing."""
        value = self._named.get(thing)
        return value.place if value is not None else None

    def subnet(self, value: Value | None) -> Subnet | None:
        """The subnet that a value names, None where nothing names it."""
        thing = self.resources.thing(value)
        if thing is not None and value is not None:
            self._named.setdefault(thing, value)
        return self._subnet_of(thing) if thing is not None else None

    def _subnet_of(self, thing: ResourceId) -> Subnet:
        """The subnet that is this thing."""
        if thing not in self._subnets:
            instance = self.resources.instances.get(thing.name) if thing.kind == "managed" and not thing.part else None
            known = instance is not None and instance.type in ("aws_subnet", "aws_default_subnet")
            self._subnets[thing] = Subnet(self, thing, instance if known else None)
        return self._subnets[thing]

    def all_subnets(self) -> tuple[Subnet, ...]:
        """Every subnet declared here."""
        return tuple(
            self._subnet_of(self.resources.identities.of(instance))
            for instance in self.resources.managed("aws_subnet", "aws_default_subnet")
        )

    def subnets_of(self, vpc: Vpc) -> tuple[Subnet, ...]:
        """The subnets declared here that are surely in the VPC."""
        return tuple(self._subnets_by_vpc.get(vpc.thing, ()))

    @cached_property
    def _subnets_by_vpc(self) -> dict[ResourceId, list[Subnet]]:
        found: dict[ResourceId, list[Subnet]] = {}
        for subnet in self.all_subnets():
            if subnet.vpc is not None:
                found.setdefault(subnet.vpc.thing, []).append(subnet)
        return found

    def blocks_of(self, vpc: Vpc) -> tuple[tuple[IPv4Network, ...], Answer]:
        """The VPC's IPv4 blocks, and whether there may be others."""
        if not vpc.is_declared:
            return (), vpc.doubt
        associations = self.resources.attached("vpc_id", "aws_vpc_ipv4_cidr_block_association")
        values = [vpc.cidr, *(association.get("cidr_block") for association in associations.to(vpc.thing))]
        incomplete = associations.doubt(vpc.thing, "may add a block", of_last=True)
        for value in values:
            if value is not None and value.is_unknown:
                incomplete = undecided_by(value)
        found = [read_block(value) for value in values]
        return tuple(block for block in found if block is not None), incomplete

    def name_servers_of(self, vpc: Vpc) -> tuple[Attribute, ...]:
        """``domain_name_servers`` of the DHCP options associated with a VPC here."""
        found = []
        for association in self.resources.attached("vpc_id", "aws_vpc_dhcp_options_association").to(vpc.thing):
            options = self.resources.identities.instance(association.get("dhcp_options_id"))
            if options is not None and options.type == "aws_vpc_dhcp_options":
                found.append(self.resources.attribute(options, "domain_name_servers"))
        return tuple(found)

    def data_subnet(self, thing: ResourceId) -> Instance | None:
        """The data source behind a subnet that is looked up."""
        found = self.resources.instances.get(thing.name) if thing.kind == "data" else None
        return found if found is not None and found.type == "aws_subnet" else None

    def vpc_value_of_data(self, thing: ResourceId) -> Value | None:
        """The VPC that a data source of subnets filters by, else the one that it answered with (a plan knows it)."""
        data = self.resources.instances.get(thing.name) if thing.kind == "data" else None
        if data is None or data.type not in ("aws_subnet", "aws_subnets", "aws_subnet_ids"):
            return None
        direct = data.written("vpc_id")
        if direct is not None:
            return direct
        for block in data.blocks("filter"):
            name, values = block.written("name"), block.written("values")
            if name is not None and name.text == "vpc-id" and values is not None:
                found, _ = elements(values)
                return found[0] if len(found) == 1 else None
        answered = data.get("vpc_id") if data.type == "aws_subnet" else None
        return answered if answered is not None and answered.is_known else None

    def tags_of(self, instance: Instance | None, thing: ResourceId) -> Tags:
        """The tags of a resource, the provider's default ones and aws_ec2_tag included. Those of a resource made
        elsewhere are incomplete, not absent."""
        if instance is None:
            own = Tags(incomplete=self.undeclared(f"the tags of {thing} are not declared here", thing))
        else:
            own = read_tags(instance.content.written("tags"), self.resources.place(instance, "tags"))
        general = read_tags(instance.provider.default_tags if instance and instance.provider else None, None)
        known, half = {**general.known, **own.known}, [*general.half, *own.half]
        incomplete = own.incomplete if own.incomplete.unknown else general.incomplete
        apart = self.resources.attached("resource_id", "aws_ec2_tag")
        for tag in apart.to(thing):
            key = tag.get("key")
            if key.text is not None:
                known.setdefault(key.text, tag.get("value"))
            else:
                half.append((key, tag.get("value")))
        doubt = apart.doubt(thing, "may tag it", of_last=True)
        if doubt.no and self.resources.root.incomplete:
            doubt = undecided(self.resources.root.incomplete, code="plan")
        return Tags(known, tuple(half), doubt if doubt.unknown else incomplete, own.place)

    # Route tables

    def table_of(self, subnet: Subnet) -> RouteTable:
        """The subnet's route table. A table with only a doubt where it cannot be told."""
        associations = self.resources.attached("subnet_id", "aws_route_table_association", optional=True)
        for association in associations.to(subnet.thing):
            return self._table_named(association.get("route_table_id"))
        if not subnet.is_declared:
            nowhere = self.undeclared(f"the routes of {subnet.thing} are not declared here", subnet.thing)
            return RouteTable(None, None, (), nowhere, public=None if subnet.stated is None else subnet.stated.public)
        doubt = associations.doubt(subnet.thing, "may be its route table")
        if doubt.no:
            anchors = [subnet.thing] if subnet.vpc is None else [subnet.thing, subnet.vpc.thing]
            doubt = self.resources.may_exist_unseen(("aws_route_table_association", "aws_route_table"), anchors)
        if doubt.unknown:
            return RouteTable(None, None, (), doubt)
        return self._main_table(subnet.vpc)

    def _table_named(self, value: Value) -> RouteTable:
        thing = self.resources.thing(value)
        if thing is None or (thing.kind == "managed" and thing.part not in ("", "default_route_table_id")):
            # An association whose table is not known names itself only.
            return RouteTable(None, None, (), undecided_by(value))
        return self._table_of(thing)

    def _main_table(self, vpc: Vpc | None) -> RouteTable:
        if vpc is None or not vpc.is_declared:
            return RouteTable(
                None,
                None,
                (),
                undecided("the main route table of its VPC is not declared here", code="undeclared"),
                is_main=True,
            )
        for association in self.resources.attached("vpc_id", "aws_main_route_table_association").to(vpc.thing):
            return self._table_named(association.get("route_table_id"))
        return self._table_of(ResourceId(vpc.thing.kind, vpc.thing.name, "default_route_table_id"))

    def _table_of(self, thing: ResourceId) -> RouteTable:
        """The route table that is this thing, with its routes from wherever they are written."""
        if thing not in self._tables:
            self._tables[thing] = self._read_table(thing)
        return self._tables[thing]

    @cached_property
    def _declared_tables(self) -> dict[ResourceId, Instance]:
        found: dict[ResourceId, Instance] = {}
        for instance in self.resources.managed("aws_route_table", "aws_default_route_table"):
            found.setdefault(self.resources.identities.of(instance), instance)
        return found

    def _read_table(self, thing: ResourceId) -> RouteTable:
        resources = self.resources
        instance = self._declared_tables.get(thing)
        routes: list[Route] = []
        doubt = NO
        if instance is not None:
            blocks = instance.blocks("route")
            routes.extend(read_route(resources, instance, content, inline=True) for content in blocks)
            if blocks.unknown is not None:
                doubt = undecided_by(blocks.unknown)
            gateways = instance.written("propagating_vgws")
            if gateways is not None and (gateways.is_unknown or gateways.items):
                doubt = undecided("a VPN gateway may propagate routes into it", gateways.place)
        elif thing.kind != "managed":
            doubt = undecided(
                f"the routes of {thing} are not declared here", code="undeclared", waits_for=thing.waits_for
            )
        apart = resources.attached("route_table_id", "aws_route")
        routes.extend(read_route(resources, route, route.content, inline=False) for route in apart.to(thing))
        if doubt.no:
            doubt = apart.doubt(thing, "may be a route of it")
        if doubt.no:
            doubt = self._propagation(thing)
        if doubt.no:
            doubt = resources.may_exist_unseen(("aws_route",), (thing,))
        return RouteTable(thing, instance, tuple(routes), doubt, is_main=bool(thing.part))

    def _propagation(self, table: ResourceId) -> Answer:
        """Unknown if a VPN gateway propagates, or may propagate, routes into the table; else no."""
        found = self.resources.attached("route_table_id", "aws_vpn_gateway_route_propagation").first(table)
        return NO if found is None else undecided("a VPN gateway may propagate routes into it", found.span)

    # Network ACLs

    def acl_of(self, subnet: Subnet) -> Instance | None:
        """The ACL that is surely the subnet's, where it is written in the reader's own code."""
        if subnet.thing in self._listing_acls:
            return self._listing_acls[subnet.thing]
        for association in self.resources.attached("subnet_id", "aws_network_acl_association").to(subnet.thing):
            named = self.resources.identities.instance(association.get("network_acl_id"))
            if named is not None and self.resources.call_of(named) is None:
                return named
        return None

    @cached_property
    def _listing_acls(self) -> dict[ResourceId, Instance]:
        """The ACLs that list their subnets themselves, by subnet."""
        found: dict[ResourceId, Instance] = {}
        for acl in self.resources.managed("aws_network_acl", "aws_default_network_acl"):
            if self.resources.call_of(acl) is None and not acl.count_unknown:
                for subnet in read_subnets(self, acl.written("subnet_ids"), None):
                    found.setdefault(subnet.thing, acl)
        return found

    # Endpoints

    def endpoints_of(self, vpc: Vpc) -> EndpointList:
        """The endpoints that are, or may be, in the VPC, and whether others may be there unseen."""
        by_vpc = self.resources.attached("vpc_id", "aws_vpc_endpoint")
        items = tuple(self._endpoints[instance.address] for instance in by_vpc.to(vpc.thing))
        possible = tuple(self._endpoints[instance.address] for instance, _ in by_vpc.perhaps_to(vpc.thing))
        incomplete = NO
        if not vpc.is_declared:
            incomplete = undecided(
                f"{vpc.thing} is not made here, so its endpoints may be made elsewhere",
                code="elsewhere",
                waits_for=vpc.thing.waits_for,
            )
        elif vpc.instance is not None:
            anchors = [vpc.thing, *(subnet.thing for subnet in vpc.subnets)]
            incomplete = self.resources.may_exist_unseen(ENDPOINT_TYPES, anchors)
        return EndpointList(items, possible, incomplete)

    def _associated(self, endpoint: Endpoint, type: str, argument: str) -> tuple[list[Value], Answer]:
        """What association resources add to an endpoint."""
        thing = ResourceId("managed", endpoint.address)
        associations = self.resources.attached("vpc_endpoint_id", type)
        found = [association.get(argument) for association in associations.to(thing)]
        incomplete = associations.doubt(thing, f"may belong to {endpoint.address}", of_last=True)
        if incomplete.no:
            incomplete = self.resources.may_exist_unseen((type,), (thing,))
        return found, incomplete

    def subnets_of_endpoint(self, endpoint: Endpoint) -> SubnetList:
        """An endpoint's subnets: by argument, by subnet_configuration blocks, by association resources."""
        content = endpoint.instance.content
        base = read_subnets(self, content.written("subnet_ids"), self.resources.place(endpoint.instance, "subnet_ids"))
        items = {subnet.thing: subnet for subnet in base}
        incomplete = base.incomplete
        blocks = endpoint.instance.blocks("subnet_configuration")
        more = [content.written("subnet_id") for content in blocks]
        added, doubt = self._associated(endpoint, "aws_vpc_endpoint_subnet_association", "subnet_id")
        for value in (*(value for value in more if value is not None), *added):
            subnet = self.subnet(value)
            if subnet is not None:
                items.setdefault(subnet.thing, subnet)
            else:
                incomplete = undecided_by(value)
        return SubnetList(tuple(items.values()), incomplete if incomplete.unknown else doubt, base.value, base.span)

    def route_tables_of_endpoint(self, endpoint: Endpoint) -> ThingList:
        """The route tables of a gateway endpoint: by argument and by association resources."""
        value = endpoint.instance.written("route_table_ids")
        span = self.resources.place(endpoint.instance, "route_table_ids")
        added, incomplete = self._associated(endpoint, "aws_vpc_endpoint_route_table_association", "route_table_id")
        things, doubt = self._things(value, added)
        return ThingList(things, doubt if doubt.unknown else incomplete, span)

    def _things(self, value: Value | None, added: Iterable[Value]) -> tuple[tuple[ResourceId, ...], Answer]:
        found, rest = elements(value) if value is not None else ((), None)
        incomplete = undecided_by(rest) if rest is not None else NO
        things: dict[ResourceId, None] = {}
        for item in (*found, *added):
            thing = self.resources.thing(item)
            if thing is not None:
                things[thing] = None
            elif not item.is_null:
                incomplete = undecided_by(item)
        if rest is not None and not found:
            thing = self.resources.thing(rest)
            if thing is not None:
                things[thing] = None
        return tuple(things), incomplete

    def given_groups(self, endpoint: Endpoint) -> int:
        """How many security groups an endpoint is given, by argument or association."""
        things, _ = self._group_things(endpoint)
        return len(things)

    def _group_things(self, endpoint: Endpoint) -> tuple[tuple[ResourceId, ...], Answer]:
        value = endpoint.instance.written("security_group_ids")
        added, incomplete = self._associated(
            endpoint, "aws_vpc_endpoint_security_group_association", "security_group_id"
        )
        things, doubt = self._things(value, added)
        return things, doubt if doubt.unknown else incomplete

    def groups_of_endpoint(self, endpoint: Endpoint) -> tuple[tuple[SecurityGroup, ...], Answer]:
        """An endpoint's security groups, and whether there may be others. The VPC's default group where none is
        given."""
        things, incomplete = self._group_things(endpoint)
        if not things and incomplete.no:
            vpc = self.resources.thing(endpoint.vpc_value)
            if vpc is None:
                return (), undecided_by(endpoint.vpc_value)
            default = ResourceId(vpc.kind, vpc.name, DEFAULT_PARTS["aws_default_security_group"][1])
            return (self.groups.group(default, is_default=True),), NO
        return tuple(self.groups.group(thing) for thing in things), incomplete

    def private_dns_apart(self, endpoint: Endpoint) -> Answer:
        """Whether an aws_vpc_endpoint_private_dns resource turns private DNS on for the endpoint."""
        values, incomplete = self._associated(endpoint, "aws_vpc_endpoint_private_dns", "private_dns_enabled")
        for value in values:
            if value.flag is True or value.text == "true":
                return yes("", value.place)
            if value.is_unknown:
                return undecided_by(value)
        return incomplete
