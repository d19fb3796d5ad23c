from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import time
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ValidationError

from briefing import errors
from briefing.channels import Message, Usage, is_same_model
from briefing.drafts import led_translation_draft
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


MODES = ["tools", "json_schema", "json", "md_json"]
IN_WRAPPING = {
    "a fence": '```json\n{"count": 3}\n```',
    "a fence without a name, in prose with braces": 'Of {1, 2} it is\n```\n{"count": 3}\n```\nor so {I think}.',
    "prose before and behind": 'I count three of them: {"count": 3}. Anything else?',
    "reasoning": '<think>two? {"count": 2}</think>{"count": 3}',
    "the end of reasoning": 'two? {"count": 2}\n</think>\n\n{"count": 3}',
    "reasoning without an end": '<reasoning>three, then\n{"count": 3}\n',
    "a byte order mark": '\ufeff{"count": 3}',
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("wrapping", IN_WRAPPING)
def test_json_is_found_in_what_a_model_puts_around_it(wrapping: str, mode: str) -> None:
    with ScriptedServer([Step(patch=lambda one: answering(one, content=IN_WRAPPING[wrapping]))]) as server:
        assert ask(server.url, mode=mode, attempts=1).count == 3


def answering(completion: dict[str, Any], **message: Any) -> dict[str, Any]:
    return completion | {"choices": [completion["choices"][0] | {"message": {"role": "assistant", **message}}]}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["Count", "something_else"])
def test_a_tool_call_is_read_whether_it_was_asked_for_or_not(name: str, mode: str) -> None:
    call = {"id": "1", "type": "function", "function": {"name": name, "arguments": '{"count": 3}'}}
    with ScriptedServer([Step(patch=lambda one: answering(one, content=None, tool_calls=[call]))]) as server:
        assert ask(server.url, mode=mode, attempts=1).count == 3


@pytest.mark.parametrize("mode", MODES)
def test_content_in_parts_is_read_but_for_the_reasoning(mode: str) -> None:
    parts = [
        {"type": "reasoning", "text": '{"count": 2}'},
        {"type": "text", "text": '{"cou'},
        {"type": "text", "text": 'nt": 3}'},
    ]
    with ScriptedServer([Step(patch=lambda one: answering(one, content=parts))]) as server:
        assert ask(server.url, mode=mode, attempts=1).count == 3
    declined = [{"type": "refusal", "refusal": "I cannot help with that."}]
    with (
        ScriptedServer([Step(patch=lambda one: answering(one, content=declined))]) as server,
        pytest.raises(errors.ModelRefusedError),
    ):
        ask(server.url, mode=mode)


@pytest.mark.parametrize(
    "content",
    ['Some: {"count": 3}, {"count": 4}', 'All of them: [{"count": 3}, {"count"', '```json\n[{"count": 3}, {"cou\n```', "{3}"],
)
@pytest.mark.parametrize("mode", ["tools", "json_schema", "json"])
def test_one_object_of_several_is_not_taken_for_the_answer(content: str, mode: str) -> None:
    with (
        ScriptedServer([Step(patch=lambda one: answering(one, content=content))]) as server,
        pytest.raises(errors.ModelInvalidError),
    ):
        ask(server.url, mode=mode, attempts=2)
    assert len(server.requests) == 2


@pytest.mark.parametrize("mode", MODES)
def test_half_a_letter_is_a_misfit_like_any_other(mode: str) -> None:
    class Word(BaseModel):
        word: Literal["three"]

    async def run(url: str) -> str:
        async with OpenAICompleter(settings_for(url, mode=mode)) as completer:
            return (await completer.complete(QUESTION, Word, usage=Usage(), max_tokens=50)).word

    broken = '```json\n{"word": "thr\ud83dee"}\n```' if mode == "md_json" else '{"word": "thr\ud83dee"}'
    right = '```json\n{"word": "three"}\n```' if mode == "md_json" else '{"word": "three"}'
    with ScriptedServer([says(broken), says(right)]) as server:
        assert asyncio.run(run(server.url)) == "three"
    assert len(server.requests) == 2


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
    usage = Usage()
    slow = Step(content='{"count": 3}', delay=3)
    with ScriptedServer([slow]) as server, pytest.raises(errors.ModelUnavailableError, match="did not answer within"):
        ask(server.url, usage, timeout=0.2, attempts=2)
    assert usage.calls == 2


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
    with pytest.raises(errors.SettingsError, match="OPENAI_API_KEY"):
        asyncio.run(OpenAICompleter(settings).complete(QUESTION, Count, usage=Usage(), max_tokens=9))


