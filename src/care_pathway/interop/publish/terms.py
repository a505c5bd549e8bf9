"""The terms that every format publishes: each record with its address, its words and its basis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import field, frozen

from care_pathway._arguments import check_kind
from care_pathway._record import Record
from care_pathway.alignment.parts import lines_of_html
from care_pathway.alignment.records import (
    CatalogueAlignment,
    CourseAlignment,
    CourseMatch,
    MatchStrength,
    Relevance,
)
from care_pathway.errors import InvalidArgumentError
from care_pathway.interop.reviews import (
    PARTS,
    CatalogueReview,
    ReviewDecision,
    ReviewedPart,
    ReviewVerdict,
    check_aligned,
)

if TYPE_CHECKING:
    from care_pathway.model.pathway import Pathway
    from care_pathway.model.provenance import Provenance

#: Reserved for examples: whoever publishes sets the address under which the terms stand.
BASE = "https://example.org/care-pathway/"
FRAMEWORK = "Care Workforce Pathway"
#: Said with every publication, in the words of the notice of the data.
NOT_OFFICIAL = (
    "Restated from public sources, with the basis of each entry; not endorsed by the Department of Health "
    "and Social Care, Skills for Care or the Care Quality Commission."
)
_ADDRESS = re.compile(r"""https?://[^\s/?#<>"{}|\\^`]+(?:[/?#][^\s<>"{}|\\^`]*)?""")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._~-]")
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def plain_text(text: str | None) -> str | None:
    r"""What a provider wrote, without HTML: what is published may end in a page, where a script would run.

    Example:
        >>> plain_text("<p>One day.</p><ul><li>Hoists</li></ul><script>run()</script>")
        'One day.\nHoists'
    """
    if text is None or not ("<" in text or "&" in text):
        return text
    lines = (" ".join(line.split()) for line in lines_of_html(text).replace("\x02", "").splitlines())
    return "\n".join(filter(None, lines)) or None


@frozen(kw_only=True, repr=False, eq=False)
class PublishedTerm(Record):
    """A record of the pathway as other systems see it.

    Attributes:
        kind: ``role-category``, ``theme``, ``area``, ``competency``, ``practice-area`` or ``value``.
        id: Its id in the pathway; of a practice area its topic.
        uri: Its address.
        name: Its short name; of a competency its label, where it has one.
        text: The whole statement, where it says more than the name.
        basis: How its words are known: ``published``, ``seed``, ``secondary``, ``standard`` or ``editorial``.
        source: The address of the source, where it has one.
        broader: The ids, with kinds, of what it belongs to.
    """

    kind: str
    id: str
    uri: str
    name: str
    text: str | None = None
    basis: str
    source: str | None = None
    broader: tuple[tuple[str, str], ...] = field(default=())

    @property
    def basis_note(self) -> str:
        """The basis in words, fit to stand beside the term."""
        if self.basis == "editorial":
            return (
                "Basis: editorial, a decision of the care_pathway project; not part of the official Pathway."
            )
        return f"Basis: {self.basis}, restated in our own words."


def check_base(base: str) -> str:
    """The base of all addresses, ending with a slash or a hash.

    Raises:
        InvalidArgumentError: If it is no absolute address.
    """
    if not isinstance(base, str) or _ADDRESS.fullmatch(base) is None:
        raise InvalidArgumentError(
            "base", "an absolute address such as 'https://care.example/pathway/'", base
        )
    return base if base.endswith(("/", "#")) else f"{base}/"


def encoded(text: str) -> str:
    """Text as one part of an address: all but letters, digits and ``-._~`` percent-encoded (RFC 3986)."""
    return _NOT_PLAIN.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)


def address(pathway: Pathway, base: str, kind: str, identifier: str) -> str:
    """The address of a record: base, edition, kind and id."""
    return f"{base}{pathway.edition.id}/{kind}/{encoded(identifier)}"


def document(pathway: Pathway, base: str) -> str:
    """The address of an edition as a whole; another edition is another document."""
    return f"{base}{pathway.edition.id}"


def course_address(base: str, course: str) -> str:
    """The address of a course, by the provider's own reference."""
    return f"{base}course/{encoded(course)}"


