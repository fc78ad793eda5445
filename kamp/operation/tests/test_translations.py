"""Finding, checking and compiling texts."""

from __future__ import annotations

import gettext
import shutil

import pytest
from babel.messages.catalog import Catalog

from kamp.operation.translations import catalogs
from kamp.operation.translations.extraction import catalog_of_sources

pytestmark = pytest.mark.unit


@pytest.fixture
def own_locale(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    for root in ("kamp", "templates"):
        (tmp_path / root).mkdir()
    (tmp_path / "kamp" / "words.py").write_text(
        'a = _("Saved")\nb = ngettext("%(n)d row", "%(n)d rows", n)\n'
        'c = N_("Class")\nd = pgettext("verb", "Open")\n_(computed)\n_(row["key"])\n'
        'from django.utils.translation import gettext_lazy as _later\ne = _later("Later")\n'
    )
    (tmp_path / "templates" / "page.html").write_text(
        '{% translate "Accounts" %}'
        "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"
    )
    return tmp_path


def test_finds_texts_of_modules_and_templates(own_locale):
    found = catalog_of_sources()
    ids = {message.id for message in found if message.id}
    plurals = {("%(n)d row", "%(n)d rows"), ("%(n)s day", "%(n)s days")}
    assert ids == {"Saved", "Class", "Open", "Later", "Accounts", *plurals}
    assert found.get("Open", "verb") is not None


def test_says_what_is_missing_stale_or_wrong(own_locale):
    catalogs.update("it", catalog_of_sources())
    assert "not translated: 'Saved'" in catalogs.problems("it", catalog_of_sources())
    path = catalogs.path_of("it")
    text = path.read_text().replace('msgid "Saved"\nmsgstr ""', 'msgid "Saved"\nmsgstr "Salvato"')
    path.write_text(text.replace('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "%(m)d riga"\nmsgstr[1] "%(m)d righe"', 1))
    found = catalogs.problems("it", catalog_of_sources())
    assert not [line for line in found if "'Saved'" in line]
    assert [line for line in found if line.startswith("placeholders differ")]
    (own_locale / "kamp" / "words.py").write_text('e = _("Gone")\n')
    found = catalogs.problems("it", catalog_of_sources())
    assert "not in the catalogue: 'Gone'" in found
    assert "no longer in the sources: 'Saved'" in found


def test_says_which_places_for_values_differ_in_texts_for_str_format(own_locale):
    (own_locale / "kamp" / "words.py").write_text('f = N_("“{value}” is empty")\n')
    catalogs.update("it", catalog_of_sources())
    path = catalogs.path_of("it")
    path.write_text(path.read_text().replace('is empty"\nmsgstr ""', 'is empty"\nmsgstr "«{valore}» è vuoto"'))
    assert "placeholders differ: '“{value}” is empty'" in catalogs.problems("it", catalog_of_sources())
    path.write_text(path.read_text().replace("{valore}", "{value}"))
    assert not [line for line in catalogs.problems("it", catalog_of_sources()) if "is empty" in line]


def test_compiled_catalogue_is_read_by_gettext(own_locale):
    catalogs.update("it", catalog_of_sources())
    path = catalogs.path_of("it")
    path.write_text(path.read_text().replace('msgid "Saved"\nmsgstr ""', 'msgid "Saved"\nmsgstr "Salvato"'))
    assert catalogs.compile_all() == [catalogs.path_of("it", "mo")]
    assert catalogs.compile_all() == [], "nothing changed, nothing to write"
    with catalogs.path_of("it", "mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Saved") == "Salvato"
    shutil.rmtree(own_locale / "locale")
    assert isinstance(catalogs.read("it"), Catalog)
