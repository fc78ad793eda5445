"""Kinds of reviews as data: their rhythm, their agenda, what is compared."""
