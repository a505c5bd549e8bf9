"""Achievements of Open Badges 3.0 for the courses of a catalogue, aligned with the framework."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from care_pathway._arguments import check_kind
from care_pathway.interop.publish.terms import (
    BASE,
    FRAMEWORK,
    by_match,
    check_base,
    check_catalogue,
    course_address,
    named_terms,
)
from care_pathway.model.pathway import Pathway

if TYPE_CHECKING:
    from care_pathway.alignment.records import CatalogueAlignment, CourseAlignment
    from care_pathway.interop.publish.terms import PublishedTerm

_CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
_CRITERIA = (
    "The holder attended the course. This is a record of attendance. It does not say that the holder is "
    "competent: that is for an employer to observe and sign off."
)


def to_openbadges(pathway: Pathway, catalogue: CatalogueAlignment, *, base: str = BASE) -> dict[str, Any]:
    """An ``Achievement`` for each relevant course that names something of the framework.

    A badge for attending aligns with what the course names; it never says that somebody is competent. To
    issue badges, put an achievement into a credential of your own, with your issuer and your signature.

    Args:
        pathway: The edition with which the catalogue was aligned.
        catalogue: What `align_catalogue` gives.
        base: What all addresses begin with; with the same base, targets are the items of `to_case`.

    Returns:
        A document with ``@context`` and ``@graph``, in the order of the catalogue, ready for ``json.dump``.

    Raises:
        InvalidArgumentError: If the base is no absolute address, or the catalogue is another edition's.

    Source: 1EdTech Open Badges 3.0.

    Example:
        >>> import care_pathway as cp
        >>> pathway = cp.load()
        >>> catalogue = cp.align_catalogue(pathway, [cp.Course(id="d1", title="Dementia Awareness")])
        >>> badge = to_openbadges(pathway, catalogue)["@graph"][0]
        >>> badge["alignment"][1]["targetName"], badge["alignment"][1]["targetType"]
        ('Dementia', 'CFItem')
    """
    check_kind("pathway", pathway, Pathway)
    check_catalogue(pathway, catalogue)
    base = check_base(base)
    known = by_match(pathway, base)
    framework = f"{FRAMEWORK}, edition {pathway.edition.id}"
    badges = (_achievement(alignment, known, framework, base) for alignment in catalogue.alignments)
    return {"@context": _CONTEXT, "@graph": [badge for badge in badges if badge["alignment"]]}


def _achievement(
    alignment: CourseAlignment, known: dict[tuple[str, str], PublishedTerm], framework: str, base: str
) -> dict[str, Any]:
    course = alignment.course
    return {
        "id": f"{course_address(base, course.id)}#badge",
        "type": ["Achievement"],
        "achievementType": "Course",
        "name": course.title,
        "description": course.description or f"Attendance of the course {course.title}.",
        "criteria": {"narrative": _CRITERIA},
        "alignment": [_alignment(term, framework) for term, _ in named_terms(alignment, known)],
    }


def _alignment(term: PublishedTerm, framework: str) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetName": term.name,
        "targetUrl": term.uri,
        "targetCode": term.id,
        "targetFramework": framework,
        "targetType": "CFItem",
        "targetDescription": f"Suggested by care_pathway. {term.basis_note}",
    }
