"""Whether pods in subnets reach the internet."""

from __future__ import annotations

from fargate_lint.model.network.subnet import Subnet, SubnetList
from fargate_lint.values.answer import Answer, all_of, no, undecided, yes


def has_egress(subnets: SubnetList, cluster: str) -> Answer:
    """Yes if all the subnets have a way out, no if one has none: the evidence is that subnet. A subnet with a route to
    an internet gateway is left out (FGL120 speaks about it). ``cluster`` is named where none of them is known."""
    judged = [subnet for subnet in subnets if not subnet.reaches_internet_gateway.yes]
    answer = all_of(_way_out(subnet) for subnet in judged)
    if answer.no:
        culprit = next(subnet for subnet in judged if _way_out(subnet).no)
        return no("", culprit.table.span or culprit.span, culprit.address)
    if answer.unknown:
        return answer
    if subnets.incomplete.unknown:
        return subnets.incomplete
    return yes() if subnets.items else undecided(f"the subnets of {cluster} are not known")


def _way_out(subnet: Subnet) -> Answer:
    """Whether pods in a subnet get out. If the subnet may be public, it may not be a
    Fargate subnet at all (FGL120), so its egress does not count."""
    egress, public = subnet.egress, subnet.reaches_internet_gateway
    return public if egress.no and public.unknown else egress
