"""Records to JSON text and back: the one strict converter, and plain rows for tables.

cattrs coerces by default: ``1`` becomes ``"1"``, ``"false"`` becomes ``True`` and a bare string falls apart
into letters. This converter refuses all of these, unknown keys too, and reports every problem of a
document at once with its path, the value found and what is allowed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

import attrs
import cattrs
from cattrs.errors import (
    AttributeValidationNote,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from care_pathway._record import Record, fields_of
from care_pathway.errors import DataError, InvalidArgumentError, InvalidRecordError, refuse
from care_pathway.model import REQUIREMENT_KINDS, Pathway, ProgressionRoute, Requirement
from care_pathway.model._fields import ID_RULE, Id, valid_id
from care_pathway.model.pathway import all_records
from care_pathway.problems import Problem, document_problem

R = TypeVar("R")

#: Version of the form that `dumps` writes. Documents of earlier versions keep loading.
SCHEMA_VERSION = 1

#: The largest document that `loads` takes, in bytes; anything larger is refused before it is parsed.
MAX_BYTES = 32 * 1024 * 1024

#: How deep a document may nest. Requirements in requirements are the deepest that there is.
MAX_DEPTH = 64

_iso_day = re.compile(r"\d{4}-\d{2}-\d{2}").fullmatch
_requirement_kinds = {str(kind.kind): kind for kind in REQUIREMENT_KINDS}


class _RefusedError(ValueError):
    """A value that is not allowed; the text says what is."""


# --- reading: one hook per kind of value -------------------------------------------------------------


def _take_text(value: Any, _: Any) -> str:
    if type(value) is not str:
        raise _RefusedError("expected text in quotes")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise _RefusedError("expected whole characters; half of one cannot be stored") from None
    return value


def _take_id(value: Any, _: Any) -> str:
    if not valid_id(value):
        raise _RefusedError(f"expected {ID_RULE}")
    text: str = value
    return text


_LARGEST = 2**53 - 1


def _take_whole(value: Any, _: Any) -> int:
    if type(value) is not int:
        raise _RefusedError("expected a whole number without quotes")
    if abs(value) > _LARGEST:
        raise _RefusedError("expected a whole number that other readers of JSON can hold, below 2^53")
    return value


def _take_number(value: Any, _: Any) -> float:
    if type(value) not in (int, float):
        raise _RefusedError("expected a number without quotes")
    if type(value) is int:
        _take_whole(value, int)
    number: float = value
    return number


def _take_flag(value: Any, _: Any) -> bool:
    if type(value) is not bool:
        raise _RefusedError("expected true or false without quotes")
    return value


def _take_day(value: Any, _: Any) -> date:
    if type(value) is date:  # TOML has days of its own
        return value
    if type(value) is str and _iso_day(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _RefusedError("expected a day as 'YYYY-MM-DD'")


def _take_word(value: Any, kind: Any) -> StrEnum:
    word: StrEnum | None = kind._value2member_map_.get(value) if type(value) is str else None
    if word is None:
        raise _RefusedError(f"expected one of {', '.join(kind)}")
    return word


_PLAIN_HOOKS: tuple[tuple[Any, Callable[[Any, Any], Any]], ...] = (
    (str, _take_text),
    (int, _take_whole),
    (float, _take_number),
    (bool, _take_flag),
    (date, _take_day),
    (StrEnum, _take_word),
)


def _series_hook(converter: cattrs.Converter, kind: Any) -> Callable[[Any, Any], Any]:
    """A tuple or frozenset is read from a list, never from a bare text."""
    item_kind = get_args(kind)[0]
    take = converter.get_structure_hook(item_kind)
    series = get_origin(kind)

    def take_series(value: Any, _: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise _RefusedError("expected a list")
        items, errors = [], []
        for index, item in enumerate(value):
            try:
                items.append(take(item, item_kind))
            except Exception as error:  # noqa: BLE001  gathered, and all of them reported
                error.add_note(IterableValidationNote(f"[{index}]", index, item_kind))
                errors.append(error)
        if errors:
            raise IterableValidationError("items", errors, kind)
        return series(items)

    return take_series


# Cells of a file, of whatever kind each is: a day says that it is one, and a row in a cell is a list.
_CELLS: Any = tuple[Any, ...]


def _dump_cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_dump_cell(one) for one in value]
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return str(value) if isinstance(value, StrEnum) else value


def _take_cell(value: Any, _: Any = None) -> Any:
    if isinstance(value, list):
        return tuple([_take_cell(one) for one in value])
    if isinstance(value, dict):
        if value.keys() != {"day"}:
            raise _RefusedError("expected text, a number, true, false, null, a list or a day")
        return _take_day(value["day"], date)
    return value


def _record_hook(converter: cattrs.Converter, kind: Any) -> Callable[[Any, Any], Any]:
    checked: dict[str, Any] = {
        field.name: override(struct_hook=_checked(converter.get_structure_hook(field.type), kind, field))
        for field in fields_of(kind)
        if field.validator is not None
    }
    take = make_dict_structure_fn(
        kind,
        converter,
        _cattrs_forbid_extra_keys=True,
        _cattrs_detailed_validation=True,
        **checked,
    )
    tag = str(kind.kind) if issubclass(kind, Requirement) else None

    def take_record(value: Any, _: Any) -> Any:
        if not isinstance(value, dict):
            raise _RefusedError(f"expected an object with the fields of {kind.__name__}")
        if tag is not None:
            if value.get("kind") != tag:
                raise _RefusedError(f"expected a requirement whose kind is {tag}")
            value = {key: item for key, item in value.items() if key != "kind"}
        return take(value, kind)

    return take_record


def _checked(take: Callable[[Any, Any], Any], kind: Any, field: Any) -> Callable[[Any, Any], Any]:
    """A field's hook with the check of its record class, so that no problem hides another one's."""

    def take_checked(value: Any, _: Any) -> Any:
        taken = take(value, field.type)
        try:
            field.validator(kind, field, taken)
        except InvalidRecordError as error:
            raise _RefusedError(f"expected {error.allowed}") from None
        return taken

    return take_checked


def _requirement_hook(converter: cattrs.Converter) -> Callable[[Any, Any], Requirement]:
    def take(value: Any, _: Any) -> Requirement:
        kind = value.get("kind") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in _requirement_kinds:
            raise _RefusedError(
                f"expected a requirement whose kind is one of {', '.join(_requirement_kinds)}"
            )
        return converter.structure(value, _requirement_kinds[kind])

    return take


def _is_series(kind: Any) -> bool:
    if get_origin(kind) is tuple:
        return get_args(kind)[-1:] == (Ellipsis,)
    return _is_frozen_set(kind)


def _is_frozen_set(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is frozenset


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Record) and kind is not Requirement


@cache
def _converter() -> cattrs.Converter:
    """The strict converter, made when it is first needed."""
    converter = cattrs.Converter(detailed_validation=True, forbid_extra_keys=True)
    for kind, hook in _PLAIN_HOOKS:
        converter.register_structure_hook(kind, hook)
    converter.register_structure_hook_func(lambda kind: kind == Id, _take_id)
    converter.register_structure_hook_func(lambda kind: kind is Any, _take_cell)
    converter.register_structure_hook_factory(_is_series, lambda kind: _series_hook(converter, kind))
    converter.register_structure_hook_factory(_is_record, lambda kind: _record_hook(converter, kind))
    converter.register_structure_hook_func(lambda kind: kind is Requirement, _requirement_hook(converter))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(StrEnum, str)
    converter.register_unstructure_hook_func(
        _is_frozen_set, lambda value: sorted(map(converter.unstructure, value))
    )
    converter.register_unstructure_hook_factory(_is_record, lambda kind: _dump_hook(converter, kind))
    converter.register_unstructure_hook_func(
        lambda kind: kind is Requirement,
        lambda value: converter.unstructure(value, unstructure_as=type(value)),
    )
    return converter


def _dump_hook(converter: cattrs.Converter, kind: Any) -> Callable[[Any], dict[str, Any]]:
    cells: dict[str, Any] = {
        field.name: override(unstruct_hook=_dump_cell) for field in fields_of(kind) if field.type == _CELLS
    }
    dump = make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True, **cells)
    if not issubclass(kind, Requirement):
        return dump
    return lambda value: {"kind": str(kind.kind), **dump(value)}


# --- problems: from the converter's errors to paths and values ----------------------------------------


def _problems(error: BaseException, document: Any, path: str = "") -> Iterable[Problem]:
    if isinstance(error, IterableValidationError | ClassValidationError):
        for inner in error.exceptions:
            step, value = _step(inner, document)
            separator = "." if path and step and not step.startswith("[") else ""
            yield from _problems(inner, value, f"{path}{separator}{step}")
    elif isinstance(error, ForbiddenExtraKeysError):
        fields = ", ".join(field.name for field in attrs.fields(error.cl))
        for key in sorted(error.extra_fields, key=str):
            name = str(key).encode(errors="backslashreplace").decode()
            where = f"{path}.{name}" if path else name
            yield document_problem(f"unknown key; {error.cl.__name__} has {fields}", path=where)
    elif isinstance(error, KeyError):
        yield document_problem("missing; this field is needed", path=path)
    else:
        yield document_problem(str(error), path=path, value=document)


def _step(error: BaseException, document: Any) -> tuple[str, Any]:
    """The last step of the path to an error inside a document, and the value there."""
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            value = document.get(note.name) if isinstance(document, dict) else None
            return note.name, value
        if isinstance(note, IterableValidationNote):
            index = note.index
            value = document[index] if isinstance(document, list) and isinstance(index, int) else None
            return f"[{index}]", value
    return "", document


# --- documents -------------------------------------------------------------------------------------------


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
        raise _RefusedError(f"expected a finite number, not {name}")

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
        message = str(error) if isinstance(error, _RefusedError) else digits
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
        record = _converter().structure(document, kind)
    except Exception as error:  # noqa: BLE001  every problem of the document, told in our own words
        problems += _problems(error, document)
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
    """A record from the JSON text that `dumps` writes.

    Args:
        text: The JSON text.
        cls: Class of the record, such as `Competency`, `Pathway` or any result.

    Raises:
        DataError: With every problem of the text: path, value found, what is allowed.

    Example:
        >>> import care_pathway as cp
        >>> value = cp.load("2025-04").value("respect")
        >>> cp.loads(cp.dumps(value), cp.Value) == value
        True
    """
    if not isinstance(text, str | bytes):
        raise InvalidArgumentError("text", "JSON text, str or bytes", text)
    document = parse_json(text)
    return structure(without_schema_version(document), cls)


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
    """A record, or a tuple or list of them, as plain lists and dictionaries; defaults are left out."""
    if isinstance(record, list | tuple):
        return [to_plain(item) for item in record]
    if not isinstance(record, Record):
        raise InvalidArgumentError("record", "a record of care_pathway", record)
    return _converter().unstructure(record)


def canonical(document: Any) -> str:
    """Plain data as the JSON text that we write everywhere: sorted keys, one item a line, UTF-8."""
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def dumps(record: Any) -> str:
    """A record or a result as JSON text, the same bytes each time.

    Args:
        record: Any record or result of this package, a whole `Pathway` included.

    Returns:
        JSON text with sorted keys and a ``schema_version``; fields that hold their default are left out.

    Example:
        >>> import care_pathway as cp
        >>> print(cp.dumps(cp.Evidence(competency="ks-ntc-induction-01", state="claimed")), end="")
        {
         "competency": "ks-ntc-induction-01",
         "schema_version": 1,
         "state": "claimed"
        }
    """
    if not isinstance(record, Record):
        raise InvalidArgumentError("record", "a record of care_pathway", record)
    return canonical({"schema_version": SCHEMA_VERSION, **to_plain(record)})


# --- rows ------------------------------------------------------------------------------------------------


def to_rows(result: Any) -> list[dict[str, Any]]:
    """A record, a result or a sequence of them as flat rows for a table.

    A record gives one row, a sequence one row each, a `Pathway` one row per bundled record. A result
    that has a table of its own, such as `TeamGap`, gives that. Fields of a record inside a record get
    its field name as a prefix. Lists become text with ``; `` between the items; records in lists, their ids.

    Args:
        result: What to show.

    Returns:
        Rows with the same columns; values are text, numbers, ``True``, ``False`` or ``None``.

    Example:
        >>> import care_pathway as cp
        >>> rows = cp.to_rows(cp.load("2025-04").values)
        >>> rows[2]["name"], rows[2]["provenance_basis"]
        ('Respect', 'published')
    """
    if isinstance(result, Pathway):
        return _pathway_rows(result)
    if isinstance(result, Record):
        own_rows = getattr(result, "rows", None)
        return list(own_rows()) if callable(own_rows) else [_row(result)]
    if isinstance(result, Mapping | str | bytes) or not isinstance(result, Iterable):
        raise InvalidArgumentError("result", "a record or a sequence of records", result)
    rows = [row for item in result for row in to_rows(item)]
    columns = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in columns} for row in rows]


def _pathway_rows(pathway: Pathway) -> list[dict[str, Any]]:
    rows = []
    for collection, records in all_records(pathway).items():
        for record in records:
            provenance = getattr(record, "provenance", None)
            rows.append(
                {
                    "collection": collection,
                    "id": record.id,
                    "text": _words_of(record),
                    "basis": str(provenance.basis) if provenance else None,
                    "confidence": provenance and provenance.confidence and str(provenance.confidence),
                    "source": provenance and provenance.source,
                    "pathway": pathway.ref,
                }
            )
    return rows


_NAMES = ("name", "label", "title", "statement", "text")


def _words_of(record: Any) -> str | None:
    """The words that name a record; a route is named by its ends."""
    if isinstance(record, ProgressionRoute):
        return f"{record.source or 'entry'} → {record.target}"
    return next((text for name in _NAMES if (text := getattr(record, name, None))), None)


def _row(record: Record, prefix: str = "") -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in attrs.fields(type(record)):
        name = prefix + field.name.lstrip("_")
        value = getattr(record, field.name)
        if isinstance(value, Record):
            row |= _row(value, f"{name}_")
        else:
            row[name] = _cell(value)
    return row


def _cell(value: Any) -> Any:
    if isinstance(value, StrEnum | date):
        return str(value)
    if isinstance(value, frozenset):
        return "; ".join(sorted(str(_cell(item)) for item in value))
    if isinstance(value, tuple):
        return "; ".join(str(_cell(item)) for item in value)
    if isinstance(value, Record):
        for name in ("id", *_NAMES):
            if getattr(value, name, None):
                return str(getattr(value, name))
        return "; ".join(f"{name}: {item}" for name, item in _row(value).items() if item not in (None, ""))
    return value
