"""Configuration of Sphinx."""

import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "python-novaclient"
author = "The python-novaclient authors"
project_copyright = author
release = metadata.version("python-novaclient")

extensions = ["sphinx.ext.autodoc", "reno.sphinxext", "rest_table", "rooms", "unreleased"]
html_theme = "furo"
html_title = f"{project} {release}"

nitpicky = False
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": True}

#: Internal modules without an underscore in their names; the reference leaves them out.
rest_private = (
    "novaclient.adapter",
    "novaclient.credentials",
    "novaclient.jsonbody",
    "novaclient.masking",
    "novaclient.session",
)

_names = [f"``{name.removeprefix('novaclient.')}``" for name in rest_private]
rst_epilog = f".. |internal| replace:: {', '.join(_names[:-1])} and {_names[-1]}"
