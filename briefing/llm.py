"""Language models: the Completer protocol, and the one that talks to any OpenAI-compatible endpoint.

This module alone knows openai, instructor and tenacity; they are imported at the first call, since they take a second to
load. A question goes down through channels: instructor's loop puts an answer that does not fit the schema back to the
model with what was wrong; CachingChannel answers what was answered before; RetryingChannel makes a request again after a
fault of transport; HTTPChannel makes it. Either way no more than ``attempts`` requests are made for one question.
"""

from __future__ import annotations

import asyncio
import contextlib
import email.utils
import json
import logging
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from pydantic import BaseModel

from briefing.cache import CachingChannel, ResponseCache
from briefing.channels import Answer, Channel, EndpointKind, Message, Question, Request, Usage
from briefing.errors import (
    ModelContextError,
    ModelError,
    ModelInvalidError,
    ModelRefusedError,
    ModelRejectedError,
    ModelTruncatedError,
    ModelUnavailableError,
)
from briefing.settings import ModelProfile, Settings

T = TypeVar("T", bound=BaseModel)

LONGEST_RETRY_AFTER = 60.0  # seconds; an endpoint that asks for more is reported instead of waited for
_RETRIED_STATUS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
_CONTEXT = re.compile(r"context.{0,40}(?:length|size|window|exceed)|too (?:long|many tokens)|maximum.{0,20}tokens", re.IGNORECASE)


class Completer(Protocol):
    """Answers a chat in the form of a Pydantic model; the only thing that extraction knows of language models.

    ``model`` is the name that goes into the record, ``endpoint_kind`` one of Provenance.endpoint_kind.
    """

    model: str
    endpoint_kind: EndpointKind

    async def complete(self, messages: Sequence[Message], response_model: type[T], *, usage: Usage, max_tokens: int) -> T:
        """The model's answer, shaped and validated as ``response_model``; adds to ``usage`` whatever happens.

        Raises one of the ModelError family.
        """
        ...


@dataclass(frozen=True)
class Backoff:
    """How long to wait between tries, in seconds: doubling from ``first`` to ``most``, with full jitter."""

    first: float = 1.0
    most: float = 20.0


