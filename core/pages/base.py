"""What every page does first: who may, and which record; foreign and missing ones answer alike."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.views.generic import View

from core import readlog, rules


@dataclass(frozen=True)
class Action:
    """A button of a page: its words, where it leads, and the permission that shows it."""

    label: str
    route: str
    permission: str
    primary: bool = False
    icon: str = ""

    def drawn(self, user, obj=None) -> dict | None:
        if not rules.may(user, self.permission, obj):
            return None
        url = reverse(self.route, args=[obj.pk] if obj is not None else [])
        return {
            "label": self.label,
            "url": url,
            "primary": self.primary,
            "icon": self.icon,
        }


def drawn_actions(actions, user, obj=None) -> list[dict]:
    return [shown for action in actions if (shown := action.drawn(user, obj))]


class Page(View):
    """A page with a declared permission; without the right it answers 403."""

    permission: str = ""

    def dispatch(self, request, *args, **kwargs):
        if not rules.may(request.user, self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ObjectMixin:
    """A page about one record of the person's own scope."""

    queryset = None
    # The permission that decides whether the record exists for this person at all.
    view_permission: str = ""

    def get_object(self):
        """The record, logged as read; 404 when foreign or missing, 403 when seen but not allowed."""
        user = self.request.user
        seen = self.queryset.all().visible_to(
            user, self.view_permission or self.permission
        )
        obj = seen.filter(pk=self.kwargs["pk"]).first()
        if obj is None:
            raise Http404
        if not rules.may(user, self.permission, obj):
            raise PermissionDenied
        readlog.note(self.request, obj)
        return obj
