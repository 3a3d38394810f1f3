"""Who works with the portal, in which role, and where."""

from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models.functions import JSONArray, Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.roles import MUNICIPAL_ROLES, OFFICE, REACH, Role
from core import rules
from core.models import Municipality
from core.scoping import Scope, ScopedQuerySet


class UserQuerySet(models.QuerySet):
    def with_appointments(self):
        """Fetch each user with the current appointments in the same query."""
        today = timezone.localdate()
        current = models.Q(appointments__valid_from__lte=today) & (
            models.Q(appointments__valid_until=None)
            | models.Q(appointments__valid_until__gte=today)
        )
        pair = JSONArray("appointments__role", "appointments__municipality_id")
        return self.annotate(
            appointed=ArrayAgg(pair, filter=current, default=models.Value([])),
            covered=ArraySubquery(_covered_by(models.OuterRef("pk"), on=today)),
        )

    def working_in(self, scope: Scope, roles):
        """Active people who hold one of these roles somewhere in this scope today."""
        today = timezone.localdate()
        held = Appointment.objects.current(on=today).filter(role__in=roles)
        if not scope.everything:
            held = held.filter(municipality__in=scope.municipalities)
        covers = Cover.objects.current(on=today).filter(
            absent__appointments__in=held,
            municipality=models.F("absent__appointments__municipality"),
            absent__appointments__role__in=OFFICE,
        )
        return self.filter(
            models.Q(pk__in=held.values("user"))
            | models.Q(pk__in=covers.values("covering")),
            is_active=True,
        )


class AppointmentQuerySet(models.QuerySet):
    def current(self, *, on):
        """Those that hold on this day."""
        return self.filter(
            models.Q(valid_until=None) | models.Q(valid_until__gte=on),
            valid_from__lte=on,
        )


class CoverQuerySet(ScopedQuerySet):
    def current(self, *, on):
        """Those of this day."""
        return self.filter(valid_from__lte=on, valid_until__gte=on)


def _covered_by(user, *, on):
    """For whom somebody stands in on this day: role, municipality and name, while that person holds the role."""
    return (
        Appointment.objects.current(on=on)
        .filter(
            role__in=OFFICE,
            user__absences__covering=user,
            user__absences__municipality=models.F("municipality"),
            user__absences__valid_from__lte=on,
            user__absences__valid_until__gte=on,
        )
        .order_by("pk")
        .values_list(JSONArray("role", "municipality_id", "user__full_name"))
    )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email=(email or "").lower())


