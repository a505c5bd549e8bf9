"""What CASE 1.0 asks of a package, as a JSON Schema written by hand: no package index has the published one.

It asks for the required fields of each class, links with title, identifier and address, UUIDs and times with
a zone, and allows no field that the class does not list inside a package.
"""

from __future__ import annotations

from typing import Any

_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
_TEXT = {"type": "string", "minLength": 1}
_URI = {"type": "string", "pattern": r"^https?://[^\s]+$"}
_DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
_ID = {"type": "string", "pattern": _UUID}
_LANGUAGE = {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Z]{2})?$"}


def _class(required: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "additionalProperties": False,
    }


def _list(of: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": of, "minItems": least}


_LINK = _class("title identifier uri", title=_TEXT, identifier=_ID, uri=_URI)
#: The ends of an association may be nodes of other systems, whose identifiers are any text.
_NODE = _class("title identifier uri", title=_TEXT, identifier=_TEXT, uri=_URI)

DOCUMENT = _class(
    "identifier uri creator title lastChangeDateTime",
    identifier=_ID,
    uri=_URI,
    creator=_TEXT,
    title=_TEXT,
    lastChangeDateTime=_TIME,
    officialSourceURL=_URI,
    publisher=_TEXT,
    description=_TEXT,
    subject=_list(_TEXT),
    subjectURI=_list(_LINK),
    language=_LANGUAGE,
    version=_TEXT,
    adoptionStatus={"enum": ["Private Draft", "Draft", "Adopted", "Deprecated"]},
    statusStartDate=_DAY,
    statusEndDate=_DAY,
    licenseURI=_LINK,
    notes=_TEXT,
)
ITEM = _class(
    "identifier uri fullStatement lastChangeDateTime",
    identifier=_ID,
    uri=_URI,
    fullStatement=_TEXT,
    lastChangeDateTime=_TIME,
    alternativeLabel=_TEXT,
    CFItemType=_TEXT,
    CFItemTypeURI=_LINK,
    humanCodingScheme=_TEXT,
    listEnumeration=_TEXT,
    abbreviatedStatement=_TEXT,
    conceptKeywords=_list(_TEXT),
    conceptKeywordsURI=_LINK,
    notes=_TEXT,
    language=_LANGUAGE,
    educationLevel=_list(_TEXT),
    licenseURI=_LINK,
    statusStartDate=_DAY,
    statusEndDate=_DAY,
)
ASSOCIATION = _class(
    "identifier uri associationType originNodeURI destinationNodeURI lastChangeDateTime",
    identifier=_ID,
    uri=_URI,
    lastChangeDateTime=_TIME,
    associationType={
        "enum": [
            "isChildOf",
            "isPeerOf",
            "isPartOf",
            "exactMatchOf",
            "precedes",
            "isRelatedTo",
            "replacedBy",
            "exemplar",
            "hasSkillLevel",
            "isTranslationOf",
        ]
    },
    sequenceNumber={"type": "integer"},
    originNodeURI=_NODE,
    destinationNodeURI=_NODE,
    CFAssociationGroupingURI=_LINK,
)
PACKAGE = _class(
    "CFDocument",
    CFDocument=DOCUMENT,
    CFItems=_list(ITEM, 1),
    CFAssociations=_list(ASSOCIATION, 1),
    CFDefinitions={"type": "object"},
    CFRubrics=_list({"type": "object"}),
)
