"""Language models: the Completer protocol."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypedDict, TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)


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
    endpoint_kind: Literal["embedded", "endpoint", "replay", "human"]

    async def complete(
        self, messages: Sequence[Message], response_model: type[T], *, usage: Usage, max_tokens: int
    ) -> T:
        """The model's answer, shaped and validated as ``response_model``; adds to ``usage`` whatever happens.

        Raises one of the ModelError family.
        """
        ...
