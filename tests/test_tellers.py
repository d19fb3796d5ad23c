"""Who told it: what says that somebody is not to be named, and what only looks so."""

from __future__ import annotations

import pytest

from briefing.tellers import hides_name


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        ("عضو في الوفد طلب عدم ذكر اسمه", True),
        ("مسؤول لم يسمه", True),
        ("قيادي لم تسمّه القناة", True),
        ("مستشار مقرب من الوفد", True),
        ("عضو الوفد سامي النجار إن فريقه لن يوقع ما لم تسمح الحركة بالزيارة", False),
        ("عضو الوفد سامي النجار إن أحدا لم يسمع بذلك", False),
    ],
)
def test_what_hides_a_name_is_known(words: str, hidden: bool) -> None:
    assert hides_name(words) == hidden
