"""An aligned catalogue as schema.org ``Course`` markup."""

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
from care_pathway.tabular.prices import bounds_of

if TYPE_CHECKING:
    from care_pathway.alignment.level import CourseLevel
    from care_pathway.alignment.records import CatalogueAlignment
    from care_pathway.interop.reviews import CatalogueReview
    from care_pathway.model.course import Course, CourseSession

_ONLINE = frozenset({"online", "virtual", "webinar", "zoom", "teams"})


def to_jsonld(
    pathway: Pathway,
    catalogue: CatalogueAlignment,
    *,
    review: CatalogueReview | None = None,
    base: str = BASE,
) -> dict[str, Any]:
    """Every course of a catalogue as schema.org, with what it teaches of the framework.

    Only what is known is written: no price, day, place or language is made up, a price "from £25" is an
    ``AggregateOffer`` with a lowest price, and HTML becomes plain text. What the provider says stands
    in the properties of the course (``teaches`` holds the provider's own outcomes); what this package
    suggests, and what a person confirmed or added, stands in ``educationalAlignment``, each with who says so
    and its basis. A course that is not relevant, or unsure, has no alignment.

    Args:
        pathway: The edition with which the catalogue was aligned.
        catalogue: What `align_catalogue` gives.
        review: What a person decided about it, from `read_review`.
        base: What all addresses begin with.

    Returns:
        A document with ``@context`` and ``@graph``, in the order of the catalogue, ready for ``json.dump``.

    Raises:
        InvalidArgumentError: If the base is no absolute address, or the catalogue is another edition's.

    Source: schema.org, Course and CourseInstance.

    Example:
        >>> import care_pathway as cp
        >>> pathway = cp.load()
        >>> course = cp.Course(id="d1", title="Dementia Awareness", hours=1.5)
        >>> node = to_jsonld(pathway, cp.align_catalogue(pathway, [course]))["@graph"][0]
        >>> node["name"], node["timeRequired"], node["educationalAlignment"][1]["targetName"]
        ('Dementia Awareness', 'PT1H30M', 'Dementia')
    """
    check_kind("pathway", pathway, Pathway)
    base = check_base(base)
    framework = f"{FRAMEWORK}, edition {pathway.edition.id}"
    graph = []
    for alignment, said in statements(pathway, catalogue, review, base):
        node = _course(alignment.course, alignment.level, base)
        if said:
            node["educationalAlignment"] = [_alignment(one, framework) for one in said]
        graph.append(node)
    return {"@context": "https://schema.org", "@graph": graph}


def _alignment(statement: PublishedStatement, framework: str) -> dict[str, Any]:
    return {
        "@type": "AlignmentObject",
        "alignmentType": "teaches",
        "educationalFramework": framework,
        "targetName": statement.term.name,
        "targetUrl": statement.term.uri,
        "targetDescription": statement.basis_note,
    }


def _known(**properties: Any) -> dict[str, Any]:
    """The properties that are known."""
    return {name: value for name, value in properties.items() if value not in (None, "", [], ())}


def _course(course: Course, level: CourseLevel, base: str) -> dict[str, Any]:
    return {
        "@type": "Course",
        "@id": course_address(base, course.id),
        **_known(
            courseCode=course.id,
            name=course.title,
            description=plain_text(course.description),
            provider={"@type": "Organization", "name": course.provider} if course.provider else None,
            # As the provider words it: in a column of its own, or in the title.
            educationalLevel=course.level or level.words,
            audience={"@type": "EducationalAudience", "audienceType": plain_text(course.audience)}
            if course.audience
            else None,
            about=course.category,
            coursePrerequisites=plain_text(course.entry),
            teaches=[plain_text(outcome) for outcome in course.outcomes],
            timeRequired=_duration(course.hours),
            educationalCredentialAwarded=_credential(course),
            offers=_offers(course),
            hasCourseInstance=_instances(course),
        ),
    }


def _duration(hours: float | None) -> str | None:
    """Hours as an ISO 8601 duration."""
    minutes = round(hours * 60) if hours is not None else 0
    if minutes <= 0:
        return None
    whole, rest = divmod(minutes, 60)
    return f"PT{f'{whole}H' if whole else ''}{f'{rest}M' if rest else ''}"


def _credential(course: Course) -> dict[str, Any] | None:
    if course.number is None:
        return None
    number = {"@type": "PropertyValue", "propertyID": "Ofqual qualification number", "value": course.number}
    return {"@type": "EducationalOccupationalCredential", "identifier": number}


def _offers(course: Course) -> list[dict[str, Any]]:
    # What is funded costs nothing to some, and it is not known to whom.
    funded = not course.cost and "funded" in (course.price or "").casefold()
    single = [_single_offer(course)] if course.cost is not None and not funded else []
    if course.group_cost is None:
        return single
    group = _offer(course.group_cost, course.vat_included) | {"name": "One run for a group"}
    if course.group_size is not None:
        group["eligibleQuantity"] = {"@type": "QuantitativeValue", "maxValue": course.group_size}
    return [*single, group]


def _single_offer(course: Course) -> dict[str, Any]:
    """What one place costs: a price, or the bounds within which the provider says that it lies."""
    bounds = bounds_of(course.price) if course.price else None
    cost = course.cost or 0.0
    if bounds is None or cost not in bounds:
        return _offer(cost, course.vat_included)
    low, high = (f"{one:.2f}" if one is not None else None for one in bounds)
    offer = _known(lowPrice=low, highPrice=high, priceCurrency="GBP")
    if course.vat_included is not None:
        offer["priceSpecification"] = {
            "@type": "PriceSpecification",
            **_known(minPrice=low, maxPrice=high),
            "priceCurrency": "GBP",
            "valueAddedTaxIncluded": course.vat_included,
        }
    return {"@type": "AggregateOffer", "category": "Paid"} | offer


def _offer(cost: float, vat_included: bool | None) -> dict[str, Any]:
    offer: dict[str, Any] = {
        "@type": "Offer",
        "category": "Paid" if cost else "Free",
        "price": f"{cost:.2f}",
        "priceCurrency": "GBP",
    }
    if vat_included is not None:
        offer["priceSpecification"] = {
            "@type": "PriceSpecification",
            "price": offer["price"],
            "priceCurrency": "GBP",
            "valueAddedTaxIncluded": vat_included,
        }
    return offer


def _instances(course: Course) -> list[dict[str, Any]]:
    if course.sessions:
        return [_instance(session, course) for session in course.sessions]
    if course.format is None:
        return []
    return [{"@type": "CourseInstance", "courseMode": course.format}]


def _instance(session: CourseSession, course: Course) -> dict[str, Any]:
    place = session.place
    # Of a course that is taught in several ways it is not known in which of them one run is.
    mode = None if course.format is None or "; " in course.format else course.format
    online = place is not None and place.casefold() in _ONLINE
    return {
        "@type": "CourseInstance",
        **_known(
            identifier=session.id,
            courseMode=mode,
            startDate=session.day.isoformat() if session.day else None,
            endDate=session.until.isoformat() if session.until else None,
            description=session.times,
            location={"@type": "VirtualLocation" if online else "Place", "name": place} if place else None,
            offers=[_offer(session.cost, course.vat_included)] if session.cost is not None else None,
            remainingAttendeeCapacity=session.seats,
        ),
    }
