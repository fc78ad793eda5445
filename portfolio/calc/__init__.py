"""Arithmetic of the portfolio: no Django, no database, no clock."""