def test_importing_the_module_loads_no_model_library() -> None:
    code = "import sys, briefing.llm; print([m for m in ('openai', 'instructor', 'tenacity') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def stats_of(server_url: str, count: int, together: int, **more: Any) -> list[str]:
    """What becomes of questions that are put to one completer, so many at a time."""

    async def run() -> list[str]:
        slots = asyncio.Semaphore(together)
        async with OpenAICompleter(settings_for(server_url, **more)) as completer:

            async def one() -> str:
                async with slots:
                    try:
                        await completer.complete(QUESTION, Count, usage=Usage(), max_tokens=9)
                    except errors.ModelError as error:
                        return type(error).__name__
                    return "answer"

            return await asyncio.gather(*(one() for _ in range(count)))

    return asyncio.run(run())


def test_a_dead_endpoint_does_not_cost_its_tries_for_every_question() -> None:
    with ScriptedServer([fails(503)]) as server:
        found = stats_of(server.url, 60, 4, cache=False)
        assert len(server.requests) <= 5 + 4
    assert set(found) <= {"ModelUnavailableError", "ModelDownError"} and found.count("ModelDownError") > 40


def test_retries_of_a_run_are_bounded_where_the_breaker_does_not_see_the_fault() -> None:
    with ScriptedServer([says("")]) as server:
        assert set(stats_of(server.url, 60, 4, cache=False)) == {"ModelUnavailableError"}
        assert len(server.requests) == 60 + 10 + 12  # ten and a fifth are made again


@pytest.mark.load
def test_requests_that_a_rate_limit_turned_away_do_not_use_up_the_retries_of_a_run() -> None:
    turned: dict[int, int] = {}

    def script(request: dict[str, Any]) -> Step:
        turned[len(turned)] = 1
        return fails(429, headers={"retry-after": "0.001"}) if len(turned) % 2 else answer({"count": 3})

    with ScriptedServer(script) as server:
        assert set(stats_of(server.url, 40, 1, cache=False)) == {"answer"}
        assert len(server.requests) == 80


def test_an_endpoint_that_comes_back_is_asked_again() -> None:
    with ScriptedServer([*[fails(503)] * 3, answer({"count": 3})]) as server:
        found = stats_of(server.url, 5, 1, cache=False, attempts=1, breaker_failures=3, breaker_seconds=0)
    assert found == ["ModelUnavailableError"] * 3 + ["answer"] * 2


FALLBACKS: dict[str, Step] = {
    "down": fails(503),
    "limits": fails(429, headers={"retry-after": "300"}),
    "refuses": Step(refusal="No."),
    "filters": Step(content="{}", finish_reason="content_filter"),
}


