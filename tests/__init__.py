"""The tests. What was compiled once is kept, for the programs that they start too."""

import os
import sys

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
