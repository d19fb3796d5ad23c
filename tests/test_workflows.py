"""The examples under examples/workflows, run as a user would run them, against a scripted endpoint."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.many import Endpoint, report, reports

WORKFLOWS = ROOT / "examples" / "workflows"
pytestmark = pytest.mark.load


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with Endpoint(delay=0.05) as endpoint:
        yield endpoint


def environment(endpoint: Endpoint, tmp_path: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BRIEFING_", "OPENAI_", "PREFECT_"))}
    ours = {"BRIEFING_MODEL": "scripted", "BRIEFING_BASE_URL": endpoint.url, "BRIEFING_CACHE_DIR": str(tmp_path / "cache")}
    paths = {"PYTHONPATH": str(ROOT), "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    return {**clean, **ours, **paths, "PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"} | {
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "200"  # a loaded machine
    }


def test_the_prefect_flow(endpoint: Endpoint, tmp_path: Path) -> None:
    pytest.importorskip("prefect")
    folder = reports(tmp_path / "in", 3)
    (folder / "report-0001.ar.txt").write_bytes(b"")
    done = subprocess.run(
        [sys.executable, str(WORKFLOWS / "prefect_flow.py"), str(folder), str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        env=environment(endpoint, tmp_path),
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["done"] == 2 and len(told["failures"]) == 1 and told["failures"][0].startswith("report-0001: ")


def test_the_parquet_job(endpoint: Endpoint, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    texts = [report(1), report(2), " "]
    pandas.DataFrame({"id": ["a", "b", "c"], "text": texts}).to_parquet(tmp_path / "in.parquet")
    subprocess.run(
        [sys.executable, str(WORKFLOWS / "parquet_job.py"), str(tmp_path / "in.parquet"), str(tmp_path / "out.parquet")],
        check=True,
        timeout=120,
        env=environment(endpoint, tmp_path),
    )
    table = pandas.read_parquet(tmp_path / "out.parquet")
    items = table[table["error"].isna()]
    assert set(items["report"]) == {"a", "b"} and set(items["kind"]) == {"demand", "commitment"}
    for row in items.itertuples():
        assert dict(zip("abc", texts, strict=True))[row.report][row.start : row.end] == row.quote
    assert list(table[table["error"].notna()]["report"]) == ["c"]


def test_the_script_for_cron(endpoint: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "briefing"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m briefing "$@"\n')
    command.chmod(0o755)
    reports(tmp_path / "in" / "2024-05-14", 3)

    def morning() -> subprocess.CompletedProcess[str]:
        asked = [str(WORKFLOWS / "morning.sh"), str(tmp_path / "in"), str(tmp_path / "out"), "2024-05-14"]
        env = environment(endpoint, tmp_path)
        return subprocess.run(asked, capture_output=True, text=True, check=False, timeout=120, env=env)

    first = morning()
    assert (first.returncode, first.stdout, first.stderr) == (0, "", "")
    assert len((tmp_path / "out" / "2024-05-14" / "results.jsonl").read_text().splitlines()) == 3
    calls = len(endpoint.kept)
    (tmp_path / "in" / "2024-05-14" / "broken.txt").write_bytes(b"")
    second = morning()
    assert second.returncode == 1 and "broken: " in second.stdout and len(endpoint.kept) == calls


def test_the_service_streams_and_stops_for_who_hangs_up(endpoint: Endpoint, tmp_path: Path) -> None:
    pytest.importorskip("fastapi")
    pytest.importorskip("uvicorn")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "fastapi_service:app", "--port", str(port), "--log-level", "warning"],
        cwd=WORKFLOWS,
        env=environment(endpoint, tmp_path),
    )
    try:
        for _ in range(600):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)

        def ask(texts: list[str]) -> urllib.request.Request:
            body = json.dumps({"reports": texts}).encode()
            return urllib.request.Request(f"http://127.0.0.1:{port}/briefs", body, {"content-type": "application/json"})

        with urllib.request.urlopen(ask([report(1), " ", report(2)]), timeout=60) as answer:
            events = answer.read().decode().strip().split("\n\n")
        kinds = [event.split("\n")[0] for event in events]
        assert kinds == ["event: record", "event: failed", "event: record", "event: end"]
        told = json.loads(events[0].split("data: ")[1])
        assert (told["done"], told["of"]) == (1, 3) and told["record"]["demands"] and "D1" in told["brief"]
        before = len(endpoint.kept)
        with urllib.request.urlopen(ask([report(number) for number in range(100, 400)]), timeout=60) as answer:
            assert answer.readline() == b"event: record\n"
        assert endpoint.is_left() and len(endpoint.kept) - before < 900
    finally:
        server.terminate()
        server.wait(30)
