from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
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


def batch(env: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "briefing", "batch", *map(str, arguments)], env=env, capture_output=True, text=True, timeout=300
    )


def without_times(record: Path) -> str:
    value = json.loads(record.read_text())
    for name in ("generated_at", "seconds"):
        del value["provenance"][name]
    return json.dumps(value, ensure_ascii=False)


def lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]


def test_two_nodes_give_the_same_records_and_lose_nothing_when_one_dies(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 24)
    (folder / "zz-empty.txt").write_text("")
    done = threading.Event()

    def answer(request: dict[str, Any]) -> Any:
        if len(endpoint.kept) > 20:
            done.set()
        return right_answer(request)

    with cluster() as (env, lose), Endpoint(delay=0.2, answer=answer) as endpoint:
        here = batch(env, folder, "--out", tmp_path / "here", "--model", "scripted", "--base-url", endpoint.url, "--no-cache")
        assert here.returncode == 1, here.stderr  # one report is empty
        there = ("--model", "scripted", "--base-url", endpoint.url, "--no-cache", "--engine", "ray", "--concurrency", "4")
        endpoint.kept.clear()
        done.clear()
        killer = threading.Thread(target=lambda: done.wait(200) and lose(), daemon=True)
        killer.start()
        ray = batch(env, folder, "--out", tmp_path / "there", *there)
        killer.join(30)
        assert done.is_set() and not killer.is_alive()
    assert ray.returncode == 1, ray.stderr
    assert "Traceback" not in ray.stderr
    one, other = lines(tmp_path / "here"), lines(tmp_path / "there")
    assert [line["id"] for line in one] == [line["id"] for line in other]
    assert [line["status"] for line in other] == ["done"] * 24 + ["failed"]
    for line in one[:-1]:
        assert without_times(tmp_path / "here" / line["record"]) == without_times(tmp_path / "there" / line["record"])
        for file in line["files"]:
            assert file.endswith("record.json") or (tmp_path / "there" / file).exists()
    assert not list((tmp_path / "there").rglob("*.tmp"))
    assert not (tmp_path / "there" / ".briefing" / "parts").exists()


def test_nobody_at_the_address_is_told_at_once(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 1)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "RAY_ADDRESS": "127.0.0.1:9"}
    done = batch(env, folder, "--out", tmp_path / "out", "--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--engine", "ray")
    assert done.returncode == 2
    assert "RAY_ADDRESS" in done.stderr and "Traceback" not in done.stderr
