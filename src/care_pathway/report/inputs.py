"""Reading everything that a report is made from, with the readers of `care_pathway.interop`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import attrs
from attrs import evolve, field, frozen

from care_pathway._arguments import check_flag, check_kind, several
from care_pathway._record import NoTruthValue
from care_pathway.errors import DataError, refuse
from care_pathway.interop import ascwds, examples
from care_pathway.interop.adoption import AdoptionFile, read_adoption
from care_pathway.interop.course_lists import CourseFile, read_courses
from care_pathway.interop.decisions import Corrections
from care_pathway.interop.evidence import EvidenceFile, read_evidence
from care_pathway.interop.join import join_training, join_upload
from care_pathway.interop.kinds import opened_or_book
from care_pathway.interop.recognition import Recognised, TableKind, recognise
from care_pathway.interop.saved_mapping import FileMapping, mapping_for, mapping_of
from care_pathway.interop.staff import StaffFile
from care_pathway.interop.staff_lists import read_staff
from care_pathway.interop.training_lists import read_training
from care_pathway.problems import Problem, document_problem
from care_pathway.report.folder import made_here
from care_pathway.tabular.collecting import without_collecting
from care_pathway.tabular.columns import find_header
from care_pathway.tabular.files import Opened, Source
from care_pathway.tabular.grids import Book, notice
from care_pathway.tabular.headings import normal, words
from care_pathway.tabular.words import FileKind

_File = TypeVar("_File", StaffFile, EvidenceFile, CourseFile)

#: The day on which the bundled example is meant to be looked at.
EXAMPLE_DAY = date(2026, 11, 1)
#: Files in a folder that are no tables of anybody.
_NOT_READ = (".", "~$")
_ENDINGS = frozenset(
    {
        ".csv",
        ".tsv",
        ".txt",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".ods",
        ".json",
        ".jsonl",
        ".ndjson",
        ".gz",
        ".htm",
        ".html",
    }
    | {".parquet"}
)


@frozen(kw_only=True)
class Inputs(NoTruthValue):
    """What was read.

    Attributes:
        staff: Staff, with training and workplaces joined.
        upload: The worker file of ASC-WDS that was read beside another staff list.
        evidence: Sign-offs, assessments and authorisations.
        catalogue: Courses.
        adoption: How far the service has taken the Pathway up.
        mappings: How each file was read, to be kept.
    """

    staff: StaffFile
    upload: StaffFile | None = None
    evidence: EvidenceFile | None = None
    catalogue: CourseFile | None = None
    adoption: AdoptionFile | None = None
    mappings: tuple[FileMapping, ...] = ()


@frozen(kw_only=True)
class How:
    """How the files of one kind are read.

    Attributes:
        columns: Headings for fields, where the guess is wrong.
        sheet: Name of the sheet of a workbook.
    """

    columns: Mapping[str, str] | None = None
    sheet: str | None = None


@frozen(kw_only=True)
class _Reading:
    """Reads the files of a report, with mappings that were kept and noting those that are made."""

    kept: tuple[FileMapping, ...] = ()
    made: list[FileMapping] = field(factory=list)
    met: Counter[tuple[str, str]] = field(factory=Counter)

    def options(self, given: Opened | Book, given_as: str, how: How) -> dict[str, Any]:
        """What the caller named for a file, over what was kept for it."""
        name = _name_of(given)
        kept = mapping_for(self.kept, name, given_as, before=self.met[name, given_as])
        self.met[name, given_as] += 1
        found: dict[str, Any] = {
            "columns": {**(kept.columns if kept else {}), **(how.columns or {})} or None,
            "sheet": how.sheet or (kept.sheet if kept else None),
        }
        if given_as == "training":
            found["matrix_dates"] = kept.matrix_dates if kept else None
        return found


@without_collecting()
def read_inputs(  # noqa: PLR0913  each is something that a caller may want to say
    staff: Source | object,
    *,
    training: Source | Sequence[Source] | None = None,
    workplaces: Source | None = None,
    upload: Source | None = None,
    evidence: Source | Sequence[Source] | None = None,
    catalogue: Source | Sequence[Source] | None = None,
    adoption: Source | None = None,
    on: date | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    hows: Mapping[str, How] | None = None,
    matrix_dates: str | None = None,
    setting: str | None = None,
    include_leavers: bool = False,
    mappings: Sequence[FileMapping] = (),
    decisions: Corrections | None = None,
) -> Inputs:
    """Read a staff file of any kind that can be read, and what goes with it.

    Args:
        staff: An ASC-WDS worker file, or any table with a column of job titles.
        training: Training of the same people: lists, matrices, or several of them.
        workplaces: The ASC-WDS workplace file of the same upload.
        upload: The ASC-WDS worker file of the same people, where the staff file is another.
        evidence: A filled-in evidence template, or several.
        catalogue: A course catalogue, or several.
        adoption: The checklist of adoption, filled in.
        on: The day of reading.
        columns: Headings for fields of the staff file, where the guess is wrong.
        sheet: Name of the sheet of a staff workbook.
        hows: The same for files of training, evidence and catalogue, by that word.
        matrix_dates: What the days in a training matrix are: ``completed`` or ``expires``.
        setting: Where people work, such as ``care-home``, for those of whom the file does not say.
        include_leavers: Keep leavers, later starters and vacancies in.
        mappings: How files were read before, from `care_pathway.interop.saved_mapping`.
        decisions: What somebody decided about titles, courses and cells, from `read_decisions`.

    Raises:
        DataError: If a file as a whole cannot be read, or files do not go together.

    Example:
        >>> from care_pathway.report import read_inputs
        >>> inputs = read_inputs(examples.file("staff.csv"), evidence=examples.file("evidence.csv"))
        >>> inputs.staff.workers[0].id, len(inputs.evidence.entries) > 0
        ('S001', True)
    """
    reading = _Reading(kept=tuple(several("mappings", mappings, FileMapping)))
    check_kind("hows", hows, Mapping, optional=True)
    check_kind("decisions", decisions, Corrections, optional=True)
    check_flag("include_leavers", include_leavers)
    hows = {"staff": How(columns=columns, sheet=sheet), **(hows or {})}
    given = opened_or_book(staff)
    decided = decisions or Corrections()
    options = reading.options(given, "staff", hows["staff"])
    options["corrections"] = decided.cells_of(_name_of(given))
    people = read_staff(given, on=on, setting=_in_words(setting), include_leavers=include_leavers, **options)
    reading.made.append(mapping_of(people.file, "staff", people.columns, sheet=options["sheet"]))
    for one in _several(training):
        given = opened_or_book(one)
        options = reading.options(given, "training", hows.get("training", How()))
        dates = options["matrix_dates"] = matrix_dates or options["matrix_dates"]
        with _advice_for("training"):
            options["corrections"] = decided.cells_of(_name_of(given))
            read = _advised(read_training(given, on=on, **options), "training")
        reading.made.append(
            mapping_of(read.file, "training", read.columns, sheet=options["sheet"], matrix_dates=dates)
        )
        people = join_training(people, read)
    worker_file = None
    if upload is not None:
        worker_file = read_staff(opened_or_book(upload), on=on, include_leavers=include_leavers)
        if worker_file.kind is not FileKind.WORKER or people.kind is FileKind.WORKER:
            raise refuse(
                "beside a staff list of the service's own, one worker file of ASC-WDS can be given",
                file=worker_file.file,
            )
        if workplaces is not None:
            worker_file, workplaces = ascwds.join(worker_file, workplaces=workplaces, on=on), None
        people = join_upload(people, worker_file)
    if workplaces is not None:
        if people.kind not in (FileKind.WORKER, FileKind.ANALYSIS_WORKER):
            raise refuse(
                "a workplace file goes with an ASC-WDS worker file; the staff file is another kind",
                file=people.file,
            )
        people = ascwds.join(people, workplaces=workplaces, on=on)
    signed = None
    for one in _several(evidence):
        given = opened_or_book(one)
        options = reading.options(given, "evidence", hows.get("evidence", How()))
        options["corrections"] = decided.cells_of(_name_of(given))
        with _advice_for("evidence"):
            found = _advised(read_evidence(given, on=on, **options), "evidence")
        reading.made.append(mapping_of(found.file, "evidence", found.columns, sheet=options["sheet"]))
        signed = found if signed is None else _joined(signed, found, "entries")
    courses = None
    lists = _several(catalogue)
    for one in lists:
        given = opened_or_book(one)
        options = reading.options(given, "catalogue", hows.get("catalogue", How()))
        with _advice_for("catalogue"):
            offered = _advised(read_courses(given, **options), "catalogue")
        reading.made.append(mapping_of(offered.file, "catalogue", offered.columns, sheet=options["sheet"]))
        offered = _under_its_file(offered) if len(lists) > 1 else offered
        courses = offered if courses is None else _joined(courses, _apart(courses, offered), "courses")
    people = people if decisions is None else decisions.staff(people)
    return Inputs(
        staff=people,
        upload=worker_file,
        evidence=signed,
        catalogue=courses,
        adoption=None if adoption is None else read_adoption(opened_or_book(adoption), on=on),
        mappings=tuple(reading.made),
    )


#: How a message says which column to name.
_ADVICE = "columns={"


@contextmanager
def _advice_for(kind: str) -> Iterator[None]:
    """Advice about columns of a file that is not the staff list names the kind of file."""
    try:
        yield
    except DataError as error:
        raise DataError(_with_kind(one, kind) for one in error.problems) from error


def _with_kind(problem: Problem, kind: str) -> Problem:
    if _ADVICE not in problem.message:
        return problem
    return attrs.evolve(problem, message=problem.message.replace(_ADVICE, f"{kind}_{_ADVICE}"))


def _advised(read: _File, kind: str) -> _File:
    return attrs.evolve(read, notices=tuple(_with_kind(one, kind) for one in read.notices))


def _name_of(given: Opened | Book) -> str:
    return given.name if isinstance(given, Opened) else given.file


def _in_words(setting: str | None) -> str | None:
    return None if setting is None else setting.replace("-", " ")


def _several(sources: Any) -> Sequence[Any]:
    """The files that were given: one, several or none."""
    if sources is None:
        return ()
    return sources if isinstance(sources, list | tuple) else (sources,)


def _joined(first: Any, second: Any, what: str) -> Any:
    """Two files of one kind as one."""
    shared = (what, "dates", "columns", "notices", "problems", "to_check")
    names = [name for name in shared if hasattr(first, name)]
    parts = {name: getattr(first, name) + getattr(second, name) for name in names}
    return attrs.evolve(first, file=f"{first.file} and {second.file}", **parts)


def _under_its_file(offered: CourseFile) -> CourseFile:
    """One catalogue of several that names no provider: whom to ask is known by its file alone."""
    if any(course.provider is not None for course in offered.courses):
        return offered
    name = Path(offered.file).stem
    said = notice(offered.file, "no column of providers: its courses stand under the name of the file")
    return attrs.evolve(
        offered,
        courses=tuple(attrs.evolve(course, provider=name) for course in offered.courses),
        notices=(*offered.notices, said),
    )


def _apart(first: CourseFile, second: CourseFile) -> CourseFile:
    """A further catalogue whose codes stand for nothing in the catalogues before it."""
    taken = {course.id for course in first.courses}
    before = f"{normal(Path(second.file).stem).replace(' ', '-')}-"
    return attrs.evolve(
        second,
        courses=tuple(
            attrs.evolve(course, id=before + course.id) if course.id in taken else course
            for course in second.courses
        ),
    )


# --- a folder ----------------------------------------------------------------------------------------


@frozen(kw_only=True)
class FolderInputs(NoTruthValue):
    """What the files of a folder were taken for.

    Attributes:
        recognised: Each file and sheet, in the order of their names.
        staff: The staff list.
        upload: The worker file of ASC-WDS, where the staff list is another.
        training: Training, each file and sheet.
        evidence: Evidence.
        catalogue: Catalogues.
        workplace: The ASC-WDS workplace file.
        adoption: The checklist of adoption.
        notices: Files that were left out, and why.
    """

    recognised: tuple[Recognised, ...]
    staff: Book | Opened
    upload: Any = None
    training: tuple[Any, ...] = ()
    evidence: tuple[Any, ...] = ()
    catalogue: tuple[Any, ...] = ()
    workplace: Any = None
    adoption: Any = None
    notices: tuple[Problem, ...] = ()


def tables_in(folder: str | os.PathLike[str]) -> Iterator[Path]:
    """What may be a table in a folder, by name; hidden files and folders are none.

    Raises:
        DataError: If there is no such folder.
    """
    path = Path(folder)
    if not path.is_dir():
        raise refuse("this is no folder", file=str(path))
    for one in sorted(path.iterdir()):
        if not one.is_dir() and not one.name.startswith(_NOT_READ):
            yield one


#: What is said of a folder in a folder.
NOT_LOOKED_INTO = "left out: folders in a folder are not looked into; move its files up, or give it by itself"


def folders_in(folder: str | os.PathLike[str]) -> Iterator[str]:
    """Names of the folders in a folder that are neither hidden nor made by us."""
    for one in sorted(Path(folder).iterdir()):
        if one.is_dir() and not one.name.startswith(_NOT_READ) and not made_here(one):
            yield one.name


def read_folder(folder: str | os.PathLike[str]) -> FolderInputs:
    r"""Say what each file of a folder is, and put them to their use.

    Raises:
        DataError: If there is no staff list among them, or more than one; or a question is open.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as path:
        ...     _ = Path(path, "people.csv").write_text("Staff ref,Job title\\n1,Carer\\n", encoding="utf-8")
        ...     read_folder(path).recognised[0].kind
        <TableKind.STAFF: 'staff'>
    """
    path = Path(folder)
    ours = made_here(path)
    found: list[Recognised] = []
    uses: dict[str, list[Any]] = {
        "staff": [],
        "training": [],
        "evidence": [],
        "catalogue": [],
        "workplace": [],
        "adoption": [],
    }
    names: dict[str, list[str]] = {}
    notices: list[Problem] = []
    both: list[tuple[str, Any]] = []
    uploads: list[Any] = []
    for file in tables_in(path):
        unlike = _unlike_a_table(file, ours)
        if unlike is not None:
            notices.append(notice(file.name, f"left out: {unlike}"))
            continue
        try:
            given = opened_or_book(file)
            whole = recognise(given)
        except DataError as error:
            notices += [notice(file.name, f"left out: {one.message}") for one in error.problems]
            continue
        for one in (whole, *whole.others):
            found.append(one)
            use = one.kind.table
            if use is None or one.hidden:
                notices.append(notice(file.name, f"left out{_of_sheet(one)}: {_why_left_out(one)}"))
                continue
            if use == "staff" and _is_of_leavers(one.sheet):
                notices.append(
                    notice(file.name, f"left out{_of_sheet(one)}: by its name, people who have left")
                )
                continue
            source = _only_sheet(given, one.sheet) if one.sheet is not None else given
            uses[use].append(source)
            if one.kind is TableKind.ASCWDS_WORKER:
                uploads.append(source)
            names.setdefault(use, []).append(f"{file.name}{_of_sheet(one)}")
            if one.also_staff:
                both.append((names[use][-1], source))
    if ours and not found:
        raise refuse(
            "this folder was written by care-pathway; give the folder with your own files", file=str(path)
        )
    notices += [notice(name, NOT_LOOKED_INTO) for name in folders_in(path)]
    notices += _second_of_a_kind(names)
    lists = dict(zip(names.get("staff", ()), uses["staff"], strict=True))
    staff, upload = _staff_and_upload(path, lists, uploads, both, notices)
    return FolderInputs(
        recognised=tuple(found),
        staff=staff,
        upload=upload,
        training=tuple(uses["training"]),
        evidence=tuple(uses["evidence"]),
        catalogue=tuple(uses["catalogue"]),
        workplace=next(iter(uses["workplace"]), None),
        adoption=next(iter(uses["adoption"]), None),
        notices=tuple(notices),
    )


def _second_of_a_kind(names: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Files of kinds of which one is read, behind the first."""
    for use in ("workplace", "adoption"):
        listed = names.get(use, ())
        for name in listed[1:]:
            yield notice(name, f"left out: one file of its kind is read, and that is {listed[0]}")


