"""The files of imports on the disk: under names of ours, found only through their import."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kamp.shared.errors import DomainError

FOLDER = "imports"
_NAME_LENGTH = 120
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Upload(Protocol):
    """Something that came in: an uploaded file, or an open one."""

    name: str | None

    def chunks(self) -> Iterable[bytes]: ...


class FileTooLargeError(DomainError):
    """The file is larger than what is read."""


def store(upload: Upload, role: str) -> dict[str, Any]:
    """Keeps the bytes of ``upload`` and gives its entry for ``DataImport.files``. Raises FileTooLargeError."""
    path = new_path("table")
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as out:
            for chunk in upload.chunks():
                size += len(chunk)
                _check_size(size)
                digest.update(chunk)
                out.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return {
        "role": role,
        "name": plain_name(upload.name),
        "path": str(path.relative_to(settings.MEDIA_ROOT)),
        "sha256": digest.hexdigest(),
        "size": size,
    }


def _check_size(size: int) -> None:
    limit = settings.KAMP_IMPORT_MAX_BYTES
    if size > limit:
        text = _("The file is larger than %(limit)s megabytes. Split it, for example by year.")
        raise FileTooLargeError(text % {"limit": limit // 2**20}, field="file")


def new_path(sort: str) -> Path:
    """A place for a new file that nobody can guess."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{secrets.token_hex(20)}.{sort}"


def remove(relative: str) -> None:
    """Deletes a file of an import; one that is gone already is no error."""
    if relative:
        (Path(settings.MEDIA_ROOT) / relative).unlink(missing_ok=True)


def remove_when_written(*paths: str) -> None:
    """Deletes files of an import once no row names them for good: what is taken back keeps its files."""

    def remove_all() -> None:
        for path in paths:
            remove(path)

    transaction.on_commit(remove_all)


def plain_name(name: str | None) -> str:
    """The name of a file as it can be shown: no folders, no control characters, not too long.

    >>> plain_name("../../etc/passwd")
    'passwd'
    """
    text = unicodedata.normalize("NFC", str(name or "")).replace("\\", "/").rpartition("/")[2]
    text = _UNPRINTABLE.sub("", text).strip()
    stem, dot, ending = text.rpartition(".")
    if len(text) > _NAME_LENGTH and dot and len(ending) < 8:
        text = stem[: _NAME_LENGTH - len(ending) - 1] + dot + ending
    return text[:_NAME_LENGTH] or "file"
