"""The title policy as bundled tables: its decisions, what answers mean, and the order of decision by duties.

Each table is a CSV file under ``data/lexicons/titles`` that a domain person can review; nothing of it stands
in code.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from care_pathway._data import read_csv

#: The answer for a job without a role category.
OUT_OF_SCOPE = "out-of-scope"

_FOLDER = "lexicons/titles"


class TitleDecision(NamedTuple):
    """One decision of the title policy.

    Attributes:
        number: Such as ``D10``.
        says: What it is about.
        world: The kind of work that a title out of scope by it names: ``children``, ``elsewhere`` (outside
            social care), ``other work``; or nothing.
        for_all: Whether it holds for every job of a title.
        doubt: ``adults?`` where the doubt is whether the work is with adults; ``open`` where it says little
            beside another job; or nothing.
        beside: What the job is called in the table of pairs.
    """

    number: str
    says: str
    world: str
    for_all: bool
    doubt: str
    beside: str


class AnswerMeaning(NamedTuple):
    """What an answer means.

    Attributes:
        in_words: What it is called in a sentence.
        right_if: When it is right.
        job_role: The ASC-WDS main job role that duties point to, as an upload code.
        equivalent: The answer that stands for it in an edition without it.
        because: Why.
    """

    in_words: str
    right_if: str
    job_role: int | None
    equivalent: str
    because: str


class JobRoleAnswers(NamedTuple):
    """An ASC-WDS main job role.

    Attributes:
        code: Its upload code; for a retired one that of the role that replaced it.
        name: Its name.
        answers: The answers that go with it, the usual one first.
    """

    code: int
    name: str
    answers: tuple[str, ...]


class Pair(NamedTuple):
    """Two jobs in one title whose order is settled by what they are.

    Attributes:
        out: What the job out of scope is; nothing if there need not be one.
        roles: What all other jobs are, if that matters.
        highest: What the highest of them is, if that matters.
        highest_answer: Its answer, if that matters.
        job: The answer of a job that is certain, if there must be one.
        answer: Whose answer is given: ``out``, ``highest`` or ``job``.
        also: ``first`` or ``highest`` for the answer of that job; further answers if the highest names them.
    """

    out: str
    roles: tuple[str, ...]
    highest: str
    highest_answer: str
    job: str
    answer: str
    also: tuple[str, ...]


class StepRule(NamedTuple):
    """A step of the order of decision, by the names of the duties that answer it."""

    number: int
    role_category: str
    all: tuple[str, ...]
    any: tuple[str, ...]
    unless: str
    needs: str
    up_to: int | None
    post: str
    why: str


class Stop(NamedTuple):
    """Duties that put a post outside, whatever its title: the ASC-WDS job role they point to, and why."""

    job_role: int | None
    why: str


class Policy(NamedTuple):
    """The tables, ready for look-ups."""

    decisions: Mapping[str, TitleDecision]
    answers: Mapping[str, AnswerMeaning]
    job_roles: Mapping[str, JobRoleAnswers]
    pairs: tuple[Pair, ...]
    steps: tuple[StepRule, ...]
    stops: Mapping[str, Stop]
    onward: Mapping[str, str]
    chances: Mapping[str, float]


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table of the title policy.

    Args:
        name: The name of the file without its ending.
    """
    return read_csv(f"{_FOLDER}/{name}.csv")


def parts(text: str) -> tuple[str, ...]:
    """The parts of a cell between semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def code_of(text: str) -> int | None:
    """The upload code in a cell, which may be empty."""
    return int(text) if text else None


def in_words(role_category: str | None) -> str:
    """A role category, or out of scope, as it is called in a sentence."""
    meaning = policy().answers.get(role_category or OUT_OF_SCOPE)
    if meaning is not None:
        return meaning.in_words
    words = str(role_category).replace("-", " ")  # of an overlay or a new edition
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


@cache
def policy() -> Policy:
    """The bundled policy."""
    return Policy(
        decisions={
            row["decision"]: TitleDecision(
                number=row["decision"],
                says=row["says"],
                world=row["world"],
                for_all=row["for all"] == "yes",
                doubt=row["doubt"],
                beside=row["beside"],
            )
            for row in rows_of("decisions")
        },
        answers={
            row["answer"]: AnswerMeaning(
                row["in words"],
                row["right if"],
                code_of(row["job role"]),
                row["equivalent"],
                row["because"],
            )
            for row in rows_of("answers")
        },
        job_roles=_job_roles(),
        pairs=tuple(
            Pair(
                out=row["out"],
                roles=parts(row["roles"]),
                highest=row["highest"],
                highest_answer=row["highest answer"],
                job=row["job"],
                answer=row["answer"],
                also=parts(row["also"]),
            )
            for row in rows_of("pairs")
        ),
        steps=tuple(
            StepRule(
                number=int(row["step"]),
                role_category=row["role category"],
                all=tuple(row["all"].split()),
                any=tuple(row["any"].split()),
                unless=row["unless"],
                needs=row["needs"],
                up_to=code_of(row["up to"]),
                post=row["post"],
                why=f"step {row['step']}: {row['why']}",
            )
            for row in rows_of("steps")
        ),
        stops={row["when"]: Stop(code_of(row["job role"]), row["why"]) for row in rows_of("stops")},
        onward={row["of"]: row["route"] for row in rows_of("onward")},
        chances={
            row["evidence"]: float(row["chance"])
            for table in ("confidence", "evidence")
            for row in rows_of(table)
        },
    )


def _job_roles() -> dict[str, JobRoleAnswers]:
    """The job roles by upload code; a retired code leads to the role that replaced it."""
    rows = {row["code"]: row for row in rows_of("job_roles")}
    return {
        code: JobRoleAnswers(
            int(row["now"] or code), row["name"], tuple(rows[row["now"] or code]["answers"].split())
        )
        for code, row in rows.items()
    }
