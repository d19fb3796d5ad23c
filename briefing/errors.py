"""The errors that briefing raises on purpose.

    BriefingError                     everything below; the command line prints its message and exits
    ├── SettingsError                 an option, environment variable or configuration file is wrong   (exit 2)
    │   └── MissingExtraError         an optional package is not installed; names the extra            (exit 2)
    ├── SourceError                   the input cannot be read as a report                              (exit 2)
    ├── ModelError                    no usable answer came from the language model                     (exit 1)
    │   ├── ModelUnavailableError     no connection, rate limit, server fault, time-out: retried first
    │   │   └── ModelDownError        not asked at all: it failed so often in a row that it is left alone for a while
    │   ├── ModelRejectedError        the endpoint says no: key, permission, unknown model, bad request
    │   ├── ModelTruncatedError       the answer was cut at the token limit
    │   ├── ModelContextError         the request does not fit the model's context window
    │   ├── ModelRefusedError         the model declined, or a content filter stopped it
    │   ├── ModelInvalidError         the answer never fitted the schema
    │   ├── ModelPendingError         the question was put aside, to be sent in a batch file
    │   ├── StoreError                answers cannot be kept any more: they would have to be paid for again
    │   ├── ReplayError               the trace that is replayed holds no answer to the question
    │   └── BudgetError               the budget of the run does not allow the next request
    ├── RecordError                   a file is not a record, or breaks the record's invariants         (exit 2)
    └── RenderError                   a template or an output format failed                             (exit 1)

Each message is one sentence on what is wrong and what to do, without a key and without a stack trace.
An exception outside this tree is a bug in briefing.
"""

from __future__ import annotations


class BriefingError(Exception):
    """Base of every error that briefing raises on purpose.

    ``exit_code`` is what the command line returns for it: 1 a run failed, 2 wrong usage or input.
    """

    exit_code = 1


class SettingsError(BriefingError):
    """An option, an environment variable or the configuration file holds a value that cannot be used."""

    exit_code = 2


class MissingExtraError(SettingsError):
    """An optional package is needed and not installed."""

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(f"{purpose} needs an optional package: pip install 'briefing[{extra}]'.")
        self.extra = extra


class SourceError(BriefingError):
    """The input is missing, empty, binary, undecodable, too large, or holds no Arabic or English text."""

    exit_code = 2


class ModelError(BriefingError):
    """No usable answer came from the language model.

    ``calls`` is the number of HTTP requests that were made before giving up. ``transient``: the same request may do later.
    ``retry_after`` is the time in seconds that the endpoint asked to wait, if it did. ``limited``: it turned the request
    away because there were too many (HTTP 429). ``status`` is the HTTP status that it answered with, if it was no answer.
    """

    status: int | None = None

    def __init__(
        self,
        message: str,
        *,
        calls: int = 0,
        transient: bool = False,
        retry_after: float | None = None,
        limited: bool = False,
    ) -> None:
        super().__init__(message)
        self.limited = limited
        self.calls = calls
        self.transient = transient
        self.retry_after = retry_after


class ModelUnavailableError(ModelError):
    """The endpoint could not be reached, was overloaded, or timed out, also after retries; or the report's time is over."""


class ModelDownError(ModelUnavailableError):
    """The endpoint was not asked: it failed many times in a row, and ``retry_after`` seconds are left until it is tried."""


class ModelRejectedError(ModelError):
    """The endpoint answered that this request will never do: wrong key, no permission, unknown model.

    ``parameter`` is the one it does not take, if that is what it minds.
    """

    def __init__(self, message: str, *, parameter: str | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter


class ModelTruncatedError(ModelError):
    """The model's answer was cut off at its token limit."""


class ModelContextError(ModelError):
    """The request is longer than the model's context window."""


class ModelRefusedError(ModelError):
    """The model declined to answer, or the endpoint's content filter stopped the answer."""


class ModelInvalidError(ModelError):
    """The model's answers did not fit the schema, also after being told what was wrong."""


class ModelPendingError(ModelError):
    """The question was put aside, to be sent in a batch file: the report can be read once its answer is there."""


class StoreError(ModelError):
    """A run could not keep its answers, and makes no more requests: they would have to be paid for again."""


class ReplayError(ModelError):
    """The trace that is replayed holds no answer to a question: the report, the settings or the prompts are others."""


class BudgetError(ModelError):
    """The budget of the run does not allow the next request, which was not made.

    ``tokens`` and ``cost`` (in ``currency``) are what the run has spent until then.
    """

    def __init__(self, message: str, *, tokens: int = 0, cost: float = 0.0, currency: str = "USD") -> None:
        super().__init__(message)
        self.tokens = tokens
        self.cost = cost
        self.currency = currency


class RecordError(BriefingError):
    """A file is not a record of a known version, or a record breaks one of its invariants."""

    exit_code = 2


class RenderError(BriefingError):
    """A template, a label catalogue or an output format failed."""