class User(AbstractBaseUser):
    """A member of staff who signs in with an e-mail address; what they may do follows from appointments."""

    email = models.EmailField(
        _("e-mail"),
        unique=True,
        error_messages={"unique": _("There is an account with this e-mail.")},
    )
    full_name = models.CharField(_("name"), max_length=150)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(
        _("language and script"),
        max_length=10,
        choices=settings.LANGUAGES,
        default="sq",
    )
    daily_digest = models.BooleanField(
        _("tell me each morning how many files wait"),
        default=True,
        help_text=_("Numbers only, never a name or the number of a file."),
    )
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Without this the person cannot sign in."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_email",
                violation_error_message=_("There is an account with this e-mail."),
            )
        ]

    def __str__(self):
        return self.full_name or self.email

    @cached_property
    def roles_held(self) -> tuple[tuple[str, int | None], ...]:
        """The current appointments as (role, municipality or None), in a stable order; covered ones come last."""
        self._ask_for_roles()
        own = sorted((role, place) for role, place in self.appointed if role)
        lent = sorted((role, place) for role, place, _name in self.covered)
        return tuple(dict.fromkeys([*own, *lent]))

    @property
    def stands_in_for(self) -> tuple[str, ...]:
        """Whose absence this person covers today."""
        self._ask_for_roles()
        return tuple(dict.fromkeys(name for _role, _place, name in self.covered))

    def _ask_for_roles(self) -> None:
        if getattr(self, "appointed", None) is None:
            fresh = User.objects.with_appointments().get(pk=self.pk)
            self.appointed, self.covered = fresh.appointed, fresh.covered

    @cached_property
    def scope(self) -> Scope:
        """Everything this person's rows may come from: what row security lets through."""
        return self._scope_of(role for role in Role if REACH[role].sees_files) or Scope(
            user_id=self.pk
        )

    def scope_for(self, permission: str) -> Scope | None:
        """Where this person may do this; None when nowhere."""
        known = self._scopes.get(permission)
        if permission not in self._scopes:
            known = self._scopes[permission] = self._scope_of(
                rules.RULES[permission].roles
            )
        return known

    @cached_property
    def _scopes(self) -> dict:
        return {}

    def _scope_of(self, roles) -> Scope | None:
        wanted = {str(role) for role in roles}
        held = [(role, place) for role, place in self.roles_held if role in wanted]
        if not held:
            return None
        return Scope(
            municipalities=tuple(sorted({place for _role, place in held if place})),
            everything=any(place is None for _role, place in held),
            user_id=self.pk,
        )

    @property
    def is_staff(self) -> bool:
        """May open the administration pages."""
        return rules.may(self, "accounts.administer")

    # Nobody is above the rules.
    is_superuser = False

    def has_perm(self, permission: str, obj=None) -> bool:
        return permission in rules.RULES and rules.may(self, permission, obj)

    def has_perms(self, permissions, obj=None) -> bool:
        return all(self.has_perm(permission, obj) for permission in permissions)

    def has_module_perms(self, app_label: str) -> bool:
        return any(
            name.startswith(f"{app_label}.") and self.has_perm(name)
            for name in rules.RULES
        )

    def get_session_auth_hash(self) -> str:
        """Changes with password, e-mail, activity or appointments: then every session ends at once."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self):
        for fallback in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret=fallback)

    def _session_hash(self, secret: str | None = None) -> str:
        facts = (self.password, self.email, self.is_active, self.roles_held)
        return salted_hmac(
            "accounts.session", repr(facts), secret=secret, algorithm="sha256"
        ).hexdigest()


class Appointment(models.Model):
    """A role somebody holds, where and since when."""

    user = models.ForeignKey(
        User,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="appointments",
    )
    role = models.CharField(_("role"), max_length=24, choices=Role)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=MUNICIPAL_ROLES, municipality__isnull=False)
                | (
                    ~models.Q(role__in=MUNICIPAL_ROLES)
                    & models.Q(municipality__isnull=True)
                ),
                name="municipal_roles_have_a_municipality",
                violation_error_message=_(
                    "A municipal role needs a municipality; a ministry role has none."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="appointment_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "municipality"],
                nulls_distinct=False,
                name="one_appointment_per_role_and_place",
                violation_error_message=_("This person already holds this role here."),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} – {self.municipality or _('ministry')}"


class Cover(models.Model):
    """Somebody stands in for a colleague of the office from one day to another; it ends by itself."""

    absent = models.ForeignKey(
        User,
        verbose_name=_("who is away"),
        on_delete=models.CASCADE,
        related_name="absences",
    )
    covering = models.ForeignKey(
        User,
        verbose_name=_("who stands in"),
        on_delete=models.CASCADE,
        related_name="covers",
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("office of"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_until = models.DateField(_("until"))
    arranged_by = models.ForeignKey(
        User,
        verbose_name=_("arranged by"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("cover for absence")
        verbose_name_plural = _("covers for absence")
        ordering = ["-valid_until", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")),
                name="cover_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("covering")),
                name="nobody_covers_themselves",
                violation_error_message=_("Nobody stands in for themselves."),
            ),
            models.CheckConstraint(
                condition=~models.Q(covering=models.F("arranged_by")),
                name="nobody_takes_a_role_themselves",
                violation_error_message=_(
                    "Nobody gives a role to themselves: another person arranges it."
                ),
            ),
            ExclusionConstraint(
                name="one_cover_of_a_pair_at_a_time",
                expressions=[
                    ("absent", RangeOperators.EQUAL),
                    ("covering", RangeOperators.EQUAL),
                    ("municipality", RangeOperators.EQUAL),
                    (
                        models.Func(
                            models.F("valid_from"),
                            models.F("valid_until"),
                            models.Value("[]"),
                            function="DATERANGE",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "This person stands in for this colleague in that time already."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.covering} – {self.absent}"

    @property
    def is_over(self) -> bool:
        return self.valid_until < timezone.localdate()