@pytest.mark.parametrize("name", FALLBACKS)
def test_a_second_model_answers_when_the_first_does_not(name: str) -> None:
    def script(request: dict[str, Any]) -> Step:
        return answer({"count": 3}) if request["model"] == "second" else FALLBACKS[name]

    usage = Usage()
    with ScriptedServer(script) as server:
        assert ask(server.url, usage, fallback_model="second", cache=False).count == 3
        asked = [request["model"] for request in server.requests]
        assert asked == ["scripted"] * (len(asked) - 1) + ["second"] and usage.calls == len(asked)
    assert usage.models == ["second"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_a_mistake_of_the_user_s_is_not_covered_up_by_a_second_model(status: int) -> None:
    with ScriptedServer([fails(status)]) as server, pytest.raises(errors.ModelError):
        ask(server.url, fallback_model="second", cache=False)
    assert [request["model"] for request in server.requests] == ["scripted"]


def test_a_second_model_elsewhere_gets_its_own_key_and_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECOND_KEY", "second-key-0123")
    with ScriptedServer([fails(503)]) as first, ScriptedServer([fails(500), answer({"count": 3})]) as second:
        more = {"fallback_model": "second", "fallback_base_url": second.url, "fallback_api_key_env": "SECOND_KEY"}
        assert ask(first.url, cache=False, **more).count == 3  # type: ignore[arg-type]
        assert (len(first.requests), len(second.requests)) == (3, 2)
        assert {one["authorization"] for one in second.headers} == {"Bearer second-key-0123"}
    with ScriptedServer([fails(503)]) as first, ScriptedServer([answer({"count": 3})]) as second:
        ask(first.url, cache=False, fallback_model="second", fallback_base_url=second.url)
        assert second.headers[0]["authorization"] == "Bearer none"


def test_two_models_that_fail_are_both_told() -> None:
    with ScriptedServer([fails(503)]) as server, pytest.raises(errors.ModelUnavailableError) as caught:
        ask(server.url, fallback_model="second", cache=False)
    assert re.search(r"HTTP 503.* The fallback model second gave no answer either: .*HTTP 503", str(caught.value))
    assert (caught.value.calls, len(server.requests)) == (6, 6) or caught.value.calls == len(server.requests)


def test_the_embedded_model_is_not_exchanged_for_another() -> None:
    async def run(url: str) -> Count:
        settings = settings_for(url, fallback_model="second", cache=False)
        async with OpenAICompleter(settings, endpoint_kind="embedded") as completer:
            return await completer.complete(QUESTION, Count, usage=Usage(), max_tokens=9)

    with ScriptedServer([fails(503)]) as server, pytest.raises(errors.ModelUnavailableError):
        asyncio.run(run(server.url))
    assert {request["model"] for request in server.requests} == {"scripted"}


def test_a_question_at_which_the_embedded_engine_fails_is_one_without_an_answer() -> None:
    async def run(url: str) -> Count:
        async with OpenAICompleter(settings_for(url, cache=False), endpoint_kind="embedded") as completer:
            return await completer.complete(QUESTION, Count, usage=Usage(), max_tokens=9)

    with (
        ScriptedServer([fails(500, message="Unexpected empty grammar stack")]) as server,
        pytest.raises(errors.ModelInvalidError),
    ):
        asyncio.run(run(server.url))
    assert len(server.requests) == 1


def test_english_that_begins_as_it_must_has_no_new_lines_and_no_arabic() -> None:
    model = led_translation_draft("The delegation (of the Plain) demands")
    right = "The delegation (of the Plain) demands the opening of the crossings."
    assert model.model_validate({"en": right}).model_dump() == {"en": right}
    for wrong in (
        right.replace(" the opening", "\nthe opening"),
        right.replace("crossings", "معابر"),
        right.replace("demands", "asks"),
    ):
        with pytest.raises(ValidationError):
            model.model_validate({"en": wrong})


@pytest.mark.parametrize("model", ["local", "/models/x.gguf"])
def test_the_embedded_model_cannot_stand_in(model: str) -> None:
    with pytest.raises(errors.SettingsError, match="fallback_model"):
        make_settings(fallback_model=model)


def test_a_wait_that_outlasts_the_report_is_not_begun() -> None:
    usage = Usage(deadline=time.monotonic() + 20)
    with ScriptedServer([fails(429, headers={"retry-after": "40"})]) as server:
        with pytest.raises(errors.ModelUnavailableError, match=r"report_timeout\) ends before the next try, in 40 s: .*limiting"):
            ask(server.url, usage, cache=False)
        assert len(server.requests) == 1


SAME = [
    ("gpt-5-mini", "gpt-5-mini-2025-08-07"),
    ("llama3", "meta/llama3:latest"),
    ("Qwen2.5", "/models/qwen2.5.gguf"),
    ("m", "m"),
]
OTHER = [("gpt-4o", "gpt-4o-mini"), ("gpt-5-mini", "gpt-5"), ("gpt-5-mini", "claude"), ("m", "")]


@pytest.mark.parametrize(("asked", "answered"), [*SAME, *OTHER])
def test_a_dated_version_is_the_model_that_was_asked(asked: str, answered: str) -> None:
    assert is_same_model(asked, answered) == ((asked, answered) in SAME)
