"""Achievements of Open Badges 3.0 for the courses of a catalogue, aligned with the framework."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from care_pathway._arguments import check_kind
from care_pathway.interop.publish.terms import (
    BASE,
    FRAMEWORK,
    PublishedStatement,
    check_base,
    course_address,
    plain_text,
    statements,
)
from care_pathway.model.pathway import Pathway

if TYPE_CHECKING:
    from collections.abc import Iterable

    from care_pathway.alignment.records import CatalogueAlignment
    from care_pathway.interop.reviews import CatalogueReview
    from care_pathway.model.course import Course

_CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
_CRITERIA = (
    "The holder attended the course. This is a record of attendance. It does not say that the holder is "
    "competent: that is for an employer to observe and sign off."
)


def to_openbadges(
    pathway: Pathway,
    catalogue: CatalogueAlignment,
    *,
    review: CatalogueReview | None = None,
    base: str = BASE,
) -> dict[str, Any]:
    """An ``Achievement`` for each relevant course that names something of the framework.

    A badge for attending aligns with what the course names; it never says that somebody is competent. To
    issue badges, put an achievement into a credential of your own, with your issuer and your signature.

    Args:
        pathway: The edition with which the catalogue was aligned.
        catalogue: What `align_catalogue` gives.
        review: What a person decided about it, from `read_review`.
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
    base = check_base(base)
    framework = f"{FRAMEWORK}, edition {pathway.edition.id}"
    badges = [
        _achievement(alignment.course, said, framework, base)
        for alignment, said in statements(pathway, catalogue, review, base)
        if said
    ]
    return {"@context": _CONTEXT, "@graph": badges}


def _achievement(
    course: Course, said: Iterable[PublishedStatement], framework: str, base: str
) -> dict[str, Any]:
    return {
        "id": f"{course_address(base, course.id)}#badge",
        "type": ["Achievement"],
        "achievementType": "Course",
        "name": course.title,
        "description": plain_text(course.description) or f"Attendance of the course {course.title}.",
        "criteria": {"narrative": _CRITERIA},
        "alignment": [_alignment(one, framework) for one in said],
    }


def _alignment(statement: PublishedStatement, framework: str) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetName": statement.term.name,
        "targetUrl": statement.term.uri,
        "targetCode": statement.term.id,
        "targetFramework": framework,
        "targetType": "CFItem",
        "targetDescription": statement.basis_note,
    }
