"""Starts the workers of Spark without the archives on their path.

Spark puts two archives there, with thousands of names, and has Python look again before each task. Python
3.11 then reads both to the end: most of what workers did in these tests. All that is in them is installed.
"""

import runpy
import sys

sys.path[:] = [place for place in sys.path if not place.endswith((".zip", ".jar"))]
sys.path_importer_cache.clear()
runpy.run_module("pyspark.daemon", run_name="__main__")
