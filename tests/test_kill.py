"""kill -9 at random moments of a batch: nothing lost, nothing half-written, no answered call that was kept made again."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from briefing.cache import request_key
from briefing.record import Record
from tests.conftest import ROOT
from tests.many import Endpoint, reports, right_answer

CONCURRENCY = 4
REPORTS = 10


class Nursery:
    """A process that forks the command line, see tests/killable.py."""

    def __init__(self, **environment: str) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("BRIEFING_", "OPENAI_"))}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.killable"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**clean, "PYTHONPATH": str(ROOT), **environment},
        )
        assert self._read() == "ready"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=60)

    def start(self, *arguments: str, **environment: str) -> int:
        return int(self._ask([arguments, environment]))

    def code(self, process: int) -> int:
        return int(self._ask(process))

    def _ask(self, value: Any) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(value) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


class Bookkeeper:
    """Answers like a good model, and knows of each request whether its answer was in the cache already."""

    def __init__(self) -> None:
        self.url = ""
        self.kept: set[str] = set()
        self.answered: set[str] = set()
        self.again: list[str] = []

    def __call__(self, request: dict[str, Any]) -> dict[str, Any]:
        key = request_key(self.url, request)
        if key in self.kept:
            self.again.append(key)
        self.answered.add(key)
        return right_answer(request)

    def look(self, folder: Path) -> None:
        """Note what the cache in a folder holds, or a run's own answers."""
        self.kept |= {path.parent.name + path.stem for path in (folder / "responses").glob("??/*.json")}
        base = folder / "responses" / "cache.db"
        if base.exists():
            connection = sqlite3.connect(base)
            try:
                if connection.execute("select 1 from sqlite_master where name = 'Cache'").fetchone():
                    self.kept |= {json.loads(zlib.decompress(key)) for (key,) in connection.execute("select key from Cache")}
            finally:
                connection.close()


def outcome(out: Path) -> dict[str, Any]:
    """All that a run has left, without times and without what depends on how often it was interrupted."""
    files = sorted(
        path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file() and ".briefing" not in path.parts
    )
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    for line in lines:
        for name in ("seconds", "calls", "cached", "input_tokens", "output_tokens"):
            line.pop(name)
    records = {}
    for line in lines:
        record = Record.load(out / line["record"]).model_dump(mode="json")
        made = record.pop("provenance")
        assert made["calls"] + made["cached"] == 3
        records[line["id"]] = record | {"model": made["model"]}
    return {"files": files, "lines": lines, "records": records}


def assert_whole(out: Path) -> None:
    """Whatever has its final name is whole."""
    for path in out.rglob("record.json"):
        Record.load(path)
    for path in out.rglob("brief.*.html"):
        assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")
    journal = out / ".briefing" / "journal.jsonl"
    if journal.exists():
        for line in journal.read_bytes().split(b"\n")[:-1]:
            json.loads(line)
    if (out / "results.jsonl").exists():
        for line in (out / "results.jsonl").read_bytes().splitlines():
            json.loads(line)


def journaled(out: Path) -> int:
    lines = (out / ".briefing" / "journal.jsonl").read_bytes().split(b"\n")[:-1]
    return len({line["id"] for line in map(json.loads, lines) if line["status"] == "done"})


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with Nursery(BRIEFING_CACHE_DIR=str(tmp_path_factory.mktemp("cache"))) as nursery:
        yield nursery


@pytest.mark.load
@pytest.mark.parametrize(("kills", "more"), [(50, []), (50, ["--no-cache"])], ids=["cache", "journal"])
def test_a_batch_survives_kill_9(kills: int, more: list[str], nursery: Nursery, tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", REPORTS)
    books = Bookkeeper()
    random_moments = random.Random(7)
    with Endpoint(delay=0.03, answer=books) as endpoint:
        books.url = endpoint.url
        common = ["--model", "scripted", "--base-url", endpoint.url, "--concurrency", str(CONCURRENCY), "--workers", "0", "-q"]
        began = time.monotonic()
        assert nursery.code(nursery.start("batch", str(folder), "--out", str(tmp_path / "calm"), *common, "--no-cache")) == 0
        whole = time.monotonic() - began
        calm = outcome(tmp_path / "calm")
        asked = books.answered
        done = batch = 0
        while done < kills:
            batch += 1
            out = tmp_path / f"out{batch}"
            cache = out / ".briefing" if more else tmp_path / f"cache{batch}"
            books.kept, books.answered = set(), set()
            resumed: list[str] = []
            for _ in range(1000):
                arguments = ("batch", str(folder), "--out", str(out), *common, *more, *resumed)
                process = nursery.start(*arguments, BRIEFING_CACHE_DIR=str(cache))
                if done < kills and random_moments.random() < 0.9:
                    time.sleep(random_moments.uniform(0, 0.6 * whole))
                    os.kill(process, signal.SIGKILL)
                    if nursery.code(process) == 0:  # it had ended before
                        break
                    done += 1
                    assert_whole(out)
                    books.look(cache)
                    # A report asks for nothing more before its last answer is kept, and no more of them are under way.
                    # (Answers of its own are dropped by a run when all reports are done, just before it ends.)
                    assert len(books.answered - books.kept) <= 2 * CONCURRENCY or (more and journaled(out) == REPORTS)
                    resumed = ["--resume"] if out.exists() else []
                elif nursery.code(process) == 0:
                    break
            assert outcome(out) == calm
            assert books.answered == asked
            assert not list(out.rglob("*.tmp"))
            if more:
                assert not (out / ".briefing" / "responses").exists()
    assert books.again == []
