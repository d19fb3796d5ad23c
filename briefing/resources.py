"""Where the data folders are: inside the installed package (a wheel), else at the root of the checkout."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def data_root() -> Path:
    """The folder that holds ``schemas/`` and ``templates/``."""
    package = Path(__file__).resolve().parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent


def template_path(name: str) -> Path:
    """The path of a file or folder under ``templates/``."""
    return data_root() / "templates" / name


def table(name: str) -> list[list[str]]:
    """The rows of a tab-separated file under ``templates/``: without comments, empty lines and the line of headings."""
    lines = template_path(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


def schema_path(name: str) -> Path:
    """The path of a file under ``schemas/``."""
    return data_root() / "schemas" / name
