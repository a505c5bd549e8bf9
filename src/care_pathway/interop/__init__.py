"""Files and standards of others: ASC-WDS, plain tables.

Nothing here is imported until it is used.
"""
