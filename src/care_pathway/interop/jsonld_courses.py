"""Courses in JSON: schema.org ``Course``, ``CourseInstance`` and ``Offer``, or what a service answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from care_pathway.tabular.files import Form, Opened
from care_pathway.tabular.grids import Book, Grid, notice
from care_pathway.tabular.sheets import lists_of, rows_of

_SCRIPT = re.compile(r"<script[^>]*application/ld\+json[^>]*>(.*?)</script>", re.I | re.S)
_DEEPEST = 12
#: Under these keys a course of other JSON keeps its runs.
_RUNS = frozenset(
    {
        "sessions",
        "dates",
        "events",
        "instances",
        "runs",
        "variants",
        "schedule",
        "schedules",
        "courseinstances",
    }
)
_MEMBERS = re.compile(r"\bmembers?\b(?<!non-member)(?<!non-members)|\bearly[- ]bird\b", re.I)
_GROUP = re.compile(r"\bgroup\b|\bper (?:session|course|class)\b", re.I)


def book_of_courses(given: Opened | Book, *, plain: bool = True) -> Book | None:
    """The courses of JSON or of a page as a table, a row for each run; nothing where it is one already.

    Args:
        given: The file.
        plain: Whether JSON that is no JSON-LD is looked at as well.
    """
    if isinstance(given, Book):
        return None
    opened = given
    if opened.form is Form.JSON:
        try:
            documents = [json.loads(opened.text())]
        except (ValueError, RecursionError):
            return None
    elif opened.form is Form.WEB_PAGE:
        documents = list(_scripts(opened.text()))
    else:
        return None
    courses = [course for document in documents for course in _courses(document)]
    if courses:
        found = [row for number, course in enumerate(courses, start=1) for row in _rows(course, number)]
        said = notice(opened.name, "the courses were read from its JSON-LD, as search engines read them")
        return _book(opened, found, said)
    found = [row for document in documents if plain for row in _rows_of_service(document)]
    return _book(opened, found) if found else None


def _book(opened: Opened, found: list[dict[str, Any]], *said: Any) -> Book:
    rows = rows_of(found)
    return Book(opened.name, lambda _name: Grid(file=opened.name, rows=rows), notices=said)


def _scripts(page: str) -> Iterator[Any]:
    for script in _SCRIPT.findall(page):
        try:
            yield json.loads(script)
        except (ValueError, RecursionError):
            continue


def _rows_of_service(document: Any) -> Iterator[dict[str, Any]]:
    """The rows of a list whose objects keep their runs in lists of their own; else nothing."""
    for _, items in lists_of(document):
        courses = [one for one in items if isinstance(one, Mapping)]
        keys = {key for one in courses for key, value in one.items() if _are_runs(key, value)}
        if not keys:
            continue
        for number, course in enumerate(courses, start=1):
            whole = {key: value for key, value in course.items() if key not in keys}
            code = next((str(course[key]) for key in ("code", "id", "ref", "sku") if course.get(key)), "")
            whole |= {"parent": code or f"course-{number}"}
            runs = [run for key in keys for run in course.get(key) or () if isinstance(run, Mapping)]
            yield whole
            yield from ({**whole, **run, "id": whole.get("id")} for run in runs)


def _are_runs(key: Any, value: Any) -> bool:
    return (
        isinstance(key, str)
        and re.sub(r"[^a-z]", "", key.casefold()) in _RUNS
        and isinstance(value, list)
        and any(isinstance(one, Mapping) for one in value)
    )


# --- schema.org --------------------------------------------------------------------------------------


def _is(node: Mapping[str, Any], kind: str) -> bool:
    types = node.get("@type")
    found = types if isinstance(types, list) else [types]
    return any(isinstance(one, str) and one.rsplit("/", 1)[-1].rsplit(":", 1)[-1] == kind for one in found)


def _courses(node: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Every course in a document, wherever it stands: in a graph, in a list of items, by itself."""
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for one in node:
            yield from _courses(one, depth + 1)
    elif isinstance(node, Mapping):
        if _is(node, "Course"):
            yield node
            return
        for value in node.values():
            if isinstance(value, list | dict):
                yield from _courses(value, depth + 1)


def _rows(course: Mapping[str, Any], number: int) -> Iterator[dict[str, Any]]:
    """A row for a course, and one for each run of it."""
    code = (
        _word(course.get("courseCode") or course.get("identifier") or course.get("@id") or course.get("url"))
        or f"course-{number}"
    )
    runs = [one for one in _list(course.get("hasCourseInstance")) if isinstance(one, Mapping)]
    lengths = [course.get("timeRequired"), *(run.get("courseWorkload") for run in runs)]
    formats = filter(None, (_word(run.get("courseMode")) for run in runs))
    whole = {
        "Course code": code,
        "Parent": code,
        "Course title": _word(course.get("name")),
        "Description": _word(course.get("description")),
        "Provider": _word(course.get("provider")),
        "Level": _word(course.get("educationalLevel")),
        "Format": "; ".join(dict.fromkeys(formats)) or None,
        "Audience": _word(course.get("audience")),
        "Entry requirements": _word(course.get("coursePrerequisites")),
        "Learning outcomes": _word(course.get("teaches")),
        "Category": _word(course.get("about")),
        "Qualification number": _number(course.get("educationalCredentialAwarded")),
        "Duration": next((length for length in lengths if isinstance(length, str)), None),
        **_prices(course.get("offers"), free=course.get("isAccessibleForFree") is True),
    }
    yield whole
    for run in runs:
        schedule = next((one for one in _list(run.get("courseSchedule")) if isinstance(one, Mapping)), {})
        start, end = (run.get(name) or schedule.get(name) for name in ("startDate", "endDate"))
        if not (start or end or run.get("location")):
            continue
        yield whole | {
            "Session": _word(run.get("identifier")),
            "Date": start,
            "End date": end,
            "Times": _times(start, end) or _word(run.get("description")),
            "Venue": _word(run.get("location")),
            **({"Price": price} if (price := _prices(run.get("offers"), free=False)["Price"]) else {}),
            "Places": _places(run),
            "Status": "cancelled" if "cancelled" in str(run.get("eventStatus", "")).casefold() else None,
        }


