"""Small pictures as SVG text: the same on the page, in print and in e-mail. Colours are CSS classes."""
