"""How long files of imports are kept: long enough to undo, to download again and to look into what was refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from accounts.models import DataImport
from accounts.models.imports import ImportState
from accounts.services.imports.files import FOLDER, remove_when_written

KEPT = timedelta(days=30)
_ORPHAN = timedelta(days=1)


def delete_old_files(*, at: datetime) -> int:
    """Deletes the files of imports older than KEPT, and files that belong to none; how many they were.

    The import itself stays, with its counts, and can still be undone.
    """
    old = DataImport.objects.filter(
        Q(applied_at__lt=at - KEPT) | Q(state__in=[ImportState.UPLOADED, ImportState.CHECKED], created_at__lt=at - KEPT)
    ).exclude(files=[])
    deleted = 0
    for data_import in old.select_related("job").iterator():
        if data_import.has_files and not data_import.is_busy:
            _delete(data_import)
            deleted += 1
    return deleted + _delete_orphans(at)


def _delete(data_import: DataImport) -> None:
    paths = [*(file["path"] for file in data_import.files), data_import.rejects_path]
    files = [{**file, "path": ""} for file in data_import.files]
    DataImport.objects.filter(pk=data_import.pk).update(files=files, rejects_path="")
    remove_when_written(*paths)


def _delete_orphans(at: datetime) -> int:
    """Files whose import was never written, because a process died in between."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    if not folder.exists():
        return 0
    known: set[str] = set()
    for files, rejects in DataImport.objects.order_by().values_list("files", "rejects_path").iterator():
        known |= {file["path"] for file in files} | {rejects}
    limit = (at - _ORPHAN).timestamp()
    orphans = [
        path
        for path in folder.iterdir()
        if path.stat().st_mtime < limit and str(path.relative_to(settings.MEDIA_ROOT)) not in known
    ]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