def _places(run: Mapping[str, Any]) -> Any:
    """The places left; nought where every offer is sold out."""
    offers = [one for one in _list(run.get("offers")) if isinstance(one, Mapping)]
    if offers and all(str(one.get("availability", "")).endswith("SoldOut") for one in offers):
        return 0
    return run.get("remainingAttendeeCapacity", run.get("maximumAttendeeCapacity"))


def _list(node: Any) -> list[Any]:
    return node if isinstance(node, list) else [node] if node else []


def _word(node: Any) -> str | None:
    """The words of a node: text, or the name of a thing."""
    if isinstance(node, str):
        return node
    if isinstance(node, int | float) and not isinstance(node, bool):
        return str(node)
    if isinstance(node, list):
        return "; ".join(filter(None, map(_word, node))) or None
    if isinstance(node, Mapping):
        names = (
            *("@value", "name", "audienceType", "educationalRole", "value", "termCode", "title"),
            *("address", "addressLocality"),
        )
        return next((found for name in names if (found := _word(node.get(name))) is not None), None)
    return None


def _number(credential: Any) -> str | None:
    """The number of a qualification, where its identifier says that it is one of Ofqual's."""
    for one in _list(credential):
        given = one.get("identifier") if isinstance(one, Mapping) else None
        if isinstance(given, Mapping) and "ofqual" in str(given.get("propertyID", "")).casefold():
            return _word(given.get("value"))
    return None


def _times(start: Any, end: Any) -> str | None:
    """The times of a run that starts and ends at moments."""
    both = [one.partition("T")[2][:5] if isinstance(one, str) else "" for one in (start, end)]
    return " to ".join(both) if all(both) else None


def _prices(node: Any, *, free: bool) -> dict[str, Any]:
    """What one place costs, what a group pays, and whether VAT is in it."""
    offers = [one for one in _list(node) if isinstance(one, Mapping)]
    groups = [one for one in offers if _is_for_a_group(one)]
    members = [one for one in offers if _is_for_members(one)]
    single = next((one for one in offers if one not in groups and one not in members), None)
    first = single or (groups[0] if groups else {})
    vat = [
        one.get("valueAddedTaxIncluded")
        for one in (first, *_list(first.get("priceSpecification")))
        if isinstance(one, Mapping)
    ]
    size = groups[0].get("eligibleQuantity") if groups else None
    return {
        "Price": "free" if free else _price(single) if single else _to_members(members),
        "Group price": _in_words(groups[0]) if groups else None,
        "Group size": size.get("maxValue", size.get("value")) if isinstance(size, Mapping) else None,
        "VAT": next(("included" if one else "excluded" for one in vat if isinstance(one, bool)), None),
    }


def _is_for_a_group(offer: Mapping[str, Any]) -> bool:
    return _GROUP.search(str(offer.get("name") or "")) is not None


def _is_for_members(offer: Mapping[str, Any]) -> bool:
    said = " ".join(filter(None, (_word(offer.get(name)) for name in ("name", "category"))))
    return _MEMBERS.search(said) is not None


def _to_members(offers: list[Mapping[str, Any]]) -> str | None:
    """The price where nothing but one for members is given: it is read, and used for nobody else."""
    price = _price(offers[0]) if offers else None
    return f"{price} for members" if price else None


def _in_words(offer: Mapping[str, Any]) -> str | None:
    """The price of a group with the words of its offer, which may say how large it is."""
    price = _price(offer)
    size = re.search(r"\d{1,3}", str(offer.get("name") or ""))
    return f"{price} per group of {size[0]}" if price and size else price


def _price(offer: Mapping[str, Any]) -> str | None:
    """A price in pounds; other currencies are left to be refused."""
    parts = [one for one in _list(offer.get("priceSpecification")) if isinstance(one, Mapping)]
    amounts = ("price", "lowPrice", "minPrice")
    known = next((one for one in (offer, *parts) if any(name in one for name in amounts)), None)
    if known is None:
        return "free" if str(offer.get("category", "")).casefold() == "free" else None
    price = next(known[name] for name in amounts if name in known)
    currency = str(offer.get("priceCurrency", known.get("priceCurrency", "GBP"))).upper()
    if currency != "GBP":
        return f"{price} {currency}"
    high = known.get("highPrice", known.get("maxPrice"))
    if high is None:
        return f"£{price}" if "price" in known else f"from £{price}"
    return f"£{price} - £{high}" if high != price else f"£{price}"
