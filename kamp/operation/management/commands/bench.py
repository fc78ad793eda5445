"""`manage.py bench`: runs the measurements of bench/ and prints what they found."""

from __future__ import annotations

import importlib.util
import inspect
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Measure: every bench/NAME.py has a run(); without names, list them. Options are given as key=value."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", help="which measurements; `all` for every one")
        parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="an argument of run()")

    def handle(self, *args: Any, names: list[str], **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "bench"
        sys.path.insert(0, str(folder))  # what measurements share stands beside them
        known = sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("bench_"))
        if not names:
            self.stdout.write("\n".join(known))
            return
        given = dict(pair.split("=", 1) for pair in options["set"])
        for name in known if names == ["all"] else names:
            if name not in known:
                raise CommandError(f"no measurement {name!r}; there are: {', '.join(known)}")
            module = _load(folder / f"{name}.py")
            found = module.run(**_arguments(module, given))
            self.stdout.write(json.dumps({name: found}, default=str, indent=2))


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"bench_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise CommandError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _arguments(module: ModuleType, given: dict[str, str]) -> dict[str, Any]:
    """The given arguments that run() of the module takes, in the type of their default."""
    wanted = inspect.signature(module.run).parameters
    return {key: type(wanted[key].default)(value) for key, value in given.items() if key in wanted}
