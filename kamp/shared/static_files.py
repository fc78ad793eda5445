"""Static files in production: compressed, with their fingerprint in the name."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined]


class FingerprintedStorage(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports between our own JavaScript modules, so that none is taken from an older release.

    Django's switch for this reads every script, among them some of packages that import what they do not bring.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", _IMPORTS))
