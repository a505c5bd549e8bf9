"""A person's decisions about suggestions: read back, said where they do not fit, and published as theirs."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.interop import publish, read_review, review_rows, review_workbook
from care_pathway.interop.review_table import HEADINGS
from care_pathway.interop.reviews import CatalogueReview
from tests.drawn import examples

BASE = "https://care.example/pathway/"
PATHWAY = cp.load()
COURSES = (
    cp.Course(id="d1", title="Dementia Awareness"),
    cp.Course(id="m1", title="Moving and Handling of People"),
    cp.Course(id="f1", title="Forklift Truck Operator"),
    cp.Course(id="u1", title="Level 2 award"),
)
CATALOGUE = cp.align_catalogue(PATHWAY, COURSES)
WHO = {"Reviewer": "Training lead", "Day": "30/11/2026"}


def row(course: str, suggestion: str, decision: str = "accept", **cells: str) -> dict[str, str]:
    titles = {one.id: one.title for one in COURSES}
    return {
        "Course": course,
        "Title": titles.get(course, ""),
        "Suggestion": suggestion,
        "Decision": decision,
        **WHO,
        **cells,
    }


def review(*rows: dict[str, str], catalogue: Any = CATALOGUE) -> CatalogueReview:
    return read_review(PATHWAY, catalogue, list(rows))


def said(found: CatalogueReview) -> list[str]:
    return [str(problem) for problem in found.problems]


def as_table(rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [dict(zip(HEADINGS, cells, strict=True)) for cells in rows]


def alignment(found: CatalogueReview, course: str, catalogue: Any = CATALOGUE) -> cp.CourseAlignment:
    return next(one for one in found.applied(PATHWAY, catalogue).alignments if one.course.id == course)


ROWS = as_table(review_rows(PATHWAY, CATALOGUE))
ADDED = row("d1", "Theme: Safeguarding", "add")


# --- the table ---------------------------------------------------------------------------------------


def test_every_suggestion_stands_in_the_table_with_its_words() -> None:
    for one in CATALOGUE.alignments:
        here = [cells for cells in ROWS if cells["Course"] == one.course.id]
        matches = [
            match
            for match in (*one.themes, *one.practice_areas, *one.competencies)
            if match.strength == "named"
        ]
        assert [cells["Why"] for cells in here[1:]] == ["; ".join(match.words) for match in matches]
        assert here[0]["Why"] == "; ".join(one.reasons)
    assert {cells["Suggestion"] for cells in ROWS if cells["Id"].startswith("relevance/")} == {
        "For adult social care",
        "Not for adult social care",
        "For adult social care? (unsure)",
    }


def test_the_workbook_lets_choose_and_is_the_same_each_time() -> None:
    content = review_workbook(PATHWAY, CATALOGUE)
    assert content == review_workbook(PATHWAY, CATALOGUE)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet, lists = book["Review"], book["Choices"]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert len(rules) == 3
    explained = {cell.value for cell in book["How to fill in"]["A"] if cell.value}
    assert explained <= set(HEADINGS)
    assert [cell.value for cell in lists["A"]][:4] == ["Decision", "accept", "reject", "add"]
    blank = len(ROWS) + 2
    sheet.cell(blank, 1).value = lists["B2"].value
    sheet.cell(blank, 3).value = next(
        cell.value for cell in lists["C"] if cell.value == "Theme: Safeguarding"
    )
    sheet.cell(blank, 6).value = "add"
    sheet.cell(blank, 7).value = "Training lead"
    sheet.cell(blank, 8).value = date(2026, 11, 30)
    for at in range(2, 4):
        sheet.cell(at, 6).value, sheet.cell(at, 7).value = "accept", "Training lead"
        sheet.cell(at, 8).value = "30 November 2026"
    out = io.BytesIO()
    book.save(out)
    found = read_review(PATHWAY, CATALOGUE, io.BytesIO(out.getvalue()))
    assert said(found) == []
    assert [(one.course, one.verdict) for one in found.decisions] == [
        ("d1", "accept"),
        ("d1", "accept"),
        ("d1", "add"),
    ]
    assert {one.on for one in found.decisions} == {date(2026, 11, 30)}


@given(verdicts=st.lists(st.sampled_from(["", "accept", "reject"]), min_size=len(ROWS), max_size=len(ROWS)))
def test_what_was_decided_stands_in_the_next_table(verdicts: list[str]) -> None:
    """Rule: 'reviewer and day kept': a review read, written and read again is the same review."""
    rows = [cells | WHO | {"Decision": verdict} for cells, verdict in zip(ROWS, verdicts, strict=True)]
    first = review(*rows, ADDED)
    again = review(*as_table(review_rows(PATHWAY, CATALOGUE, first)))
    assert set(again.decisions) == set(first.decisions)
    assert again.problems == ()


@given(verdicts=st.lists(st.sampled_from(["", "accept", "reject"]), min_size=len(ROWS), max_size=len(ROWS)))
def test_what_was_rejected_is_gone_and_what_was_said_names_its_reviewer(verdicts: list[str]) -> None:
    """Rule: 'suggested by care_pathway' stays apart from 'confirmed by' somebody."""
    found = review(*(cells | WHO | {"Decision": word} for cells, word in zip(ROWS, verdicts, strict=True)))
    catalogue = found.applied(PATHWAY, CATALOGUE)
    assert found.applied(PATHWAY, catalogue) == catalogue
    confirmed = {(one.course, one.id) for one in found.decisions if one.verdict == "accept"}
    rejected = {(one.course, one.id) for one in found.decisions if one.verdict == "reject"}
    for mapping in _mappings(found):
        pair = (mapping["subject_id"].removeprefix("course:"), _id_of(mapping["object_id"]))
        assert pair not in rejected
        assert (mapping["reviewer_label"] == "Training lead") == (pair in confirmed)
        assert mapping["comment"].startswith("Confirmed by Training lead") == (pair in confirmed)
        assert (mapping["mapping_justification"] == "semapv:ManualMappingCuration") == (pair in confirmed)
        measured = mapping["object_id"].split(":")[0] in {"theme", "practice-area"}
        assert (mapping["confidence"] == "") == (pair in confirmed or not measured)
        assert "Suggested by care_pathway" in mapping["comment"]


def _mappings(found: CatalogueReview | None) -> list[dict[str, str]]:
    text = publish.to_sssom(PATHWAY, CATALOGUE, review=found, base=BASE)
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def _id_of(curie: str) -> str:
    kind, _, key = curie.partition(":")
    return PATHWAY.practice_area(key).topic if kind == "practice-area" else key


_TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(str.strip)


@settings(max_examples=examples(10), deadline=None)
@given(
    titles=st.lists(_TEXT, min_size=1, max_size=4), codes=st.lists(_TEXT, min_size=4, max_size=4, unique=True)
)
def test_any_catalogue_is_reviewed_and_read_back(titles: list[str], codes: list[str]) -> None:
    """Rule: a decision holds for the course of the same code and title, whatever they are."""
    courses = [
        cp.Course(id=code, title=f"Dementia awareness {title}")
        for code, title in zip(codes, titles, strict=False)
    ]
    catalogue = cp.align_catalogue(PATHWAY, courses)
    book = openpyxl.load_workbook(io.BytesIO(review_workbook(PATHWAY, catalogue)))
    sheet = book["Review"]
    for at, _ in enumerate(review_rows(PATHWAY, catalogue), start=2):
        for column, value in ((6, "accept"), (7, "Training lead"), (8, date(2026, 11, 30))):
            sheet.cell(at, column).value = value
    out = io.BytesIO()
    book.save(out)
    found = read_review(PATHWAY, catalogue, io.BytesIO(out.getvalue()))
    assert [one for one in found.problems if one.severity != "notice"] == []
    assert len(found.decisions) == len(review_rows(PATHWAY, catalogue))


# --- what a decision does ----------------------------------------------------------------------------


def test_whether_a_course_serves_this_workforce_can_be_decided_both_ways() -> None:
    found = review(
        row("d1", "For adult social care", "reject"),
        row("f1", "Not for adult social care", "reject"),
        row("f1", "Theme: Safeguarding", "add"),
        row("u1", "For adult social care? (unsure)", "accept"),
    )
    assert said(found) == []
    answers = {one.course.id: str(one.relevance) for one in found.applied(PATHWAY, CATALOGUE).alignments}
    assert answers == {"d1": "not-relevant", "m1": "relevant", "f1": "relevant", "u1": "relevant"}
    assert alignment(found, "d1").themes == ()
    assert [match.id for match in alignment(found, "f1").themes] == ["safeguarding"]
    assert "Training lead" in alignment(found, "f1").reasons[0]


def test_coverage_follows_the_review() -> None:
    item = "ks-ntc-safeguarding-04"
    before = {one.role_category: one for one in CATALOGUE.coverage}["new-to-care"]
    found = review(row("d1", f"Item: {PATHWAY.competency(item).statement}", "add"))
    after = {one.role_category: one for one in found.applied(PATHWAY, CATALOGUE).coverage}["new-to-care"]
    assert item not in before.covered
    assert {*after.covered} - {*before.covered} == {item}
    assert found.applied(PATHWAY, CATALOGUE).duplicates == CATALOGUE.duplicates


def test_what_was_added_flows_into_every_format_with_its_basis() -> None:
    found = review(ADDED)
    words = "Added by Training lead on 2026-11-30. Basis: editorial"
    page = publish.to_jsonld(PATHWAY, CATALOGUE, review=found, base=BASE)["@graph"][0]
    badge = publish.to_openbadges(PATHWAY, CATALOGUE, review=found, base=BASE)["@graph"][0]
    for blocks in (page["educationalAlignment"], badge["alignment"]):
        assert [one["targetName"] for one in blocks if one["targetDescription"].startswith(words)] == [
            "Safeguarding"
        ]
    added = [one for one in _mappings(found) if one["object_id"] == "theme:safeguarding"]
    assert [(one["reviewer_label"], one["mapping_date"], one["mapping_tool"]) for one in added] == [
        ("Training lead", "2026-11-30", "")
    ]
    assert json.loads(cp.dumps(found))["decisions"][0]["reviewer"] == "Training lead"


# --- what no longer fits -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (row("d1", "Practice area: Dementia", "maybe"), "Decision: expected accept, reject or add"),
        (row("d1", "For adult social care", "add"), "Decision: expected accept or reject"),
        (row("d1", "Practice area: Dementia", Reviewer=""), "Reviewer: nobody is named"),
        (row("d1", "Practice area: Dementia", Day=""), "Day: expected a date"),
        (row("d1", "Practice area: Dementia", Day="31/02/2026"), "Day: not a real date"),
        (row("d1", "Dementia things"), "Suggestion: expected words from the list"),
        (row("d1", "x", Id="theme/other"), "Id: edition 2025-04 has nothing of this id"),
        (row("d1", "x", Id="shoe/left"), "Id: edition 2025-04 has nothing of this id"),
        (row("d1", "Theme: Safeguarding"), "Suggestion: the course no longer names it"),
        (row("zz", "Practice area: Dementia", Title="Gone"), "Course: the catalogue has no such course"),
        (row("", "Practice area: Dementia"), "Course: no course is named"),
        (row("d1", "Practice area: Dementia", Title=""), "Title: the title is needed"),
        (row("d1", "Practice area: Dementia", Title="Falls"), "Title: another course has this code now"),
        (row("d1", "Theme: Safeguarding", ""), "Decision: a course and a suggestion without a decision"),
        (row("f1", "Theme: Safeguarding", "add"), "Decision: the course is not taken as one for adult"),
        (row("u1", "Theme: Safeguarding", "add"), "Decision: the course is not taken as one for adult"),
    ],
)
def test_a_decision_that_does_not_fit_changes_nothing_and_is_said(
    cells: dict[str, str], message: str
) -> None:
    found = review(cells, row("m1", "For adult social care"))
    assert [one.course for one in found.decisions] == ["m1"]
    assert len(found.problems) == 1
    assert message in said(found)[0]
    assert found.problems[0].line == 2
    assert found.applied(PATHWAY, CATALOGUE).alignments == CATALOGUE.alignments


def test_one_cause_is_one_message() -> None:
    found = review(*(cells | {"Decision": "accept"} for cells in ROWS))
    assert len(found.problems) == 1
    assert f"({len(ROWS)} rows: lines 2, 3, 4, 5, 6 and {len(ROWS) - 5} more)" in said(found)[0]


def test_what_is_decided_both_ways_is_not_used() -> None:
    found = review(row("d1", "Practice area: Dementia"), row("d1", "Practice area: Dementia", "reject"))
    assert found.decisions == ()
    assert len(found.problems) == 1
    assert "line 2 says the opposite" in said(found)[0]


def test_a_course_whose_code_has_changed_is_followed_by_its_title() -> None:
    moved = cp.align_catalogue(PATHWAY, [cp.Course(id="new-7", title="Dementia awareness"), COURSES[1]])
    found = review(row("d1", "Practice area: Dementia"), catalogue=moved)
    assert [(one.course, one.verdict) for one in found.decisions] == [("new-7", "accept")]
    assert "the code of the course has changed" in said(found)[0]
    twice = cp.align_catalogue(
        PATHWAY, [cp.Course(id=code, title="Dementia Awareness", provider=code) for code in ("a", "b")]
    )
    assert (
        "several courses of this title"
        in said(review(row("d1", "Practice area: Dementia"), catalogue=twice))[0]
    )


def test_what_is_no_review_is_refused() -> None:
    with pytest.raises(cp.DataError, match="no table of a review"):
        read_review(PATHWAY, CATALOGUE, io.StringIO("Course,Price\nFalls,5\n"))
    with pytest.raises(cp.InvalidArgumentError, match="aligned with 2024-01"):
        read_review(cp.load("2024-01"), CATALOGUE, [row("d1", "Practice area: Dementia")])
    with pytest.raises(cp.InvalidArgumentError, match="review"):
        publish.to_sssom(PATHWAY, review=review(ADDED))
    with pytest.raises(cp.InvalidArgumentError, match="review"):
        publish.to_jsonld(PATHWAY, CATALOGUE, review="review.xlsx")  # type: ignore[arg-type]
