"""Official occupations for the answer to a title: candidates from the crosswalk to SOC 2020."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from care_pathway._data import read_csv


class SocRow(NamedTuple):
    """A line of the crosswalk to SOC 2020."""

    setting: frozenset[str]
    relation: str
    code: str
    label: str
    why: str


@cache
def _rows() -> dict[str, tuple[SocRow, ...]]:
    """The lines of the crosswalk by what they map."""
    found: dict[str, list[SocRow]] = {}
    for row in read_csv("crosswalks/soc2020.csv"):
        found.setdefault(row["subject"], []).append(
            SocRow(
                frozenset(row["setting"].split()), row["relation"], row["object"], row["label"], row["why"]
            )
        )
    return {subject: tuple(rows) for subject, rows in found.items()}


def occupations_for(
    role_category: str | None, job_role: int | None, settings: Iterable[str]
) -> tuple[SocRow, ...]:
    """The unit groups and extended groups for an answer, the likeliest first.

    Args:
        role_category: Its role category.
        job_role: Its ASC-WDS main job role, as an upload code.
        settings: The settings that the title names.
    """
    by_role = _rows().get(role_category or "", ())
    by_job_role = _rows().get(f"ascwds-job-role:{job_role}", ())
    named = frozenset(settings)
    there = [row for row in by_role if row.setting & named]
    anywhere = [row for row in by_role if not row.setting]
    # A co-ordinator's or a nurse's own group says more than that of the role category.
    found = {row.code: row for row in (*there, *by_job_role, *anywhere)[::-1]}
    return tuple(reversed(found.values()))
