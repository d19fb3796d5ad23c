"""What stands between a question and the wire: requests, answers, and the channels that carry them.

A question (one ``Completer.complete``) may need several requests. A Channel takes one request and brings its answer; channels
wrap one another, each adding one concern, the innermost talks HTTP. Requests and answers are plain JSON values of OpenAI's
chat-completions protocol, so that they can be kept, compared, replayed and sent elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypedDict

Request = dict[str, Any]
EndpointKind = Literal["embedded", "endpoint", "replay", "human"]


class Message(TypedDict):
    """One chat message."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Answer:
    """What came back: the JSON of a chat completion, and the response's headers in small letters (none if it was kept)."""

    completion: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def input_tokens(self) -> int:
        """Tokens of the prompt as the endpoint counts them; 0 if it does not say."""
        return _count(self.completion, "prompt_tokens")

    @property
    def output_tokens(self) -> int:
        """Tokens of the answer as the endpoint counts them; 0 if it does not say."""
        return _count(self.completion, "completion_tokens")


@dataclass
class Usage:
    """What a report has cost so far: HTTP requests, tokens in and out, summed over every retry and re-ask.

    ``cached`` counts answers that came from the response cache; they are no calls and cost no tokens.
    """

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached: int = 0


@dataclass
class Question:
    """What the requests for one question share: how many may still be made, and where they are counted.

    ``keys`` are the names under which the response cache keeps their answers.
    """

    usage: Usage
    tries: int
    made: int = 0
    keys: list[str] = field(default_factory=list)

    def take(self) -> None:
        """Count one HTTP request, before it is made."""
        self.tries -= 1
        self.made += 1
        self.usage.calls += 1

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


def _count(completion: dict[str, Any], name: str) -> int:
    usage = completion.get("usage")
    value = usage.get(name) if isinstance(usage, dict) else None
    return value if isinstance(value, int) and value > 0 else 0
