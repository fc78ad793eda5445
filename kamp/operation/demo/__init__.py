"""The demo portfolio: an invented Italian company and its customers; the same seed gives the same data."""
