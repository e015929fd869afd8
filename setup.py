"""Build the distribution; everything else is in setup.cfg."""

import os
from pathlib import Path

import setuptools

# pbr makes 19.0.0 of the tag of that name, and 19.0.0.devN of any other commit. A copy of the
# source without git and without PKG-INFO has neither, and pbr would refuse to build it.
here = Path(__file__).parent
if not any((here / name).exists() for name in (".git", "PKG-INFO")):
    os.environ.setdefault("PBR_VERSION", "19.0.0.dev1")

setuptools.setup(setup_requires=["pbr>=6.0.0"], pbr=True)
