from __future__ import annotations

import asyncio
import errno
import json
import logging
import os
import pickle
import random
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefing import cache as module
from briefing import errors
from briefing.api import extract
from briefing.cache import AnswerFolder, ResponseCache, request_key
from briefing.channels import Message, Usage
from briefing.llm import Backoff, OpenAICompleter
from briefing.settings import Settings, make_settings
from tests.conftest import ROOT, Run
from tests.pipeline import Script
from tests.scripted_server import ScriptedServer, Step, answer, fails, says
from tests.test_cli import report
from tests.test_extraction import PEOPLE, RIGHT, TEXT
from tests.test_llm import KEY, QUESTION, Count

COMPLETION: dict[str, Any] = {"choices": [{"message": {"content": "{}"}}]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def settings_for(url: str, folder: Path, **more: Any) -> Settings:
    return make_settings(**{"model": "scripted", "base_url": url, "api_key": KEY, "cache": True, "cache_dir": folder, **more})


def ask_all(settings: Settings, *, times: int = 1) -> tuple[list[int], Usage]:
    """The same question ``times`` over, all at once, through one completer."""
    usage = Usage()

    async def run() -> list[int]:
        async with OpenAICompleter(settings, backoff=Backoff(first=0.001, most=0.01)) as completer:
            questions = (completer.complete(QUESTION, Count, usage=usage, max_tokens=50) for _ in range(times))
            return [found.count for found in await asyncio.gather(*questions)]

    return asyncio.run(run()), usage


def wait_until(true: Callable[[], bool]) -> None:
    while not true():
        time.sleep(0.005)


def test_a_question_is_paid_for_once(folder: Path) -> None:
    with ScriptedServer([answer({"count": 3})]) as server:
        settings = settings_for(server.url, folder)
        first, paid = ask_all(settings)
        again, kept = ask_all(settings)
        assert first == again == [3]
        assert len(server.requests) == 1
    assert (paid.calls, paid.cached, paid.input_tokens) == (1, 0, 100)
    assert (kept.calls, kept.cached, kept.input_tokens) == (0, 1, 0)


@pytest.mark.parametrize("change", [{"model": "other"}, {"temperature": 0.5}, {"seed": 2}, {"mode": "tools"}, {"cache": False}])
def test_another_question_is_asked(folder: Path, change: dict[str, Any]) -> None:
    with ScriptedServer([answer({"count": 3})]) as server:
        ask_all(settings_for(server.url, folder))
        ask_all(settings_for(server.url, folder, **change))
        assert len(server.requests) == 2


def test_another_endpoint_is_asked(folder: Path) -> None:
    with ScriptedServer([answer({"count": 3})]) as one, ScriptedServer([answer({"count": 4})]) as other:
        ask_all(settings_for(one.url, folder))
        assert ask_all(settings_for(other.url, folder))[0] == [4]


def test_what_is_asked_at_the_same_time_is_asked_once(folder: Path) -> None:
    with ScriptedServer([Step(content='{"count": 3}', delay=0.1)]) as server:
        found, usage = ask_all(settings_for(server.url, folder), times=20)
        assert found == [3] * 20
        assert (len(server.requests), usage.calls, usage.cached) == (1, 1, 19)


def test_who_waits_asks_for_himself_when_the_first_fails(folder: Path) -> None:
    with ScriptedServer([fails(400), answer({"count": 3})]) as server:
        settings = settings_for(server.url, folder)

        async def run() -> list[int | BaseException]:
            async with OpenAICompleter(settings) as completer:
                questions = (completer.complete(QUESTION, Count, usage=Usage(), max_tokens=9) for _ in range(3))
                found = await asyncio.gather(*questions, return_exceptions=True)
                return [one if isinstance(one, BaseException) else one.count for one in found]

        found = asyncio.run(run())
        assert sum(isinstance(one, errors.ModelRejectedError) for one in found) == 1
        assert found.count(3) == 2 and len(server.requests) == 2


def test_who_waits_is_not_cancelled_with_the_first(folder: Path) -> None:
    with ScriptedServer([Step(content='{"count": 3}', delay=0.2)]) as server:
        settings = settings_for(server.url, folder)

        async def run() -> int:
            async with OpenAICompleter(settings) as completer:
                tasks = [asyncio.create_task(completer.complete(QUESTION, Count, usage=Usage(), max_tokens=9)) for _ in range(2)]
                await asyncio.to_thread(wait_until, lambda: bool(server.requests))
                tasks[0].cancel()
                return (await tasks[1]).count

        assert asyncio.run(run()) == 3


def test_a_chain_with_a_misfit_is_repeated_without_a_call(folder: Path) -> None:
    with ScriptedServer([says("three"), answer({"count": "many"}), answer({"count": 3})]) as server:
        settings = settings_for(server.url, folder)
        ask_all(settings)
        again, usage = ask_all(settings)
        assert (again, len(server.requests), usage.cached) == ([3], 3, 3)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (says("three"), errors.ModelInvalidError),
        (Step(content='{"count"', finish_reason="length"), errors.ModelTruncatedError),
        (Step(refusal="no"), errors.ModelRefusedError),
        (fails(500), errors.ModelUnavailableError),
    ],
)
def test_a_question_that_failed_may_be_answered_later(folder: Path, wrong: Step, error: type[Exception]) -> None:
    steps = [wrong, wrong]
    with ScriptedServer(lambda _: steps.pop() if steps else answer({"count": 3})) as server:
        settings = settings_for(server.url, folder, attempts=1)
        for _ in range(2):
            with pytest.raises(error):
                ask_all(settings)
        assert ask_all(settings)[0] == [3]
        assert len(server.requests) == 3


