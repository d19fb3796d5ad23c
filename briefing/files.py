"""Files that are either whole or not there, and never lead to where somebody put a link."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from briefing.errors import RenderError


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file (text as UTF-8) so that it is either whole or not there. Raises RenderError if the disk refuses."""
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    with replacing(path) as file:
        file.write(data)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of ``path`` at the end, and is removed if anything goes wrong meanwhile.

    Nobody else can know its name before, or have put a link there. Raises RenderError if the disk refuses.
    """
    temporary: Path | None = None
    try:
        temporary, file = _opened_beside(path)
        with file:
            yield file
        os.replace(temporary, path)
        temporary = None
    except OSError as error:
        raise RenderError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def remove_left(folder: Path) -> None:
    """Remove what a process that was killed has left of files that it was writing; what others call so stays."""
    for left in folder.glob(".briefing-*.tmp"):
        with suppress(OSError):  # a folder is none of ours
            left.unlink(missing_ok=True)


def _opened_beside(path: Path) -> tuple[Path, IO[bytes]]:
    # Not tempfile's own files: theirs are for their owner alone, and a brief is to be as readable as any file.
    temporary = path.with_name(f".briefing-{secrets.token_hex(8)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(temporary, flags, 0o666)
    except FileNotFoundError:  # the first file of its folder: all others find it there
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(temporary, flags, 0o666)
    return temporary, os.fdopen(descriptor, "wb")
