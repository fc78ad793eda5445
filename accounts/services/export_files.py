"""Files of lists that are made in the background: where they lie, and when they go."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

KEPT = timedelta(days=1)


def export_file(job_id: uuid.UUID | str) -> Path:
    """Where the file of a job lies, whether or not it is there (any more)."""
    folder = Path(settings.MEDIA_ROOT) / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{uuid.UUID(str(job_id))}.xlsx"


def delete_old_exports(*, at: datetime) -> int:
    """Deletes files made more than a day ago; how many they were."""
    limit = (at - KEPT).timestamp()
    old = [path for path in export_file(uuid.uuid4()).parent.iterdir() if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
