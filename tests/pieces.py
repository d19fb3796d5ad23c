"""Which pieces every find of a pattern holds, by the pattern itself: quick looks for such pieces must let all finds through."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from re import _constants as signs  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_GAP = "\0"  # what a find has there is not known


def finds_without(pattern: re.Pattern[str], is_telling: Callable[[str], bool]) -> Iterator[str]:
    """The ways in which a pattern can be met without a run of letters that tells; \\0 stands for letters that are not fixed."""
    for branch in _branches(parser.parse(pattern.pattern, pattern.flags)):
        if not _tells(branch, is_telling):
            yield from (way for way in _ways(branch) if not any(map(is_telling, way.split(_GAP))))


def _branches(tree: Any) -> Sequence[Any]:
    parts = list(tree)
    return parts[0][1][1] if len(parts) == 1 and parts[0][0] is signs.BRANCH else [tree]


def _tells(tree: Any, is_telling: Callable[[str], bool]) -> bool:
    """Whether a part that cannot be left out tells by itself; without spelling out how parts go together."""
    runs = [""]
    for kind, value in tree:
        if kind is signs.LITERAL:
            runs[-1] += chr(value)
            continue
        runs.append("")
        if kind is signs.BRANCH and all(_tells(branch, is_telling) for branch in value[1]):
            return True
        if kind is signs.SUBPATTERN and _tells(value[-1], is_telling):
            return True
        if kind in {signs.MAX_REPEAT, signs.MIN_REPEAT} and value[0] and _tells(value[2], is_telling):
            return True
    return any(map(is_telling, runs))


def _ways(tree: Any) -> list[str]:
    ways = [""]
    for kind, value in tree:
        if kind is signs.LITERAL:
            parts = [chr(value)]
        elif kind in {signs.ASSERT, signs.ASSERT_NOT, signs.AT}:
            parts = [""]
        elif kind is signs.SUBPATTERN:
            parts = _ways(value[-1])
        elif kind is signs.BRANCH:
            parts = [way for branch in value[1] for way in _ways(branch)]
        elif kind is signs.IN and all(one is signs.LITERAL for one, _ in value):
            parts = [chr(letter) for _, letter in value]
        elif kind in {signs.MAX_REPEAT, signs.MIN_REPEAT}:
            least, most, repeated = value
            parts = [] if least else [""]
            parts += [("" if most == 1 else _GAP) + way for way in _ways(repeated)]  # the last time that it is repeated
        else:
            parts = [_GAP]
        ways = [way + part for way in ways for part in parts]
    return ways
