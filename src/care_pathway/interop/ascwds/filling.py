"""Our answers for the Pathway column of a worker file: blank cells only, and nothing that looks odd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

from attrs import evolve, field, frozen
from attrs.converters import optional

from care_pathway._arguments import check_day, check_flag, check_kind, check_texts_by_text, word
from care_pathway._record import Result
from care_pathway.evidence.placing import place
from care_pathway.interop.ascwds.advice import advice_for
from care_pathway.interop.ascwds.cells import digits_in_front
from care_pathway.interop.ascwds.codes import upload_code
from care_pathway.interop.ascwds.writer import WithoutCode
from care_pathway.interop.matching import Entry, Matcher, Person
from care_pathway.interop.staff import StaffFile, StaffRecord, entries_of
from care_pathway.model import Pathway, Worker
from care_pathway.problems import Problem, Severity
from care_pathway.tabular.words import PathwayAnswer

#: A single answer is put in from this chance up, and where that was asked for the likely one of several.
SURE_ENOUGH = 0.6
LIKELY = 0.8

_NONE_OF_THE_ABOVE = "none-of-the-above"
#: The column of the question about the Pathway.
_ANSWER = "CWPCATEGORY"


class LeftBecause(StrEnum):
    """Why a cell is left for a person.

    Example:
        >>> LeftBecause("no-code")
        <LeftBecause.NO_CODE: 'no-code'>
    """

    UNREADABLE = "unreadable"
    """The cell has a value that is no answer."""
    ANSWERED = "answered"
    """Something else was decided than the cell says, and only blank cells are filled."""
    NO_WORKER = "no-worker"
    """The row counts as no worker."""
    NOTHING = "nothing-on-file"
    """Nothing on file says."""
    SEVERAL = "several"
    """It may be one of several, or is not sure enough."""
    NO_CODE = "no-code"
    """ASC-WDS has no code for the answer."""
    ODD = "would-look-odd"
    """A check would point the answer out."""


@frozen(kw_only=True, repr=False, eq=False)
class FilledAnswer(Result):
    """An answer for one blank cell.

    Attributes:
        worker: Id of the worker.
        reference: The employer's reference of the worker, as the file has it.
        record: Number of the record, the first after the header being 1.
        line: Physical line.
        answer: Id of the role category, or ``none-of-the-above``.
        why: What the answer rests on.
        reason_codes: The codes of that, as `Placement.reason_codes`; ``decided`` for what a person decided.
    """

    worker: str
    reference: str | None
    record: int
    line: int
    answer: str
    why: str
    reason_codes: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False, eq=False)
class LeftForAPerson(Result):
    """A cell that a person has to fill.

    Attributes:
        worker: Id of the worker; ``None`` for a record that is no worker.
        reference: The employer's reference of the worker, as the file has it.
        record: Number of the record.
        line: Physical line.
        candidates: Role categories that it may be; ``none-of-the-above`` for a role outside the Pathway.
        why: Why no answer is put in.
        reason: The code of that.
    """

    worker: str | None
    reference: str | None
    record: int
    line: int
    candidates: tuple[str, ...] = ()
    why: str = field(default="")
    reason: LeftBecause | None = field(default=None, converter=optional(LeftBecause))


@frozen(kw_only=True, repr=False, eq=False)
class Filling(Result):
    """What to put into the Pathway column of a worker file, and what to leave.

    Every row is in one of `filled`, `left` and `already`.

    Attributes:
        file: The file's own name.
        filled: The answers, in the order of the file.
        left: What is left for a person.
        already: How many rows have an answer that stays.
        blank: How many cells were blank.
        do_not_know: How many said "I do not know".
        answered: How many had another answer.
        unreadable: How many had a value that is no answer.
        unused: References of decisions that are those of nobody in the file, or of several people.
    """

    file: str
    filled: tuple[FilledAnswer, ...] = ()
    left: tuple[LeftForAPerson, ...] = ()
    already: int = 0
    blank: int = 0
    do_not_know: int = 0
    answered: int = 0
    unreadable: int = 0
    unused: tuple[str, ...] = ()

    @property
    def categories(self) -> dict[str, str | None]:
        """The answers by worker, as `write_workers` takes them."""
        return {answer.worker: answer.answer for answer in self.filled}


def fill(
    pathway: Pathway,
    staff: StaffFile,
    *,
    on: date,
    likely: bool = False,
    replace_do_not_know: bool = False,
    without_code: WithoutCode | str = WithoutCode.REFUSE,
    decisions: Mapping[str, str] | None = None,
) -> Filling:
    """Work out answers for the blank cells of the Pathway column of a worker file.

    Only blank cells are filled. "I do not know" is an answer and stays, unless it is asked for; a cell that
    cannot be read is left for a person. Nothing is put in that `advise` would point out.

    Args:
        pathway: The edition to answer with.
        staff: A worker file that was read with `read_workers`.
        on: The day for which to answer.
        likely: Whether to put in the likely one of several answers.
        replace_do_not_know: Whether to replace "I do not know" (999) too.
        without_code: What to do with a personal assistant, whom ASC-WDS has no code for.
        decisions: What a person decided, by worker id, UNIQUEWORKERID or DISPLAYID: a role category or
            ``none-of-the-above``. A decision goes before our own answer, and into the same cells only.

    Returns:
        What to put in and what to leave; `write_workers` writes ``filling.categories``.

    Example:
        >>> import care_pathway as cp
        >>> from care_pathway.interop import examples
        >>> from care_pathway.interop.ascwds import read_workers
        >>> staff = read_workers(examples.file("ascwds-worker.csv"))
        >>> filling = fill(cp.load(), staff, on=date(2026, 1, 31))
        >>> filling.blank, len(filling.filled) > 0
        (10, True)
    """
    check_kind("pathway", pathway, Pathway)
    check_kind("staff", staff, StaffFile)
    check_day(on)
    made = {worker.id: worker for worker in staff.workers}
    instead = word("without_code", without_code, WithoutCode)
    check_texts_by_text("decisions", decisions)
    check_flag("likely", likely)
    check_flag("replace_do_not_know", replace_do_not_know)
    decided, unused = _decided(staff, decisions or {})
    filled: list[FilledAnswer] = []
    left: list[LeftForAPerson] = []
    already = 0
    unread = {one.record: one for one in staff.problems if one.column == _ANSWER}
    for record in staff.records:
        worker = made.get(record.worker or "")
        decision = decided.get(record.worker or "")
        if not _is_open(record, replace_do_not_know):
            why = _against(record, decision, unread.get(record.record))
            if why is not None:
                left.append(_left(record, () if decision is None else (decision,), *why))
            already += why is None
        elif worker is None:
            left.append(
                _left(
                    record,
                    (),
                    LeftBecause.NO_WORKER,
                    "this row counts as no worker: deleted, repeated or without reference",
                )
            )
        else:
            outcome = (
                _outcome(pathway, record, worker, on, likely=likely)
                if decision is None
                else _filled(record, decision, "decided by a person", ("decided",))
            )
            outcome = _writable(outcome, record, worker, on, instead, decided=decision is not None)
            if isinstance(outcome, FilledAnswer):
                filled.append(outcome)
            else:
                left.append(outcome)
    answers = Counter(record.answer for record in staff.records)
    return Filling(
        file=staff.file,
        filled=tuple(filled),
        left=tuple(left),
        already=already,
        blank=answers[PathwayAnswer.NOT_ANSWERED],
        do_not_know=answers[PathwayAnswer.DO_NOT_KNOW],
        answered=answers[PathwayAnswer.CATEGORY] + answers[PathwayAnswer.NONE_OF_THE_ABOVE],
        unreadable=answers[PathwayAnswer.UNREADABLE],
        unused=unused,
    )


def _is_open(record: StaffRecord, replace_do_not_know: bool) -> bool:
    if record.answer is PathwayAnswer.NOT_ANSWERED:
        return True
    return replace_do_not_know and record.answer is PathwayAnswer.DO_NOT_KNOW


def _against(
    record: StaffRecord, decision: str | None, unread: Problem | None
) -> tuple[LeftBecause, str] | None:
    """Why a cell that is not blank needs a person; ``None`` where it says what was decided, if anything."""
    said = record.role_category or str(record.answer)
    if record.answer is PathwayAnswer.UNREADABLE:
        return LeftBecause.UNREADABLE, _unread(record, unread)
    if decision is None or decision == said:
        return None
    words = f"decided is {_words(decision)}, and the cell says {_words(said)}; only blank cells are filled"
    if record.answer is PathwayAnswer.DO_NOT_KNOW:
        words += ", and those that say do not know where that is asked for: --replace-do-not-know"
    else:
        words += ". To have it written, blank the cell"
    return LeftBecause.ANSWERED, words


def _unread(record: StaffRecord, problem: Problem | None) -> str:
    """What is said of a cell that cannot be read, as a check of the file says it."""
    if problem is None:
        return "the cell has a value that is no answer; look at it"
    cell = record.raw(_ANSWER)
    reads = digits_in_front(cell)
    if problem.severity is Severity.WARNING and reads is not None and cell != str(reads):
        return f"the cell says {problem.found}, which the service reads as {reads}; if so, write {reads}"
    return f"the cell cannot be used: {problem.message}"


def _decided(staff: StaffFile, decisions: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Decisions by worker, and the references of those that are about nobody, or about several people.

    A reference is our id or UNIQUEWORKERID, else DISPLAYID, as people of other files are matched.
    """
    shown: list[Entry] = []
    for one in staff.records:
        display = one.raw("DISPLAYID").strip() if one.worker and "DISPLAYID" in one.names else ""
        shown += [Entry(one.worker or "", display, Person())] if display else []
    by_reference, by_display = Matcher(entries_of(staff.workers, staff)), Matcher(shown)
    found: dict[str, str] = {}
    unused: list[str] = []
    for reference, category in decisions.items():
        workers = by_reference.find(reference, Person()) or by_display.find(reference, Person())
        if len(workers) == 1:
            found[workers[0]] = category
        else:
            unused.append(reference)
    return found, tuple(unused)


