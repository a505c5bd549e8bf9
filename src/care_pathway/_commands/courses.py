"""``align``: a training provider's catalogue laid over the Pathway."""

from __future__ import annotations

import argparse
import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

from care_pathway._commands.common import (
    UsageError,
    columns_of,
    files_read,
    pathway_of,
    review_of,
    show_guesses,
    source,
)
from care_pathway._commands.console import Console
from care_pathway.model import Pathway

#: A terminal shows so many problems; all of them are in the table that is written.
_SHOWN = 20


def run(args: argparse.Namespace, console: Console) -> int:
    """Align, write the tables, show the coverage."""
    from care_pathway.alignment import align_catalogue
    from care_pathway.interop import examples, tables

    if args.example == (args.courses is not None):
        raise UsageError("give a course file, or --example for the bundled made-up one")
    pathway = pathway_of(args)
    given = examples.file("courses.csv") if args.example else source(args.courses)
    read = tables.read_courses(given, columns=columns_of(args), sheet=args.sheet)
    show_guesses(console, read.columns)
    suggested = align_catalogue(pathway, read.courses)
    review = review_of(args, console, pathway, suggested)
    aligned = suggested if review is None else review.applied(pathway, suggested)
    if args.out is not None:
        files = _write(pathway, read, aligned, _review(pathway, suggested, review), args)
        console.note(f"wrote {', '.join(files)} into {args.out}")
    _note_problems(console, [*map(str, read.problems), *map(str, aligned.problems)], args.out)
    if read.notices:
        notes = "note says" if len(read.notices) == 1 else "notes say"
        where = "in problems.csv" if args.out is not None else "in problems.csv with --out"
        console.note(f"{len(read.notices):,} {notes} what was decided in reading it, {where}")
    if args.json:
        from care_pathway.serialise import dumps

        console.write(dumps(aligned, indent=1))
        return 0
    names = {role.id: role.name for role in pathway.role_categories}
    labels = {area.id: area.label for area in pathway.areas}
    console.table(
        ["role category", "items", "named", "share", "theme only", "headings without a course"],
        [
            (
                names[one.role_category],
                one.competencies,
                len(one.covered),
                f"{one.coverage:.0%}",
                len(one.theme_only),
                "; ".join(labels[area] for area in one.uncovered_areas),
            )
            for one in aligned.coverage
        ],
        title=f"What {len(aligned.relevant)} relevant courses name",
    )
    count = Counter(str(one.relevance) for one in aligned.alignments)
    console.note(
        f"{len(aligned.alignments)} courses: {count['relevant']} relevant, "
        f"{count['not-relevant']} not relevant, {count['unsure']} unsure; "
        f"{len(aligned.duplicates)} groups of one course or one subject; "
        f"{len(read.problems) + len(aligned.problems)} problems"
    )
    return 0


def _note_problems(console: Console, problems: Sequence[str], out: str | None) -> None:
    """What could not be read, before the answer about the rest."""
    for problem in problems[:_SHOWN]:
        console.note(problem)
    if len(problems) > _SHOWN:
        where = "problems.csv" if out is not None else "problems.csv with --out"
        console.note(f"and {len(problems) - _SHOWN:,} more problems, all in {where}")


#: The table to review; the second where no workbook can be written.
_REVIEW = ("review.xlsx", "review.csv")


def _review(pathway: Pathway, suggested: Any, review: Any) -> tuple[str, bytes]:
    """The table to review, with what was decided before."""
    from care_pathway.interop import review_table
    from care_pathway.report.workbook import has_openpyxl
    from care_pathway.tabular.safe_csv import safe_csv_writer

    if has_openpyxl():
        return _REVIEW[0], review_table.review_workbook(pathway, suggested, review)
    text = io.StringIO()
    writer = safe_csv_writer(text)
    writer.writerow(review_table.HEADINGS)
    writer.writerows(review_table.review_rows(pathway, suggested, review))
    return _REVIEW[1], text.getvalue().encode()


def _write(
    pathway: Pathway, read: Any, aligned: Any, review: tuple[str, bytes], args: argparse.Namespace
) -> tuple[str, ...]:
    from care_pathway.report.folder import folder_named, writing
    from care_pathway.serialise import dumps

    with writing(folder_named(args.out), force=args.force, reads=files_read(args)) as folder:
        for name, headings, rows in _tables(pathway, read, aligned):
            with folder.csv(name) as writer:
                writer.writerow(headings)
                writer.writerows(rows)
        with folder.binary(review[0]) as book:
            book.write(review[1])
        with folder.text("alignment.json") as stream:
            stream.write(dumps(aligned, indent=1))
    return folder.written().files


def _tables(
    pathway: Pathway, read: Any, aligned: Any
) -> list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]]:
    labels = {area.id: area.label for area in pathway.areas}
    courses = [
        (
            one.course.id,
            one.course.title,
            one.course.provider,
            str(one.relevance),
            one.confidence,
            "; ".join(match.id for match in one.themes),
            "; ".join(match.id for match in one.practice_areas),
            "; ".join(
                dict.fromkeys(word for match in (*one.themes, *one.practice_areas) for word in match.words)
            ),
            "; ".join(one.role_categories),
            str(one.level) if one.level.words else "",
            sum(match.strength == "named" for match in one.competencies),
            one.course.cost,
            one.course.hours,
            "; ".join(one.reasons),
        )
        for one in aligned.alignments
    ]
    headings = (
        "course",
        "title",
        "provider",
        "relevance",
        "confidence",
        "themes",
        "practice_areas",
        "words",
        "role_categories",
        "level",
        "competencies",
        "cost",
        "hours",
        "reasons",
    )
    return [
        ("courses.csv", headings, courses),
        ("not-relevant.csv", headings, [row for row in courses if row[3] != "relevant"]),
        (
            "coverage.csv",
            ("role_category", "competencies", "covered", "coverage", "theme_only"),
            [
                (
                    one.role_category,
                    one.competencies,
                    len(one.covered),
                    round(one.coverage, 4),
                    len(one.theme_only),
                )
                for one in aligned.coverage
            ],
        ),
        (
            "uncovered.csv",
            ("role_category", "kind", "id", "heading"),
            [
                row
                for one in aligned.coverage
                for row in (
                    *((one.role_category, "area", area, labels[area]) for area in one.uncovered_areas),
                    *(
                        (one.role_category, "practice area", topic, topic.replace("-", " "))
                        for topic in one.uncovered_practice_areas
                    ),
                )
            ],
        ),
        (
            "duplicates.csv",
            ("kind", "courses", "reason"),
            [(str(one.kind), "; ".join(one.courses), one.reason) for one in aligned.duplicates],
        ),
        (
            "problems.csv",
            ("file", "record", "line", "column", "value", "message"),
            [
                (read.file, one.record, one.line, one.column, one.found, one.message)
                for one in (*read.problems, *read.notices)
            ]
            + [(read.file, one.record, None, one.column, one.found, one.message) for one in aligned.problems],
        ),
    ]
