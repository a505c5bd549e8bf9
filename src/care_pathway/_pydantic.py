"""Records as fields, bodies and answers of pydantic and FastAPI; imported by pydantic's own call only."""

from __future__ import annotations

import re
from typing import Any

from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError
from pydantic_core import core_schema as pydantic

from care_pathway._record import Record
from care_pathway.errors import DataError
from care_pathway.schema import json_schema
from care_pathway.serialise import structure, to_plain, without_schema_version


def core_schema(cls: type[Record]) -> Any:
    """A record is taken as it is, or read from what `to_plain` gives; it is written by `to_plain`."""

    def take(value: Any) -> Record:
        if isinstance(value, cls):
            return value
        try:
            return structure(without_schema_version(value), cls)
        except DataError as error:
            raise ValidationError.from_exception_data(
                cls.__name__,
                [
                    InitErrorDetails(
                        type=PydanticCustomError("care_pathway", "{message}", {"message": problem.message}),
                        loc=tuple(re.findall(r"[^.\[\]]+", problem.path or "")),
                        input=problem.found,
                    )
                    for problem in error.problems
                ],
            ) from None

    written = pydantic.plain_serializer_function_ser_schema(to_plain)
    return pydantic.no_info_plain_validator_function(take, serialization=written)


def inline_schema(cls: type[Record]) -> dict[str, Any]:
    """The JSON Schema of a record without references, which would lead nowhere inside another schema."""
    schema = json_schema(cls)
    definitions = schema.pop("$defs")
    for head in ("$schema", "$id"):
        schema.pop(head)

    def inline(part: Any, above: tuple[str, ...]) -> Any:
        if isinstance(part, list):
            return [inline(item, above) for item in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            name = part["$ref"].rpartition("/")[2]
            if name in above:  # a requirement in a requirement
                return {"type": "object", "title": name}
            return {"title": name, **inline(definitions[name], (*above, name))}
        return {key: inline(value, above) for key, value in part.items()}

    result: dict[str, Any] = inline(schema, (cls.__name__,))
    return result
