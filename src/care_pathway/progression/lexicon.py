"""The bundled rules of progression, read once. The rules are data; a domain person can review them."""

from __future__ import annotations

from functools import cache
from typing import Any

from attrs import frozen

from care_pathway._data import read_csv, read_json


@frozen(kw_only=True)
class DutyRule:
    """Duties that do not go with a recorded role category."""

    id: str
    role_categories: frozenset[str]
    answers: tuple[tuple[str, bool], ...]
    offers: str
    says: str
    why: str


@frozen(kw_only=True)
class AspirationRule:
    """What an aspiration means for routes."""

    id: str
    kinds: frozenset[str]
    targets: tuple[str, ...]
    then: tuple[str, ...]
    with_staff: tuple[str, ...]
    goal: str
    why: str


@frozen(kw_only=True)
class OtherAlternative:
    """What stands in for learning and has no record of its own, as a rule over training records."""

    themes: frozenset[str]
    accredited: bool
    any_topic: bool
    why: str


@frozen(kw_only=True)
class ProgressionRules:
    """All rules of progression."""

    duties: tuple[DutyRule, ...]
    aspirations: dict[str, AspirationRule]
    other_alternatives: dict[str, OtherAlternative]
    training_of_authorisation: str
    clinical_themes: frozenset[str]
    clinical_topics: frozenset[str]
    clinical_words: tuple[str, ...]
    induction_words: tuple[str, ...]


def plain(text: str) -> str:
    """Lower-case words with single spaces."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())


@cache
def rules() -> ProgressionRules:
    """The bundled rules."""
    raw: dict[str, Any] = read_json("lexicons/progression.json")
    return ProgressionRules(
        duties=tuple(
            DutyRule(
                id=row["id"],
                role_categories=frozenset(row["recorded as"].split()),
                answers=tuple(
                    sorted(
                        [(duty, True) for duty in row["yes"].split()]
                        + [(duty, False) for duty in row["no"].split()]
                    )
                ),
                offers=row["look at"],
                says=row["says"],
                why=row["why"],
            )
            for row in read_csv("lexicons/duties.csv")
        ),
        aspirations={
            row["wish"]: AspirationRule(
                id=row["wish"],
                kinds=frozenset(row["kinds"].split()),
                targets=tuple(row["targets"].split()),
                then=tuple(row["then"].split()),
                with_staff=tuple(row["with staff"].split()),
                goal=row["goal"],
                why=row["why"],
            )
            for row in read_csv("lexicons/aspirations.csv")
        },
        other_alternatives={
            row["text"]: OtherAlternative(
                themes=frozenset(row["themes"]),
                accredited=row["accredited"],
                any_topic=row["any_topic"],
                why=row["why"],
            )
            for row in raw["other_alternatives"]
        },
        training_of_authorisation=raw["training_of_authorisation"],
        clinical_themes=frozenset(raw["clinical"]["themes"]),
        clinical_topics=frozenset(raw["clinical"]["topics"]),
        clinical_words=tuple(plain(word) for word in raw["clinical"]["words"]),
        induction_words=tuple(raw["induction_words"]),
    )
