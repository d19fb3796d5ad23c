"""Files that take the place of others: whole or not there, readable as asked, and never written through a planted link."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from briefing import traces
from briefing.batches import _folder
from briefing.errors import RenderError, SettingsError
from briefing.files import replacing, write_atomically
from briefing.manifests import STATE


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    """A file that nobody is to write to, and whose name cannot change what is written."""
    path = tmp_path / "elsewhere" / "mine"
    path.parent.mkdir()
    path.write_text("mine")
    yield path
    assert path.read_text() == "mine" and [one.name for one in path.parent.iterdir()] == ["mine"]


def test_a_link_is_not_followed_even_if_the_name_was_known(tmp_path: Path, target: Path) -> None:
    with patch("secrets.token_hex", return_value="known"):
        (tmp_path / ".briefing-known.tmp").symlink_to(target)
        with pytest.raises(RenderError, match=r"brief\.ar\.md cannot be written: File exists"):
            write_atomically(tmp_path / "brief.ar.md", "theirs")
    assert not (tmp_path / "brief.ar.md").exists()
    with patch("secrets.token_hex", return_value="known"), pytest.raises(FileExistsError):
        traces._write(tmp_path / "000001.json", "theirs")


def test_a_link_in_the_place_of_the_file_is_replaced(tmp_path: Path, target: Path) -> None:
    (tmp_path / "brief.ar.md").symlink_to(target)
    write_atomically(tmp_path / "brief.ar.md", "ours")
    assert (tmp_path / "brief.ar.md").read_text() == "ours" and not (tmp_path / "brief.ar.md").is_symlink()


def test_the_note_of_who_holds_a_folder_is_not_written_through_a_link(tmp_path: Path, target: Path) -> None:
    state = tmp_path / "out" / STATE
    state.mkdir(parents=True)
    with _folder(tmp_path / "out"):
        assert str(os.getpid()) in (state / "holder").read_text()
    (state / "holder").symlink_to(target)
    before = target.read_bytes()
    with pytest.raises(SettingsError, match="link"), _folder(tmp_path / "out"):
        pass
    assert target.read_bytes() == before


def test_no_two_names_are_the_same_and_what_a_killed_run_leaves_is_found(tmp_path: Path) -> None:
    with replacing(tmp_path / "one"), replacing(tmp_path / "one"):
        assert len(set(tmp_path.glob(".*.tmp"))) == 2  # as the runs that come after look for them
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
def test_a_file_is_as_readable_as_the_user_has_it_and_a_trace_is_the_owners(mask: int, mode: int, tmp_path: Path) -> None:
    before = os.umask(mask)
    try:
        write_atomically(tmp_path / "brief", "text")
        traces._write(tmp_path / "trace", "text")
    finally:
        os.umask(before)
    assert (tmp_path / "brief").stat().st_mode & 0o777 == mode
    assert (tmp_path / "trace").stat().st_mode & 0o777 == 0o600


def test_what_goes_wrong_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    write_atomically(tmp_path / "brief", "old")

    def stopped() -> None:
        with replacing(tmp_path / "brief") as file:
            file.write(b"new")
            raise ValueError("half")

    with pytest.raises(ValueError, match="half"):
        stopped()
    assert (tmp_path / "brief").read_text() == "old" and len(list(tmp_path.iterdir())) == 1


def test_a_name_as_long_as_the_disk_takes_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("م" * 127)
    write_atomically(path, "text")
    assert path.read_text() == "text"
