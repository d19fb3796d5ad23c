from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any

import pytest
from pydantic import BaseModel

from briefing import errors
from briefing.channels import Message, Usage
from briefing.llm import OpenAICompleter
from briefing.settings import Settings, make_settings
from tests.scripted_server import ScriptedServer, Step, answer, fails, says

KEY = "sk-secret-0123456789"
QUESTION: list[Message] = [{"role": "user", "content": "How many? {{ 7*7 }} {% raw %} {{ secret }}"}]


class Count(BaseModel):
    count: int


def settings_for(url: str, **more: Any) -> Settings:
    return make_settings(**{"model": "scripted", "base_url": url, "api_key": KEY, "retry_wait": 0.001} | more)


def ask(server_url: str, usage: Usage | None = None, **more: Any) -> Count:
    async def run() -> Count:
        settings = settings_for(server_url, **more)
        async with OpenAICompleter(settings) as completer:
            return await completer.complete(QUESTION, Count, usage=usage or Usage(), max_tokens=50)

    return asyncio.run(run())


@pytest.mark.parametrize("mode", ["tools", "json_schema", "json", "md_json"])
def test_a_right_answer_takes_one_request(mode: str) -> None:
    usage = Usage()
    script = [says('```json\n{"count": 3}\n```')] if mode == "md_json" else [answer({"count": 3})]
    with ScriptedServer(script) as server:
        assert ask(server.url, usage, mode=mode).count == 3
    assert (usage.calls, usage.input_tokens, usage.output_tokens) == (1, 100, 10)


@pytest.mark.parametrize("mode", ["tools", "json_schema"])
def test_the_text_of_a_message_meets_no_template_engine(mode: str) -> None:
    with ScriptedServer([answer({"count": 3})]) as server:
        ask(server.url, mode=mode)
    assert server.requests[0]["messages"][-1]["content"] == QUESTION[0]["content"]


RECOVERIES: dict[str, tuple[list[Step], int]] = {
    "429 with a short Retry-After": ([fails(429, headers={"retry-after": "0"}), answer({"count": 3})], 2),
    "429 without Retry-After": ([fails(429), answer({"count": 3})], 2),
    "500 once": ([fails(500), answer({"count": 3})], 2),
    "503 twice": ([fails(503), fails(503), answer({"count": 3})], 3),
    "529 overloaded": ([fails(529), answer({"count": 3})], 2),
    "a page instead of JSON": ([Step(body="<html>busy</html>"), answer({"count": 3})], 2),
    "reset in mid-body": ([Step(content='{"count": 3}', cut=True), answer({"count": 3})], 2),
    "empty choices": ([Step(choices=False), answer({"count": 3})], 2),
    "empty content": ([says(""), answer({"count": 3})], 2),
    "invalid JSON": ([says('{"count": '), answer({"count": 3})], 2),
    "a wrong type": ([answer({"count": "many"}), answer({"count": 3})], 2),
    "extra fields": ([answer({"count": 3, "more": [1]})], 1),
    "duplicate keys": ([says('{"count": 2, "count": 3}')], 1),
    "reasoning before the JSON": ([says('<think>three?</think>\n{"count": 3}')], 1),
    "usage missing": ([Step(content='{"count": 3}', usage=False)], 1),
}


@pytest.mark.parametrize("name", RECOVERIES)
def test_recovers(name: str) -> None:
    script, calls = RECOVERIES[name]
    usage = Usage()
    with ScriptedServer(script) as server:
        assert ask(server.url, usage).count == 3
        assert len(server.requests) == usage.calls == calls