class OpenAICompleter:
    """A Completer for any endpoint that speaks OpenAI's chat-completions protocol. Close it, or use it in ``async with``.

    One may serve many reports at once; what is counted is counted in the ``usage`` of each question.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        model: str | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        endpoint_kind: EndpointKind = "endpoint",
        identity: str | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        """``model``, ``base_url`` and ``api_key`` override the settings: the embedded engine passes its own.

        ``identity`` tells endpoints apart in the cache where the address does not: that of the engine is new each time.
        """
        self.model = model or settings.model or "gpt-5-mini"
        self.endpoint_kind: EndpointKind = endpoint_kind
        self._settings = settings
        self._profile: ModelProfile = settings.model_profile()
        channel: Channel = HTTPChannel(settings, base_url=base_url, api_key=api_key, in_process=endpoint_kind == "embedded")
        channel = RetryingChannel(channel, backoff or Backoff())
        self._cache: CachingChannel | None = None
        if settings.cache:
            kept = ResponseCache(settings.response_folder(), settings.cache_size)
            where = identity or base_url or settings.base_url or os.environ.get("OPENAI_BASE_URL") or "openai"
            channel = self._cache = CachingChannel(channel, kept, endpoint=where)
        self._channel = channel

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._channel.aclose()

    async def complete(self, messages: Sequence[Message], response_model: type[T], *, usage: Usage, max_tokens: int) -> T:
        """See Completer. Makes ``settings.attempts`` HTTP requests at most."""
        question = Question(usage, self._settings.attempts)
        try:
            return await self._asked(messages, response_model, question, max_tokens)
        except (ModelInvalidError, ModelTruncatedError):
            if self._cache is not None:
                await self._cache.forget(question)
            raise

    async def _asked(self, messages: Sequence[Message], response_model: type[T], question: Question, max_tokens: int) -> T:
        import instructor
        import tenacity
        from instructor.core import IncompleteOutputException, InstructorRetryException
        from openai.types.chat import ChatCompletion

        # It logs whole answers as errors when it gives up; what went wrong is told by our own error.
        logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)

        async def create(**request: Any) -> ChatCompletion:
            answer = await self._channel.send(request, question)
            return ChatCompletion.construct(**_without_reasoning(answer.completion))

        patched: Any = instructor.patch(create=create, mode=self._mode(instructor))
        # instructor's loop is for answers that do not fit alone; it ends with the same budget of requests.
        asked_again = tenacity.AsyncRetrying(
            stop=lambda _: question.tries <= 0,
            retry=tenacity.retry_if_exception_type(_misfits()),
            reraise=True,
        )
        try:
            answer = await patched(
                model=self.model,
                messages=[dict(message) for message in messages],
                response_model=response_model,
                max_retries=asked_again,
                # No context=: instructor would run every message, and the report in it, through a template engine.
                strict=False,
                temperature=self._settings.temperature,
                max_tokens=max_tokens,
                seed=self._settings.seed,
            )
        except IncompleteOutputException as error:
            raise ModelTruncatedError(
                f"The model's answer was cut at {max_tokens} tokens: use a model with longer answers.", calls=question.made
            ) from error
        except InstructorRetryException as error:
            raise self._named(error.__cause__ or error, question) from error
        except asyncio.CancelledError:
            raise
        except Exception as error:
            raise self._named(error, question) from error
        result: T = answer
        return result

    def _mode(self, instructor: Any) -> Any:
        return {
            "tools": instructor.Mode.TOOLS,
            "json_schema": instructor.Mode.JSON_SCHEMA,
            "json": instructor.Mode.JSON,
            "md_json": instructor.Mode.MD_JSON,
        }[self._profile.mode]

    def _named(self, error: BaseException, question: Question) -> ModelError:
        if isinstance(error, ModelError):
            error.calls = question.made
            return error
        return ModelInvalidError(
            f"{self.model} gave no answer of the right form in {question.made} tries: try a stronger model or another --mode.",
            calls=question.made,
        )


class RetryingChannel:
    """Makes a request again, after a wait, while its error is transient and the question has tries left."""

    def __init__(self, channel: Channel, backoff: Backoff) -> None:
        self._channel = channel
        self._backoff = backoff

    async def aclose(self) -> None:
        """See Channel."""
        await self._channel.aclose()

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel."""
        import tenacity

        grows = tenacity.wait_random_exponential(multiplier=self._backoff.first, max=self._backoff.most)

        def wait(state: tenacity.RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.retry_after if isinstance(error, ModelError) else None
            return asked if asked is not None else grows(state)

        def is_worth_retrying(error: BaseException) -> bool:
            return isinstance(error, ModelError) and error.transient and (error.retry_after or 0) <= LONGEST_RETRY_AFTER

        tries = tenacity.AsyncRetrying(
            stop=lambda _: question.tries <= 0,
            retry=tenacity.retry_if_exception(is_worth_retrying),
            wait=wait,
            reraise=True,
        )
        return await tries(self._channel.send, request, question)


class HTTPChannel:
    """Makes one HTTP request, counts it, and names what goes wrong. Its client is made at the first request."""

    def __init__(
        self, settings: Settings, *, base_url: str | None = None, api_key: str | None = None, in_process: bool = False
    ) -> None:
        """``in_process``: the endpoint is the embedded engine, which no proxy can reach."""
        key = settings.key()
        self._base_url = base_url or settings.base_url
        self._key = api_key or (key.get_secret_value() if key else None)
        self._key_variable = settings.api_key_env
        self._timeout = settings.model_profile().timeout
        self._in_process = in_process
        self._client: Any = None

    async def aclose(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel."""
        import openai

        client = self._openai()
        question.take()
        try:
            response = await client.chat.completions.with_raw_response.create(**request)
            completion = json.loads(response.http_response.content)
        except (openai.APIError, ValueError) as error:
            raise self._named(error, request) from error
        if not isinstance(completion, dict):
            raise self._no_completion()
        answer = Answer(completion, {name.lower(): value for name, value in response.headers.items()})
        question.usage.input_tokens += answer.input_tokens
        question.usage.output_tokens += answer.output_tokens
        self._look_at(completion)
        return answer

    def _openai(self) -> Any:
        if self._client is None:
            import httpx2
            import openai

            if not self._key and self._base_url is None:
                raise ModelRejectedError(f"No API key: set {self._key_variable}, or use --model local for the embedded model.")
            self._client = openai.AsyncOpenAI(
                base_url=self._base_url,
                api_key=self._key or "none",  # many local servers want none, the library wants something
                max_retries=0,
                timeout=self._timeout,
                # A redirect to another host would carry the report, and might carry the key, where nobody chose to.
                # A proxy is for the network: it cannot reach the engine in this process, and has no business with it.
                http_client=httpx2.AsyncClient(follow_redirects=False, timeout=self._timeout, trust_env=not self._in_process),
            )
        return self._client

    @property
    def _where(self) -> str:
        return self._base_url or "the OpenAI endpoint"

    def _look_at(self, completion: dict[str, Any]) -> None:
        """Refuse what instructor would take for an answer, or trip over."""
        choices = completion.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        message = choice.get("message") if isinstance(choice, dict) else None
        if not isinstance(choice, dict) or not isinstance(message, dict):
            raise self._unavailable("answered without a choice: try later or another endpoint")
        if choice.get("finish_reason") == "content_filter":
            raise ModelRefusedError("The endpoint's content filter stopped the answer: try another model or endpoint.")
        if message.get("refusal"):
            raise ModelRefusedError("The model declined to read this text: try another model.")
        if choice.get("finish_reason") != "length" and not message.get("content") and not message.get("tool_calls"):
            raise self._unavailable("answered with empty content: try later or another model")

    def _unavailable(self, what: str, **more: Any) -> ModelUnavailableError:
        return ModelUnavailableError(f"{self._where} {what}.", transient=True, **more)

    def _no_completion(self) -> ModelUnavailableError:
        return self._unavailable("answered with something that is no chat completion: check the address")

    def _named(self, error: Exception, request: Request) -> ModelError:
        """The error of our own tree that tells the user what is wrong and what to do."""
        import openai

        if isinstance(error, openai.APITimeoutError):
            return self._unavailable(f"did not answer within {self._timeout:g} s: try later or raise timeout")
        if isinstance(error, openai.APIConnectionError):
            return self._unavailable("cannot be reached: check the address and the connection")
        if isinstance(error, openai.APIStatusError):
            return self._named_status(error, request)
        return self._no_completion()

    def _named_status(self, error: Any, request: Request) -> ModelError:
        status, where, model = error.status_code, self._where, request.get("model")
        if status == 413 or (status == 400 and _CONTEXT.search(str(getattr(error, "message", "")))):
            return ModelContextError("The text does not fit the model's context window: use a model with a larger one.")
        if status == 401:
            return ModelRejectedError(f"{where} does not accept the API key: check {self._key_variable}.")
        if status == 403:
            return ModelRejectedError(f"{where} does not allow this key to use {model}: check its permissions.")
        if status == 404:
            return ModelRejectedError(f"{where} does not know the model {model}: check --model and --base-url.")
        if status == 429:
            return self._unavailable("is limiting requests: try later", retry_after=_retry_after(error))
        if status in _RETRIED_STATUS or status >= 500:
            return self._unavailable(f"failed with HTTP {status}: try later", retry_after=_retry_after(error))
        if 300 <= status < 400:
            return ModelRejectedError(f"{where} redirects elsewhere, which is not followed: give its final address.")
        return ModelRejectedError(f"{where} refused the request (HTTP {status}): check the model and its options.")


def _misfits() -> tuple[type[BaseException], ...]:
    """What instructor raises for an answer that does not fit the schema."""
    from instructor.core import exceptions
    from pydantic import ValidationError

    return (ValidationError, json.JSONDecodeError, exceptions.AsyncValidationError, exceptions.ResponseParsingError)


def _retry_after(error: Any) -> float | None:
    """The seconds that an endpoint asks to wait (Retry-After, RFC 9110: seconds or a date), or None."""
    value = error.response.headers.get("retry-after")
    if not value:
        return None
    with contextlib.suppress(ValueError):
        return max(0.0, float(value))
    with contextlib.suppress(TypeError, ValueError):
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    return None


def _without_reasoning(completion: dict[str, Any]) -> dict[str, Any]:
    """The completion without a reasoning block in front of the JSON; the one that was given stays as it came."""
    choice = completion["choices"][0]
    content = choice["message"].get("content")
    if not content:
        return completion
    bare = re.sub(r"^\s*<think>.*?</think>\s*", "", content, flags=re.DOTALL)
    return completion | {"choices": [choice | {"message": choice["message"] | {"content": bare}}]}
