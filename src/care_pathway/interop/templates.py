"""Blank tables to fill in: staff, training, evidence, courses, and a checklist of adoption; CSV or XLSX."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from care_pathway._arguments import check_kind, word
from care_pathway.catalogue import load
from care_pathway.errors import refuse
from care_pathway.interop.adoption import adoption_checklist
from care_pathway.tabular.atomic import replacing
from care_pathway.tabular.grids import openpyxl_module
from care_pathway.tabular.headings import TableField, fields

#: Rows of a workbook that get a list to choose from.
_ROWS = 500


class TemplateKind(StrEnum):
    """Kinds of blank table.

    Example:
        >>> TemplateKind("evidence")
        <TemplateKind.EVIDENCE: 'evidence'>
    """

    STAFF = "staff"
    TRAINING = "training"
    EVIDENCE = "evidence"
    COURSES = "courses"
    ADOPTION = "adoption"


#: What may be chosen in a cell of a kind.
_CHOICES: dict[str, tuple[str, ...]] = {
    "answer": ("yes", "no"),
    "rating": ("yes", "partly", "no"),
    "evidence-kind": (
        "sign-off",
        "skills-assessment",
        "delegated-authorisation",
        "registration",
        "confirmation",
        "supervision",
        "appraisal",
        "dbs",
        "right-to-work",
    ),
    "aspiration": ("stay and grow", "specialise", "lead", "manage", "move to a regulated profession"),
}


def template_columns(kind: TemplateKind | str) -> tuple[str, ...]:
    """The headings of a blank table.

    Example:
        >>> template_columns("training")[:2]
        ('Staff ref', 'Training')
    """
    return tuple(one.label for one in _columns(word("kind", kind, TemplateKind)))


def template_text(kind: TemplateKind | str) -> str:
    """A blank table as CSV.

    Example:
        >>> template_text("adoption").splitlines()[1]
        'Explore,Light,Read what the Pathway is and talk about it with staff,,'
    """
    stream = io.StringIO()
    csv.writer(stream).writerows((template_columns(kind), *_rows(word("kind", kind, TemplateKind))))
    return stream.getvalue()


def _rows(kind: TemplateKind) -> Iterator[tuple[str, ...]]:
    """The rows that a blank table has: those of a checklist."""
    if kind is TemplateKind.ADOPTION:
        for one in adoption_checklist():
            yield one.step.capitalize(), one.depth.capitalize(), one.what, "", ""


def _columns(kind: TemplateKind) -> tuple[TableField, ...]:
    """The fields that a blank table has."""
    return tuple(one for one in fields(str(kind)) if one.template)


def write_template(kind: TemplateKind | str, path: str | os.PathLike[str]) -> Path:
    """Write a blank table to fill in.

    Args:
        kind: ``staff``, ``training``, ``evidence``, ``courses`` or ``adoption``.
        path: Where to; the ending ``.csv`` or ``.xlsx`` decides which. A workbook explains its columns.

    Returns:
        The path.

    Raises:
        DataError: If the ending is another, or the folder cannot be written.
        MissingExtraError: If a workbook is wanted and openpyxl is not installed.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_template("evidence", Path(folder) / "evidence.csv").read_text(encoding="utf-8")[:14]
        'Staff ref,Kind'
    """
    check_kind("path", path, (str, os.PathLike))
    target, kind = Path(path), word("kind", kind, TemplateKind)
    ending = target.suffix.casefold()
    if ending == ".csv":
        with replacing(target) as stream:
            stream.write(template_text(kind).encode("utf-8"))
    elif ending == ".xlsx":
        book = _workbook(kind)
        with replacing(target) as stream:
            book.save(stream)
    else:
        raise refuse(f"a template ends in .csv or .xlsx, not in {ending or 'nothing'}", file=target.name)
    return target


def _workbook(kind: TemplateKind) -> Any:
    purpose = "writing a workbook"
    bold = openpyxl_module(purpose, "openpyxl.styles").Font(bold=True)
    letter_of = openpyxl_module(purpose, "openpyxl.utils").get_column_letter
    book = openpyxl_module(purpose).Workbook()
    sheet = book.active
    sheet.title = str(kind)
    known = _columns(kind)
    for number, one in enumerate(known, start=1):
        cell = sheet.cell(row=1, column=number, value=one.label)
        cell.font = bold
        letter = letter_of(number)
        sheet.column_dimensions[letter].width = max(14, len(one.label) + 2)
        if one.kind == "day":
            for row in range(2, _ROWS + 2):
                sheet.cell(row=row, column=number).number_format = "DD/MM/YYYY"
        if one.kind in _CHOICES:
            _choose(sheet, f"{letter}2:{letter}{_ROWS + 1}", _CHOICES[one.kind])
    for number, cells in enumerate(_rows(kind), start=2):
        for column, text in enumerate(cells, start=1):
            sheet.cell(row=number, column=column, value=text or None)
    if kind is TemplateKind.EVIDENCE:
        _what_may_be_signed_off(book, sheet, known, bold)
    sheet.freeze_panes = "A2"
    _explain(book.create_sheet("How to fill in"), known, bold)
    return book


def _what_may_be_signed_off(book: Any, sheet: Any, known: Sequence[TableField], bold: Any) -> None:
    """A sheet of topics and courses, from which the cells of those columns are chosen."""
    letter_of = openpyxl_module("writing a workbook", "openpyxl.utils").get_column_letter
    pathway = load()
    lists = book.create_sheet("What may be signed off")
    for at, (name, words) in enumerate(
        (
            ("topic", [theme.name for theme in pathway.themes]),
            ("course", sorted(one.name for one in pathway.learning)),
        ),
        start=1,
    ):
        place = next(number for number, one in enumerate(known, start=1) if one.field == name)
        for row, label in enumerate((known[place - 1].label, *words), start=1):
            lists.cell(row=row, column=at, value=label)
        lists.cell(row=1, column=at).font = bold
        lists.column_dimensions[letter_of(at)].width = 60
        source = f"'{lists.title}'!${letter_of(at)}$2:${letter_of(at)}${len(words) + 1}"
        column = letter_of(place)
        _choose(sheet, f"{column}2:{column}{_ROWS + 1}", source)


def _choose(sheet: Any, cells: str, choices: Sequence[str] | str) -> None:
    """Let cells be chosen from words, or from the cells of another sheet."""
    validation = openpyxl_module("writing a workbook", "openpyxl.worksheet.datavalidation")
    formula = choices if isinstance(choices, str) else '"' + ",".join(choices) + '"'
    rule = validation.DataValidation(type="list", formula1=formula, allow_blank=True)
    sheet.add_data_validation(rule)
    rule.add(cells)


def _explain(sheet: Any, known: Sequence[TableField], bold: Any) -> None:
    sheet.append(["Column", "What to write", "Needed"])
    for cell in sheet[1]:
        cell.font = bold
    for one in known:
        sheet.append([one.label, one.help, "yes" if one.required else ""])
    for letter, width in (("A", 34), ("B", 70), ("C", 10)):
        sheet.column_dimensions[letter].width = width
