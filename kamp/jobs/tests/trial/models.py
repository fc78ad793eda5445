"""What the trial jobs do to the database."""

from django.db import models


class Effect(models.Model):
    """One mark left by one finished handler: the tests count them."""

    name = models.CharField(max_length=80)
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name
