"""Language models: the Completer protocol, and the one that talks to any OpenAI-compatible endpoint.

This module alone knows openai, instructor and tenacity; they are imported at the first call, since they take a second to
load. Retries have one owner, a tenacity loop around single HTTP requests: transport faults are tried again after a wait,
an answer that does not fit the schema is put back to the model by instructor with what was wrong. Either way no more
than ``attempts`` requests are made for one question.
"""

from __future__ import annotations

import asyncio
import contextlib
import email.utils
import logging
import re
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self, TypedDict, TypeVar

from pydantic import BaseModel

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

if TYPE_CHECKING:
    import tenacity

T = TypeVar("T", bound=BaseModel)
EndpointKind = Literal["embedded", "endpoint", "replay", "human"]

LONGEST_RETRY_AFTER = 60.0  # seconds; an endpoint that asks for more is reported instead of waited for
_RETRIED_STATUS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
_CONTEXT = re.compile(r"context.{0,40}(?:length|size|window|exceed)|too (?:long|many tokens)|maximum.{0,20}tokens", re.IGNORECASE)


class Message(TypedDict):
    """One chat message."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass
class Usage:
    """What a report has cost so far: HTTP requests, tokens in and out, summed over every retry and re-ask."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0


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
    """A Completer for any endpoint that speaks OpenAI's chat-completions protocol. Close it, or use it in ``async with``."""

    def __init__(
        self,
        settings: Settings,
        *,
        model: str | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        endpoint_kind: EndpointKind = "endpoint",
        backoff: Backoff | None = None,
    ) -> None:
        """``model``, ``base_url`` and ``api_key`` override the settings: the embedded engine passes its own."""
        key = settings.key()
        self.model = model or settings.model or "gpt-5-mini"
        self.endpoint_kind: EndpointKind = endpoint_kind
        self._base_url = base_url or settings.base_url
        self._key = api_key or (key.get_secret_value() if key else None)
        self._settings = settings
        self._profile: ModelProfile = settings.model_profile()
        self._backoff = backoff or Backoff()
        self._client: Any = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def complete(self, messages: Sequence[Message], response_model: type[T], *, usage: Usage, max_tokens: int) -> T:
        """See Completer. Makes ``settings.attempts`` HTTP requests at most."""
        import instructor
        import tenacity
        from instructor.core import IncompleteOutputException, InstructorRetryException

        # It logs whole answers as errors when it gives up; what went wrong is told by our own error.
        logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)
        budget = _Budget(self._settings.attempts)
        create = self._one_request(usage, budget)
        patched: Any = instructor.patch(create=create, mode=self._mode(instructor))
        # instructor's loop is for answers that do not fit alone; it ends with the same budget of requests.
        asked_again = tenacity.AsyncRetrying(
            stop=lambda _: budget.left <= 0,
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
                f"The model's answer was cut at {max_tokens} tokens: use a model with longer answers.", calls=budget.made
            ) from error
        except InstructorRetryException as error:
            raise self._named(error.__cause__ or error, budget) from error
        except (ModelError, asyncio.CancelledError):
            raise
        except Exception as error:
            raise self._named(error, budget) from error
        result: T = answer
        return result

    def _mode(self, instructor: Any) -> Any:
        return {
            "tools": instructor.Mode.TOOLS,
            "json_schema": instructor.Mode.JSON_SCHEMA,
            "json": instructor.Mode.JSON,
            "md_json": instructor.Mode.MD_JSON,
        }[self._profile.mode]

    def _one_request(self, usage: Usage, budget: _Budget) -> Callable[..., Any]:
        """What instructor calls for an answer: one HTTP request, tried again while the fault is one of transport."""

        async def create(**arguments: Any) -> Any:
            async for attempt in self._transport_tries(budget):
                with attempt:
                    budget.take()
                    usage.calls += 1
                    completion = await self._create(arguments)
                    if completion.usage is not None:
                        usage.input_tokens += completion.usage.prompt_tokens or 0
                        usage.output_tokens += completion.usage.completion_tokens or 0
                    self._look_at(completion, budget)
                    return completion
            raise AssertionError("a tenacity loop that reraises ends by return or raise")

        return create

    async def _create(self, arguments: dict[str, Any]) -> Any:
        client = self._openai()
        try:
            return await client.chat.completions.create(**arguments)
        except ValueError as error:  # a proxy's page, a broken stream: not the model's doing
            raise _EmptyAnswer("what came back is no chat completion") from error

    def _transport_tries(self, budget: _Budget) -> AsyncIterator[tenacity.AttemptManager]:
        import tenacity

        grows = tenacity.wait_random_exponential(multiplier=self._backoff.first, max=self._backoff.most)

        def wait(state: tenacity.RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = _retry_after(error)
            return asked if asked is not None else grows(state)

        return aiter(
            tenacity.AsyncRetrying(
                stop=lambda _: budget.left <= 0,
                retry=tenacity.retry_if_exception(_is_worth_retrying),
                wait=wait,
                reraise=True,
            )
        )

    def _openai(self) -> Any:
        if self._client is None:
            import httpx2
            import openai

            if not self._key and self._base_url is None:
                raise ModelRejectedError(
                    f"No API key: set {self._settings.api_key_env}, or use --model local for the embedded model."
                )
            self._client = openai.AsyncOpenAI(
                base_url=self._base_url,
                api_key=self._key or "none",  # many local servers want none, the library wants something
                max_retries=0,
                timeout=self._profile.timeout,
                # A redirect to another host would carry the report, and might carry the key, where nobody chose to.
                # A proxy is for the network: it cannot reach the engine in this process, and has no business with it.
                http_client=httpx2.AsyncClient(
                    follow_redirects=False,
                    timeout=self._profile.timeout,
                    trust_env=self.endpoint_kind != "embedded",
                ),
            )
        return self._client

    def _look_at(self, completion: Any, budget: _Budget) -> None:
        """Refuse what instructor would take for an answer, or trip over."""
        choices = getattr(completion, "choices", None)
        if not choices:
            raise _EmptyAnswer("the endpoint answered without a choice")
        choice = choices[0]
        if choice.finish_reason == "content_filter":
            raise ModelRefusedError(
                "The endpoint's content filter stopped the answer: try another model or endpoint.", calls=budget.made
            )
        if getattr(choice.message, "refusal", None):
            raise ModelRefusedError("The model declined to read this text: try another model.", calls=budget.made)
        if choice.finish_reason == "length":
            return
        if not choice.message.content and not choice.message.tool_calls:
            raise _EmptyAnswer("the endpoint answered with empty content")
        if choice.message.content:
            choice.message.content = _without_reasoning(choice.message.content)

    def _named(self, error: BaseException, budget: _Budget) -> ModelError:
        """The error of our own tree that tells the user what is wrong and what to do."""
        import openai

        calls = budget.made
        where = self._base_url or "the OpenAI endpoint"
        if isinstance(error, ModelError):
            error.calls = calls
            return error
        if isinstance(error, _EmptyAnswer):
            return ModelUnavailableError(f"{where} gave no answer in {calls} tries: {error}.", calls=calls)
        if isinstance(error, openai.APITimeoutError):
            seconds = f"{self._profile.timeout:g}"
            return ModelUnavailableError(
                f"{where} did not answer within {seconds} s, {calls} times: try later or raise timeout.", calls=calls
            )
        if isinstance(error, openai.APIConnectionError):
            return ModelUnavailableError(f"{where} cannot be reached: check the address and the connection.", calls=calls)
        if isinstance(error, openai.APIStatusError):
            return self._named_status(error, where, calls)
        if isinstance(error, openai.APIError | ValueError) and not isinstance(error, _misfits()):
            return ModelUnavailableError(
                f"{where} answered with something that is no chat completion: check the address.", calls=calls
            )
        return ModelInvalidError(
            f"{self.model} gave no answer of the right form in {calls} tries: try a stronger model or another --mode.",
            calls=calls,
        )

    def _named_status(self, error: Any, where: str, calls: int) -> ModelError:
        status = error.status_code
        message = str(getattr(error, "message", ""))
        if status == 413 or (status == 400 and _CONTEXT.search(message)):
            return ModelContextError(
                "The text does not fit the model's context window: use a model with a larger one.", calls=calls
            )
        if status == 401:
            return ModelRejectedError(f"{where} does not accept the API key: check {self._settings.api_key_env}.", calls=calls)
        if status == 403:
            return ModelRejectedError(f"{where} does not allow this key to use {self.model}: check its permissions.", calls=calls)
        if status == 404:
            return ModelRejectedError(f"{where} does not know the model {self.model}: check --model and --base-url.", calls=calls)
        if status == 429:
            return ModelUnavailableError(f"{where} is limiting requests, also after {calls} tries: try later.", calls=calls)
        if status in _RETRIED_STATUS or status >= 500:
            return ModelUnavailableError(f"{where} failed with HTTP {status}, {calls} times: try later.", calls=calls)
        if 300 <= status < 400:
            return ModelRejectedError(f"{where} redirects elsewhere, which is not followed: give its final address.", calls=calls)
        return ModelRejectedError(f"{where} refused the request (HTTP {status}): check the model and its options.", calls=calls)


class _EmptyAnswer(Exception):
    """An answer without content, which is a fault of the endpoint and worth another try."""


class _Budget:
    """The HTTP requests that one question may cost, shared by both reasons for another try."""

    def __init__(self, attempts: int) -> None:
        self.left = attempts
        self.made = 0

    def take(self) -> None:
        self.left -= 1
        self.made += 1


def _misfits() -> tuple[type[BaseException], ...]:
    """What instructor raises for an answer that does not fit the schema."""
    import json

    from instructor.core import exceptions
    from pydantic import ValidationError

    return (ValidationError, json.JSONDecodeError, exceptions.AsyncValidationError, exceptions.ResponseParsingError)


def _is_worth_retrying(error: BaseException) -> bool:
    import openai

    if isinstance(error, _EmptyAnswer):
        return True
    if isinstance(error, openai.APIStatusError):
        asked = _retry_after(error)
        return error.status_code in _RETRIED_STATUS and (asked is None or asked <= LONGEST_RETRY_AFTER)
    return isinstance(error, openai.APIError)


def _retry_after(error: BaseException | None) -> float | None:
    """The seconds that an endpoint asks to wait (Retry-After, RFC 9110: seconds or a date), or None."""
    response = getattr(error, "response", None)
    value = response.headers.get("retry-after") if response is not None else None
    if not value:
        return None
    with contextlib.suppress(ValueError):
        return max(0.0, float(value))
    with contextlib.suppress(TypeError, ValueError):
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    return None


def _without_reasoning(content: str) -> str:
    """The content without a reasoning block in front of the JSON."""
    return re.sub(r"^\s*<think>.*?</think>\s*", "", content, flags=re.DOTALL)
