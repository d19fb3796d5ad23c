from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from briefing.resources import data_root
from tests.many import Endpoint, reports, right_answer

pytest.importorskip("ray")
pytestmark = pytest.mark.cluster

ROOT = data_root()


@contextmanager
def cluster() -> Iterator[tuple[dict[str, str], Any]]:
    """The environment of commands that use a cluster of two nodes, and a function that kills one of them."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "RAY_USAGE_STATS_ENABLED": "0"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.cluster"],
        cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdin and process.stdout
    try:
        address = next(line.strip() for line in process.stdout if ":" in line)

        def lose() -> None:
            assert process.stdin and process.stdout
            process.stdin.write("lose\n")
            process.stdin.flush()
            assert process.stdout.readline().strip() == "lost"

        yield {**env, "RAY_ADDRESS": address}, lose
    finally:
        process.stdin.close()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
        process.stdout.close()


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "briefing", "batch", *map(str, arguments)]


def batch(env: dict[str, str], *arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), env=env, cwd=cwd, capture_output=True, text=True, timeout=900)


def without_times(record: Path, *, asked: bool = True) -> str:
    """A record as text; without what was asked for it as well, if it was begun anew and had answers that were there."""
    value = json.loads(record.read_text())
    made = value["provenance"]
    assert made["calls"] + made["cached"] == 3
    for name in ("generated_at", "seconds", *(() if asked else ("calls", "cached", "input_tokens", "output_tokens"))):
        del made[name]
    return json.dumps(value, ensure_ascii=False)


def lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]


def assert_same(one: Path, other: Path, *, asked: bool) -> None:
    for line, again in zip(lines(one), lines(other), strict=True):
        assert (line["id"], line["status"], line["files"]) == (again["id"], again["status"], again["files"])
        if line["status"] == "done":
            assert without_times(one / line["record"], asked=asked) == without_times(other / line["record"], asked=asked)
            assert all((other / file).exists() for file in line["files"])
    assert not list(other.rglob("*.tmp")) and not (other / ".briefing" / "parts").exists()


def test_two_nodes_do_as_one_machine_does_and_lose_nothing_when_one_dies(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 24)
    (folder / "zz-empty.txt").write_text("")
    keys = {"OPENAI_API_KEY": f"sk-{secrets.token_hex(16)}", "SECOND": f"sk-{secrets.token_hex(16)}"}
    reached = threading.Event()
    most = 1000

    def answer(request: dict[str, Any]) -> Any:
        if len(endpoint.kept) > most:
            reached.set()
        return right_answer(request)

    with cluster() as (env, lose), Endpoint(delay=0.1, answer=answer) as endpoint:
        env |= keys
        asked = ("--model", "scripted", "--base-url", endpoint.url, "--no-cache", "--concurrency", "4")
        on_ray = (*asked, "--engine", "ray")
        assert batch(env, folder, "--out", tmp_path / "here", *asked).returncode == 1  # one report is empty
        assert len(endpoint.kept) == 72

        # From a folder that is not the cluster's, and seen from outside as a run here is.
        telling = ("--trace-dir", "trace", "--log-format", "json", "--quiet", "--fallback-model", "b")
        there = batch(env | {"BRIEFING_FALLBACK_API_KEY_ENV": "SECOND"}, "in", "--out", "there", *on_ray, *telling, cwd=tmp_path)
        assert there.returncode == 1, there.stderr
        told = [json.loads(line)["event"] for line in there.stderr.splitlines() if not line.startswith("zz-empty: ")]
        assert [told.count(event) for event in ("call", "question", "report", "run")] == [72, 72, 24, 1]
        assert_same(tmp_path / "here", tmp_path / "there", asked=True)
        assert len(list((tmp_path / "trace").glob("*.json"))) == 73

        # Killed in the middle, then a node is lost in the middle of the rest.
        endpoint.kept.clear()
        most, endpoint.delay = 24, 0.3
        with subprocess.Popen(
            command(folder, "--out", tmp_path / "lost", *on_ray), env=env, stderr=subprocess.DEVNULL
        ) as process:
            assert reached.wait(200)
            process.kill()
        time.sleep(1.0)  # the actors of a command that is gone end
        paid, most = len(endpoint.kept), len(endpoint.kept) + 4
        reached.clear()
        killer = threading.Thread(target=lambda: reached.wait(200) and lose(), daemon=True)
        killer.start()
        lost = batch(env, folder, "--out", tmp_path / "lost", *on_ray, "--resume")
        killer.join(30)
        assert reached.is_set() and not killer.is_alive() and 24 < paid < 66
        assert lost.returncode == 1 and "Traceback" not in lost.stderr, lost.stderr
        assert_same(tmp_path / "here", tmp_path / "lost", asked=False)
        assert len(endpoint.kept) <= 72 + 2 * 4  # those that were on their way at the kill, and at the loss
        for kept in (Path("/tmp/ray"), tmp_path):
            found = subprocess.run(["grep", "-rlsE", "|".join(keys.values()), kept], capture_output=True, text=True, check=False)
            assert found.stdout == ""


def test_nobody_at_the_address_is_told_at_once(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 1)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "RAY_ADDRESS": "127.0.0.1:9"}
    done = batch(env, folder, "--out", tmp_path / "out", "--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--engine", "ray")
    assert done.returncode == 2
    assert "RAY_ADDRESS" in done.stderr and "Traceback" not in done.stderr
