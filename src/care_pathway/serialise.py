"""Records to JSON text and back: refused early, read strictly, and written alike each time."""

from __future__ import annotations

import json
from typing import IO, Any, TypeVar, get_args, get_origin

from care_pathway._arguments import check_count_or_none
from care_pathway._converter import RefusedError, converter_of_records, problems_of
from care_pathway._record import Record
from care_pathway.errors import DataError, InvalidArgumentError, refuse
from care_pathway.model import Pathway
from care_pathway.problems import Problem, document_problem

R = TypeVar("R")

#: Version of the form that `dumps` writes. Documents of earlier versions keep loading.
SCHEMA_VERSION = 1

#: The largest document that `loads` takes, in bytes; anything larger is refused before it is
#: parsed. The report of 20,000 people is 58 MB.
MAX_BYTES = 96 * 1024 * 1024

#: How deep a document may nest. Requirements in requirements are the deepest that there is.
MAX_DEPTH = 64


def parse_json(text: str | bytes, *, file: str | None = None) -> Any:
    """JSON text as plain lists and dictionaries, refused early where it cannot be right.

    Raises:
        DataError: If it is too large, not UTF-8, cut short, nested too deeply, or names a key twice.
    """
    if len(text) > MAX_BYTES:
        raise refuse(f"larger than {MAX_BYTES // 2**20} MiB; nothing of ours is", file=file)
    problems: list[Problem] = []

    def without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) < len(pairs):
            names = [key for key, _ in pairs]
            repeated = sorted({key for key in result if names.count(key) > 1})
            problems.extend(
                document_problem("key named twice; name it once", file=file, path=key) for key in repeated
            )
        return result

    def refuse_constant(name: str) -> Any:
        raise RefusedError(f"expected a finite number, not {name}")

    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        document = json.loads(decoded, object_pairs_hook=without_repeats, parse_constant=refuse_constant)
    except UnicodeDecodeError as error:
        message = f"not UTF-8 at byte {error.start}; save the file as UTF-8"
        raise refuse(message, file=file) from None
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg.lower()}"
        where = f"line {error.lineno} column {error.colno}"
        raise refuse(message, file=file, path=where) from None
    except RecursionError:
        raise refuse("nested too deeply; nothing of ours is", file=file) from None
    except ValueError as error:
        digits = "a number with more digits than anything of ours has"  # Python's own limit
        message = str(error) if isinstance(error, RefusedError) else digits
        raise refuse(message, file=file) from None
    if problems:
        raise DataError(problems)
    return document


def structure(document: Any, kind: type[R], *, file: str | None = None) -> R:
    """A plain document as a record.

    Args:
        document: Lists and dictionaries, as JSON or TOML give them.
        kind: Class of the record.
        file: Name for messages.

    Raises:
        DataError: With every problem of the document.
    """
    if not (isinstance(kind, type) and issubclass(kind, Record)):
        raise InvalidArgumentError("cls", "a record class of care_pathway, such as Worker", kind)
    if _depth(document) > MAX_DEPTH:
        raise refuse("nested too deeply; nothing of ours is", file=file)
    problems: list[Problem] = []
    record: Any = None
    try:
        record = converter_of_records().structure(document, kind)
    except Exception as error:  # noqa: BLE001  every problem of the document, told in our own words
        problems += problems_of(error, document)
    if kind is Pathway:
        from care_pathway._integrity import integrity_problems

        problems += integrity_problems(document)
    if problems:
        raise DataError(problem.at(file=file) for problem in problems)
    result: R = record
    return result


def _depth(document: Any) -> int:
    """How deep lists and objects nest, without recursion, and no deeper than `MAX_DEPTH` tells apart."""
    depth, level = 0, [document]
    while level and depth <= MAX_DEPTH:
        inner: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inner += one.values()
            elif isinstance(one, list):
                inner += one
        depth, level = depth + 1, [one for one in inner if isinstance(one, dict | list)]
    return depth


