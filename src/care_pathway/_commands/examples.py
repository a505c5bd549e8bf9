"""Examples for the help of each command."""

from __future__ import annotations

REPORT = """examples:
  care-pathway report --example --out example-report
  care-pathway report staff.csv --training training.csv \\
    --evidence evidence.xlsx --out report
  care-pathway report worker.csv --workplace workplace.csv \\
    --training training.csv --plans --out report
  care-pathway report staff.xlsx --column job_title="Post held" \\
    --catalogue courses.csv --out report"""

TITLE = """examples:
  care-pathway title "Snr Care Asst (nights)" "Dep. Mgr"
  care-pathway title "Senior care co-ordinator" --duty deputises_for_manager
  cut -f2 staff.tsv | care-pathway title - --json"""

TITLES = """examples:
  care-pathway titles staff.csv --out staff-placed.csv
  care-pathway titles adverts.csv --column "Job ad title" --out - | head"""

ALIGN = """examples:
  care-pathway align courses.csv --out aligned
  care-pathway align --example --out aligned
  care-pathway align courses.csv --review aligned/review.xlsx --out reviewed
  care-pathway align courses.xlsx --column cost="Delegate rate" --json \\
    | jq .coverage"""

PUBLISH = """examples:
  care-pathway publish --out published
  care-pathway publish courses.csv --base https://training.example/pathway/ \\
    --out published
  care-pathway publish courses.csv --review aligned/review.xlsx --out published
  care-pathway publish --example --out published"""

GAP = """examples:
  care-pathway gap --persona sam
  care-pathway gap staff.csv --evidence evidence.csv --person S004 \\
    --target deputy-manager
  care-pathway gap --example --json"""

ELIGIBILITY = """examples:
  care-pathway eligibility --persona anton --target registered-manager
  care-pathway eligibility staff.csv --training training.csv --person S004 \\
    --target deputy-manager"""

ROUTES = """examples:
  care-pathway routes --persona anton
  care-pathway routes staff.csv --person S004
  care-pathway routes --from care-or-support-worker --to registered-manager
  care-pathway routes --map svg > career-map.svg"""

PLAN = """examples:
  care-pathway plan --persona sam
  care-pathway plan staff.csv --evidence evidence.csv --person S004 \\
    --target deputy-manager"""

RECORD = """examples:
  care-pathway record staff.csv --training training.csv --person S004 \\
    --out record-S004
  care-pathway report staff.csv --record S101=record.json --out report"""

SHOW = """examples:
  care-pathway show deputy-manager
  care-pathway show new-to-care --edition 2024-01 --json
  care-pathway show ks-csw-safeguarding-02"""

COMPARE = """examples:
  care-pathway compare 2024-01 2025-04
  care-pathway compare 2024-01 2025-04 --json"""

EXPORT = """examples:
  care-pathway export --format csv --out pathway-tables
  care-pathway export --format json --edition 2024-01 --out pathway-json"""

TEMPLATE = """examples:
  care-pathway template evidence --out evidence.xlsx
  care-pathway template staff --out staff.csv
  care-pathway template courses > courses.csv"""

VALIDATE = """examples:
  care-pathway validate acme.toml
  care-pathway validate worker.json --as Worker
  care-pathway validate pathway.json --as Pathway"""

CHECK = """examples:
  care-pathway ascwds check worker.csv
  care-pathway ascwds check worker.csv --training training.csv \\
    --workplace workplace.csv --json"""

FILL = """examples:
  care-pathway ascwds fill worker.csv --out worker-filled.csv
  care-pathway ascwds fill worker.csv --status UPDATE --out - | head -3"""

UPGRADE = """examples:
  care-pathway ascwds upgrade worker-2025.csv --out worker-today.csv"""

FILES = """examples:
  care-pathway files staff.xlsx training.csv
  care-pathway files exports/"""