def _unlike_a_table(file: Path, ours: Collection[str]) -> str | None:
    """Why a file of a folder is not even opened; ``None`` where it is."""
    if file.name in ours:
        return "care-pathway made a file of this name here; rename it if it is your own"
    if not set(map(str.casefold, file.suffixes)) & _ENDINGS:
        return "its ending is not that of a table"
    return None if file.is_file() else "it is a broken link, or no file that can be read"


def _staff_and_upload(
    path: Path,
    lists: dict[str, Any],
    uploads: Sequence[Any],
    both: Sequence[tuple[str, Any]],
    notices: list[Problem],
) -> tuple[Any, Any]:
    """The staff list, and the worker file of ASC-WDS that stands beside it, if one does."""
    own = {name: source for name, source in lists.items() if all(source is not one for one in uploads)}
    upload = uploads[0] if len(uploads) == 1 and own else None
    chosen = lists if upload is None else own
    return _the_staff_list(path, tuple(chosen.values()), tuple(chosen), both, notices), upload


def _the_staff_list(
    path: Path,
    found: Sequence[Any],
    names: Sequence[str],
    both: Sequence[tuple[str, Any]],
    notices: list[Problem],
) -> Any:
    """The one staff list of a folder: a file, the sheets of a workbook, or a matrix that has job titles."""
    matrices = [] if found else [name for name, _ in both]
    if matrices:
        found, names = [source for _, source in both], matrices
    together = _as_one_list(found)
    if together is None and len(found) != 1:
        why = (
            f"several files look like staff lists: {', '.join(names)}; give the one that is meant"
            if names
            else "no file here looks like a staff list: a table with a column of job titles"
        )
        raise DataError((document_problem(why, file=str(path)), *([] if names else notices)))
    for name in matrices:
        message = "no other file is a staff list: its people and their job titles are read as one"
        notices.append(notice(name, message))
    if together is not None:
        notices.append(notice(together.file, f"read as one staff list: {', '.join(names)}"))
        return together
    return found[0]


