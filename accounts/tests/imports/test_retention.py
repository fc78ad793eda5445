"""Files of imports: under names of ours, deleted when nobody needs them any more."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.db import transaction

from accounts.services.imports.files import FileTooLargeError, plain_name, store
from accounts.services.imports.requests import ImportSettledError, request_apply, request_check
from accounts.services.imports.retention import KEPT, delete_old_files
from accounts.tests.factories import make_account, make_company
from accounts.tests.imports.support import NOON, bring, check, undo, uploaded
from kamp.shared.errors import DomainError

pytestmark = pytest.mark.django_db

TEXT = "date,account,net amount\n2026-01-05,C1,1\n2026-01-05,C9,1\n"


@pytest.fixture(autouse=True)
def world():
    make_company()
    make_account("Molini", code="C1")


class Upload:
    """A file whose name nothing has cleaned yet."""

    def __init__(self, name: str | None) -> None:
        self.name = name

    def chunks(self):
        return [TEXT.encode()]


def stored(media) -> list[str]:
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def test_old_files_go_the_import_stays_and_can_be_undone(media):
    data_import = bring("sales", TEXT, partial=True)
    assert len(stored(media)) == 2, "the file and the rejected rows"
    assert delete_old_files(at=NOON + KEPT - timedelta(seconds=1)) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda action, **_: action())
        assert delete_old_files(at=NOON + KEPT + timedelta(seconds=1)) == 1
    assert stored(media) == []
    data_import.refresh_from_db()
    assert (data_import.has_files, data_import.rejects_path) == (False, "")
    assert undo(data_import).state == "undone"


def test_what_waits_keeps_its_files_and_what_lost_them_says_so():
    waiting = uploaded("sales", TEXT)
    request_check(data_import=waiting, by=None, at=NOON)
    assert delete_old_files(at=NOON + 2 * KEPT) == 0
    left = uploaded("sales", TEXT)
    assert delete_old_files(at=NOON + 2 * KEPT) == 1
    with pytest.raises(ImportSettledError):
        request_apply(data_import=left, partial=False, by=None, at=NOON)


def test_files_that_belong_to_no_import_go_after_a_day(media):
    uploaded("sales", TEXT)
    orphan = media / "imports" / "left.table"
    orphan.write_text("x")
    assert delete_old_files(at=NOON) == 0
    os.utime(orphan, (0, 0))
    assert delete_old_files(at=NOON) == 1
    assert "left.table" not in stored(media)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\vendite.csv", "vendite.csv"),
        ("con", "con"),
        ("\u202efdp.csv", "fdp.csv"),
        ("a\x00b\n.csv", "ab.csv"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
        ("", "file"),
        (None, "file"),
        ("..", ".."),
    ],
)
def test_names_are_shown_plain_and_never_used_as_places(name, kept, media):
    entry = store(Upload(name), "main")
    assert entry["name"] == plain_name(name) == kept
    (path,) = stored(media)
    assert path not in {name, kept}
    assert entry["path"] == f"imports/{path}"


def test_files_of_the_same_name_are_told_apart():
    data_import = uploaded("sales", TEXT, joined={"other.csv": "account,x\nC1,1\n"}, name="other.csv")
    assert [file["name"] for file in data_import.files] == ["other.csv", "2-other.csv"]


def test_a_file_beyond_the_limit_is_refused_and_not_kept(settings, media):
    settings.KAMP_IMPORT_MAX_BYTES = 2**20
    with pytest.raises(FileTooLargeError) as caught:
        uploaded("sales", "date,account,net amount\n" + "2026-01-05,C1,1\n" * 100_000)
    assert isinstance(caught.value, DomainError)
    assert stored(media) == []


@pytest.mark.django_db(transaction=True)
def test_rejected_rows_stay_while_a_new_check_can_still_be_taken_back(media):
    checked = check(uploaded("sales", TEXT))
    kept = checked.path_of({"path": checked.rejects_path})
    with transaction.atomic():
        check(checked)
        assert kept.exists()
        transaction.set_rollback(True)
    assert kept.exists()
    assert check(checked).rejects_path != checked.rejects_path
    assert not kept.exists()
