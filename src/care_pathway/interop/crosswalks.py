"""Crosswalks from role categories and ASC-WDS main job roles to the classifications of others.

Rows have the shape of SSSOM mappings: subject, relation, object, justification. Those to SOC 2020, ESCO and
ASC-WDS are editorial: our reading, not a statement of the bodies that publish the classifications. They are
for joining answers with statistics, never for deciding about a person.
"""

from __future__ import annotations

from functools import cache

from attrs import field, frozen

from care_pathway._arguments import check_kind
from care_pathway._data import read_csv
from care_pathway._record import Record
from care_pathway.model import Pathway
from care_pathway.titles.policy import OUT_OF_SCOPE, policy

_ROLE, _JOB_ROLE = "role-category", "ascwds-job-role"
_ESCO = "http://data.europa.eu/esco/occupation/"
_BY_HAND = "semapv:ManualMappingCuration"


@frozen(kw_only=True, repr=False, eq=False)
class CrosswalkRow(Record):
    """One mapping of a crosswalk.

    Attributes:
        subject: What is mapped: ``role-category:deputy-manager``, ``ascwds-job-role:43`` or ``learning:…``.
        subject_label: Its name.
        relation: How the object relates to it, as SKOS: ``skos:closeMatch``; ``skos:broadMatch`` where it is
            wider, ``skos:narrowMatch`` where it is part of it, ``skos:relatedMatch`` where they overlap.
        object: What it is mapped to: ``soc2020:6135/02``, the address of an ESCO occupation, ``ofqual:…``,
            ``rqf:3``, ``role-category:…``.
        object_label: Its name.
        setting: The settings in which it holds; empty for any.
        justification: How the mapping was made, by the Semantic Mapping Vocabulary.
        basis: ``editorial`` for ours; else the basis of the record that it was taken from.
        version: The edition of the classification.
        why: Why, in a few words.

    Example:
        >>> soc2020()[0].subject, soc2020()[0].object, soc2020()[0].basis
        ('role-category:care-or-support-worker', 'soc2020:6135', 'editorial')
    """

    subject: str
    subject_label: str
    relation: str
    object: str
    object_label: str
    setting: tuple[str, ...] = field(default=())
    justification: str = _BY_HAND
    basis: str = "editorial"
    version: str
    why: str = ""


@cache
def soc2020() -> tuple[CrosswalkRow, ...]:
    """Role categories and ASC-WDS job roles to unit groups and extended groups of SOC 2020. Editorial.

    Source: Office for National Statistics, SOC 2020 Volume 2 and its extension, Open Government Licence v3.0.

    Returns:
        Rows in the order of the role categories and of the job roles; the closest object of each first.

    Example:
        >>> [row.object for row in soc2020() if row.subject == "ascwds-job-role:8"]
        ['soc2020:6135']
    """
    return tuple(
        CrosswalkRow(
            subject=_subject(row["subject"]),
            subject_label=_label(row["subject"]),
            relation=f"skos:{row['relation']}",
            object=f"soc2020:{row['object']}",
            object_label=row["label"],
            setting=tuple(row["setting"].split()),
            version="SOC 2020 (index version 13)",
            why=row["why"],
        )
        for row in read_csv("crosswalks/soc2020.csv")
    )


@cache
def esco() -> tuple[CrosswalkRow, ...]:
    """Role categories and ASC-WDS job roles to occupations of ESCO. Editorial.

    Source: European Commission, ESCO 1.2.1.

    Returns:
        Rows in the order of the role categories and of the job roles.

    Example:
        >>> esco()[0].object_label, esco()[0].relation
        ('social care worker', 'skos:closeMatch')
    """
    return tuple(
        CrosswalkRow(
            subject=_subject(row["subject"]),
            subject_label=_label(row["subject"]),
            relation=f"skos:{row['relation']}",
            object=f"{_ESCO}{row['object']}",
            object_label=row["label"],
            version="ESCO 1.2.1",
            why=f"{row['why']} (code {row['code']})",
        )
        for row in read_csv("crosswalks/esco.csv")
    )


def job_roles() -> tuple[CrosswalkRow, ...]:
    """ASC-WDS main job roles, by upload code, to role categories. Editorial.

    A job role whose usual answer is out of scope has a row only where another role category is possible.

    Returns:
        Rows in the order of the codes; the usual role category of each first.

    Example:
        >>> [(row.relation, row.object) for row in job_roles() if row.subject == "ascwds-job-role:43"]
        [('skos:closeMatch', 'role-category:deputy-manager')]
    """
    rows = []
    for code, job_role in policy().job_roles.items():
        for place, answer in enumerate(job_role.answers):
            if answer != OUT_OF_SCOPE:
                rows.append(
                    CrosswalkRow(
                        subject=f"{_JOB_ROLE}:{code}",
                        subject_label=job_role.name,
                        relation="skos:relatedMatch" if place else "skos:closeMatch",
                        object=f"{_ROLE}:{answer}",
                        object_label=_label(answer),
                        version="ASC-WDS bulk upload codes, read in August 2026",
                        why="may stand here" if place else "the usual answer for the job role alone",
                    )
                )
    return tuple(rows)


def qualifications(pathway: Pathway | None = None) -> tuple[CrosswalkRow, ...]:
    """Learning of a pathway to Ofqual qualification numbers, and to levels of the RQF.

    Args:
        pathway: The edition; by default the latest.

    Returns:
        Rows in the order of the learning: the numbers of each, then its level or levels.

    Example:
        >>> sorted({row.object.partition(":")[0] for row in qualifications()})
        ['ofqual', 'rqf']
    """
    if pathway is None:
        from care_pathway.catalogue import load

        pathway = load()
    check_kind("pathway", pathway, Pathway)
    rows = []
    for learning in pathway.learning:
        basis = str(learning.provenance.basis)
        mapped = [
            ("skos:narrowMatch", f"ofqual:{number.number}", number.number, str(number.provenance.basis))
            for number in learning.numbers
        ]
        if learning.level is not None:
            last = learning.level if learning.level_to is None else learning.level_to
            levels = range(learning.level, last + 1)
            mapped += [("skos:broadMatch", f"rqf:{level}", f"RQF level {level}", basis) for level in levels]
        rows += [
            CrosswalkRow(
                subject=f"learning:{learning.id}",
                subject_label=learning.name,
                relation=relation,
                object=target,
                object_label=label,
                basis=basis,
                version=pathway.ref,
                why="a number under which it is known" if target.startswith("ofqual") else "its level",
            )
            for relation, target, label, basis in mapped
        ]
    return tuple(rows)


def _subject(name: str) -> str:
    """A subject with its kind."""
    return name if name.startswith(f"{_JOB_ROLE}:") else f"{_ROLE}:{name}"


def _label(name: str) -> str:
    """The name of a subject."""
    kind, _, code = name.partition(":")
    if kind == _JOB_ROLE:
        return policy().job_roles[code].name
    words = name.replace("-", " ")
    return f"{words[:1].upper()}{words[1:]}"