def loads(text: str | bytes, cls: type[R]) -> R:
    """A record, or a list of records, from the JSON text that `dumps` writes.

    Args:
        text: The JSON text.
        cls: Class of the record, such as `Competency`, `Pathway` or any result; for a list of records
            ``list[Worker]`` or ``tuple[Worker, ...]``.

    Raises:
        DataError: With every problem of the text: path, value found, what is allowed.

    Example:
        >>> import care_pathway as cp
        >>> value = cp.load("2025-04").value("respect")
        >>> cp.loads(cp.dumps(value), cp.Value) == value
        True
        >>> cp.loads(cp.dumps([value]), list[cp.Value]) == [value]
        True
    """
    if not isinstance(text, str | bytes):
        raise InvalidArgumentError("text", "JSON text, str or bytes", text)
    series: Any = get_origin(cls)
    if series not in (list, tuple):
        return structure(without_schema_version(parse_json(text)), cls)
    document = parse_json(text)
    if not isinstance(document, list):
        raise refuse("expected a list of records")
    items, problems = [], []
    for index, item in enumerate(document):
        try:
            items.append(structure(without_schema_version(item), get_args(cls)[0]))
        except DataError as error:
            problems += [
                problem.at(path=f"[{index}].{problem.path}".removesuffix(".")) for problem in error.problems
            ]
    if problems:
        raise DataError(problems)
    result: R = series(items)
    return result


def without_schema_version(document: Any, *, file: str | None = None) -> Any:
    """The document without its ``schema_version``, after a look whether we can read it."""
    if not isinstance(document, dict) or "schema_version" not in document:
        return document
    version = document["schema_version"]
    if type(version) is not int or not 1 <= version <= SCHEMA_VERSION:
        message = f"expected a schema_version from 1 to {SCHEMA_VERSION}; a newer care-pathway may read it"
        raise refuse(message, file=file, path="schema_version", value=version)
    return {key: value for key, value in document.items() if key != "schema_version"}


def to_plain(record: Any) -> Any:
    """A record, or a list or tuple of them, as plain lists, dictionaries, text and numbers.

    It is what `dumps` writes, before it is written: for `json`, YAML, a web framework or a database.

    Args:
        record: Any record or result, or a list or tuple of them.

    Returns:
        Dictionaries of the fields that do not hold their default; days and words of enumerations as text.

    Example:
        >>> import care_pathway as cp
        >>> cp.to_plain(cp.Evidence(competency="ks-ntc-induction-01", state="claimed"))
        {'competency': 'ks-ntc-induction-01', 'state': 'claimed'}
    """
    if isinstance(record, list | tuple):
        return [to_plain(item) for item in record]
    if not isinstance(record, Record):
        raise InvalidArgumentError("record", "a record of care_pathway", record)
    return converter_of_records().unstructure(record)


def canonical(document: Any, indent: int | None = 1) -> str:
    """Plain data as the JSON text that we write everywhere: sorted keys, one item a line, UTF-8."""
    text = json.dumps(document, indent=indent, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return text if indent is None else text + "\n"


def dumps(record: Any, *, indent: int | None = None) -> str:
    """A record or a result, or a list or tuple of them, as JSON text, the same bytes each time.

    Args:
        record: Any record or result of this package, a whole `Pathway` included, or a list or tuple.
        indent: By how many spaces a level is set in, one item a line; ``None`` for all in one line. The files
            that this package writes have 1.

    Returns:
        JSON text with sorted keys and a ``schema_version``; fields that hold their default are left out.

    Example:
        >>> import care_pathway as cp
        >>> print(cp.dumps(cp.Evidence(competency="ks-ntc-induction-01", state="claimed"), indent=1), end="")
        {
         "competency": "ks-ntc-induction-01",
         "schema_version": 1,
         "state": "claimed"
        }
    """
    indent = check_count_or_none("indent", indent, most=_WIDEST)
    return canonical(_versioned(record), indent)


#: No text is indented further.
_WIDEST = 80


def write_json(record: Any, stream: IO[str]) -> None:
    """Write what `dumps` gives, piece by piece: a field a line, and of a field that is a list an item a line.

    The text is never whole in memory.

    Args:
        record: One record.
        stream: An open text file.

    Raises:
        InvalidArgumentError: If it is no single record of this package, or no stream.
    """
    if isinstance(record, list | tuple):
        raise InvalidArgumentError("record", "a record of this package", record)
    if not hasattr(stream, "write"):
        raise InvalidArgumentError("stream", "an open text file", stream)
    before = "{\n"
    for field, value in sorted(_versioned(record).items()):
        stream.write(f"{before} {canonical(field, None)}: ")
        before = ",\n"
        if isinstance(value, list) and value:
            for at, item in enumerate(value):
                stream.write(f"{',' if at else '['}\n  {canonical(item, None)}")
            stream.write("\n ]")
        else:
            stream.write(canonical(value, None))
    stream.write("\n}\n")


def _versioned(record: Any) -> Any:
    if isinstance(record, list | tuple):
        return [_versioned(item) for item in record]
    plain = to_plain(record)
    return {"schema_version": SCHEMA_VERSION, **plain}
