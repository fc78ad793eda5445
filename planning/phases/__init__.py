"""The seven phases of the method, declared as data."""
