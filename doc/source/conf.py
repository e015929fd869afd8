"""How Sphinx builds the documentation."""

from importlib import metadata

project = "python-novaclient"
author = "The python-novaclient authors"
project_copyright = author
release = metadata.version("python-novaclient")

extensions = ["sphinx.ext.autodoc", "reno.sphinxext"]
html_theme = "furo"
html_title = f"{project} {release}"

nitpicky = False
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": True}