def _why_left_out(one: Recognised) -> str:
    """Why nothing is made of a file or a sheet, and how to use it where it could be used."""
    if one.kind.table is not None:
        return "this sheet is hidden; to use it, unhide it in the workbook and save the file"
    return one.question or f"nothing is made of a {one.kind} file"


def _of_sheet(one: Recognised) -> str:
    return "" if one.sheet is None else f" (sheet {one.sheet!r})"


def _is_of_leavers(sheet: str | None) -> bool:
    """Whether the name of a sheet says that its people have left."""
    return sheet is not None and any(
        words("employment").get(word) == "leaver" for word in normal(sheet).split()
    )


def _as_one_list(sheets: Sequence[Any]) -> Book | None:
    """The staff sheets of one workbook as one list: one sheet for each site, all with the same headings."""
    books = [one for one in sheets if isinstance(one, Book)]
    if len(books) < 2 or len(books) < len(sheets) or len({one.file for one in books}) > 1:
        return None
    grids = [one.grid(one.names[0]) for one in books]
    headers = [find_header(grid, "staff")[0] for grid in grids]
    if len({tuple(map(normal, header.names)) for header in headers}) > 1:
        return None
    site = "site" not in headers[0].where
    width = len(headers[0].names)
    rows = [
        (line, (*(cells + (None,) * width)[:width], *((grid.sheet,) if site else ())))
        for grid, header in zip(grids, headers, strict=True)
        for line, cells in grid.rows[header.row + 1 :]
    ]
    head = (grids[0].rows[headers[0].row][0], (*headers[0].names, *(("Site",) if site else ())))
    made = evolve(
        grids[0],
        rows=(head, *rows),
        notices=tuple(one for grid in grids for one in grid.notices),
        problems=tuple(one for grid in grids for one in grid.problems),
    )
    return Book(books[0].file, lambda _name: made, names=(made.sheet,), notices=books[0].notices)


def _only_sheet(given: Opened | Book, sheet: str) -> Book:
    """A workbook as if it had this sheet only."""
    from care_pathway.tabular.sheets import open_book

    book = open_book(given)
    return Book(book.file, book.grid, names=(sheet,), notices=book.notices)


def example_inputs(*, on: date = EXAMPLE_DAY, decisions: Corrections | None = None) -> Inputs:
    """The bundled made-up staff, training, evidence and courses.

    Args:
        on: The day that is answered for.
        decisions: What somebody decided, from `read_decisions`.

    Example:
        >>> from care_pathway.report.inputs import example_inputs
        >>> len(example_inputs().staff.workers)
        46
    """
    return read_inputs(
        examples.file("staff.csv"),
        training=examples.file("training.csv"),
        evidence=examples.file("evidence.csv"),
        catalogue=examples.file("courses.csv"),
        on=on,
        decisions=decisions,
    )
