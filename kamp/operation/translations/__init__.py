"""Translations without GNU gettext: texts are found, merged and compiled by Babel."""
