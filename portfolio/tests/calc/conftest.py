"""How the properties are tried: no time limit on a busy machine, nothing written beside the code."""

from hypothesis import settings

settings.register_profile("kamp", deadline=None, database=None)
settings.load_profile("kamp")