def test_kept_answers_count_against_the_tries(folder: Path) -> None:
    steps = [says("three"), fails(400), says("three"), says("three"), answer({"count": 3})]
    with ScriptedServer(steps) as server:
        settings = settings_for(server.url, folder, attempts=3)
        with pytest.raises(errors.ModelRejectedError):  # the misfit stays in the cache
            ask_all(settings)
        with pytest.raises(errors.ModelInvalidError):
            ask_all(settings)
        assert len(server.requests) == 4


def test_a_second_run_makes_no_call_and_gives_the_same_record(tmp_path: Path, folder: Path) -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        settings = settings_for(server.url, folder)
        one = extract(TEXT, published="2024-05-14", settings=settings)
        made = len(server.requests)
        two = extract(TEXT, published="2024-05-14", settings=settings)
        assert len(server.requests) == made > 0
    assert (one.provenance.calls, one.provenance.cached) == (made, 0)
    assert (two.provenance.calls, two.provenance.cached, two.provenance.output_tokens) == (0, made, 0)
    assert two.model_dump(exclude={"provenance"}) == one.model_dump(exclude={"provenance"})


def test_neither_key_nor_header_nor_password_is_kept(folder: Path) -> None:
    with ScriptedServer([answer({"count": 3})]) as server:
        url = server.url.replace("http://", "http://user:hunter2-secret@")
        ask_all(settings_for(url, folder))
        ask_all(settings_for(server.url, folder))  # the same place: who asks is no part of the question
        assert len(server.requests) == 1
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    with sqlite3.connect(folder / "responses/cache.db") as database:
        kept += b"".join(zlib.decompress(value) for (value,) in database.execute("SELECT value FROM Cache"))
    database.close()
    assert b"scripted" in kept
    for secret in (KEY, "Bearer", "hunter2", "127.0.0.1"):
        assert secret.encode() not in kept


def test_the_folder_is_its_owners_alone(folder: Path) -> None:
    (folder / "responses").mkdir(parents=True, mode=0o755)
    ResponseCache(folder / "responses", 1_000_000).keep("k", COMPLETION)
    assert (folder / "responses").stat().st_mode & 0o777 == 0o700


def test_the_least_recently_used_goes_first_and_the_size_is_bounded(folder: Path) -> None:
    kept = ResponseCache(folder, 1_000_000)
    noise = {"choices": [{"message": {"content": random.Random(1).randbytes(10_000).hex()}}]}
    kept.keep("first", COMPLETION)
    for number in range(150):
        kept.keep(f"noise {number}", {**noise, "id": number})
        assert kept.get("first") == COMPLETION
    state = kept.state()
    assert state.size < 1_200_000 and 10 < state.entries < 150
    assert kept.get("noise 0") is None and kept.get("noise 149") is not None
    kept.close()


