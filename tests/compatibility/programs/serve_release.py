"""Serve the Nova of any release, like ``serve_nova.py``, whose arguments it has.

It runs on the Python of the release, 3.7 and later.
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "functional/cloud/programs"))

import launch  # noqa: F401  (before Nova)

# isort: off
from nova.tests import functional  # noqa: F401  (patches the standard library for eventlet)
import earlier  # (before what needs it)

# isort: on
import serve_nova

if __name__ == "__main__":
    earlier.adapt(serve_nova)
    serve_nova.main(earlier.test_class(serve_nova.Nova))
