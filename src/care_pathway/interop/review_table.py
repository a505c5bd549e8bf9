"""The table in which a person reviews the suggestions for a catalogue: written, and read back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from care_pathway._arguments import check_kind
from care_pathway.alignment.records import CatalogueAlignment, Relevance
from care_pathway.errors import refuse
from care_pathway.interop.decisions import filled_rows, filled_table
from care_pathway.interop.reviews import (
    CatalogueReview,
    Claim,
    ReviewDecision,
    ReviewedPart,
    ReviewVerdict,
    check_aligned,
    claims,
    suggestions,
)
from care_pathway.model import Pathway
from care_pathway.problems import Place, Problem, ProblemKind, Severity, shown
from care_pathway.tabular.choices import DropDown, cell_value, decision_workbook
from care_pathway.tabular.days import EXPECTED, written
from care_pathway.tabular.files import Source
from care_pathway.tabular.grids import Book
from care_pathway.tabular.grouping import grouped
from care_pathway.tabular.headings import normal
from care_pathway.tabular.sheets import open_book

#: The headings of a table to review.
HEADINGS = ("Course", "Title", "Suggestion", "Why", "How sure", "Decision", "Reviewer", "Day", "Id")
#: The sheet of a workbook that holds it.
SHEET = "Review"
_WIDTHS = (18, 40, 60, 60, 12, 12, 24, 14, 34)
#: So many blank rows below the suggestions, in which something can be added.
_BLANK = 200
_EXPLAINED = (
    ("Suggestion", "What care_pathway suggests: whom the course is for, then what its words name."),
    ("Why", "The words of the course that it goes by."),
    ("How sure", "How often such a suggestion is right, where that was measured."),
    (
        "Decision",
        "accept, where it is right; reject, where it is not. A row without a decision decides nothing.",
    ),
    ("", "add, in the blank rows below: choose a course, and what it teaches."),
    ("Reviewer", "Who decided: a name, or a post. It is published with the decision."),
    ("Day", "When, such as 30/11/2026."),
    ("Id", "For the computer: leave it."),
)
_RELEVANT: Claim = (ReviewedPart.RELEVANCE, "relevant")
#: The same the other way round: as it stands in the table.
_NOT: Claim = (ReviewedPart.RELEVANCE, "not-relevant")
_RELEVANCE = {
    Relevance.RELEVANT: "For adult social care",
    Relevance.NOT_RELEVANT: "Not for adult social care",
    Relevance.UNSURE: "For adult social care? (unsure)",
}
_OPPOSITE = {ReviewVerdict.ACCEPT: ReviewVerdict.REJECT, ReviewVerdict.REJECT: ReviewVerdict.ACCEPT}


def review_rows(
    pathway: Pathway, catalogue: CatalogueAlignment, review: CatalogueReview | None = None
) -> list[tuple[Any, ...]]:
    """The rows of a table to review: of each course whether it serves this workforce, then what it names.

    Args:
        pathway: The edition with which the catalogue was aligned.
        catalogue: What `align_catalogue` gives.
        review: What was decided before; it stands in the rows.

    Raises:
        InvalidArgumentError: If the catalogue is another edition's.

    Example:
        >>> import care_pathway as cp
        >>> pathway = cp.load()
        >>> catalogue = cp.align_catalogue(pathway, [cp.Course(id="d1", title="Dementia Awareness")])
        >>> [row[2] for row in review_rows(pathway, catalogue)][:2]
        ['For adult social care', 'Theme: Condition awareness']
    """
    check_aligned(pathway, catalogue)
    check_kind("review", review, CatalogueReview, optional=True)
    words = claims(pathway)
    decided: dict[str, dict[Claim, ReviewDecision]] = defaultdict(dict)
    for one in () if review is None else review.decisions:
        decided[one.course][one.part, one.id] = one
    rows: list[tuple[Any, ...]] = []
    for alignment in catalogue.alignments:
        course, before = alignment.course, decided[alignment.course.id]
        for claim, why, sure in suggestions(alignment):
            done = before.pop(claim, None)
            verdict = None if done is None else done.verdict
            said, key = words.get(claim), claim
            if claim[0] is ReviewedPart.RELEVANCE:
                said = _RELEVANCE[alignment.relevance]
                if alignment.relevance is Relevance.NOT_RELEVANT:
                    key, verdict = _NOT, verdict and _OPPOSITE[verdict]
            rows.append(
                (course.id, course.title, said, why, _sure(sure), *_cells(verdict, done), "/".join(key))
            )
        for claim, done in before.items():
            cells = _cells(done.verdict, done)
            rows.append((course.id, course.title, words.get(claim), None, None, *cells, "/".join(claim)))
    return rows


def _sure(confidence: float | None) -> str:
    return "not measured" if confidence is None else f"{confidence:.0%}"


def _cells(verdict: ReviewVerdict | None, decision: ReviewDecision | None) -> tuple[Any, ...]:
    if verdict is None or decision is None:
        return (None, None, None)
    return (str(verdict), decision.reviewer, decision.on)


def review_workbook(
    pathway: Pathway, catalogue: CatalogueAlignment, review: CatalogueReview | None = None
) -> bytes:
    """The table to review as a workbook: decisions are chosen, and below there is room to add.

    Args:
        pathway: The edition with which the catalogue was aligned.
        catalogue: What `align_catalogue` gives.
        review: What was decided before; it stands in the rows.

    Raises:
        MissingExtraError: If openpyxl is not installed.
        InvalidArgumentError: If the catalogue is another edition's.
    """
    rows = review_rows(pathway, catalogue, review)
    room = [(len(rows), len(rows) + _BLANK - 1)]
    courses = [_choice(one.course.id, one.course.title) for one in catalogue.alignments]
    return decision_workbook(
        SHEET,
        HEADINGS,
        rows,
        widths=_WIDTHS,
        choices=(
            DropDown(heading="Decision", words=tuple(ReviewVerdict), rows=[(0, len(rows) + _BLANK - 1)]),
            DropDown(heading="Course", words=courses, rows=room),
            DropDown(heading="Suggestion", words=tuple(claims(pathway).values()), rows=room),
        ),
        explained=_EXPLAINED,
    )


def _choice(course: str, title: str) -> str:
    """A course as it is chosen where something is added."""
    return f"{course} | {title}"


def _seen(text: str) -> str:
    """Text as a cell shows it; before what a spreadsheet would take for a formula stands an apostrophe."""
    return str(cell_value(text)).strip().removeprefix("'")


class _UnfitError(Exception):
    """Why a decision cannot be used."""

    def __init__(self, column: str, message: str, found: str | None = None) -> None:
        super().__init__(message)
        self.column, self.message, self.found = column, message, found


def read_review(pathway: Pathway, catalogue: CatalogueAlignment, source: Source | object) -> CatalogueReview:
    """Read a table to review that somebody filled in: ``review.xlsx``, or the same as CSV.

    A decision holds for the course of the same code and title; where the code has changed, for the only
    course of that title. What no longer fits changes no answer, and is said with its line and column. A row
    without a decision decides nothing.

    Args:
        pathway: The edition with which the catalogue was aligned.
        catalogue: The catalogue as it is now, from `align_catalogue`.
        source: The file.

    Raises:
        DataError: If it is no such table.
        InvalidArgumentError: If the catalogue is another edition's.

    Example:
        >>> import care_pathway as cp
        >>> pathway = cp.load()
        >>> catalogue = cp.align_catalogue(pathway, [cp.Course(id="d1", title="Dementia Awareness")])
        >>> cells = {"Course": "d1", "Title": "Dementia Awareness"}
        >>> cells["Suggestion"] = "Practice area: Dementia"
        >>> cells |= {"Decision": "accept", "Reviewer": "Training lead", "Day": "30/11/2026"}
        >>> read_review(pathway, catalogue, [cells]).decisions[0].words
        'Confirmed by Training lead on 2026-11-30.'
    """
    check_aligned(pathway, catalogue)
    book = open_book(source)
    reader = _ReviewReader(pathway, catalogue)
    problems: list[Problem] = []

    def problem(line: int, unfit: _UnfitError, severity: Severity = Severity.WARNING) -> None:
        place = Place(file=book.file, line=line, column=unfit.column)
        problems.append(
            Problem(
                message=unfit.message,
                kind=ProblemKind.COURSE,
                place=place,
                severity=severity,
                found=shown(unfit.found),
            )
        )

    read: list[tuple[int, ReviewDecision]] = []
    for line, row in _filled(book):
        try:
            decision, moved = reader.decision(row)
        except _UnfitError as unfit:
            problem(line, unfit)
            continue
        if moved is not None:
            problem(line, moved, Severity.NOTICE)
        if decision is not None:
            read.append((line, decision))
    once = _without_contradictions(read, problem)
    relevant = _relevant_after(catalogue, once)
    kept = []
    for line, one in once:
        taught = one.part is not ReviewedPart.RELEVANCE and one.verdict is not ReviewVerdict.REJECT
        if taught and one.course not in relevant:
            said = "the course is not taken as one for adult social care; decide its first row too"
            problem(line, _UnfitError("Decision", said, one.course))
        else:
            kept.append(one)
    return CatalogueReview(file=book.file, decisions=tuple(kept), problems=grouped(problems))


def _filled(book: Book) -> Iterator[tuple[int, dict[str, str]]]:
    table = filled_table(book, SHEET, {"course", "suggestion", "decision"})
    if table is None:
        raise refuse(
            "this is no table of a review: columns Course, Suggestion, Decision, Reviewer and Day are "
            "needed, as in review.xlsx",
            file=book.file,
        )
    return filled_rows(*table, HEADINGS)


def _without_contradictions(
    read: Iterable[tuple[int, ReviewDecision]], problem: Callable[[int, _UnfitError], None]
) -> list[tuple[int, ReviewDecision]]:
    """Each decision once; of what is decided both ways, neither."""
    made: dict[tuple[str, ReviewedPart, str], tuple[int, ReviewDecision]] = {}
    refused = set()
    for line, one in read:
        key = (one.course, one.part, one.id)
        first, other = made.setdefault(key, (line, one))
        if other.verdict is not one.verdict:
            refused.add(key)
            said = f"line {first} says the opposite of the same suggestion; neither is used: keep one of them"
            problem(line, _UnfitError("Decision", said, str(one.verdict)))
    return [found for key, found in made.items() if key not in refused]


class _ReviewReader:
    """Reads one row after the other against a catalogue."""

    def __init__(self, pathway: Pathway, catalogue: CatalogueAlignment) -> None:
        self._edition = pathway.edition.id
        self._claims = {*claims(pathway), _RELEVANT, _NOT}
        self._by_words = {normal(words): claim for claim, words in claims(pathway).items()}
        for relevance, words in _RELEVANCE.items():
            self._by_words[normal(words)] = _NOT if relevance is Relevance.NOT_RELEVANT else _RELEVANT
        self._choices: dict[str, str] = {}
        self._of_code: dict[str, list[str]] = defaultdict(list)
        self._of_title: dict[str, list[str]] = defaultdict(list)
        for one in catalogue.alignments:
            course, title = one.course.id, one.course.title
            self._choices[normal(_seen(_choice(course, title)))] = course
            self._of_code[_seen(course)].append(course)
            self._of_title[normal(_seen(title))].append(course)
        self._suggested = {
            (one.course.id, claim) for one in catalogue.alignments for claim, _, _ in suggestions(one)
        }

    def decision(self, row: dict[str, str]) -> tuple[ReviewDecision | None, _UnfitError | None]:
        """The decision of a row, ``None`` where nothing is decided; and what to know of how it was read.

        Raises:
            _UnfitError: If it cannot be used.
        """
        if not row["decision"]:
            if row["course"] and row["suggestion"] and not row["id"]:
                raise _UnfitError("Decision", "a course and a suggestion without a decision; choose 'add'")
            return None, None
        course, moved = self._course(row)
        claim = self._claim(row)
        verdict = self._verdict(row, course, claim)
        if not row["reviewer"]:
            raise _UnfitError("Reviewer", "nobody is named; write who decided: a name, or a post")
        day = written(row["day"])
        if day.day is None:
            raise _UnfitError("Day", day.wrong or EXPECTED, row["day"] or None)
        part, key = _RELEVANT if claim == _NOT else claim
        made = ReviewDecision(
            course=course, part=part, id=key, verdict=verdict, reviewer=row["reviewer"], on=day.day
        )
        return made, moved

    def _verdict(self, row: dict[str, str], course: str, claim: Claim) -> ReviewVerdict:
        try:
            verdict = ReviewVerdict(row["decision"].casefold())
        except ValueError:
            raise _UnfitError("Decision", "expected accept, reject or add", row["decision"]) from None
        if claim in (_RELEVANT, _NOT):
            if verdict is ReviewVerdict.ADD:
                raise _UnfitError("Decision", "expected accept or reject; only what a course names is added")
            return _OPPOSITE[verdict] if claim == _NOT else verdict
        if (course, claim) in self._suggested:
            return ReviewVerdict.ACCEPT if verdict is ReviewVerdict.ADD else verdict
        if verdict is not ReviewVerdict.ADD:
            message = (
                "the course no longer names it: its text has changed, or care_pathway has; "
                "choose 'add' if it is taught"
            )
            raise _UnfitError("Suggestion", message, row["suggestion"])
        return verdict

    def _course(self, row: dict[str, str]) -> tuple[str, _UnfitError | None]:
        code, title = _seen(row["course"]), _seen(row["title"])
        if not code and not title:
            raise _UnfitError("Course", "no course is named; choose one")
        if not title:
            chosen = self._choices.get(normal(code))
            if chosen is not None:
                return chosen, None
            code, _, title = (part.strip() for part in code.partition("|"))
        of_code = self._of_code.get(code, [])
        same = self._of_title.get(normal(title), []) if title else []
        both = [course for course in of_code if course in same]
        if both:
            return both[0], None
        if len(same) == 1:
            message = "the code of the course has changed; the decision is kept for the course of this title"
            return same[0], _UnfitError("Course", message, code)
        if of_code and not title:
            raise _UnfitError("Title", "the title is needed beside the code")
        if of_code:
            raise _UnfitError("Title", "another course has this code now; the decision is not used", title)
        several = "several courses" if same else "no such course"
        raise _UnfitError(
            "Course", f"the catalogue has {several} of this title; the decision is not used", code
        )

    def _claim(self, row: dict[str, str]) -> Claim:
        part, _, key = row["id"].partition("/")
        found = next((one for one in ReviewedPart if one == part), None)
        if found is not None and (found, key) in self._claims:
            return found, key
        if row["id"]:
            raise _UnfitError("Id", f"edition {self._edition} has nothing of this id", row["id"])
        claim = self._by_words.get(normal(row["suggestion"]))
        if claim is None:
            message = "expected words from the list of the workbook, such as 'Theme: Safeguarding'"
            raise _UnfitError("Suggestion", message, row["suggestion"] or None)
        return claim


def _relevant_after(
    catalogue: CatalogueAlignment, read: Iterable[tuple[int, ReviewDecision]]
) -> frozenset[str]:
    """The courses that are for this workforce once the decisions hold."""
    found = {one.course.id for one in catalogue.relevant}
    for _, one in read:
        if one.part is ReviewedPart.RELEVANCE:
            (found.discard if one.verdict is ReviewVerdict.REJECT else found.add)(one.course)
    return frozenset(found)
