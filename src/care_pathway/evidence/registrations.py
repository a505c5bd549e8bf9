"""Registrations and confirmed conditions on file: the words that people write, and what is known here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from care_pathway._data import items_of, read_csv
from care_pathway.evidence.not_done import mark_in
from care_pathway.language.text import normalise
from care_pathway.model import (
    AllOfRequirement,
    AnyOfRequirement,
    FitnessRequirement,
    Pathway,
    RegistrationRequirement,
    Requirement,
    SignOffRequirement,
)
from care_pathway.model._fields import Id

#: A number on a register, which names one person: an NMC PIN, or one of HCPC or Social Work England.
_NUMBER = re.compile(r"\b(?:\d{2}[a-z]\d{4}[a-z]|(?:ph|ot|sw)\s?\d{4,6})\b", re.I)
#: The registration that a duty answers as well.
CQC = "cqc-registered-manager"


def registrations_in(words: str) -> tuple[Id, ...]:
    """The registrations that words may name: none, one, or several where only the register is named.

    Args:
        words: What is on file: an id, or words such as "registered with CQC".

    Example:
        >>> registrations_in("Registered with CQC"), registrations_in("nmc-pin")
        (('cqc-registered-manager',), ('nmc-registered-nurse', 'nmc-nursing-associate'))
        >>> registrations_in("NMC PIN 12A3456E"), registrations_in("tennis club"), registrations_in("CQC?")
        (('nmc-registered-nurse', 'nmc-nursing-associate'), (), ())
    """
    if mark_in(words, training=False) is not None:
        return ()
    return _words().get(normalise(without_number(words)), ())


def without_number(words: str) -> str:
    """Words of a registration without the number on the register, which is personal.

    Example:
        >>> without_number("NMC PIN 12A3456E")
        'NMC PIN'
    """
    return " ".join(_NUMBER.sub(" ", words).split())


def registered(listed: Iterable[str] | None) -> frozenset[Id] | None:
    """The registrations that a list surely names, its own ids included; ``None`` where there is no list.

    Example:
        >>> sorted(registered(("cqc", "nmc-pin")))
        ['cqc', 'cqc-registered-manager', 'nmc-pin']
    """
    if listed is None:
        return None
    listed = tuple(listed)
    named = (registrations_in(words) for words in listed)
    return frozenset((*listed, *(ids[0] for ids in named if len(ids) == 1)))


def names(listed: Collection[str] | None, id: str) -> bool | None:
    """Whether a list of answers names one: none at all is a no, and others named leave it open.

    Example:
        >>> names(("good-character",), "right-values"), names((), "right-values"), names(None, "right-values")
        (None, False, None)
    """
    if listed is None:
        return None
    return True if id in listed else None if listed else False


@cache
def _words() -> dict[str, tuple[Id, ...]]:
    table: dict[str, tuple[Id, ...]] = {}
    for row in read_csv("lexicons/registrations.csv"):
        ids = items_of(row["registrations"])
        table |= dict.fromkeys(items_of(row["words"]), ids)
    known = sorted({registration for ids in table.values() for registration in ids})
    return table | {normalise(registration): (registration,) for registration in known}


class KnownAnswers:
    """The registrations and conditions that an edition asks for, or that are known here.

    Make it with `Pathway.derived`.

    Attributes:
        registrations: Ids of registrations.
        conditions: Ids of conditions and sign-offs.
    """

    def __init__(self, pathway: Pathway) -> None:
        self.registrations = {registration for ids in _words().values() for registration in ids}
        self.conditions = {row["condition"] for row in read_csv("lexicons/conditions.csv")}
        for requirement in _requirements(pathway):
            if isinstance(requirement, RegistrationRequirement):
                self.registrations.add(requirement.registration)
            elif isinstance(requirement, FitnessRequirement):
                self.conditions.add(requirement.condition)
            elif isinstance(requirement, SignOffRequirement):
                self.conditions.add(requirement.what)


def _requirements(pathway: Pathway) -> Iterator[Requirement]:
    """Every requirement of a pathway, parts included."""
    queue = [requirement for route in pathway.routes for requirement in route.requirements]
    for role in pathway.role_categories:
        queue += (*role.requirements, *role.statutory_requirements)
    while queue:
        requirement = queue.pop()
        yield requirement
        if isinstance(requirement, AllOfRequirement | AnyOfRequirement):
            queue += requirement.requirements
