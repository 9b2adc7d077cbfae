"""The menu: what a member's role opens, in the groups in which a merchant looks for it."""

from dataclasses import dataclass

from console.ways import Visit
from tenants.members import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu. `here`: the page that is looked at stands below it."""

    name: str
    path: str
    here: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together."""

    name: str
    entries: tuple[Entry, ...]


_GROUPS: tuple[tuple[str, tuple[tuple[str, str, Role], ...]], ...] = (
    (
        "Customers",
        (
            ("Tickets", "/console/tickets", Role.COLLEAGUE),
            ("Conversations", "/console/conversations", Role.COLLEAGUE),
            ("Analytics", "/console/analytics", Role.COLLEAGUE),
        ),
    ),
    (
        "AI Agents",
        (
            ("Order Status Connector", "/console/connector", Role.MANAGER),
            ("Agents", "/console/agents", Role.MANAGER),
        ),
    ),
    (
        "Workspace",
        (
            ("Channels", "/console/channels", Role.MANAGER),
            ("Webhooks", "/console/webhooks", Role.MANAGER),
            ("Team", "/console/team", Role.MANAGER),
        ),
    ),
)


def navigation(visit: Visit) -> list[Group]:
    """The groups of which anything may be seen."""
    path = visit.request.path
    groups = []
    for name, lines in _GROUPS:
        entries = tuple(
            Entry(words, to, path == to or path.startswith(to + "/")) for words, to, role in lines if visit.may(role)
        )
        if entries:
            groups.append(Group(name, entries))
    return groups
