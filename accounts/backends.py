"""Sign-in with e-mail and password; one query brings a person and the current appointments."""

from django.contrib.auth.backends import ModelBackend

from accounts.models import User


class PortalBackend(ModelBackend):
    """Django's password check over our accounts; permissions come from core.rules, not from groups."""

    def get_user(self, user_id):
        user = User.objects.with_appointments().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj, perm, obj=None):
        return user_obj.has_perm(perm, obj)

    def has_module_perms(self, user_obj, app_label):
        return user_obj.has_module_perms(app_label)