def test_processes_share_the_cache(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from briefing.cache import ResponseCache\n"
        "cache = ResponseCache(Path(sys.argv[1]), 10_000_000)\n"
        "for n in range(50):\n"
        "    cache.keep(f'{sys.argv[2]} {n}', {'choices': [{'message': {}}], 'id': n})\n"
        "    assert cache.get(f'{sys.argv[2]} {n}')['id'] == n\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(folder), str(n)], cwd=ROOT) for n in range(4)]
    assert [process.wait(timeout=60) for process in running] == [0] * 4
    kept = ResponseCache(folder, 10_000_000)
    assert kept.state().entries == 200
    kept.close()


def damage(folder: Path, how: str) -> None:
    """Spoil a cache that holds the answer to the question."""
    database = folder / "responses/cache.db"
    if how == "no database":
        database.write_bytes(b"this is no database " * 500)
    elif how == "cut database":
        database.write_bytes(database.read_bytes()[:5000])
    elif how == "empty database":
        database.write_bytes(b"")
    elif how == "a folder in its place":
        database.unlink()
        database.mkdir()
    elif how == "a file for a folder":
        for path in (folder / "responses").iterdir():
            path.unlink()
        (folder / "responses").rmdir()
        (folder / "responses").write_text("in the way")
    else:
        value: Any = {"garbage": b"\x00garbage", "not JSON": zlib.compress(b"{"), "not a completion": zlib.compress(b"[1]")}[how]
        connection = sqlite3.connect(database)
        connection.execute("UPDATE Cache SET value = ?", (value,))
        connection.commit()
        connection.close()


@pytest.mark.parametrize(
    "how",
    [
        "no database",
        "cut database",
        "empty database",
        "a folder in its place",
        "a file for a folder",
        "garbage",
        "not JSON",
        "not a completion",
    ],
)
def test_a_damaged_cache_stops_no_run_and_is_told_once(how: str, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with ScriptedServer([answer({"count": 3})]) as server:
        settings = settings_for(server.url, folder)
        ask_all(settings)
        for path in (folder / "responses").glob("cache.db-*"):
            path.unlink()
        damage(folder, how)
        with caplog.at_level(logging.WARNING):
            for _ in range(3):
                assert ask_all(settings)[0] == [3]
        assert len(caplog.records) <= 1 and len(server.requests) >= 2
        if how in {"no database", "cut database", "a folder in its place", "a file for a folder"}:
            assert len(caplog.records) == 1 and "goes on without" in caplog.text
        if how != "a file for a folder":
            ResponseCache(settings.response_folder(), settings.cache_size).clear()
            ask_all(settings)
            made = len(server.requests)
            ask_all(settings)
            assert len(server.requests) == made


def test_a_pickle_is_never_loaded(folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (tmp_path / "sprung",))

    kept = ResponseCache(folder, 1_000_000)
    kept.keep("k", COMPLETION)
    kept.close()
    connection = sqlite3.connect(folder / "cache.db")
    connection.execute("UPDATE Cache SET value = ?, mode = 4", (pickle.dumps(Trap()),))
    connection.commit()
    connection.close()
    assert kept.get("k") is None
    assert not (tmp_path / "sprung").exists() and "asked for anew" in caplog.text
    kept.keep("k", COMPLETION)
    assert kept.get("k") == COMPLETION
    kept.close()


def test_a_run_that_cannot_keep_its_answers_asks_for_no_more(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async def run() -> tuple[int, str]:
        async with OpenAICompleter(settings, kept_in=folder) as completer:
            found = await completer.complete(QUESTION, Count, usage=Usage(), max_tokens=50)  # it is paid for, and used
            other: list[Message] = [{"role": "user", "content": "How many others?"}]
            with pytest.raises(errors.StoreError) as caught:
                await completer.complete(other, Count, usage=Usage(), max_tokens=50)
            return found.count, str(caught.value)

    monkeypatch.setattr(module, "write_atomically", full)
    with ScriptedServer([answer({"count": 3})]) as server:
        settings = settings_for(server.url, folder)
        count, told = asyncio.run(run())
        assert count == 3 and len(server.requests) == 1
    assert "No space left" in told and "--resume" in told and "cache clear" not in told


def test_a_file_in_the_place_of_the_cache_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    own = {"BRIEFING_CACHE": "1", "BRIEFING_CACHE_DIR": str(tmp_path / "file")}
    assert "is no folder" in json.loads(run("cache", "--json", **own).stdout)["problem"]
    assert "check cache_dir" in run("cache", **own).stdout
    done = run("cache", "clear", **own)
    assert done.returncode == 2 and "is no folder" in done.stderr


def test_a_full_disk_stops_no_run(folder: Path) -> None:
    code = (
        "import resource, signal, sys; from pathlib import Path; from briefing.cache import ResponseCache\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "cache = ResponseCache(Path(sys.argv[1]), 10_000_000)\n"
        "import os; noise = lambda: {'choices': [{'message': {'content': os.urandom(20_000).hex()}}]}\n"
        "for n in range(50): cache.keep(str(n), noise())\n"
        "print('went on')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout) == (0, "went on\n")
    assert done.stderr.count("\n") == 1 and "goes on without" in done.stderr


def test_what_is_kept_survives_a_kill(folder: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from briefing.cache import ResponseCache\n"
        "ResponseCache(Path(sys.argv[1]), 1_000_000).keep('k', {'choices': [{'message': {}}]})\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, check=False).returncode == -9
    kept = ResponseCache(folder, 1_000_000)
    assert kept.get("k") == {"choices": [{"message": {}}]}
    kept.close()


def test_the_order_of_fields_in_a_schema_is_part_of_the_question() -> None:
    one, other = ({"model": "m", "schema": dict(fields)} for fields in ([("a", 1), ("b", 2)], [("b", 2), ("a", 1)]))
    assert request_key("e", one) != request_key("e", other)
    assert request_key("e", one) == request_key("e", dict(reversed(list(one.items()))))


def test_the_command_shows_and_empties_the_cache(run: Run, tmp_path: Path) -> None:
    own: Any = {"BRIEFING_CACHE": "1", "BRIEFING_CACHE_DIR": str(tmp_path / "cache")}
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        arguments = ("extract", report(tmp_path), "--model", "scripted", "--base-url", server.url)
        first, second = (json.loads(run(*arguments, **own).stdout)["provenance"] for _ in range(2))
        third = json.loads(run(*arguments, "--no-cache", **own).stdout)["provenance"]
    assert (second["calls"], second["cached"]) == (0, first["calls"])
    assert (third["calls"], third["cached"]) == (first["calls"], 0)
    shown = json.loads(run("cache", "--json", **own).stdout)
    assert shown["folder"] == str(tmp_path / "cache/responses")
    assert shown["entries"] == first["calls"] and 0 < shown["bytes"] < shown["limit"] and shown["problem"] is None
    assert run("cache", "clear", **own).stdout == f"{first['calls']} answers dropped.\n"
    assert json.loads(run("cache", "--json", **own).stdout)["entries"] == 0
    assert run("cache", "burn", **own).returncode == 2


def test_clearing_leaves_what_else_is_in_the_folder(folder: Path) -> None:
    folder.mkdir()
    (folder / "weights.gguf").write_text("large")
    settings = make_settings(cache_dir=folder)
    kept = ResponseCache(settings.response_folder(), settings.cache_size)
    kept.keep("k", COMPLETION)
    kept.close()
    damage(folder, "no database")
    ResponseCache(settings.response_folder(), settings.cache_size).clear()
    assert [path.name for path in folder.iterdir()] == ["weights.gguf"]


def test_importing_the_module_loads_no_database() -> None:
    code = "import sys, briefing.cache; print('diskcache' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "False\n" and module.ResponseCache is ResponseCache


def test_answers_in_a_folder_are_kept_by_any_number_of_machines_and_forgotten(tmp_path: Path) -> None:
    one, other = AnswerFolder(tmp_path / "kept"), AnswerFolder(tmp_path / "kept")
    one.keep("ab1", COMPLETION)
    other.keep("ab2", COMPLETION)
    assert one.get("ab2") == other.get("ab1") == COMPLETION and one.get("ab3") is None
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0
    one.forget(["ab1", "ab3"])
    assert other.get("ab1") is None
    next((tmp_path / "kept").rglob("*.json")).write_text('{"choi')  # by a disk: we write them whole
    assert other.get("ab2") is None


def test_answers_that_cannot_be_kept_in_a_folder_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("in the way")
    folder = AnswerFolder(tmp_path / "kept")
    folder.keep("ab1", COMPLETION)
    folder.forget(["ab1"])
    assert folder.get("ab1") is None and "cannot be kept" in str(folder.problem)
