"""The one strict converter of records to plain data and back.

cattrs coerces by default: ``1`` becomes ``"1"``, ``"false"`` becomes ``True`` and a bare string falls apart
into letters. This converter refuses all of these, unknown keys too, and reports every problem of a
document at once with its path, the value found and what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin

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
from care_pathway.errors import InvalidRecordError
from care_pathway.model import REQUIREMENT_KINDS, Requirement
from care_pathway.model._fields import ID_RULE, Id, valid_id
from care_pathway.problems import Problem, document_problem

_iso_day = re.compile(r"\d{4}-\d{2}-\d{2}").fullmatch
_requirement_kinds = {str(kind.kind): kind for kind in REQUIREMENT_KINDS}


class RefusedError(ValueError):
    """A value that is not allowed; the text says what is."""


# --- reading: one hook per kind of value -------------------------------------------------------------


def _take_text(value: Any, _: Any) -> str:
    if type(value) is not str:
        raise RefusedError("expected text in quotes")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise RefusedError("expected whole characters; half of one cannot be stored") from None
    return value


def _take_id(value: Any, _: Any) -> str:
    if not valid_id(value):
        raise RefusedError(f"expected {ID_RULE}")
    text: str = value
    return text


_LARGEST = 2**53 - 1


def _take_whole(value: Any, _: Any) -> int:
    if type(value) is not int:
        raise RefusedError("expected a whole number without quotes")
    if abs(value) > _LARGEST:
        raise RefusedError("expected a whole number that other readers of JSON can hold, below 2^53")
    return value


def _take_number(value: Any, _: Any) -> float:
    if type(value) not in (int, float):
        raise RefusedError("expected a number without quotes")
    if type(value) is int:
        _take_whole(value, int)
    number: float = value
    return number


def _take_flag(value: Any, _: Any) -> bool:
    if type(value) is not bool:
        raise RefusedError("expected true or false without quotes")
    return value


def _take_day(value: Any, _: Any) -> date:
    if type(value) is date:  # TOML has days of its own
        return value
    if type(value) is str and _iso_day(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise RefusedError("expected a day as 'YYYY-MM-DD'")


def _take_word(value: Any, kind: Any) -> StrEnum:
    word: StrEnum | None = kind._value2member_map_.get(value) if type(value) is str else None
    if word is None:
        raise RefusedError(f"expected one of {', '.join(kind)}")
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
            raise RefusedError("expected a list")
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
            raise RefusedError("expected text, a number, true, false, null, a list or a day")
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
            raise RefusedError(f"expected an object with the fields of {kind.__name__}")
        if tag is not None:
            if value.get("kind") != tag:
                raise RefusedError(f"expected a requirement whose kind is {tag}")
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
            raise RefusedError(f"expected {error.allowed}") from None
        return taken

    return take_checked


def _requirement_hook(converter: cattrs.Converter) -> Callable[[Any, Any], Requirement]:
    def take(value: Any, _: Any) -> Requirement:
        kind = value.get("kind") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in _requirement_kinds:
            raise RefusedError(f"expected a requirement whose kind is one of {', '.join(_requirement_kinds)}")
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
def converter_of_records() -> cattrs.Converter:
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


def problems_of(error: BaseException, document: Any, path: str = "") -> Iterable[Problem]:
    if isinstance(error, IterableValidationError | ClassValidationError):
        for inner in error.exceptions:
            step, value = _step(inner, document)
            separator = "." if path and step and not step.startswith("[") else ""
            yield from problems_of(inner, value, f"{path}{separator}{step}")
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
