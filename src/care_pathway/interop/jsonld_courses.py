"""Courses in JSON-LD (schema.org ``Course``, ``CourseInstance``, ``Offer``), from a file or from a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from care_pathway.tabular.files import Form, Opened
from care_pathway.tabular.grids import Book, Grid
from care_pathway.tabular.sheets import rows_of

_SCRIPT = re.compile(r"<script[^>]*application/ld\+json[^>]*>(.*?)</script>", re.I | re.S)
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?\Z")
_DEEPEST = 12


def book_of_jsonld(opened: Opened) -> Book | None:
    """The courses of a file as a table; nothing where there is no JSON-LD of courses in it."""
    if opened.form not in (Form.JSON, Form.WEB_PAGE):
        return None
    text = opened.text()
    if "Course" not in text or "@type" not in text:
        return None
    documents = [text] if opened.form is Form.JSON else _SCRIPT.findall(text)
    courses: list[Mapping[str, Any]] = []
    for document in documents:
        try:
            courses += _courses(json.loads(document))
        except (ValueError, RecursionError):
            continue
    if not courses:
        return None
    rows = rows_of([row for number, course in enumerate(courses, start=1) for row in _rows(course, number)])
    return Book(opened.name, lambda _name: Grid(file=opened.name, rows=rows), notices=opened.notices)


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
    """One row for each run of a course, or one for a course without any."""
    offers = _first(course.get("offers"))
    common = {
        "Course code": _word(
            course.get("courseCode") or course.get("identifier") or course.get("@id") or course.get("url")
        )
        or f"course-{number}",
        "Course title": _word(course.get("name")),
        "Description": _word(course.get("description")),
        "Provider": _word(course.get("provider")),
        "Level": _word(course.get("educationalLevel")),
        "Audience": _word(course.get("audience")),
        "Entry requirements": _word(course.get("coursePrerequisites")),
        "Learning outcomes": _words(course.get("teaches")),
        "Category": _word(course.get("about")),
        "Price": _price(offers),
        "Duration": _length(course.get("timeRequired")),
    }
    instances = course.get("hasCourseInstance")
    runs = instances if isinstance(instances, list) else [instances] if instances else []
    runs = [one for one in runs if isinstance(one, Mapping)]
    if not runs:
        yield common
    for run in runs:
        yield common | {
            "Format": _word(run.get("courseMode")) or None,
            "Date": run.get("startDate"),
            "End date": run.get("endDate"),
            "Venue": _word(run.get("location")),
            "Price": _price(_first(run.get("offers"))) or common["Price"],
            "Duration": _length(run.get("courseWorkload") or run.get("duration")) or common["Duration"],
            "Places": run.get("maximumAttendeeCapacity"),
        }


def _first(node: Any) -> Any:
    return node[0] if isinstance(node, list) and node else node


def _word(node: Any) -> str | None:
    """The words of a node: text, or the name of a thing."""
    if isinstance(node, str):
        return node
    if isinstance(node, int | float) and not isinstance(node, bool):
        return str(node)
    if isinstance(node, list):
        return "; ".join(filter(None, map(_word, node))) or None
    if isinstance(node, Mapping):
        names = ("name", "audienceType", "educationalRole", "value", "termCode", "title")
        return next((found for name in names if (found := _word(node.get(name))) is not None), None)
    return None


def _words(node: Any) -> str | None:
    return _word(node)


def _price(offer: Any) -> str | None:
    """A price in pounds; other currencies are left to be refused."""
    if not isinstance(offer, Mapping):
        return None
    price = offer.get("price", offer.get("lowPrice"))
    if price is None:
        return "free" if str(offer.get("category", "")).casefold() == "free" else None
    currency = str(offer.get("priceCurrency", "GBP")).upper()
    return f"£{price}" if currency == "GBP" else f"{price} {currency}"


def _length(duration: Any) -> str | None:
    """An ISO 8601 duration in words."""
    found = _DURATION.match(duration) if isinstance(duration, str) else None
    if found is None or not any(found.groups()):
        return duration if isinstance(duration, str) else None
    parts = zip(found.groups(), ("days", "hours", "minutes"), strict=True)
    return " ".join(f"{number} {unit}" for number, unit in parts if number)
