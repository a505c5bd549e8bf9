"""The framework and aligned catalogues in the formats that other systems read.

schema.org for a provider's pages, CASE for learning systems, Open Badges for certificates, SSSOM for the
mapping, SKOS for catalogues of terms. Every statement carries its basis: nothing editorial looks official.
Addresses begin with ``base``, which is for you to set: the default is reserved for examples.

Example:
    >>> import care_pathway as cp
    >>> package = to_case(cp.load(), base="https://care.example/pathway/")
    >>> package["CFDocument"]["title"]
    'Care Workforce Pathway, edition 2025-04'
"""

from care_pathway.interop.publish.case import to_case
from care_pathway.interop.publish.openbadges import to_openbadges
from care_pathway.interop.publish.schema_org import to_jsonld
from care_pathway.interop.publish.skos import to_skos
from care_pathway.interop.publish.sssom import to_sssom

__all__ = ["to_case", "to_jsonld", "to_openbadges", "to_skos", "to_sssom"]
