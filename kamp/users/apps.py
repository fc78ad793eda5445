"""People who sign in, their teams and roles."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "kamp.users"
    label = "users"
