"""User, Team and the saved views of a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kamp.shared.models import Dated, Versioned
from kamp.shared.record import recorded
from kamp.users.roles import NO_ROLE, ROLES, Reach, Role, role_choices


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


@recorded(exclude=["updated_at"])
class Team(Dated, Versioned):
    """A sales team."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


@recorded(exclude=["password", "last_login", "updated_at"])
class User(AbstractBaseUser, Dated, Versioned):
    """A person (or machine) that signs in with an e-mail address and holds one role."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=30, choices=role_choices)
    teams = models.ManyToManyField(Team, verbose_name=_("teams"), blank=True, related_name="users")
    language = models.CharField(
        _("language"), max_length=5, default="it", choices=[("it", "Italiano"), ("en", "English")]
    )
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Rome")
    is_active = models.BooleanField(_("active"), default=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("Someone with this e-mail address exists already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role_spec(self) -> Role:
        """The declared role; its rights and reach are code, not rows."""
        return ROLES.get(self.role) if self.role in ROLES else NO_ROLE

    def get_role_display(self) -> str:
        """The name of the role in the language of the page (Django's own would show the English of the catalogue)."""
        return gettext(self.role_spec.label)

    @property
    def reach(self) -> Reach:
        return self.role_spec.reach

    @property
    def is_staff(self) -> bool:
        return self.has_perm("users.view_style")

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        words = [word for word in self.name.split() if word]
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and perm in self.role_spec.rights

    def has_perms(self, perm_list: Iterable[str], obj: object = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and any(right.startswith(f"{app_label}.") for right in self.role_spec.rights)


class SavedView(models.Model):
    """A list as a person wants it again: the query string of ``page`` under a name; one of them may open by itself."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint("user", "page", Lower("name"), name="saved_view_unique"),
            models.UniqueConstraint(
                fields=["user", "page"], name="saved_view_one_default", condition=models.Q(is_default=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name
