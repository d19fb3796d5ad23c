"""What stands between a question and the wire: requests, answers, and the channels that carry them.

A question (one ``Completer.complete``) may need several requests. A Channel takes one request and brings its answer; channels
wrap one another, each adding one concern, the innermost talks HTTP. Requests and answers are plain JSON values of OpenAI's
chat-completions protocol, so that they can be kept, compared, replayed and sent elsewhere.
"""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypedDict
from urllib.parse import urlsplit

Request = dict[str, Any]
SHORTEST_SECRET = 8  # characters; to blot out "none" or "test" would garble answers and protect nothing
LONGEST_WAIT = 60.0  # seconds; an endpoint that asks for more is reported instead of waited for
EndpointKind = Literal["embedded", "endpoint", "replay", "human"]


class Message(TypedDict):
    """One chat message."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Origin:
    """Whose request it is: the report's name and SHA-256, and within it the question's stage and number (from 1)."""

    report: str = ""
    sha256: str = ""
    stage: str = ""
    number: int = 0


ORIGIN: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 - it is frozen
"""Whose work is being done, for logs and traces: what a request asks does not depend on it."""


@dataclass(frozen=True)
class Progress:
    """How far an extraction is: ``done`` of ``total`` model calls that are foreseen, and the name of the stage."""

    done: int
    total: int
    stage: str


@contextmanager
def originating(origin: Origin) -> Iterator[None]:
    """What is asked inside is asked for ``origin``."""
    token = ORIGIN.set(origin)
    try:
        yield
    finally:
        with suppress(ValueError):  # a coroutine that is thrown away when a loop ends is closed by whoever does it
            ORIGIN.reset(token)


_TURN: ContextVar[Callable[[], Awaitable[None]] | None] = ContextVar("turn", default=None)


@contextmanager
def in_turn(come: Callable[[], Awaitable[None]]) -> Iterator[None]:
    """A request that is made inside goes when ``come`` has returned, and before it those further out."""
    outer = _TURN.get()

    async def both() -> None:
        if outer is not None:
            await outer()
        await come()

    token = _TURN.set(both)
    try:
        yield
    finally:
        with suppress(ValueError):  # as above
            _TURN.reset(token)


async def own_turn() -> None:
    """Wait until the request that is ready to be sent may go: what is done for it after that, a free place waits for."""
    if (come := _TURN.get()) is not None:
        await come()


@dataclass(frozen=True)
class Answer:
    """What came back: the JSON of a chat completion, and the response's headers in small letters (none if it was kept)."""

    completion: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def model(self) -> str | None:
        """The model that answered, by the endpoint's own account; None if it does not say."""
        name = self.completion.get("model")
        return "".join(filter(str.isprintable, name))[:200].strip() or None if isinstance(name, str) else None

    @property
    def input_tokens(self) -> int:
        """Tokens of the prompt as the endpoint counts them; 0 if it does not say."""
        return _count(self.completion, "prompt_tokens")

    @property
    def output_tokens(self) -> int:
        """Tokens of the answer as the endpoint counts them; 0 if it does not say."""
        return _count(self.completion, "completion_tokens")

    @property
    def cached_tokens(self) -> int:
        """Tokens of the prompt that the endpoint had read before, which may be cheaper; 0 if it does not say."""
        usage = self.completion.get("usage")
        details = usage.get("prompt_tokens_details") if isinstance(usage, dict) else None
        return _count({"usage": details}, "cached_tokens")


@dataclass
class Usage:
    """What a report has cost so far: HTTP requests, tokens in and out, summed over every retry and re-ask.

    ``cached`` counts answers that came from the response cache; they are no calls and cost no tokens. ``models`` are the names
    of the models that answered. ``deadline`` is the point of ``time.monotonic()`` at which the report is given up (None: never).
    ``cost`` sums the calls whose model has a price, in ``currency`` (None: none has), ``unpriced`` counts the others.
    """

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached: int = 0
    cost: float = 0.0
    currency: str | None = None
    unpriced: int = 0
    models: list[str] = field(default_factory=list)
    deadline: float | None = None

    @property
    def time_left(self) -> float:
        """Seconds until the deadline; infinite if there is none."""
        return float("inf") if self.deadline is None else self.deadline - time.monotonic()


@dataclass
class Question:
    """What the requests for one question share: how many may still be made, and where they are counted.

    ``keys`` are the names under which the response cache keeps their answers, ``origin`` tells whose question it is,
    ``went_at`` when the last of its requests went, ``failed_at`` when the first of them found the endpoint out of order, by
    ``time.monotonic()``. ``overtaken`` counts requests that a rate limit turned away while others were answered, of which there
    were ``others`` the last time.
    """

    usage: Usage
    tries: int
    made: int = 0
    keys: list[str] = field(default_factory=list)
    origin: Origin = field(default_factory=lambda: ORIGIN.get())
    went_at: float = 0.0
    failed_at: float | None = None
    overtaken: int = 0
    others: int = 0

    def take(self) -> None:
        """Count one HTTP request, as it goes."""
        self.tries -= 1
        self.made += 1
        self.usage.calls += 1
        self.went_at = time.monotonic()

    def seconds_since(self, made: int) -> float | None:
        """How long ago a request went, if one did since so many were ``made``."""
        return time.monotonic() - self.went_at if self.made > made else None

    def recall(self) -> None:
        """Count an answer that was kept: a try, since it was one when it was made, but no request."""
        self.tries -= 1
        self.usage.cached += 1


class Channel(Protocol):
    """Carries one request and brings its answer."""

    async def send(self, request: Request, question: Question) -> Answer:
        """The answer to ``request``. Raises one of the ModelError family."""
        ...

    async def aclose(self) -> None:
        """Give back what is held open; calling it again does nothing."""
        ...


class KeepingChannel(Channel, Protocol):
    """A Channel that remembers answers, and can be made to forget them."""

    async def forget(self, question: Question) -> None:
        """Drop all answers to a question, which must not fail for ever because it failed once."""
        ...


def shown_address(url: str) -> str:
    """An address as it may be shown: without user, password, query and fragment, any of which may be a secret."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "the endpoint"
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path}"


def is_same_model(asked: str, answered: str) -> bool:
    """Whether an endpoint's name for the model that answered is the one that was asked, or a dated version of it.

    "gpt-5-mini" may answer as "gpt-5-mini-2025-08-07", "llama3" as "meta/llama3:latest" or as "/models/llama3.gguf".
    """
    one, other = (re.split(r"[/\\]", name.lower())[-1].removesuffix(".gguf") for name in (asked, answered))
    one, other = (re.sub(r"[^a-z0-9]", "", name) for name in (one, other))
    if not other.startswith(one):
        one, other = other, one
    return other.startswith(one) and re.fullmatch(r"\d*|latest", other[len(one) :]) is not None


def _count(completion: dict[str, Any], name: str) -> int:
    """A number of tokens; some servers write it as a string, some write nonsense."""
    usage = completion.get("usage")
    value = usage.get(name) if isinstance(usage, dict) else None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**12 else 0
