"""Language models: the Completer protocol, and the one that talks to any OpenAI-compatible endpoint.

A question goes down through channels (see ``OpenAICompleter._channels``), each of which adds one concern to the request;
above them instructor's loop puts an answer that does not fit the schema back to the model with what was wrong. Either way
no more than ``attempts`` requests are made for one question and one model.

openai, instructor, tenacity and httpx2 are known here, in ``endpoint``, ``retries`` and ``wire`` alone, and imported at
the first call, since they take a second to load.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from pydantic import BaseModel, SecretStr

from briefing.answers import CheckingChannel, readable
from briefing.cache import AnswerFolder, CachingChannel, ResponseCache
from briefing.channels import Channel, EndpointKind, KeepingChannel, Message, Question, Usage
from briefing.costs import Budget, LedgerChannel, load_prices
from briefing.dialects import DialectChannel
from briefing.endpoint import Endpoint, HTTPChannel
from briefing.errors import BriefingError, ModelError, ModelInvalidError, ModelTruncatedError, SettingsError
from briefing.pacing import Breaker, Pace, PacingChannel
from briefing.retries import Backoff as Backoff  # callers of this module choose it
from briefing.retries import FallbackChannel, RetryBudget, RetryingChannel
from briefing.settings import ModelProfile, Settings, run_facts
from briefing.telemetry import TelemetryChannel, observed_question
from briefing.traces import ReplayChannel, TraceChannel, TraceWriter, replays_embedded

T = TypeVar("T", bound=BaseModel)
_log = logging.getLogger(__name__)


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
        channel: KeepingChannel | None = None,
        kept_in: Path | None = None,
        budget: Budget | None = None,
    ) -> None:
        """``model``, ``base_url`` and ``api_key`` override the settings: the embedded engine passes its own.

        ``identity`` tells endpoints apart in the cache where the address does not: that of the engine is new each time.
        ``backoff`` is for waits other than ``settings.retry_wait`` makes. ``channel`` carries the requests instead of all
        that is made here: in another process, to a completer which has the cache and the connections. In ``kept_in`` answers
        are kept instead of in the cache of the settings, and no request is made when they cannot be. ``budget`` is one that
        others take from, too.

        Raises SettingsError if a limit of cost is set for a model without a price, or prices or traces cannot be used.
        """
        self.model = model or default_model(settings)
        self.endpoint_kind: EndpointKind = "replay" if settings.replay else endpoint_kind
        self._settings = settings
        self._profile: ModelProfile = settings.model_profile()
        self._backoff = backoff or Backoff(settings.retry_wait)
        is_embedded = endpoint_kind == "embedded"
        # Whoever chose the embedded model may not want the report to leave the machine.
        second_model = settings.fallback_model if not is_embedded else None
        endpoint = Endpoint.at(
            base_url or settings.base_url,
            SecretStr(api_key) if api_key else settings.key(),
            settings.api_key_env,
            in_process=is_embedded,
        )
        self._prices = load_prices(settings.prices)
        self.currency = self._priced([self.model, second_model], free=is_embedded)
        self.budget = budget or Budget(tokens=settings.max_tokens, cost=settings.max_cost, currency=self._prices.currency)
        # An endpoint may let another model answer; the engine has but one.
        self._names_models = not (is_embedded or (settings.replay and replays_embedded(settings.replay)))
        self._cache: KeepingChannel | None = channel
        self._kept: ResponseCache | AnswerFolder | None = None
        if kept_in is not None:
            self._kept = AnswerFolder(kept_in / "responses")
        elif settings.caches:
            self._kept = ResponseCache(settings.response_folder(), settings.cache_size)
        elif settings.cache:
            _log.warning("There is no home folder, so answers are not kept for later runs: set HOME or BRIEFING_CACHE_DIR.")
        self._trace: TraceWriter | None = None
        self.channel: Channel
        if channel is not None:
            self.channel = channel
            return
        if settings.replay is not None:
            self.channel = RetryingChannel(CheckingChannel(ReplayChannel(settings.replay), "the trace"), Backoff(0.0))
            return
        if settings.trace_dir is not None:
            facts = run_facts(settings, model=self.model, endpoint_kind=endpoint_kind)
            secrets = [*endpoint.secrets(), *endpoint.fallback(settings).secrets()]
            self._trace = TraceWriter(settings.trace_dir, facts, text=settings.trace_text, secrets=secrets)
        self.channel = self._channels(endpoint, identity)
        if second_model:
            self.channel = FallbackChannel(self.channel, self._channels(endpoint.fallback(settings)), second_model)

    def _channels(self, endpoint: Endpoint, identity: str | None = None) -> Channel:
        """What carries a request to one endpoint and brings its answer, the innermost first.

        Each endpoint has its own place in the cache: what a fallback model answered is no answer of the first.
        """
        settings = self._settings
        pace = Pace(
            concurrency=settings.concurrency,
            requests_per_minute=settings.requests_per_minute,
            tokens_per_minute=settings.tokens_per_minute,
            first_pause=self._backoff.first,
        )
        breaker = Breaker(endpoint.shown, failures=settings.breaker_failures, seconds=settings.breaker_seconds)
        channel: Channel = HTTPChannel(endpoint, timeout=settings.model_profile().timeout)
        channel = TelemetryChannel(channel, address=endpoint.url)
        if self._trace is not None:
            channel = TraceChannel(channel, self._trace)
        channel = PacingChannel(channel, pace, breaker)
        channel = LedgerChannel(channel, self._prices, self.budget, free=self.endpoint_kind == "embedded")
        channel = CheckingChannel(channel, endpoint.shown)
        channel = RetryingChannel(channel, self._backoff, RetryBudget())
        channel = DialectChannel(channel)
        if self._kept is not None:
            recalled = self._trace.recalled if self._trace is not None else None
            where = identity or endpoint.url or "openai"
            channel = self._cache = CachingChannel(channel, self._kept, endpoint=where, recalled=recalled)
        return channel

    def _priced(self, models: Sequence[str | None], *, free: bool) -> str | None:
        """The currency in which these models have a price, None if none has."""
        if free or self._settings.replay is not None:
            return None
        priced = {model: self._prices.of(model) is not None for model in models if model}
        if self._settings.max_cost is not None and not all(priced.values()):
            lacking = next(model for model, has in priced.items() if not has)
            raise SettingsError(f"There is no price for {lacking}, so --max-cost cannot be kept: add it to a file for --prices.")
        return self._prices.currency if any(priced.values()) else None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self.channel.aclose()

    async def forget(self, question: Question) -> None:
        """Drop what the cache keeps for a question."""
        if self._cache is not None:
            await self._cache.forget(question)

    async def complete(self, messages: Sequence[Message], response_model: type[T], *, usage: Usage, max_tokens: int) -> T:
        """See Completer. Makes ``settings.attempts`` HTTP requests at most."""
        question = Question(usage, self._settings.attempts)
        usage.currency = self.currency
        try:
            with observed_question(self.model, question):
                return await self._asked(messages, response_model, question, max_tokens)
        except (ModelInvalidError, ModelTruncatedError):
            await self.forget(question)
            raise

    async def _asked(self, messages: Sequence[Message], response_model: type[T], question: Question, max_tokens: int) -> T:
        import instructor
        import tenacity
        from instructor.core import IncompleteOutputException, InstructorRetryException
        from openai.types.chat import ChatCompletion

        # It logs whole answers as errors when it gives up; what went wrong is told by our own error.
        logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)

        async def create(**request: Any) -> ChatCompletion:
            answer = await self.channel.send(request, question)
            if self._names_models and (name := answer.model or self.model) not in question.usage.models:
                question.usage.models.append(name)
            return ChatCompletion.construct(**readable(answer.completion, request))

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
                response_model=_prepared(response_model),
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

    def _named(self, error: BaseException, question: Question) -> BaseException:
        if isinstance(error, ModelError):
            error.calls = question.made
        tries = self._settings.attempts - question.tries  # answers that were kept count
        if isinstance(error, BriefingError) or tries <= 0:
            return error
        return ModelInvalidError(
            f"{self.model} gave no answer of the right form in {tries} tries: try a stronger model or another --mode.",
            calls=question.made,
        )


def default_model(settings: Settings) -> str:
    """The name of the model that the settings ask for."""
    return settings.model or ("local" if settings.embedded else "gpt-5-mini")


@lru_cache(maxsize=16)
def _prepared(response_model: type[BaseModel]) -> type[BaseModel]:
    """A model as instructor makes it over for each question: those that many questions share are made over once."""
    from instructor import openai_schema

    return openai_schema(response_model)


def _misfits() -> tuple[type[BaseException], ...]:
    """What instructor raises for an answer that does not fit the schema."""
    from instructor.core import exceptions
    from pydantic import ValidationError

    return (ValidationError, json.JSONDecodeError, exceptions.AsyncValidationError, exceptions.ResponseParsingError)
