"""The lists of this app: what a column is called, what it sorts by, where it goes on a phone."""