FAILURES: dict[str, tuple[Step, type[errors.ModelError], int]] = {
    "400": (fails(400), errors.ModelRejectedError, 1),
    "400 context length": (fails(400, message="maximum context length is 8192 tokens"), errors.ModelContextError, 1),
    "401": (fails(401, message=f"bad key {KEY}"), errors.ModelRejectedError, 1),
    "403": (fails(403), errors.ModelRejectedError, 1),
    "404": (fails(404), errors.ModelRejectedError, 1),
    "413": (fails(413), errors.ModelContextError, 1),
    "422": (fails(422), errors.ModelRejectedError, 1),
    "redirect": (Step(status=307, headers={"location": "http://127.0.0.1:9/"}, body=""), errors.ModelRejectedError, 1),
    "408 for ever": (fails(408), errors.ModelUnavailableError, 3),
    "409 for ever": (fails(409), errors.ModelUnavailableError, 3),
    "429 for ever": (fails(429), errors.ModelUnavailableError, 3),
    "429 with a long Retry-After": (fails(429, headers={"retry-after": "300"}), errors.ModelUnavailableError, 1),
    "500 for ever": (fails(500), errors.ModelUnavailableError, 3),
    "502 for ever": (fails(502), errors.ModelUnavailableError, 3),
    "a page for ever": (Step(body="<html>busy</html>"), errors.ModelUnavailableError, 3),
    "empty choices for ever": (Step(choices=False), errors.ModelUnavailableError, 3),
    "invalid JSON for ever": (says("three, I think"), errors.ModelInvalidError, 3),
    "truncation": (Step(content='{"count": ', finish_reason="length"), errors.ModelTruncatedError, 1),
    "refusal": (Step(refusal="I cannot"), errors.ModelRefusedError, 1),
    "content filter": (Step(content='{"count": 3}', finish_reason="content_filter"), errors.ModelRefusedError, 1),
}


@pytest.mark.parametrize("mode", ["tools", "json_schema"])
@pytest.mark.parametrize("name", FAILURES)
def test_fails_by_name_and_within_its_budget(name: str, mode: str) -> None:
    step, kind, calls = FAILURES[name]
    with ScriptedServer([step]) as server, pytest.raises(kind) as caught:
        ask(server.url, mode=mode)
    assert type(caught.value) is kind
    assert (len(server.requests), caught.value.calls) == (calls, calls)
    message = str(caught.value)
    assert message.endswith(".") and "\n" not in message and KEY not in message


def test_both_reasons_for_another_try_share_one_budget() -> None:
    script = [fails(500), says("three"), fails(500), answer({"count": 3})]
    with ScriptedServer(script) as server, pytest.raises(errors.ModelError):
        ask(server.url)
    assert len(server.requests) == 3


def test_a_slow_endpoint_is_given_up() -> None:
    with ScriptedServer([Step(content='{"count": 3}', delay=0.5)]) as server:
        with pytest.raises(errors.ModelUnavailableError, match="did not answer within"):
            ask(server.url, timeout=0.05, attempts=2)
        assert len(server.requests) == 2


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "http://no-such-host.invalid/v1"])
def test_an_unreachable_endpoint_is_named(url: str) -> None:
    with pytest.raises(errors.ModelUnavailableError, match="cannot be reached"):
        ask(url)


def test_the_embedded_engine_is_reached_past_any_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)

    async def run(url: str) -> Count:
        async with OpenAICompleter(settings_for(url, attempts=1), endpoint_kind="embedded") as completer:
            return await completer.complete(QUESTION, Count, usage=Usage(), max_tokens=50)

    with ScriptedServer([answer({"count": 3})]) as server:
        assert asyncio.run(run(server.url)).count == 3


def test_usages_of_concurrent_questions_do_not_mix() -> None:
    async def run(url: str) -> list[Usage]:
        async with OpenAICompleter(settings_for(url)) as completer:
            usages = [Usage() for _ in range(8)]
            await asyncio.gather(*(completer.complete(QUESTION, Count, usage=u, max_tokens=9) for u in usages))
            return usages

    with ScriptedServer([answer({"count": 3})]) as server:
        assert {(usage.calls, usage.input_tokens) for usage in asyncio.run(run(server.url))} == {(1, 100)}


def test_a_hosted_endpoint_without_a_key_is_told_before_any_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    settings = make_settings(model="gpt-5-mini")
    with pytest.raises(errors.ModelRejectedError, match="OPENAI_API_KEY"):
        asyncio.run(OpenAICompleter(settings).complete(QUESTION, Count, usage=Usage(), max_tokens=9))


def test_importing_the_module_loads_no_model_library() -> None:
    code = "import sys, briefing.llm; print([m for m in ('openai', 'instructor', 'tenacity') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
