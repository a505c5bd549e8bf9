"""The mapping of a catalogue's courses to the framework, or our crosswalks, as SSSOM."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from care_pathway import __version__
from care_pathway._arguments import check_kind
from care_pathway.alignment.chances import CourseEvidence
from care_pathway.errors import InvalidArgumentError
from care_pathway.interop.crosswalks import esco, job_roles, qualifications, soc2020
from care_pathway.interop.publish.terms import (
    BASE,
    LICENCE,
    NOT_OFFICIAL,
    PublishedStatement,
    check_base,
    document,
    encoded,
    statements,
)
from care_pathway.interop.reviews import ReviewVerdict
from care_pathway.model.pathway import Pathway

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from care_pathway.alignment.records import CatalogueAlignment, CourseAlignment
    from care_pathway.interop.reviews import CatalogueReview

_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "reviewer_label",
    "mapping_date",
    "confidence",
    "mapping_tool",
    "mapping_tool_version",
    "match_string",
    "comment",
)
_ESCO = "http://data.europa.eu/esco/occupation/"
_BY_HAND = "semapv:ManualMappingCuration"
_KINDS = ("role-category", "theme", "competency", "practice-area")
_OTHERS = ("course", "ascwds-job-role", "learning", "soc2020", "ofqual", "rqf")


def to_sssom(
    pathway: Pathway,
    catalogue: CatalogueAlignment | None = None,
    *,
    review: CatalogueReview | None = None,
    base: str = BASE,
) -> str:
    r"""What each course names, as mappings; without a catalogue, the crosswalks of this package.

    A course is never the same as an item, so the relation is ``skos:relatedMatch``. Items of which only the
    theme is taught are left out, and so are courses that are not relevant or unsure. Confidence is given
    where it was measured. What a person confirmed or added is curated by hand and names its reviewer and the
    day; what was rejected is left out.

    Args:
        pathway: The edition with which the catalogue was aligned.
        catalogue: What `align_catalogue` gives; ``None`` for the crosswalks to SOC 2020, ESCO, ASC-WDS job
            roles and qualifications.
        review: What a person decided about the catalogue, from `read_review`.
        base: What all addresses begin with.

    Returns:
        A mapping set: its description in comment lines, then rows with tabs between the cells.

    Raises:
        InvalidArgumentError: If the base is no absolute address, or the catalogue is another edition's.

    Source: SSSOM 1.0.

    Example:
        >>> import care_pathway as cp
        >>> pathway = cp.load()
        >>> catalogue = cp.align_catalogue(pathway, [cp.Course(id="d1", title="Dementia Awareness")])
        >>> to_sssom(pathway, catalogue).splitlines()[-1].split("\t")[:3]
        ['course:d1', 'Dementia Awareness', 'skos:relatedMatch']
    """
    check_kind("pathway", pathway, Pathway)
    base = check_base(base)
    if catalogue is None:
        if review is not None:
            raise InvalidArgumentError("review", "None where no catalogue is given", review)
        rows = _crosswalks(pathway)
    else:
        rows = _courses(statements(pathway, catalogue, review, base))
    out = io.StringIO()
    out.writelines(
        f"#{line}\n" for line in _about(pathway, base, "crosswalks" if catalogue is None else "courses")
    )
    table = csv.DictWriter(out, _COLUMNS, delimiter="\t", lineterminator="\n", restval="")
    table.writeheader()
    for row in rows:
        table.writerow({name: " ".join(cell.split()) for name, cell in row.items()})
    return out.getvalue()


def _about(pathway: Pathway, base: str, what: str) -> Iterator[str]:
    """The description of the set, in YAML; a JSON string is a YAML string."""
    yield "curie_map:"
    for kind in _KINDS:
        yield f"  {kind}: {json.dumps(f'{document(pathway, base)}/{kind}/')}"
    for other in _OTHERS:
        yield f"  {other}: {json.dumps(f'{base}{other}/')}"
    yield f"  esco: {json.dumps(_ESCO)}"
    yield '  skos: "http://www.w3.org/2004/02/skos/core#"'
    yield '  semapv: "https://w3id.org/semapv/vocab/"'
    yield f"mapping_set_id: {json.dumps(f'{document(pathway, base)}/mappings/{what}')}"
    yield f"mapping_set_version: {json.dumps(pathway.ref)}"
    yield f"mapping_set_description: {json.dumps(NOT_OFFICIAL)}"
    yield f"license: {json.dumps(LICENCE)}"


def _courses(
    found: Iterable[tuple[CourseAlignment, tuple[PublishedStatement, ...]]],
) -> Iterator[dict[str, str]]:
    for alignment, said in found:
        for one in said:
            match, term, decision = one.match, one.term, one.decision
            row = {
                "subject_id": f"course:{encoded(alignment.course.id)}",
                "subject_label": alignment.course.title,
                "predicate_id": "skos:relatedMatch",
                "object_id": f"{term.kind}:{term.id}",
                "object_label": term.name,
                "mapping_justification": _BY_HAND,
                "match_string": "|".join(match.words),
                "comment": one.basis_note,
            }
            if decision is not None:
                row |= {"reviewer_label": decision.reviewer, "mapping_date": decision.on.isoformat()}
            if decision is None or decision.verdict is ReviewVerdict.ACCEPT:
                row |= {"mapping_tool": "care_pathway", "mapping_tool_version": __version__}
            if decision is None and match.evidence != CourseEvidence.CROSSWALK:
                row["mapping_justification"] = "semapv:LexicalMatching"
            # What was never measured has no number.
            if decision is None and match.confidence is not None:
                row["confidence"] = f"{match.confidence:.2f}"
            yield row


def _crosswalks(pathway: Pathway) -> Iterator[dict[str, str]]:
    for row in (*soc2020(), *esco(), *job_roles(), *qualifications(pathway)):
        setting = f"; in {', '.join(row.setting)}" if row.setting else ""
        yield {
            "subject_id": row.subject,
            "subject_label": row.subject_label,
            "predicate_id": row.relation,
            "object_id": row.object.replace(_ESCO, "esco:"),
            "object_label": row.object_label,
            "mapping_justification": row.justification,
            "comment": f"{row.why}{setting}; basis: {row.basis}; {row.version}".lstrip("; "),
        }
