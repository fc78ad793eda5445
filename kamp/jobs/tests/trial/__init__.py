"""A small app of job kinds made for the tests of the engine; installed by settings/test.py only."""
