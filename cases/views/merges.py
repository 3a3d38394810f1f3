"""Merging: two entries side by side, what was merged, confirming and undoing it."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import services
from cases.facts import current_membership
from cases.forms import MergeForm
from cases.merge_fields import remembered
from cases.merge_tables import MERGE_FILTERS, MERGES, STATES, TONES
from cases.models import DAYS_TO_UNDO, DuplicatePair, Household, Merge, Person
from cases.services.merges import touches_decision, what_followed, what_follows, why_not
from core import edit_versions, readlog
from core.forms import PortalForm
from core.pages import Action, ListPage, ObjectFormPage, RecordPage


class MergedAway(Exception):
    """The entry asked for was merged into another one."""

    def __init__(self, kept_id: int):
        self.kept_id = kept_id


class LeadsOn:
    """A page of an entry that was merged leads to the same page of the entry that was kept."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except MergedAway as merged:
            route = request.resolver_match.view_name
            url = reverse(route, kwargs=kwargs | {"pk": merged.kept_id})
            return HttpResponseRedirect(url)

    def get_object(self):
        found = super().get_object()
        if getattr(found, "merged_into_id", None):
            raise MergedAway(found.merged_into_id)
        return found


class MergePage(ObjectFormPage):
    """Two entries side by side: what is taken from which, what will follow, and why."""

    permission = "cases.merge_persons"
    view_permission = "cases.view_request"
    form_class = MergeForm
    template_name = "cases/person_merge.html"
    route = ""
    merge = None

    def prepare(self):
        self.object = self.get_object()
        self.other = self._other()
        self.waits = touches_decision(self.object, self.other)

    def _other(self):
        user = self.request.user
        seen = self.queryset.all().visible_to(user, self.view_permission)
        other = seen.filter(pk=self.kwargs["other"]).exclude(pk=self.object.pk).first()
        if other is None or not user.has_perm(self.permission, other):
            raise Http404
        readlog.note(self.request, other)
        return other

    def form_arguments(self):
        return {"kept": self.object, "dropped": self.other}

    @property
    def submit_label(self):
        return _("Propose the merge") if self.waits else _("Merge")

    @property
    def saved_message(self):
        if self.waits:
            return _("Proposed: a second person must confirm.")
        return _("Merged.")

    @property
    def editions(self) -> str:
        return f"{self.object.version}.{self.other.version}"

    def save(self, form):
        if self.request.POST.get(edit_versions.FIELD) != self.editions:
            raise ValidationError(edit_versions.STALE, code="stale")
        merge = type(self).merge(
            keep=self.object,
            drop=self.other,
            choices=form.choices,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )
        return merge.get_absolute_url()

    def cancel_url(self):
        return home_of(self.object)

    def more(self):
        turned = [self.other.pk, self.object.pk]
        return {
            "first": self.object,
            "second": self.other,
            "form_version": self.editions,
            "follows": what_follows(self.object, self.other),
            "obstacles": why_not(self.object, self.other),
            "waits": self.waits,
            "days": DAYS_TO_UNDO,
            "turn_url": reverse(self.route, args=turned),
            "transfer_url": self._transfer_url(),
            "crumbs": [to_duplicates()],
        }

    def _transfer_url(self) -> str:
        """Where one of two households of two offices is asked to come to the other, for those who may ask."""
        if self.object.municipality_id == self.other.municipality_id:
            return ""
        entries = (self.object, self.other)
        homes = [e if isinstance(e, Household) else household_of(e) for e in entries]
        may_ask = self.request.user.has_perm
        mine = [home for home in homes if home and may_ask("cases.ask_transfer", home)]
        return reverse("cases:transfer_create", args=[mine[0].pk]) if mine else ""


class PersonMerge(MergePage):
    queryset = Person.objects.select_related("community")
    title = gettext_lazy("Merge two entries of one person")
    route = "cases:person_merge"
    merge = staticmethod(services.merge_persons)

    def more(self):
        homes = household_of(self.object), household_of(self.other)
        return super().more() | {"households_url": households_first(*homes)}


class HouseholdMerge(MergePage):
    queryset = Household.objects.select_related("head", "place_of_return")
    title = gettext_lazy("Merge two registrations of one household")
    route = "cases:household_merge"
    merge = staticmethod(services.merge_households)


def to_duplicates() -> dict:
    """The way back to the list from which entries are merged."""
    return {"label": _("Possible duplicates"), "url": reverse("cases:duplicate_list")}


def home_of(entry: Person | Household) -> str:
    """Where an entry is shown: a person on the page of the household."""
    home = entry if isinstance(entry, Household) else household_of(entry)
    return home.get_absolute_url() if home else reverse("cases:request_list")


