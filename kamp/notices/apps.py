"""Reminders: sources declared by the apps, an inbox for each person, one mail a day."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "kamp.notices"
    label = "notices"
