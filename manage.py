#!/usr/bin/env python3
"""The one door: `python3 manage.py up` runs KAMP, `python3 manage.py verify` checks it, `help` lists the rest.

Needs nothing but Python 3.11 or newer: the environment is built on first use, and commands that need the database
or the broker find the running ones or start private ones for as long as they run.
"""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit("KAMP needs Python 3.11 or newer; this is " + sys.version.split()[0] + " (" + sys.executable + ")")
if os.name != "posix":
    sys.exit("KAMP runs on Linux and macOS; on Windows use the Windows Subsystem for Linux")


def main():
    from kamp.servers import bootstrap

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    bootstrap.enter(command)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kamp.settings.dev")

    from kamp.servers import provision

    with provision.servers_for(command, sys.argv[2:]):
        from django.core.management import execute_from_command_line
        from django.db import ProgrammingError

        try:
            execute_from_command_line(sys.argv)
        except ProgrammingError:  # a table or column is missing
            from kamp.operation.preparation import migrations_wait

            if not migrations_wait():
                raise
            sys.exit("The database is not up to date with this version of KAMP: run `python3 manage.py migrate` first")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
