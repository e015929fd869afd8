"""Build the distribution; everything else stands in setup.cfg."""

import os

import setuptools

# Without the tag of the release pbr would count commits, and without git it would refuse.
os.environ.setdefault("PBR_VERSION", "19.0.0")

setuptools.setup(setup_requires=["pbr>=6.0.0"], pbr=True)
