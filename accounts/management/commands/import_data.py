"""`manage.py import_data KIND FILE …`: brings a file in through the same pipeline as the wizard (docs/import.md)."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kamp.shared.commands import QuickCommand

_FIGURES = ("rows", "created", "updated", "unchanged", "rejected")


@dataclass(frozen=True, slots=True)
class _Given:
    """A file on the disk as the services take uploads."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    def chunks(self) -> Iterable[bytes]:
        with self.path.open("rb") as file:
            while chunk := file.read(1 << 20):
                yield chunk


class Command(QuickCommand):
    help = "Import a CSV or XLSX file. Prints one JSON object; exit status 1 when rows are rejected."

    def add_arguments(self, parser: CommandParser) -> None:
        from accounts.kinds.catalog import KINDS

        pairs: dict[str, Any] = {"nargs": "+", "action": "extend", "default": []}
        parser.add_argument("kind", choices=KINDS.keys())
        parser.add_argument("file", type=Path)
        parser.add_argument("--map", metavar="FIELD=COLUMN", help="take a field from a column", **pairs)
        parser.add_argument("--set", metavar="FIELD=VALUE", help="the same value in every row", **pairs)
        parser.add_argument("--compute", metavar="FIELD=EXPRESSION", help="such as net_amount=Price*Qty", **pairs)
        parser.add_argument("--join", metavar="FILE:KEY[=KEY]", help="columns of another file, by key", **pairs)
        parser.add_argument("--mapping", metavar="NAME", default="", help="use (or, if new, save) a mapping")
        parser.add_argument("--dry-run", action="store_true", help="only say what would become of the rows")
        parser.add_argument("--partial", action="store_true", help="import the good rows even if others are rejected")
        parser.add_argument("--rejects", type=Path, metavar="OUT.csv", help="where to write the rejected rows")
        parser.add_argument("--as", dest="user", metavar="EMAIL", default="", help="import with the rights of a user")
        parser.add_argument("--decimal", choices=["point", "comma"], default="", help="where a column does not tell")
        parser.add_argument("--dates", choices=["day", "month"], default="day", help="what comes first, likewise")
        parser.add_argument("--sheet", help="of a workbook")
        parser.add_argument("--encoding", help="of a CSV file, such as cp1252")
        parser.add_argument("--delimiter", help="of a CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        from accounts.services.imports.messages import told
        from kamp.intake.errors import IntakeError
        from kamp.shared.errors import DomainError

        by = _user(options["user"])
        with translation.override(by.language if by else translation.get_language()):
            try:
                told_counts = self._import(by, options)
            except IntakeError as problem:
                raise CommandError(told(problem.code, problem.params)) from problem
            except (DomainError, OSError) as problem:
                raise CommandError(str(problem)) from problem
        self.stdout.write(json.dumps(told_counts))
        if told_counts["rejected"]:
            sys.exit(1)

    def _import(self, by: Any, options: dict[str, Any]) -> dict[str, Any]:
        from accounts.services.imports.files import remove
        from accounts.services.imports.requests import create_import

        plan, files, mapping = _plan(options)
        at = timezone.now()
        uploads = [_Given(options["file"]), *map(_Given, files)]
        with transaction.atomic():
            data_import = create_import(kind=options["kind"], uploads=uploads, by=by, at=at, plan=plan)
            if options["dry_run"]:
                _check(data_import, by, at)
                transaction.set_rollback(True)
        try:
            if not options["dry_run"]:
                data_import = _carry_out(data_import, by, at, partial=options["partial"])
                _remember(data_import, options["mapping"], mapping, by, at)
            return self._told(data_import, options)
        finally:
            if options["dry_run"]:
                for path in (*(file["path"] for file in data_import.files), data_import.rejects_path):
                    remove(path)

    def _told(self, data_import: Any, options: dict[str, Any]) -> dict[str, Any]:
        from accounts.models.imports import ImportState
        from accounts.services.imports.messages import told

        if data_import.message:
            raise CommandError(told(data_import.message["code"], data_import.message["params"]))
        counts = {key: data_import.counts[key] for key in _FIGURES}
        written = data_import.state == ImportState.APPLIED
        if not written and not options["dry_run"]:
            counts.update(created=0, updated=0, unchanged=0)
        for notice in data_import.counts["notices"]:
            self.stderr.write(told(notice["code"], notice["params"]))
        if data_import.rejects_path:
            out = options["rejects"] or Path(f"{options['file'].stem}.rejects.csv")
            shutil.copyfile(data_import.path_of({"path": data_import.rejects_path}), out)
            self.stderr.write(_("The rejected rows are in %(file)s.") % {"file": out})
        return {**counts, "import_id": None if options["dry_run"] else data_import.pk}


def _check(data_import: Any, by: Any, at: Any) -> None:
    from accounts.services.imports.runs import check_import

    checked = check_import(import_id=data_import.pk, by=by, at=at, tell=lambda *_args: None)
    for name in ("counts", "problems", "message", "rejects_path", "state"):
        setattr(data_import, name, getattr(checked, name))


def _carry_out(data_import: Any, by: Any, at: Any, *, partial: bool) -> Any:
    """By a job, as from the wizard, but run by this process (or waited for, where a worker is quicker)."""
    from accounts.models import DataImport
    from accounts.services.imports.requests import request_apply
    from kamp.jobs.models import JobState
    from kamp.jobs.runner import run_here

    job = run_here(request_apply(data_import=data_import, partial=partial, by=by, at=at).pk)
    if job.state != JobState.DONE:
        raise CommandError(job.error or _("The import failed. Reference: %(reference)s") % {"reference": job.reference})
    return DataImport.objects.get(pk=data_import.pk)


def _user(email: str) -> Any:
    from kamp.users.models import User

    if not email:
        return None
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(_("No active user has the e-mail address %(email)s.") % {"email": email})
    return user


def _plan(options: dict[str, Any]) -> tuple[Any, list[Path], Any]:
    """The plan that the arguments say, the files it joins, the saved mapping it begins with."""
    from accounts.models import SavedMapping
    from accounts.services.imports.mappings import plan_of
    from accounts.services.imports.plans import Plan
    from kamp.intake.joins import parse_join
    from kamp.intake.reading import ReadOptions

    mapping = SavedMapping.objects.filter(kind=options["kind"], name__iexact=options["mapping"]).first()
    plan = plan_of(mapping) if mapping else Plan()
    joins = [parse_join(text) for text in options["join"]]
    files = [Path(spec.file) for spec in joins]
    given = {name: dict(_pairs(options[name])) for name in ("map", "set", "compute")}
    told = set().union(*given.values())
    kept = {
        name: {key: value for key, value in getattr(plan.recipe, name).items() if key not in told}
        for name in ("columns", "constants", "computed")
    }
    recipe = replace(
        plan.recipe,
        columns={**kept["columns"], **given["map"]},
        constants={**kept["constants"], **given["set"]},
        computed={**kept["computed"], **given["compute"]},
        joins=tuple(replace(spec, file=Path(spec.file).name) for spec in joins) or plan.recipe.joins,
        decimal=options["decimal"] or plan.recipe.decimal,
        first=options["dates"],
    )
    chosen = {name: options[name] for name in ("sheet", "encoding", "delimiter") if options[name]}
    reading = replace(plan.options, **chosen) if chosen else plan.options or ReadOptions()
    return Plan(recipe=recipe, options=reading, percent=plan.percent), files, mapping


def _pairs(texts: list[str]) -> Iterator[tuple[str, str]]:
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key.strip() or not value.strip():
            raise CommandError(_("“%(text)s” is not of the form field=value.") % {"text": text})
        yield key.strip(), value.strip()


def _remember(data_import: Any, name: str, mapping: Any, by: Any, at: Any) -> None:
    from accounts.services.imports.mappings import mark_used, save_mapping

    if mapping is not None:
        mark_used(mapping=mapping, at=at)
    elif name and not data_import.message:
        save_mapping(data_import=data_import, name=name, by=by, at=at)
