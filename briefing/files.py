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
    """A file that takes the place of ``path`` at the end, whose folder is made if need be; else as ``drafting`` has it.

    Raises RenderError if the disk refuses.
    """
    try:
        with drafting(path, make_folder=True) as file:
            yield file
    except OSError as error:
        raise RenderError(f"{path} cannot be written: {error.strerror or error}.") from error


@contextmanager
def drafting(path: Path, *, mode: int = 0o666, make_folder: bool = False) -> Iterator[IO[bytes]]:
    """A file that takes the place of ``path`` at the end, and is removed if anything goes wrong meanwhile.

    Nobody else can know its name before, or have put a link there. ``mode`` is who may read and write it, before the
    user's umask. Raises OSError.
    """
    temporary = path.with_name(f".briefing-{secrets.token_hex(8)}.tmp")
    file = _opened(temporary, mode, make_folder=make_folder)
    try:
        with file:
            yield file
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def remove_left(folder: Path) -> None:
    """Remove what a process that was killed has left of files that it was writing; what others call so stays."""
    for left in folder.glob(".briefing-*.tmp"):
        with suppress(OSError):  # a folder is none of ours
            left.unlink(missing_ok=True)


def allow_open(wanted: int) -> int:
    """Have the system allow so many open files at once, if it may be asked for them, and return how many it allows."""
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return wanted if soft == resource.RLIM_INFINITY else soft
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def _opened(path: Path, mode: int, *, make_folder: bool) -> IO[bytes]:
    # Not tempfile's own files: theirs are for their owner alone, and a brief is to be as readable as any file.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags, mode)
    except FileNotFoundError:  # the first file of its folder: all others find it there
        if not make_folder:
            raise
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, flags, mode)
    return os.fdopen(descriptor, "wb")