def _filled(record: StaffRecord, answer: str, why: str, codes: tuple[str, ...]) -> FilledAnswer:
    return FilledAnswer(
        worker=record.worker or "",
        reference=record.reference,
        record=record.record,
        line=record.line,
        answer=answer,
        why=why,
        reason_codes=codes,
    )


def _left(record: StaffRecord, candidates: tuple[str, ...], reason: LeftBecause, why: str) -> LeftForAPerson:
    return LeftForAPerson(
        worker=record.worker,
        reference=record.reference,
        record=record.record,
        line=record.line,
        candidates=candidates,
        why=why,
        reason=reason,
    )


def _outcome(
    pathway: Pathway, record: StaffRecord, worker: Worker, on: date, *, likely: bool
) -> FilledAnswer | LeftForAPerson:
    """Our own answer, or why there is none."""
    found = place(pathway, evolve(worker, role_category=None), on=on)
    options = tuple(candidate.role_category or _NONE_OF_THE_ABOVE for candidate in found.candidates)
    if not options:
        return _left(record, (), LeftBecause.NOTHING, "nothing on file says")
    chance = found.candidates[0].confidence
    if chance < SURE_ENOUGH or (len(options) > 1 and not (likely and chance >= LIKELY)):
        return _left(record, options, LeftBecause.SEVERAL, "it may be " + " or ".join(map(_words, options)))
    return _filled(record, options[0], "; ".join(found.reasons[:2]), found.reason_codes[:2])


