"""Job titles of a column: each different one is judged once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

from care_pathway._arguments import check_kind
from care_pathway.errors import InvalidArgumentError, in_words
from care_pathway.frames.codes import is_missing, job_role_of, seen
from care_pathway.frames.errors import FrameError
from care_pathway.frames.made import check_apart, frame_of
from care_pathway.frames.new_columns import NewColumn
from care_pathway.frames.tables import Table, narwhals
from care_pathway.model import Pathway
from care_pathway.titles.answers import Settled
from care_pathway.titles.normalise import normalise_title, settled_titles
from care_pathway.titles.records import TitleStatus

#: The columns that `normalise_titles` adds.
COLUMNS = (
    "cwp_status",
    "cwp_role_category",
    "cwp_likely",
    "cwp_confidence",
    "cwp_job_role",
    "cwp_rule",
)

#: In a codebook also the edition and revision that answered.
EDITION = "cwp_pathway"

#: The fields of a match that they are.
_FIELDS = ("status", "role_category", "likely", "confidence", "ascwds_job_role", "rule")

#: Said where a codebook is given beside a column of job roles.
NOT_BOTH = "a codebook has answers to titles alone; leave out codebook= or job_role="

#: What a title's answer is in columns, in their order.
Answer = tuple[str, str | None, str | None, float | None, int | None, str | None]


def normalise_titles(
    pathway: Pathway, frame: Any, title: str, *, job_role: str | None = None, codebook: Any = None
) -> Any:
    """The role category that each job title of a column points to, beside it.

    Adds ``cwp_status``, ``cwp_role_category`` (only when matched), ``cwp_likely`` (the first candidate),
    ``cwp_confidence``, ``cwp_job_role`` and ``cwp_rule`` (the rule of the policy that decided). They are
    the answers of `care_pathway.normalise_title`; a missing title is ``unrecognised``. The caller's own type
    comes back with its rows in order. A lazy frame is run once for its different titles; what comes back is
    lazy again.

    Args:
        pathway: The edition to answer with.
        frame: A polars, pandas or pyarrow table, or a DuckDB relation.
        title: Name of the column with the titles.
        job_role: Name of a column with the ASC-WDS main job role, as further evidence.
        codebook: Answers of `title_codebook` made earlier; only titles that it lacks are judged.

    Raises:
        UnknownIdError: If a column is not there; the message names those that are.
        FrameError: If the titles are numbers or days, a column would be replaced, or the codebook is of
            another edition or given beside a job role.

    Example:
        >>> import care_pathway as cp, polars
        >>> posts = polars.DataFrame({"job_title": ["Carer", "Reg Mgr", None]})
        >>> answered = normalise_titles(cp.load(), posts, "job_title")
        >>> answered.select("cwp_status", "cwp_role_category").rows()
        [('matched', 'care-or-support-worker'), ('matched', 'registered-manager'), ('unrecognised', None)]
    """
    check_kind("pathway", pathway, Pathway)
    table = Table(frame)
    keys = [title_column(table, title)]
    if job_role is not None:
        table.check(job_role, "job_role")
        keys.append(job_role)
        if codebook is not None:
            raise FrameError(NOT_BOTH)
    known = {} if codebook is None else read_codebook(pathway, codebook)

    def judge(rows: list[tuple[Any, ...]]) -> list[NewColumn]:
        if job_role is None:
            answers = answers_of(pathway, [row[0] for row in rows], known)
        else:
            answers = [with_job_role(pathway, row[0], row[1]) for row in rows]
        return answer_columns(pathway, answers)

    return table.with_columns(keys, COLUMNS, judge)


def title_codebook(pathway: Pathway, titles: Any, *, codebook: Any = None) -> Any:
    """The different titles of a column with their answers: a table to keep, to look through and to join.

    Args:
        pathway: The edition to answer with.
        titles: A column (series or array), a frame or relation of one column, or a list.
        codebook: A codebook to extend: its titles stay as they are, new ones are added.

    Raises:
        FrameError: If a frame has more than one column, or `codebook` is of another edition.

    Returns:
        A frame of the library of `titles`; for a list, of the library that is imported already. Its columns
        are the titles (named as there, else ``title``), those of `normalise_titles` and ``cwp_pathway``.

    Example:
        >>> import care_pathway as cp, polars
        >>> posts = polars.DataFrame({"job_title": ["Carer", "Chef", "Carer"]})
        >>> book = title_codebook(cp.load(), posts["job_title"])
        >>> book.select("job_title", "cwp_status").rows()
        [('Carer', 'matched'), ('Chef', 'out-of-scope')]
    """
    check_kind("pathway", pathway, Pathway)
    name, values, like = _column_of(titles)
    known = {} if codebook is None else read_codebook(pathway, codebook)
    check_apart([name], (*COLUMNS, EDITION), str if like is None else like.spelt)
    distinct = list(dict.fromkeys([*known, *(value for value in values if isinstance(value, str))]))
    columns = answer_columns(pathway, answers_of(pathway, distinct, known))
    refs = (pathway.ref,)
    return frame_of(
        [
            NewColumn(name=name, values=distinct, kind="text"),
            *columns,
            NewColumn(name=EDITION, values=refs * len(distinct), kind="words", words=refs),
        ],
        like=like,
    )


def title_column(table: Table, title: str) -> str:
    """The column with the titles, which must be text."""
    table.check(title, "title")
    kind = table.kind(title)
    if kind == "other" or (kind in {"number", "flag", "day"} and table.distinct(title) not in ([], [None])):
        raise FrameError(
            f"column {title!r} holds no text, and job titles are text. For codes of job roles use "
            "frames.expr.role_category, or place with job_role="
        )
    return title


def answers_of(pathway: Pathway, titles: list[Any], known: Mapping[str, Answer]) -> list[Answer]:
    """The answers to different titles; those that are known are not judged again."""
    if any(isinstance(title, bytes | bytearray) for title in titles):
        raise FrameError("the titles are bytes; decode them first")
    new = [title if isinstance(title, str) else None for title in titles if title not in known]
    judged = _judged(pathway, new)
    if not known:
        return list(judged)
    return [known[title] if title in known else next(judged) for title in titles]


def _judged(pathway: Pathway, titles: list[str | None]) -> Iterator[Answer]:
    """The answers to titles; those of titles that are read alike are put in columns once."""
    made: dict[int, tuple[Settled, Answer]] = {}
    for _, settled in settled_titles(pathway, titles):
        entry = made.get(id(settled))
        if entry is None:
            entry = made[id(settled)] = settled, _answer(**settled.fields)
        yield entry[1]


def _answer(
    *,
    status: TitleStatus,
    role_category: str | None,
    likely: str | None,
    confidence: float | None,
    ascwds_job_role: int | None,
    rule: str | None,
    **_: object,
) -> Answer:
    """The answer to a title as the values of its columns, from the fields of its match."""
    return str(status), role_category, likely, confidence, ascwds_job_role, rule


def answer_columns(pathway: Pathway, answers: list[Answer]) -> list[NewColumn]:
    """The columns that answers to titles fill."""
    parts: list[tuple[Any, ...]] = list(zip(*answers, strict=True)) if answers else [()] * len(COLUMNS)
    roles = tuple(role.id for role in pathway.role_categories)
    kinds = ("words", "words", "words", "number", "whole", "labels")
    words = (tuple(map(str, TitleStatus)), roles, roles, (), (), ())
    return [
        NewColumn(name=name, values=values, kind=kind, words=allowed)
        for name, values, kind, allowed in zip(COLUMNS, parts, kinds, words, strict=True)
    ]


def codebook_title(columns: Sequence[str]) -> str:
    """The column of a codebook that has the titles.

    Raises:
        FrameError: If these are not the columns of a codebook.
    """
    needed = (*COLUMNS, EDITION)
    own = [name for name in columns if name not in needed]
    if len(own) != 1 or not set(needed) <= set(columns):
        raise FrameError(
            "codebook is not as title_codebook made it: it needs one column of titles and "
            f"{', '.join(needed)}"
        )
    return own[0]


def read_codebook(pathway: Pathway, codebook: Any) -> dict[str, Answer]:
    """The answers of a codebook by title.

    Raises:
        FrameError: If it lacks a column, another edition or revision answered, an answer is none or
            contradicts itself, or a title has two.
    """
    numbers, answers = numbered_codebook(pathway, codebook)
    return {title: answers[number] for title, number in numbers.items()}


def numbered_codebook(pathway: Pathway, codebook: Any) -> tuple[dict[str, int], list[Answer]]:
    """The numbers of a codebook's answers by title, and the answers in the order of their numbers.

    Raises:
        FrameError: As for `read_codebook`.
    """
    table = Table(codebook, "codebook")
    own = title_column(table, codebook_title(table.columns))
    columns = [EDITION, *COLUMNS]
    for column in columns:
        table.check(column, "codebook")
    numbers, different = table.numbered(columns)
    roles = {None, *(role.id for role in pathway.role_categories)}
    refs = [ref for ref, *_ in different]
    read = [_answer_of(answer, roles) for _, *answer in different]
    answers, faults = [answer for answer, _ in read], [wrong for _, wrong in read]
    found: dict[str, int] = {}
    for row, ((title,), number) in enumerate(zip(table.rows([own]), numbers, strict=True), start=1):
        if refs[number] != pathway.ref:
            raise FrameError(f"codebook was made with {refs[number]}, not with {pathway.ref}; make it again")
        if title is None:
            continue
        wrong = faults[number]
        first = found.setdefault(title, number)
        if first != number and answers[first] != answers[number]:
            wrong = "has a title that stands there twice, with different answers; leave one of them out"
        if wrong:
            raise FrameError(f"row {row} of codebook ({seen(title)}) {wrong}")
    return found, answers


def _answer_of(cells: Sequence[Any], roles: Collection[str | None]) -> tuple[Answer, str | None]:
    """An answer of a codebook, and what is wrong with it: one that contradicts itself is none."""
    plain: list[Any] = [None if is_missing(cell) else cell for cell in cells]
    status, role_category, likely, confidence, job_role, rule = plain
    code = job_role_of(job_role)  # beside gaps some files keep whole numbers as 8.0
    statuses = list(map(str, TitleStatus))
    wrong = None
    if status not in statuses:
        wrong = f"has the status {seen(status)}, not {', '.join(statuses)}"
    elif strange := {role_category, likely} - set(roles):
        wrong = f"has {seen(strange.pop())}, which is no role category"
    elif (status == TitleStatus.MATCHED) is (role_category is None):
        wrong = "has a role category where it is matched, and only there"
    elif role_category not in (None, likely):
        wrong = f"has the role category {role_category} and as the likely one {likely}; make them the same"
    elif status == TitleStatus.OUT_OF_SCOPE and likely is not None:
        wrong = f"is out of scope and has the likely role category {likely}; leave it blank"
    elif confidence is not None and not (isinstance(confidence, int | float) and 0 <= confidence <= 1):
        wrong = "has a confidence that is no number from 0 to 1"
    elif job_role is not None and code is None:
        wrong = f"has {seen(job_role)}, which is no main job role"
    own = None if confidence is None or wrong else float(confidence)
    return (status, role_category, likely, own, code, rule), wrong


def with_job_role(pathway: Pathway, title: Any, job_role: Any) -> Answer:
    """The answer to a title beside a recorded main job role."""
    text = title if isinstance(title, str) else None
    match = normalise_title(pathway, text, ascwds_job_role=job_role_of(job_role))
    return _answer(**{name: getattr(match, name) for name in _FIELDS})


def _column_of(titles: Any) -> tuple[str, Iterable[Any], Any]:
    """The name of a column, its different values in order, and a table of its library."""
    if isinstance(titles, str | bytes):
        raise InvalidArgumentError("titles", "a column or a list", titles, given="one text")
    if isinstance(titles, list | tuple | set | frozenset | dict):
        for title in titles:
            if not isinstance(title, str) and not is_missing(title):
                raise InvalidArgumentError(
                    "titles", "a list of text", title, given=f"one with {in_words(title)}"
                )
        return "title", dict.fromkeys(title for title in titles if isinstance(title, str)), None
    frame = _as_frame(titles)
    table = Table(titles if frame is None else frame, "titles")
    if len(table.columns) != 1:
        raise FrameError(
            f"titles has {len(table.columns)} columns; give the one with the titles, for example "
            "frame['job_title'] or frame.select('job_title')"
        )
    name = title_column(table, table.columns[0])
    return name, table.distinct(name), table


def _as_frame(column: Any) -> Any:
    """A column that stands alone as a table of one column, named ``title`` where it has no name.

    ``None`` for what is no column.
    """
    known = import_module("narwhals.dependencies")
    nw = narwhals()
    native = column.to_native() if isinstance(column, nw.Series) else column
    if known.is_polars_series(native):
        return (native.alias("title") if not native.name else native).to_frame()
    if known.is_pandas_series(native):
        return native.to_frame(name="title" if native.name is None else native.name)
    if type(native).__module__.startswith("pyarrow") and hasattr(native, "dictionary_encode"):
        return import_module("pyarrow").table({"title": native})
    return None
