from __future__ import annotations

import json
from typing import Any

import pytest

from briefing import errors
from briefing.channels import Usage
from briefing.dialects import in_dialect_of
from tests.scripted_server import ScriptedServer, Step, answer
from tests.test_llm import ask


def refuses(message: str, *, param: str | None = None, status: int = 400) -> Step:
    return Step(status=status, body=json.dumps({"error": {"message": message, "param": param, "code": "unsupported_parameter"}}))


MAX_TOKENS = refuses("Unsupported parameter: 'max_tokens' is not supported with this model. Use another.", param="max_tokens")
TEMPERATURE = refuses("Unsupported value: 'temperature' does not support 0 with this model.", param="temperature")
SEED = Step(
    status=422, body='{"detail": [{"type": "extra_forbidden", "loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]}'
)


def reasoning_model(request: dict[str, Any]) -> Step:
    if "max_tokens" in request:
        return MAX_TOKENS
    return TEMPERATURE if "temperature" in request else answer({"count": 3})


def test_a_reasoning_model_is_spoken_to_as_it_wants() -> None:
    usage = Usage()
    with ScriptedServer(reasoning_model) as server:
        assert ask(server.url, usage, attempts=1).count == 3
    last = server.requests[-1]
    assert last["max_completion_tokens"] == 50
    assert "temperature" not in last and last["seed"] == 1
    assert usage.calls == len(server.requests) == 3


@pytest.mark.parametrize("refusal", [SEED, refuses("Unrecognized request argument supplied: seed")], ids=["loc", "words"])
def test_a_parameter_that_is_named_in_words_alone_is_left_out(refusal: Step) -> None:
    with ScriptedServer([refusal, answer({"count": 3})]) as server:
        assert ask(server.url).count == 3
    assert "seed" in server.requests[0] and "seed" not in server.requests[1]


def test_of_two_parameters_the_one_that_is_refused_stands_first() -> None:
    refusal = refuses(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
    )
    with ScriptedServer([refusal, answer({"count": 3})]) as server:
        assert ask(server.url).count == 3
    assert "max_completion_tokens" in server.requests[1]


def test_what_an_endpoint_calls_a_parameter_is_not_repeated() -> None:
    told = refuses("Unsupported parameter", param="استضافت جنيف أمس جولة من المحادثات")
    with ScriptedServer([told]) as server, pytest.raises(errors.ModelRejectedError) as caught:
        ask(server.url)
    assert not any("\u0600" <= letter <= "\u06ff" for letter in str(caught.value))


def test_a_parameter_that_must_be_there_is_named_to_the_user() -> None:
    with (
        ScriptedServer([refuses("Unsupported value: response_format", param="response_format")]) as server,
        pytest.raises(errors.ModelRejectedError, match=r"HTTP 400\): response_format: check"),
    ):
        ask(server.url)
    assert len(server.requests) == 1


def test_an_endpoint_that_refuses_for_ever_is_not_asked_for_ever() -> None:
    with ScriptedServer([MAX_TOKENS]) as server, pytest.raises(errors.ModelRejectedError):
        ask(server.url)
    assert len(server.requests) == 2


@pytest.mark.parametrize("model", ["gpt-5-mini", "gpt-5", "gpt-5.1", "o3-mini", "openai/gpt-5-mini"])
def test_reasoning_models_are_known_by_name(model: str) -> None:
    said = in_dialect_of(model, {"model": model, "temperature": 0.0, "max_tokens": 9, "seed": 1})
    assert said == {"model": model, "max_completion_tokens": 9, "seed": 1}


@pytest.mark.parametrize("model", ["gpt-4o-mini", "qwen3", "omni-1", "gpt-50"])
def test_other_models_are_spoken_to_as_ever(model: str) -> None:
    request = {"model": model, "temperature": 0.0, "max_tokens": 9}
    assert in_dialect_of(model, request) == request
