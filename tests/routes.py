"""Every route of the portal, read from the URL configuration, with the permission it declares."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One address: its name and its view."""

    name: str
    pattern: URLPattern
    arguments: tuple[str, ...]

    @cached_property
    def view(self):
        return self.pattern.callback

    @property
    def view_class(self):
        return getattr(self.view, "view_class", None)

    @property
    def permission(self) -> str:
        return self.declared("permission")

    @property
    def view_permission(self) -> str:
        return self.declared("view_permission") or self.permission

    def declared(self, name: str) -> str:
        given = getattr(self.view, "view_initkwargs", {})
        return given.get(name) or getattr(self.view_class, name, "")

    @property
    def is_admin(self) -> bool:
        return self.name.startswith("admin:")

    def answers(self, method: str) -> bool:
        """Whether this page knows the method at all; functions know every one."""
        known = getattr(self.view_class, "http_method_names", [method])
        handles = self.view_class is None or hasattr(self.view_class, method)
        return method in known and handles

    def __str__(self):
        return self.name


def all_routes(resolver: URLResolver | None = None) -> list[Route]:
    """Every route, in the order in which it is asked."""
    return list(_walk(resolver or get_resolver(), "", ()))


def _walk(resolver, namespace: str, arguments: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        found = arguments + tuple(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, found)
        else:
            yield Route(f"{namespace}{entry.name or entry.pattern}", entry, found)


def undeclared(routes, public) -> list[str]:
    """Routes that neither declare a permission nor are public, and public entries that name no route."""
    faults = [
        f"{route.name} declares no permission"
        for route in routes
        if not route.is_admin and route.name not in public and not route.permission
    ]
    stale = set(public) - {route.name for route in routes}
    return faults + [
        f"{name} is listed as public and is no route" for name in sorted(stale)
    ]
