"""What a language model is asked to return: pointers into the text, not retellings.

A draft names a line that the model was shown, copies a short span from it, and chooses among names that it was given.
Everything else (offsets, kinds, statuses, dates, references, the Arabic sentence) is settled by code. The models here
are built for each call, so that the names and lines that exist are the only ones that can be chosen.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, create_model, model_validator
from pydantic_core import CoreSchema

from briefing.arabic import folded
from briefing.record import (
    Act,
    CommitmentStatus,
    DemandStatus,
    FinalStatementStatus,
    ParticipantKind,
    Role,
    StanceKind,
    TalksFormat,
)

NOBODY = "none"
ItemKind = Literal["demand", "commitment", "clause", "statement", "next_step", "stance"]


class Draft(BaseModel):
    """Base of all drafts; what a model adds beyond the fields is ignored, so that a chatty one loses nothing."""

    model_config = ConfigDict(extra="ignore")
    schema_once: ClassVar[dict[str, Any] | None] = None

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """See Pydantic. It is asked for with each question, and takes longer to make than the question to send."""
        if args or kwargs:
            return super().model_json_schema(*args, **kwargs)
        if "schema_once" not in cls.__dict__:
            cls.schema_once = super().model_json_schema()
        return copy.deepcopy(cls.__dict__["schema_once"])


if TYPE_CHECKING:
    Listed = list
else:

    class Listed:
        """``Listed[X]`` is what ``list[X]`` is to Pydantic; instructor does not see the X.

        It walks through all fields and types of a model five times a question, in search of a kind of validators that we have
        none of; that took a tenth of the time of a report.
        """

        def __class_getitem__(cls, item: type[BaseModel]) -> type:
            return type("Listed", (cls,), {"item": item})

        @classmethod
        def __get_pydantic_core_schema__(cls, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
            return handler(list[cls.item])


class ParticipantDraft(Draft):
    """An actor of the talks, its name copied from the report."""

    name: str = Field(description="the name exactly as the report writes it; empty if only a title is given")
    en: str = Field(default="", description="the name in English")
    kind: ParticipantKind
    role: Role
    title: str = Field(default="", description="the person's title, copied from the report")
    title_en: str = Field(default="", description="the title in English")
    of: str = Field(default="", description="the delegation, state or organization that a person belongs to, copied")


class ParticipantsDraft(Draft):
    """The answer to the first question: who took part."""

    participants: Listed[ParticipantDraft]


class ItemDraft(Draft):
    """An item as extraction works on it, whatever the model was asked for; empty fields are settled by rule."""

    line: int
    by: list[str] = []
    quote: str
    kind: ItemKind | None = None
    said_by: str = NOBODY
    to: list[str] = []
    status: DemandStatus | CommitmentStatus | None = None
    condition: str = ""
    condition_en: str = ""
    when: str = ""
    act: Act | None = None
    stance: StanceKind | None = None
    about: str = ""
    about_en: str = ""
    negated: bool = False
    source: str = ""
    ar: str = ""
    en: str = ""


class OutcomeDraft(Draft):
    """The outcome document: its state, who issued it and who read it out; names as in the participants list."""

    status: FinalStatementStatus
    quote: str = Field(default="", description="the words that say so, copied from the report")
    issued_by: list[str] = []
    read_by: str = NOBODY
    signed_by: list[str] = []
    not_signed_by: list[str] = []
    title: str = Field(default="", description="what the report calls the document, copied")
    title_en: str = ""


class FrameDraft(Draft):
    """The answer to the third question: the round itself and its outcome document."""

    name: str = Field(description="a neutral name of the round in Arabic")
    name_en: str = Field(description="the same in English")
    round: str = Field(default="", description="the number of the round, if the report gives one")
    place: str = Field(default="", description="the city, copied from the report")
    place_en: str = ""
    start: str = Field(default="", description="the words that say when it began, copied")
    end: str = Field(default="", description="the words that say when it ended, copied")
    format: TalksFormat = "not_stated"
    outcome: OutcomeDraft


class TranslationDraft(Draft):
    """The answer to a request for an English sentence."""

    en: str


def led_translation_draft(lead: str) -> type[BaseModel]:
    """The answer to a request for an English sentence that begins with ``lead``: who, and the verb of the act.

    A small model that has to begin so keeps to the holder and to what is done; Arabic letters and new lines are not let in.
    """
    start = re.sub(r"([.^$*+?()\[\]{}|\\])", r"\\\1", lead)
    fields: Any = (str, Field(pattern=f'^{start} [^\\n\\r\\t\u0600-\u06ff"]{{12,400}}\\.$'))
    return create_model("LedTranslationDraft", __base__=TranslationDraft, en=fields)


def chosen_participants_draft(names: Sequence[str]) -> type[BaseModel]:
    """The response model of the first question for a small model: which of these names take part."""
    name: Any = Literal[tuple(names)]
    chosen = create_model("Chosen", __base__=Draft, name=(name, ...), kind=(ParticipantKind, ...), role=(Role, ...))
    fields: Any = (list[chosen], Field(max_length=len(names)))
    return create_model("Chosens", __base__=Draft, participants=fields)


# No docstrings from here on: Pydantic would show them to the language model with each question.
class Item(Draft):  # noqa: D101
    line: int = Field(description="the number of the line")
    by: list[str] = Field(min_length=1, description="whose demand, pledge, decision or position it is")
    quote: str = Field(description="the words of the line that say what, copied exactly")


class FullItem(Item):  # noqa: D101
    kind: ItemKind = Field(description="the kind of item")
    said_by: str = Field(default=NOBODY, description="another participant who reports it, if not the holder")
    to: list[str] = Field(default=[], description="to whom a demand is addressed, or against whom a position is")
    status: DemandStatus | CommitmentStatus | None = None
    condition: str = Field(default="", description="the condition, copied")
    condition_en: str = ""
    when: str = Field(default="", description="the deadline or date, copied")
    act: Act | None = Field(default=None, description="for a statement: the act")
    stance: StanceKind | None = Field(default=None, description="for a stance on the final statement")
    about: str = Field(default="", description="for a stance on one clause, point or matter only: which, copied")
    about_en: str = ""
    negated: bool = Field(default=False, description="true if the holder denies or refuses it")
    source: str = Field(default="", description="who told the reporter, copied, if the report says so")
    ar: str = Field(default="", description="an Arabic sentence, only where the quote alone is not clear")
    en: str = Field(description="one neutral English sentence that names the holder")


# What may be chosen differs from question to question. To make a model with all its fields anew for each takes longer than
# most checks of a report, so what is offered is written into a schema that stands, and held against the answer afterwards.
@dataclass(frozen=True)
class _Offer:
    """What the items of one answer may choose from; ``also`` has other forms of the names, folded."""

    names: tuple[str, ...]
    lines: tuple[int, ...]
    also: Mapping[str, str]


class _Choice(Draft):
    offer: ClassVar[_Offer] = _Offer((), (), {})
    items: Any

    @model_validator(mode="after")
    def _is_offered(self) -> Self:
        for item in self.items:
            if item.line not in self.offer.lines:
                raise ValueError(f"there is no line {item.line}; the lines are {', '.join(map(str, self.offer.lines))}")
            item.by = list(map(self._name, item.by))
            if isinstance(item, FullItem):
                item.said_by, item.to = self._name(item.said_by), list(map(self._name, item.to))
        return self

    def _name(self, name: str) -> str:
        """A name that is not offered is nobody's: the item is asked again, the others of the answer are not lost with it."""
        if name not in self.offer.names:
            name = self.offer.also.get(folded(name), NOBODY)
        return name if name in self.offer.names else NOBODY

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """See Pydantic; with the lines and names that can be chosen."""
        schema = (_FullItems if issubclass(cls, _FullItems) else _Items)._shape(*args, **kwargs)
        (item,) = schema["$defs"].values()
        item["properties"]["line"]["enum"] = list(cls.offer.lines)
        for name in item["properties"].keys() & {"by", "said_by", "to"}:
            field = item["properties"][name]
            field.get("items", field)["enum"] = [*cls.offer.names, NOBODY]
        return {**schema, "title": "Items"}

    @classmethod
    def _shape(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().model_json_schema(*args, **kwargs)


class _Items(_Choice):
    items: Listed[Item]


class _FullItems(_Choice):
    items: Listed[FullItem]


def items_draft(
    names: Sequence[str], lines: Sequence[int], *, lean: bool, also: Mapping[str, str] | None = None
) -> type[BaseModel]:
    """The response model of the second question, for the participants and lines of one call.

    ``also`` maps other forms of the names, folded, to the names that are offered.
    ``lean`` asks for the line, the holder and the quote only: more than that confuses a small model.
    """
    offer = _Offer(tuple(names), tuple(lines), also or {})
    config = ConfigDict(defer_build=True)  # instructor makes the class over, and only that one is used
    return type("Items", (_Items if lean else _FullItems,), {"__module__": __name__, "model_config": config, "offer": offer})


def drafts_of(answer: BaseModel) -> list[ItemDraft]:
    """The items of an answer to the second question, in the form that extraction works on."""
    assert isinstance(answer, _Choice)
    return [ItemDraft.model_validate(vars(item)) for item in answer.items]
