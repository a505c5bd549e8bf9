"""JSON Schema (draft 2020-12) of what `dumps` writes, made from the record classes themselves."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from inspect import cleandoc
from types import NoneType
from typing import Any, get_args, get_origin

import attrs

from care_pathway._record import Record, fields_of
from care_pathway.errors import InvalidArgumentError
from care_pathway.model import REQUIREMENT_KINDS, Requirement
from care_pathway.model import _fields as checks
from care_pathway.serialise import SCHEMA_VERSION

_TEXT_THAT_SAYS_SOMETHING = {"type": "string", "pattern": r"\S"}
_DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}

# What the check of a field says beyond its type.
_OF_CHECK: dict[Any, dict[str, Any]] = {
    checks.is_text: _TEXT_THAT_SAYS_SOMETHING,
    checks.is_whole: {"type": "integer", "minimum": 0},
    checks.is_counted: {"type": "integer", "minimum": 1},
    checks.is_whole_or_none: {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]},
    checks.is_number_or_none: {"anyOf": [{"type": "number", "minimum": 0}, {"type": "null"}]},
    checks.is_answer: {"type": ["boolean", "null"]},
}

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: _DAY,
    NoneType: {"type": "null"},
    Any: {},  # a cell as it was read
    # Where an expression ends, the $ of some languages lets a line break pass.
    checks.Id: {"type": "string", "pattern": checks.ID_PATTERN, "not": {"pattern": r"\n"}},
}

_SERIES: tuple[Any, ...] = (tuple, frozenset)


def json_schema(cls: type[Record]) -> dict[str, Any]:
    """The JSON Schema of a record class or result: what `dumps` writes and `loads` reads.

    Args:
        cls: The class, such as `Competency` or `Pathway`.

    Returns:
        A schema of draft 2020-12 with one definition a record class. It says what single values may be;
        that references lead somewhere is for `loads` to find.

    Example:
        >>> import care_pathway as cp
        >>> schema = cp.json_schema(cp.Theme)
        >>> schema["$schema"], sorted(schema["required"])
        ('https://json-schema.org/draft/2020-12/schema', ['id', 'name', 'provenance'])
    """
    if not (isinstance(cls, type) and issubclass(cls, Record)):
        raise InvalidArgumentError("cls", "a record class of care_pathway, such as Worker", cls)
    definitions: dict[str, Any] = {}
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:care-pathway:schema:{SCHEMA_VERSION}:{cls.__name__}",
        "title": cls.__name__,
    }
    if cls is Requirement:
        body: dict[str, Any] = {"oneOf": [_document(kind, definitions) for kind in REQUIREMENT_KINDS]}
    else:
        body = _document(cls, definitions)
    return {**head, **body, "$defs": dict(sorted(definitions.items()))}


def _document(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """A record that is a document of its own and says which schema it was written with."""
    body = _object(kind, definitions)
    body["properties"]["schema_version"] = {"type": "integer", "minimum": 1, "maximum": SCHEMA_VERSION}
    return body


def _object(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required = []
    if issubclass(kind, Requirement):
        properties["kind"] = {"const": str(kind.kind), "description": "Which kind of requirement it is."}
        required.append("kind")
    said = _descriptions(kind)
    for field in fields_of(kind):
        schema = _OF_CHECK.get(field.validator) or _of_type(field.type, definitions)
        properties[field.name] = {**schema, "description": said[field.name]} if field.name in said else schema
        if field.default is attrs.NOTHING:
            required.append(field.name)
    about = {"description": summary} if (summary := (kind.__doc__ or "").partition("\n")[0]) else {}
    return {
        **about,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _descriptions(kind: Any) -> dict[str, str]:
    """What docstrings say of the fields of a class, those that it inherits included."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        lines = cleandoc(vars(base).get("__doc__") or "").splitlines()
        listed = lines[lines.index("Attributes:") + 1 :] if "Attributes:" in lines else []
        name = ""
        for line in listed:
            if line and not line.startswith(" "):
                break  # the next section
            if (entry := re.match(r" {4}(\w+): (.*)", line)) is not None:
                name = entry[1]
                found[name] = entry[2]
            elif name and line.strip():
                found[name] += " " + line.strip()
    return found


def _of_type(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind == checks.Id or (not get_args(kind) and kind in _PLAIN):
        return _PLAIN[kind]
    if get_origin(kind) in _SERIES:
        return {"type": "array", "items": _of_type(get_args(kind)[0], definitions)}
    if get_args(kind):
        return {"anyOf": [_of_type(one, definitions) for one in get_args(kind)]}
    return _of_class(kind, definitions)


def _of_class(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind is Requirement:
        return {"oneOf": [_of_type(one, definitions) for one in REQUIREMENT_KINDS]}
    if issubclass(kind, StrEnum):
        return {"type": "string", "enum": [str(word) for word in kind]}
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}  # there before its own fields are looked at, so that it can nest
        definitions[kind.__name__] = _object(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}
