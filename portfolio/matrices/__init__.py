"""The portfolio matrices as data: axes, lines, cells and what each cell prescribes."""
