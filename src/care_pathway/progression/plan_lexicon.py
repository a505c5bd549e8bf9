"""The bundled material of career plans: timing, reviews, interests and prompts, read once."""

from __future__ import annotations

from functools import cache
from typing import Any

from attrs import frozen

from care_pathway._data import read_json
from care_pathway.progression.records import Prompt


@frozen(kw_only=True)
class Rhythm:
    """How often a plan is reviewed."""

    every_months: int
    times: int | None
    about: str


@frozen(kw_only=True)
class PlanMaterial:
    """What plans are made of beside the routes."""

    months: dict[str, int]
    reviews: dict[str, Rhythm]
    induction_learning: str
    induction_months: int
    induction_why: str
    #: The set of standards, and what the ids of its own competencies have in them.
    induction_standards: str
    induction_competencies: str
    safe_learning: tuple[str, ...]
    safe_alternatives: tuple[tuple[str, ...], ...]
    safe_why: str
    interests: tuple[tuple[str, str], ...]
    conversations: frozenset[str]
    left_out_topics: frozenset[str]
    prompts: tuple[tuple[frozenset[str], Prompt], ...]
    #: With no more than this many things open somebody can follow in about a year.
    nearly: int


@cache
def material() -> PlanMaterial:
    """The bundled material."""
    raw: dict[str, Any] = read_json("lexicons/career_plan.json")
    return PlanMaterial(
        months=raw["months"],
        reviews={
            name: Rhythm(every_months=one["every_months"], times=one.get("times"), about=one["about"])
            for name, one in raw["reviews"].items()
        },
        induction_learning=raw["manager_induction"]["learning"],
        induction_months=raw["manager_induction"]["within_months"],
        induction_why=raw["manager_induction"]["why"],
        induction_standards=raw["manager_induction"]["standards"],
        induction_competencies=raw["manager_induction"]["competency_ids"],
        safe_learning=tuple(raw["safe_practice"]["learning"]),
        safe_alternatives=tuple(tuple(choice) for choice in raw["safe_practice"]["alternatives"]),
        safe_why=raw["safe_practice"]["why"],
        interests=tuple((interest["text"], interest["why"]) for interest in raw["interests"]),
        conversations=frozenset(raw["conversations"]),
        left_out_topics=frozenset(raw["left_out_topics"]),
        prompts=tuple(
            (frozenset(prompt["for"]), Prompt(id=prompt["id"], text=prompt["text"], why=prompt["why"]))
            for prompt in raw["prompts"]
        ),
        nearly=raw["nearly"]["open"],
    )