def _words(answer: str) -> str:
    return answer.replace("-", " ")


def _writable(
    outcome: FilledAnswer | LeftForAPerson,
    record: StaffRecord,
    worker: Worker,
    on: date,
    instead: WithoutCode,
    *,
    decided: bool,
) -> FilledAnswer | LeftForAPerson:
    """The outcome, or a cell left for a person where the answer has no code or would look odd."""
    if isinstance(outcome, LeftForAPerson):
        return outcome
    if upload_code(outcome.answer) is None and instead is WithoutCode.REFUSE:
        why = (
            f"ASC-WDS has no code for {_words(outcome.answer)}. "
            "To write 998 (none of the above): --personal-assistants none-of-the-above"
        )
        return _left(record, (outcome.answer,), LeftBecause.NO_CODE, why)
    odd = next(_odd(record, worker, outcome.answer, on), None)
    if odd is not None and decided:
        return evolve(outcome, why=f"{outcome.why}, though a check will point out: {odd}")
    if odd is not None:
        return _left(
            record, (outcome.answer,), LeftBecause.ODD, f"{_words(outcome.answer)} would look odd: {odd}"
        )
    return outcome


def _odd(record: StaffRecord, worker: Worker, answer: str, on: date) -> Iterator[str]:
    """What `advise` would say if this were the answer."""
    outside = answer == _NONE_OF_THE_ABOVE
    kind = PathwayAnswer.NONE_OF_THE_ABOVE if outside else PathwayAnswer.CATEGORY
    category = None if outside else answer
    filed = evolve(record, answer=kind, role_category=category)
    for advice in advice_for(filed, evolve(worker, role_category=category), on):
        yield advice.message
