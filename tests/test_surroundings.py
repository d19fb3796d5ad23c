"""Commands where something around them is missing: streams, a home, a folder to write to, a sound cache. Never a traceback."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.resources import data_root
from tests.scripted_server import ScriptedServer, fails, says

DOWN = "generate report.txt --model scripted --base-url http://127.0.0.1:9/v1"


def told(folder: Path, command: str, streams: str = "", **env: str) -> tuple[int, str, str]:
    """Exit code and what was written to standard output and standard error, in an environment with ``env`` alone."""
    (folder / "report.txt").write_text("قال الوفد إنه يطلب الهدنة.", encoding="utf-8")
    line = f"{shlex.quote(sys.executable)} -m briefing {command} {streams}"
    kept = {"PYTHONPATH": str(data_root()), "BRIEFING_RETRY_WAIT": "0.001", **env}
    ran = subprocess.run(["/bin/sh", "-c", line], cwd=folder, env=kept, capture_output=True, timeout=120)
    out, err = ran.stdout.decode(), ran.stderr.decode()
    assert not [word for word in ("Traceback", "Exception ignored", "bug in briefing") if word in out + err], out + err
    return ran.returncode, out, err


@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_closed_streams_change_no_exit_code(streams: str, tmp_path: Path) -> None:
    assert told(tmp_path, DOWN, streams)[0] == 1
    assert told(tmp_path, "schema", streams)[0] == 0


def test_a_log_goes_nowhere_if_standard_error_is_closed(tmp_path: Path) -> None:
    assert told(tmp_path, f"--debug {DOWN} --log-format json", "2>&-")[0] == 1


def test_a_report_from_a_closed_standard_input_is_empty(tmp_path: Path) -> None:
    code, _, err = told(tmp_path, "generate - --model m --base-url http://127.0.0.1:9/v1", "<&-")
    assert code == 2 and "is empty" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["schema", "cache", "cache --json"])
def test_a_full_standard_output_is_told_in_a_sentence(command: str, tmp_path: Path) -> None:
    code, _, err = told(tmp_path, command, ">/dev/full", BRIEFING_CACHE_DIR=str(tmp_path))
    assert code == 1 and err == "briefing: Standard output cannot be written: No space left on device.\n"


PLACES: dict[str, dict[str, str]] = {
    "no environment": {},
    "a home that is not there": {"HOME": "/proc/nowhere"},
    "the locale C": {"LANG": "C", "LC_ALL": "C"},
}


@pytest.mark.parametrize("place", PLACES)
def test_without_a_home_and_with_any_locale(place: str, tmp_path: Path) -> None:
    code, _, err = told(tmp_path, DOWN, **PLACES[place])
    assert code == 1 and "127.0.0.1:9/v1 cannot be reached" in err
    assert "model that answers" in told(tmp_path, "doctor", **PLACES[place])[1]


def test_a_user_whom_the_system_does_not_know_has_no_home_and_no_cache(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import pwd\ndef unknown(_):\n    raise KeyError\npwd.getpwuid = unknown\n")
    env = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{data_root()}"}
    code, _, err = told(tmp_path, DOWN, **env)
    assert code == 1 and "cannot be reached" in err and "set HOME or BRIEFING_CACHE_DIR" in err
    code, out, _ = told(tmp_path, "doctor --json", **env)
    assert "set HOME or BRIEFING_CACHE_DIR" in out and "model that answers" in out
    for command in ("cache", "cache clear"):
        code, _, err = told(tmp_path, command, **env)
        assert code == 2 and err.endswith("set HOME or BRIEFING_CACHE_DIR.\n")
    kept = {**env, "BRIEFING_CACHE_DIR": str(tmp_path / "kept")}
    assert "HOME" not in told(tmp_path, DOWN, **kept)[2]
    # A batch keeps its answers in its own folder instead, as it does without a cache: it may be killed.
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "report.txt").write_text("قال الوفد إنه يطلب الهدنة.", encoding="utf-8")
    with ScriptedServer([says('{"participants": []}'), fails(400)]) as server:
        told(tmp_path, f"batch in --out out --model scripted --base-url {server.url}", **env)
    assert list((tmp_path / "out" / ".briefing" / "responses").rglob("*.json"))


def test_a_corrupt_cache_is_told_and_done_without(tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "responses"
    kept.mkdir(parents=True)
    (kept / "cache.db").write_bytes(os.urandom(5000))
    env = {"BRIEFING_CACHE_DIR": str(kept.parent)}
    assert "problem" in told(tmp_path, "doctor", **env)[1] + told(tmp_path, "cache", **env)[1]
    code, _, err = told(tmp_path, DOWN, **env)
    assert code == 1 and "run goes on without" in err and "cannot be reached" in err
    with ScriptedServer([fails(400)]) as server:
        assert "refused" in told(tmp_path, DOWN.replace("http://127.0.0.1:9/v1", server.url), **env)[2]
        assert server.requests


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a folder that not even root can write to")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    assert "model that answers" in told(tmp_path, "doctor", BRIEFING_CACHE_DIR="/sys/kernel/kept")[1]
    code, _, err = told(
        tmp_path, "schema > /dev/null; cd /sys/kernel && exec " + shlex.quote(sys.executable) + " -m briefing doctor"
    )
    assert code in {0, 1} and not err
