"""The errors of this package, all of them kinds of `CarePathwayError`.

Messages are lower case and say what was wrong, what was expected and what to try.
No message ever carries a person's name or date of birth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

TYPE_CHECKING = False  # as in typing, without the cost of importing it
if TYPE_CHECKING:
    from care_pathway.problems import Problem


#: What a field of text takes that must not be empty.
NOT_EMPTY = "text that is not empty"
#: So many known ids are listed whole; of longer sets the nearest are named.
_LISTED = 16
_ID_SHOWN = 60
#: So many letters are compared with known ids, whose longest is shorter: a long text takes no longer.
_COMPARED = 200


class CarePathwayError(Exception):
    """Base of every error that this package raises on purpose.

    Example:
        >>> issubclass(UnknownIdError, CarePathwayError)
        True
    """


class UnknownIdError(CarePathwayError, LookupError):
    """An id that no record has.

    Attributes:
        kind: What was looked for, such as ``role category``.
        id: The id that was asked for.
        nearest: Known ids that look most like it, best first.

    Example:
        >>> str(UnknownIdError("role category", "care-worker", ["care-or-support-worker"]))
        "unknown role category 'care-worker'; did you mean 'care-or-support-worker'?"
    """

    def __init__(self, kind: str, id: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.id = id
        self.known: tuple[str, ...] = tuple(known)
        self.nearest: tuple[str, ...] = _nearest(id, self.known)
        super().__init__(kind, id, self.known)

    def __str__(self) -> str:
        hints = []
        if self.nearest:
            hints.append(f"did you mean {' or '.join(map(repr, self.nearest))}?")
        if len(self.nearest) < len(self.known) <= _LISTED:
            hints.append(f"known are {', '.join(self.known)}")
        otherwise = "nothing known looks like it" if self.known else "none are known"
        return f"unknown {self.kind} {self._shown}; {' '.join(hints) or otherwise}"

    @property
    def _shown(self) -> str:
        """The id, cut where it is long."""
        shown = repr(self.id)
        return shown if len(shown) <= _ID_SHOWN else f"{shown[: _ID_SHOWN - 2]}…{shown[-1]}"


class EditionNotFoundError(UnknownIdError):
    """An edition that is not bundled; the message names the ones that are.

    Example:
        >>> str(EditionNotFoundError("edition", "2023-01", ["2024-01", "2025-04"]))
        "unknown edition '2023-01'; bundled editions are 2024-01, 2025-04"
    """

    def __str__(self) -> str:
        return f"unknown edition {self._shown}; bundled editions are {', '.join(self.known)}"


class InvalidArgumentError(CarePathwayError, TypeError, ValueError):
    """An argument that a function does not take. What was passed is named by its kind, never repeated.

    Attributes:
        argument: Its name.
        expected: What the function takes.
        given: What was passed, in words.

    Example:
        >>> str(InvalidArgumentError("pathway", "a Pathway, as load() gives it", "2025-04"))
        'pathway must be a Pathway, as load() gives it, not this text'
    """

    def __init__(self, argument: str, expected: str, value: object, *, given: str | None = None) -> None:
        self.argument = argument
        self.expected = expected
        self.given: str = given or in_words(value)
        super().__init__(argument, expected, self.given)

    def __str__(self) -> str:
        return f"{self.argument} must be {self.expected}, not {self.given}"


class InvalidRecordError(CarePathwayError, ValueError):
    """A value that a field of a record does not take.

    Attributes:
        record: Name of the record class.
        field: Name of the field.
        value: The value; ``(withheld)`` for text, which may be about a person, unless it is a plain word
            where a word is expected.
        allowed: What the field takes.

    Example:
        >>> import care_pathway as cp
        >>> cp.Worker(id="")
        Traceback (most recent call last):
        care_pathway.errors.InvalidRecordError: Worker.id must not be empty
    """

    def __init__(self, record: str, field: str, value: object, allowed: str, *, shown: bool = False) -> None:
        self.record = record
        self.field = field
        self.value: object = "(withheld)" if isinstance(value, str | bytes) and value and not shown else value
        self.allowed = allowed
        self._given = repr(value) if shown else in_words(value)
        super().__init__(record, field, self.value, allowed)

    def __str__(self) -> str:
        must = f"{self.record}.{self.field} must"
        if self.allowed == NOT_EMPTY and self.value == "":
            return f"{must} not be empty"
        return f"{must} be {self.allowed}, not {self._given}"


class DataError(CarePathwayError, ValueError):
    """A document that breaks its rules, with *all* of its problems.

    Attributes:
        problems: Every problem found, in the order of the document.

    Example:
        >>> print(refuse("expected text", path="values[0].name", value=1))
        1 problem in the data
          values[0].name: expected text (found 1)
    """

    #: How many problems the message shows; `problems` always has them all.
    SHOWN = 20

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        lines = [f"{count} problem{'' if count == 1 else 's'} in the data"]
        lines += [f"  {problem}" for problem in self.problems[: self.SHOWN]]
        if count > self.SHOWN:
            lines.append(f"  and {count - self.SHOWN} more; see .problems")
        return "\n".join(lines)


class SolverError(CarePathwayError, RuntimeError):
    """The solver of learning plans failed. Nothing is wrong with the input; everything else still works.

    Example:
        >>> print(SolverError("the solver failed: out of memory"))
        the solver failed: out of memory
    """


class MissingExtraError(CarePathwayError, ImportError):
    """An optional package is not installed; the message is the command that installs it.

    Example:
        >>> print(MissingExtraError("highspy", extra="planning", purpose="choosing learning at least cost"))
        choosing learning at least cost needs highspy; install it with: pip install "care-pathway[planning]"
    """

    def __init__(self, package: str, *, extra: str, purpose: str) -> None:
        self.package = package
        self.extra = extra
        self.purpose = purpose
        super().__init__(package, extra, purpose)

    def __reduce__(self) -> tuple[partial[MissingExtraError], tuple[str]]:
        return partial(MissingExtraError, extra=self.extra, purpose=self.purpose), (self.package,)

    def __str__(self) -> str:
        return (
            f'{self.purpose} needs {self.package}; install it with: pip install "care-pathway[{self.extra}]"'
        )


def refuse(*messages: str, file: str | None = None, path: str = "", value: object = None) -> DataError:
    """A `DataError` for a file or a document that cannot be used at all, with a problem for each message.

    Example:
        >>> raise refuse("the file is empty; expected a header line and rows", file="staff.csv")
        Traceback (most recent call last):
        care_pathway.errors.DataError: 1 problem in the data
          staff.csv: the file is empty; expected a header line and rows
    """
    from care_pathway.problems import document_problem  # attrs comes with the first problem

    return DataError(document_problem(message, file=file, path=path, value=value) for message in messages)


def article(noun: str) -> str:
    """A noun with its article.

    Example:
        >>> article("Evidence"), article("Worker")
        ('an Evidence', 'a Worker')
    """
    return f"{'an' if noun[:1].lower() in tuple('aeio') else 'a'} {noun}"


def is_plain_word(value: object) -> bool:
    """Whether a value is a word as codes are written, which may be shown; names of people are not so written.

    Example:
        >>> is_plain_word("signed_off"), is_plain_word("Jane")
        (True, False)
    """
    return isinstance(value, str) and re.fullmatch(r"[a-z]+([-_][a-z]+)*", value) is not None


def in_words(value: object) -> str:
    """What a value is, without repeating it: it may be about a person."""
    name = type(value).__name__
    if value is None or isinstance(value, bool):
        words = repr(value)
    elif isinstance(value, str):
        words = "this text" if value.strip() else "empty text"
    elif str(value) in ("nan", "<NA>", "NaT"):
        words = f"{value}; write None for what is not known"
    elif isinstance(value, int | float) and value < 0:
        words = "a number below 0"
    elif hasattr(value, "columns"):
        words = f"a whole {name}"
    elif hasattr(value, "hour") and hasattr(value, "date"):
        words = f"{article(name)}, which is a moment; write .date() for its day"
    else:
        words = article(name)
    return words


def _nearest(wanted: str, known: tuple[str, ...], limit: int = 3) -> tuple[str, ...]:
    """The known ids most like `wanted`: shared words first, then the first word, then spelling."""
    from difflib import SequenceMatcher

    text = str(wanted)[:_COMPARED].casefold()
    words = [word for word in text.replace("_", "-").replace(" ", "-").split("-") if word]

    def likeness(candidate: str) -> float:
        parts = candidate.split("-")
        shared = len(set(words) & set(parts)) / max(len(set(words)), 1)
        begins_alike = 0.25 if words[:1] == parts[:1] else 0.0
        return shared + begins_alike + SequenceMatcher(None, text, candidate[:_COMPARED]).ratio()

    ranked = sorted(
        ((likeness(candidate), candidate) for candidate in known), key=lambda pair: (-pair[0], pair[1])
    )
    # Nothing that is far behind the best: a long list of guesses helps nobody.
    least = max(0.6, 0.6 * ranked[0][0]) if ranked else 0.0
    return tuple(candidate for score, candidate in ranked[:limit] if score > least)
