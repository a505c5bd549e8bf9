"""``pack.xlsx``: the report as a workbook to work with and to send round.

Colours never stand alone: each coloured cell says its word too. Text stays text, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import IO, Any, NamedTuple

from care_pathway.language.text import normalise
from care_pathway.report.claims import claim_words
from care_pathway.report.facts import ReportFacts
from care_pathway.report.page import SAID, asked, day, named, nothing_to_book, people, plainly, role_names
from care_pathway.report.records import DatedItem, Placed, Since, When
from care_pathway.report.rows import courses_on_file
from care_pathway.tabular.grids import openpyxl_module
from care_pathway.tabular.sheet_rows import column_letter, row_text, save_with_rows

#: Above so many people the matrix is left out: no spreadsheet shows it usefully.
MATRIX_PEOPLE = 2000
#: So many lines of problems are in the workbook; all of them are in the table.
PROBLEM_ROWS = 2000
#: Above so many lines what is due is told by course only; whom it is about is in the table.
DUE_ROWS = 20_000
_PURPOSE = "writing a workbook"
#: A column is so wide where nothing is said of it, and a side of paper has room for about so many letters.
_USUAL, _SIDE = 14, 190
_A4 = 9
#: How many letters the button of the filter takes from a heading.
_BUTTON = 3
#: The ground of headings.
_HEAD = "DCE6F1"
_COLOURS = {
    "in date": "E3F3E7",
    "due": "FDF0DC",
    "expired": "FBE6E6",
    "booked": "E0ECF8",
    "in progress": "E0ECF8",
    "no date": "EEEEEE",
    "not required": "EEEEEE",
    "never": "FFFFFF",
}
#: The words of the matrix for the words of ``training.csv``.
_WORDS = {
    "in-date": "in date",
    "due": "due",
    "expired": "expired",
    "booked": "booked",
    "in-progress": "in progress",
    "not-started": "never",
    "failed": "never",
    "did-not-attend": "never",
    "not-required": "not required",
    "undated": "no date",
}


class Sheet(NamedTuple):
    """One sheet: what it is called, what it says above its table, and the table."""

    name: str
    says: tuple[str, ...]
    headings: tuple[str, ...]
    rows: Iterable[Sequence[Any]]
    widths: tuple[int, ...] = ()
    coloured: bool = False
    choices: tuple[str, ...] = ()


def write_pack(report: ReportFacts, stream: IO[bytes]) -> None:
    """Write the workbook.

    Args:
        report: The report.
        stream: A binary file to write to.

    Raises:
        MissingExtraError: If openpyxl is not installed.
    """
    book = openpyxl_module(_PURPOSE).Workbook(write_only=True)
    _wrap(book)
    foot = f"{report.service or report.summary.title}, {day(report.summary.on)}".replace("&", "&&")
    save_with_rows(book, {sheet.name: _rows_of(book, sheet, foot) for sheet in sheets(report)}, stream)


def has_openpyxl() -> bool:
    """Whether a workbook can be written here."""
    from importlib.util import find_spec

    return find_spec("openpyxl") is not None


def sheets(report: ReportFacts) -> Iterator[Sheet]:
    """The sheets of the workbook, in order."""
    names = role_names(report.pathway)
    yield _start(report)
    if report.summary.since is not None:
        yield _since(report, report.summary.since, names)
    yield _staff(report, names)
    yield _matrix(report)
    yield _due(report)
    yield _bookings(report)
    yield _to_check(report, names)
    yield _careers(report, names)
    yield _succession(report, names)
    yield _ascwds(report, names)
    yield _problems(report, names)


def _start(report: ReportFacts) -> Sheet:
    front, summary = report.front, report.summary
    rows = [
        ("People", len(summary.people), "Staff"),
        ("Training records out of date", front.expired, "Due"),
        (f"Training records that run out by {day(front.until)}", front.due, "Due"),
        ("Training records without a known last day", front.without_dates, "Training"),
        ("Bookings worked out", 0 if report.bookings is None else len(report.bookings.bookings), "Bookings"),
        ("People to place by hand", len(front.to_place), "To check"),
        ("People who could step up soon", len(front.steps), "Succession"),
        ("Answers for ASC-WDS", len(report.goes_back or ()), "ASC-WDS"),
        ("Notices and problems", summary.problem_count, "Problems"),
    ]
    heading = summary.title if report.service is None else f"{summary.title}: {report.service}"
    return Sheet(
        "Start here",
        (heading, f"As of {day(summary.on)}", *summary.not_this),
        ("What", "How many", "See sheet"),
        rows,
        (52, 12, 16),
    )


#: What a change of training in ``since.csv`` is in words.
_CHANGES = {
    "closed": "renewed since",
    "slipped": "out of date now, and not then",
    "gone": "no longer on file",
}


def _since(report: ReportFacts, since: Since, names: dict[str, str]) -> Sheet:
    """What changed since the earlier report, the rows of ``since.csv`` in plain words."""

    def place(role: str | None) -> str:
        return "not settled" if role is None else names.get(role, role)

    def rows() -> Iterator[Sequence[Any]]:
        for change in ("joined", "left"):
            for worker in getattr(since, change):
                yield change, report.who(worker), None, None, None
        for one in since.moved:
            yield "moved", report.who(one.worker), None, place(one.before), place(one.after)
        for change in ("slipped", "closed", "gone"):
            for item in getattr(since, change):
                yield _CHANGES[change], report.who(item.worker), report.called(item), item.expires, None

    says = [f"Compared with the report of {day(since.last)}."]
    if since.pathway is not None:
        says.append("Another edition answered then: what people hold is not compared.")
    else:
        says.append(
            f"{people(since.more)} {'holds' if since.more == 1 else 'hold'} more of what their role category "
            f"expects, {since.fewer:,} less."
        )
    if since.not_compared:
        says.append(f"{people(since.not_compared)} without a reference that stays the same: left out.")
    headings = ("Change", "Who", "What", "Last day, or before", "Now")
    return Sheet("Since last time", tuple(says), headings, rows(), (30, 18, 44, 24, 24))


def _staff(report: ReportFacts, names: dict[str, str]) -> Sheet:
    shown = bool(report.names)

    def rows() -> Iterator[Sequence[Any]]:
        for one in report.judged:
            person = one.summary
            where = names.get(person.role_category or "", person.placed.words)
            route = person.routes[0] if person.routes else None
            yield (
                person.worker,
                *((person.name or "",) if shown else ()),
                person.job_title,
                person.site or (person.setting or "").replace("-", " ") or None,
                where,
                None if route is None else names.get(route.target, route.target),
                sum(item.when is When.EXPIRED for item in person.dated),
                sum(item.when is When.EXPIRING for item in person.dated),
                "; ".join(person.attention),
            )

    headings = (
        "Reference",
        *(("Name",) if shown else ()),
        "Job title",
        "Where",
        "Role category",
        "Next step",
        "Out of date",
        "Running out",
        "To look at",
    )
    widths = (14, *((24,) if shown else ()), 28, 20, 22, 22, 11, 11, 36)
    return Sheet("Staff", (), headings, rows(), widths)


def _matrix(report: ReportFacts) -> Sheet:
    says = ("Each cell is the newest record of a person on a course, in a word and a colour.",)
    if not report.front.courses:
        says = ("No training is on file.",)
    if len(report.judged) > MATRIX_PEOPLE:
        words = f"Left out: a matrix of more than {MATRIX_PEOPLE:,} people cannot be read. See training.csv."
        return Sheet("Training", (words,), ("Who",), ())
    cells: list[dict[str, str]] = []
    titles: dict[str, str] = {}
    people = [one for one in report.judged if one.first is None]
    for one in people:
        mine: dict[str, str] = {}
        for course in courses_on_file(report, one):
            title = " ".join(course.found.record.title.split())
            subject = normalise(title)
            titles.setdefault(subject, title)
            word, last = _WORDS[course.status], course.found.expiry.day
            mine[subject] = word if last is None or word == "never" else f"{word} {last:%d/%m/%Y}"
        cells.append(mine)
    order = sorted(titles, key=lambda subject: (-sum(subject in mine for mine in cells), titles[subject]))

    def rows() -> Iterator[Sequence[Any]]:
        for one, mine in zip(people, cells, strict=True):
            who = report.who(one.worker.id)
            yield (who, *(mine.get(subject, "never") for subject in order))

    widths = (20, *(_USUAL for _ in order))
    return Sheet("Training", says, ("Who", *(titles[one] for one in order)), rows(), widths, coloured=True)


def _due(report: ReportFacts) -> Sheet:
    says = f"Out of date, or running out by {day(report.front.until)}, by course."
    if not report.front.dated:
        says = "No expiry is known: add days of completion or expiry to the training list."
    found = [
        (item.name, one.worker.id, item)
        for one in report.judged
        for item in one.summary.dated
        if item.what == "training"
    ]
    found.sort(key=lambda row: (row[0].casefold(), row[2].expires or date.min))
    if len(found) > DUE_ROWS:
        more = f"Who they are is left out above {DUE_ROWS:,} lines: see training.csv."
        headings = ("Course", "Out of date", "Running out", "Last day of the next to run out")
        return Sheet("Due", (says, more), headings, _due_by_course(found), (44, 14, 14, 32))

    def rows() -> Iterator[Sequence[Any]]:
        for name, worker, item in found:
            yield name, report.who(worker), "expired" if item.when is When.EXPIRED else "due", item.expires

    headings = ("Course", "Who", "Now", "Last day")
    return Sheet("Due", (says,), headings, rows(), (44, 18, 12, 14), coloured=True)


def _due_by_course(found: Iterable[tuple[str, str, DatedItem]]) -> Iterator[Sequence[Any]]:
    """For each course how much is out of date, how much runs out, and when the next does."""
    for _, lines in groupby(found, key=lambda line: line[0].casefold()):
        items = list(lines)
        due = [item.expires for _, _, item in items if item.when is When.EXPIRING]
        yield items[0][0], len(items) - len(due), len(due), min(filter(None, due), default=None)


def _bookings(report: ReportFacts) -> Sheet:
    plan = report.bookings

    def rows() -> Iterator[Sequence[Any]]:
        for booking in () if plan is None else plan.bookings:
            yield (
                booking.title,
                booking.provider,
                len(booking.places),
                "; ".join(map(report.who, booking.learners)),
                booking.cost,
                booking.vat or None,
                str(booking.price_basis).replace("-", " ")
                + (_VAT_WORDS[booking.vat_included] if booking.cost else ""),
                booking.by if booking.by is None or booking.by > report.summary.on else "now",
                claim_words(booking.claim),
            )

    says = (
        (nothing_to_book(report),)
        if plan is None
        else ("What is due first comes first. Prices are as the provider lists them.",)
    )
    headings = (
        "Course",
        "Provider",
        "People",
        "Who",
        "Cost in pounds",
        "VAT on top",
        "Price",
        "By",
        "Support scheme",
    )
    return Sheet("Bookings", says, headings, rows(), (34, 22, 9, 44, 12, 12, 16, 12, 28))


#: What the price of a booking says of VAT.
_VAT_WORDS = {True: ", VAT included", False: ", VAT on top", None: ", VAT not said"}


def _to_check(report: ReportFacts, names: dict[str, str]) -> Sheet:
    def rows() -> Iterator[Sequence[Any]]:
        for one in report.judged:
            person = one.summary
            if person.placed in (Placed.DOUBTFUL, Placed.NOT_RECOGNISED):
                options = [_option(names, candidate.role_category) for candidate in person.candidates]
                yield (
                    person.worker,
                    *((report.who(person.worker),) if report.names else ()),
                    person.job_title,
                    " or ".join(options) or "not recognised",
                    None,
                )

    says = ("Choose what each of these people does, save, and give this file back with --decisions.",)
    if not report.front.to_place:
        says = ("It is settled where everybody is.",)
    choices = (*(role.name for role in report.pathway.role_categories), OUTSIDE)
    name = ("Name",) if report.names else ()
    headings = ("Reference", *name, "Job title", "It may be", DECISION)
    widths = (16, *(24 for _ in name), 36, 60, 28)
    return Sheet("To check", says, headings, rows(), widths, choices=choices)


#: The column of a decision, and the choice for a job outside the Pathway.
DECISION = "Decision"
OUTSIDE = "Outside the Pathway"


def _option(names: dict[str, str], role_category: str | None) -> str:
    return OUTSIDE if role_category is None else names.get(role_category, role_category)


def _careers(report: ReportFacts, names: dict[str, str]) -> Sheet:
    if len(report.judged) > MATRIX_PEOPLE:
        words = f"Left out above {MATRIX_PEOPLE:,} people: see routes.csv."
        return Sheet("Careers", (words,), ("Who",), ())

    def rows() -> Iterator[Sequence[Any]]:
        for one in report.judged:
            for route in one.summary.routes:
                yield (
                    report.who(one.worker.id),
                    names.get(route.role_category or "", ""),
                    names.get(route.target, route.target),
                    f"{route.met} of {route.musts}",
                    "; ".join(asked(each.text) for each in route.open),
                )

    says = ("The nearest first. Nobody has to go anywhere.",)
    headings = ("Who", "Role category", "Next step", "Met of what is required", "Still open")
    return Sheet("Careers", says, headings, rows(), (20, 24, 24, 14, 90))


_TASK_WORDS = {
    "authorised": "signed off",
    "not_yet": "not signed off, or no longer",
    "elsewhere": "knows it from elsewhere; needs a sign-off",
}


def _succession(report: ReportFacts, names: dict[str, str]) -> Sheet:
    def rows() -> Iterator[Sequence[Any]]:
        for post in report.summary.succession:
            for near, found in (("now", post.ready), ("nearly", post.nearly)):
                for one in found:
                    yield (
                        names.get(post.target, post.target),
                        near,
                        report.who(one.worker),
                        names.get(one.role_category or "", ""),
                        f"{one.held} of {one.expected}",
                        "; ".join(map(asked, one.missing)),
                        {None: "not said", True: "yes", False: "no"}[one.wished],
                    )
        for task in report.summary.tasks:
            words = f"Delegated task: {task.activity.replace('-', ' ')}, {task.person}"
            if not task.authorised:
                yield words, "nobody is signed off", "", "", "", "", ""
            for state in ("authorised", "not_yet", "elsewhere"):
                for worker in getattr(task, state):
                    yield words, _TASK_WORDS[state], report.who(worker), "", "", "", ""

    headings = (
        "Post or task",
        "Ready",
        "Who",
        "Now",
        "Shown of what is expected first",
        "Open",
        "Wishes for it",
    )
    summary = report.summary
    near = any(post.ready or post.nearly for post in summary.succession)
    says = () if near or summary.tasks else ("Nobody is near another post by what is on file.",)
    return Sheet("Succession", says, headings, rows(), (36, 24, 20, 24, 18, 56, 11))


def _ascwds(report: ReportFacts, names: dict[str, str]) -> Sheet:
    """Who would be filed otherwise than the file says; the workforce data set is written by `ascwds fill`."""
    titles = {one.worker.id: one.summary.job_title for one in report.judged}

    def rows() -> Iterator[Sequence[Any]]:
        for one in report.goes_back or ():
            who = (one.worker, *((report.who(one.worker),) if report.names else ()))
            answer = names.get(one.answer, "None of the above")
            yield *who, titles.get(one.worker), SAID[one.said], answer

    if report.goes_back is None:
        says = (
            "The staff list is no worker file of ASC-WDS: give that file too, to see which answers it lacks."
        )
    elif not report.goes_back:
        says = "Nothing goes back: every answer that can be given is in the file."
    else:
        says = "From what, to what. To write the file: care-pathway ascwds fill FILE --out NEW"
    name = ("Name",) if report.names else ()
    headings = ("Reference", *name, "Job title", "In the file", "Our answer")
    return Sheet("ASC-WDS", (says,), headings, rows(), (16, *(24 for _ in name), 40, 22, 28))


def _problems(report: ReportFacts, names: dict[str, str]) -> Sheet:
    def rows() -> Iterator[Sequence[Any]]:
        for one in report.problems[:PROBLEM_ROWS]:
            name = report.names.get(one.worker or "")
            where = f"{one.where} ({name})" if name else one.where
            yield str(one.severity), where, one.found, named(names, plainly(one.message))

    more = len(report.problems) - PROBLEM_ROWS
    says = (f"The first {PROBLEM_ROWS:,}; {more:,} more are in problems.csv.",) if more > 0 else ()
    if not report.problems:
        says = ("Nothing is wrong with the files.",)
    headings = ("How bad", "Where", "Found", "What is wrong and what to do")
    return Sheet("Problems", says, headings, rows(), (11, 40, 26, 90))


# --- from a sheet to a worksheet ----------------------------------------------------------------------


def _rows_of(book: Any, sheet: Sheet, foot: str) -> list[str]:
    """Make the page of a sheet in a workbook, and give its rows as they are to be written."""
    page = book.create_sheet(sheet.name)
    head = len(sheet.says) + (2 if sheet.says else 1)
    _prepare(page, sheet, head, foot)
    styles = _Styles(page, coloured=sheet.coloured)
    letters = [column_letter(number + 1) for number in range(len(sheet.headings))]
    made = [
        row_text(number, letters, [(line, styles.title if number == 1 else styles.line)])
        for number, line in enumerate(sheet.says, start=1)
    ]
    widths = _widths(sheet)
    headings = [(heading, styles.heading) for heading in sheet.headings]
    made.append(
        row_text(head, letters, headings, lines=_lines(sheet.headings, [width - _BUTTON for width in widths]))
    )
    style_of = styles.of
    for number, row in enumerate(sheet.rows, start=head + 1):
        cells = [(value, style_of(value)) for value in row]
        made.append(row_text(number, letters, cells, lines=_lines(row, widths)))
    count = len(made) - len(sheet.says) - 1
    page.auto_filter.ref = f"A{head}:{letters[-1]}{head + max(count, 1)}"
    if sheet.choices and count:
        validation = openpyxl_module(_PURPOSE, "openpyxl.worksheet.datavalidation").DataValidation(
            type="list", formula1='"' + ",".join(sheet.choices) + '"', allow_blank=True
        )
        page.data_validations.append(validation)
        validation.add(f"{letters[-1]}{head + 1}:{letters[-1]}{head + count}")
    return made


def _widths(sheet: Sheet) -> tuple[int, ...]:
    """How wide the columns are, in letters."""
    return sheet.widths or (_USUAL,) * len(sheet.headings)


def _lines(row: Sequence[Any], widths: Sequence[int]) -> int:
    """How many lines the longest text of a row takes, about."""
    return max(
        (
            -(-len(value) * 10 // (width * 11))  # a letter is a little narrower than a figure
            for value, width in zip(row, widths, strict=False)
            if isinstance(value, str) and len(value) > width
        ),
        default=1,
    )


def _prepare(page: Any, sheet: Sheet, head: int, foot: str) -> None:
    """What has to be said of a sheet beside its rows: frozen panes, printing, widths."""
    properties = openpyxl_module(_PURPOSE, "openpyxl.worksheet.properties")
    page.freeze_panes = f"B{head + 1}"
    page.print_title_rows, page.print_title_cols = f"{head}:{head}", "A:A"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = -(-sum(_widths(sheet)) // _SIDE), 0
    page.sheet_properties.pageSetUpPr = properties.PageSetupProperties(fitToPage=True)
    page.print_options.gridLines = True
    page.oddFooter.left.text, page.oddFooter.right.text = f"{foot}: &A", "&P of &N"
    for number, width in enumerate(_widths(sheet)):
        column = page.column_dimensions[column_letter(number + 1)]
        column.width, column._style = width, page.parent._cell_styles[0]  # LibreOffice takes it for the cells


class _Styles:
    """The styles of the cells of one sheet, by their numbers in the workbook.

    Text and numbers have the style of the workbook, `_wrap`.
    """

    def __init__(self, page: Any, *, coloured: bool) -> None:
        styles = openpyxl_module(_PURPOSE, "openpyxl.styles")
        self._page = page
        self._make = openpyxl_module(_PURPOSE, "openpyxl.cell").WriteOnlyCell
        bold, ground = (
            styles.Font(name="Calibri", size=11, bold=True),
            styles.PatternFill("solid", _HEAD, _HEAD),
        )
        self.heading = self._styled(alignment=_wrapped(), font=bold, fill=ground)
        over = styles.Alignment(vertical="top")  # on one line, over the cells beside it
        self.title, self.line = self._styled(alignment=over, font=bold), self._styled(alignment=over)
        middle = styles.Alignment(horizontal="center", vertical="top")  # never close to the text beside it
        self._day = self._styled(number_format="DD/MM/YYYY", alignment=middle)
        self._number = self._styled(alignment=middle)
        self._fills = {
            word: self._styled(
                alignment=_wrapped(), fill=styles.PatternFill("solid", start_color=colour, end_color=colour)
            )
            for word, colour in (_COLOURS.items() if coloured else ())
        }
        self._words = tuple(self._fills)

    def _styled(self, **parts: Any) -> int:
        """The number of the style of a cell with these parts."""
        cell = self._make(self._page)
        for name, part in parts.items():
            setattr(cell, name, part)
        return int(cell.style_id)

    def of(self, value: Any) -> int:
        """The number of the style that a value has."""
        if isinstance(value, date):
            return self._day
        if self._words and isinstance(value, str) and value.startswith(self._words):
            return next(fill for word, fill in self._fills.items() if value.startswith(word))
        return self._number if isinstance(value, (int, float)) else 0


def _wrapped() -> Any:
    return openpyxl_module(_PURPOSE, "openpyxl.styles").Alignment(wrap_text=True, vertical="top")


def _wrap(book: Any) -> None:
    """Wrap the text of all cells that have no style of their own; LibreOffice looks at the named style."""
    book._cell_styles[0].alignmentId = book._alignments.add(_wrapped())
    book._named_styles["Normal"].alignment = _wrapped()