def household_of(person: Person) -> Household | None:
    """Where a person belongs now."""
    member = current_membership(person)
    return member.household if member else None


def households_first(first: Household | None, second: Household | None) -> str:
    """Where the households of two entries are merged, if that comes before the entries."""
    if not (first and second) or first == second:
        return ""
    return reverse("cases:household_merge", args=[first.pk, second.pk])


class MergeDetail(RecordPage):
    """What was merged, from where each value came, and the way back."""

    queryset = Merge.objects.with_entries()
    permission = "cases.view_request"
    template_name = "cases/merge_detail.html"

    def header(self, obj):
        return {
            "title": str(obj),
            "status": {"label": STATES[obj.state], "tone": TONES[obj.state]},
            "meta": [obj.get_kind_display()],
        }

    def crumbs(self, obj):
        if not self.request.user.has_perm(MergeList.permission):
            return [{"label": _("Requests"), "url": reverse("cases:request_list")}]
        return [{"label": _("Merges"), "url": reverse("cases:merge_list")}]

    def more(self, obj):
        possible = [step for step in STEPS if step.state == obj.state]
        drawn = [step.button.drawn(self.request.user, obj) for step in possible]
        return {
            "actions": [button for button in drawn if button],
            "values": remembered(type(obj.kept), obj.values),
            "followed": what_followed(obj),
            "kept_url": home_of(obj.kept),
            "pairs": self._one_person_within(obj),
        }

    def _one_person_within(self, obj):
        """Whose entries can be merged now that their households are one."""
        user, may_merge = self.request.user, "cases.merge_persons"
        of_households = obj.kind == Merge.Kind.HOUSEHOLD
        if not (of_households and obj.state == Merge.State.DONE):
            return ()
        if not user.has_perm(may_merge, obj):
            return ()
        pairs = DuplicatePair.objects.visible_to(user, may_merge)
        return pairs.one_person_in(obj.kept).select_related("person")


class MergeStep(ObjectFormPage):
    """One step of a merge: what it does, then the button."""

    queryset = Merge.objects.with_entries()
    view_permission = "cases.view_request"
    template_name = "layouts/confirm.html"
    form_class = PortalForm
    state = Merge.State.PROPOSED
    consequences = ()
    step = None
    button = None

    def save(self, form):
        type(self).step(merge=self.object, by=self.request.user)
        return self.object.get_absolute_url()

    @property
    def submit_label(self):
        return self.title

    def more(self):
        fits = self.object.state == self.state
        stands = {"label": _("This merge is: %s") % STATES[self.object.state]}
        return {
            "record": {"title": str(self.object)},
            "consequences": self.consequences,
            "missing": [] if fits else [stands],
        }


class MergeConfirm(MergeStep):
    permission = "cases.confirm_merge"
    title = gettext_lazy("Confirm the merge")
    saved_message = gettext_lazy("Merged.")
    step = staticmethod(services.confirm_merge)
    button = Action(title, "cases:merge_confirm", permission, primary=True)
    consequences = (
        gettext_lazy("The two entries become one; everything follows to the kept one."),
        gettext_lazy("A decision is in force: you answer for it as the second person."),
    )


class MergeDecline(MergeStep):
    permission = "cases.confirm_merge"
    title = gettext_lazy("Decline the merge")
    saved_message = gettext_lazy("Declined.")
    step = staticmethod(services.decline_merge)
    button = Action(title, "cases:merge_decline", permission)
    consequences = (gettext_lazy("Both entries stay as they are."),)


class MergeUndo(MergeStep):
    permission = "cases.undo_merge"
    title = gettext_lazy("Undo the merge")
    saved_message = gettext_lazy("Undone: both entries are as they were before.")
    state = Merge.State.DONE
    step = staticmethod(services.undo_merge)
    button = Action(title, "cases:merge_undo", permission)
    consequences = (
        gettext_lazy("Everything that the merge changed is put back as it was."),
        gettext_lazy("What was added to the kept entry since then stays with it."),
    )


STEPS = (MergeConfirm, MergeDecline, MergeUndo)


class MergeList(ListPage):
    queryset = Merge.objects.all()
    permission = "cases.merge_persons"
    title = gettext_lazy("Merges")
    table = MERGES
    filters = MERGE_FILTERS
    actions = (
        Action(
            gettext_lazy("Possible duplicates"),
            "cases:duplicate_list",
            "cases.review_duplicates",
        ),
    )
    order_key = "merged_at"
    empty = (
        gettext_lazy("No merge fits"),
        gettext_lazy(
            "Entries that were found to be one person or household appear here."
        ),
    )
