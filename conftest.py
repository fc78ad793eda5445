"""Fixtures of the browser tests: here, because pytest-playwright's own would win over those of a plugin."""

from kamp.testing.browser import browser_type_launch_args, problems, shoot, signed_in

__all__ = ["browser_type_launch_args", "problems", "shoot", "signed_in"]
