"""What marks a file of rejected rows; its texts are neutralised and restored as those of every file we write."""

from kamp.shared.neutral import is_formula, neutralise, restore

KAMP_COLUMNS = ("kamp_line", "kamp_column", "kamp_reason")
"""The columns that a file of rejected rows has after its own; a file that has all of them is read back restored."""

__all__ = ["KAMP_COLUMNS", "is_formula", "neutralise", "restore"]
