"""Arithmetic on plain values: no Django, no database, no clock."""
