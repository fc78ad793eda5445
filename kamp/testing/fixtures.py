"""The fixtures every test may ask for; tests import nothing to have them."""

from kamp.testing.worker import worker

__all__ = ["worker"]