def terms(pathway: Pathway, base: str) -> Iterator[PublishedTerm]:
    """Every term of an edition: role categories, values, themes, headings, competencies, practice areas."""

    def term(
        kind: str,
        identifier: str,
        name: str,
        provenance: Provenance,
        *,
        text: str | None = None,
        basis: str | None = None,
        broader: tuple[tuple[str, str], ...] = (),
    ) -> PublishedTerm:
        return PublishedTerm(
            kind=kind,
            id=identifier,
            uri=address(pathway, base, kind, identifier),
            name=name,
            text=text,
            basis=str(basis or provenance.basis),
            source=sources.get(provenance.source or ""),
            broader=broader,
        )

    sources = {source.id: source.url for source in pathway.sources if source.url}
    for role in pathway.role_categories:
        yield term("role-category", role.id, role.name, role.provenance)
    for value in pathway.values:
        yield term("value", value.id, value.name, value.provenance)
    for theme in (*pathway.themes, *pathway.further_themes):
        yield term("theme", theme.id, theme.name, theme.provenance)
    for area in pathway.areas:
        yield term(
            "area",
            area.id,
            area.label,
            area.provenance,
            basis=area.content_basis,
            broader=(("role-category", area.role_category),),
        )
    areas = {area.id for area in pathway.areas}
    for item in pathway.competencies:
        broader = (
            (("area", item.area),)
            if item.area in areas
            else tuple(("role-category", role) for role in item.role_categories)
        )
        yield term(
            "competency",
            item.id,
            item.label or item.statement,
            item.provenance,
            text=item.statement,
            basis=item.content_basis,
            broader=broader,
        )
    for practice in pathway.practice_areas:
        yield term(
            "practice-area",
            practice.id,
            practice.label,
            practice.provenance,
            broader=(("role-category", practice.role_category),),
        )


@frozen(kw_only=True, repr=False, eq=False)
class PublishedStatement(Record):
    """That a course names something of the framework, and who says so.

    Attributes:
        term: What it names.
        match: What is suggested, with the words of the course.
        decision: What a person said of it, where somebody did.
    """

    term: PublishedTerm
    match: CourseMatch
    decision: ReviewDecision | None = None

    @property
    def basis_note(self) -> str:
        """Who says so, and the basis of the term: nothing that is only suggested looks confirmed."""
        said = [] if self.decision is None else [self.decision.words]
        if self.decision is None or self.decision.verdict is ReviewVerdict.ACCEPT:
            words = ", ".join(f"“{word}”" for word in self.match.words)
            said.append(f"Suggested by care_pathway{f' from {words}' if words else ''}.")
        return " ".join((*said, self.term.basis_note))


def statements(
    pathway: Pathway, catalogue: CatalogueAlignment, review: CatalogueReview | None, base: str
) -> Iterator[tuple[CourseAlignment, tuple[PublishedStatement, ...]]]:
    """What each course of a catalogue names, in the order of the catalogue.

    Nothing of a course that is unsure or not relevant, nothing of which only the theme is taught, and no
    topic that this edition does not list. A topic of practice areas is listed by several role categories; the
    term of the first stands for it.

    Raises:
        InvalidArgumentError: If the catalogue is another edition's.
    """
    check_aligned(pathway, catalogue)
    check_kind("review", review, CatalogueReview, optional=True)
    known = {(term.kind, term.id): term for term in terms(pathway, base)}
    for practice in reversed(pathway.practice_areas):
        known["topic", practice.topic] = known["practice-area", practice.id]
    decided: dict[tuple[str, ReviewedPart, str], ReviewDecision] = {}
    if review is not None:
        catalogue = review.applied(pathway, catalogue)
        decided = {(one.course, one.part, one.id): one for one in review.decisions}
    for alignment in catalogue.alignments:
        found = []
        for part, (name, _) in PARTS.items():
            kind = "topic" if part is ReviewedPart.PRACTICE_AREA else str(part)
            for match in getattr(alignment, name):
                term = known.get((kind, match.id))
                if match.strength == MatchStrength.NAMED and term is not None:
                    decision = decided.get((alignment.course.id, part, match.id))
                    found.append(PublishedStatement(term=term, match=match, decision=decision))
        yield alignment, tuple(found) if alignment.relevance == Relevance.RELEVANT else ()
