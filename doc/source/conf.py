"""Configuration of Sphinx."""

import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "python-novaclient"
author = "The python-novaclient authors"
project_copyright = author
release = metadata.version("python-novaclient")
version = release.partition(".dev")[0]

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.intersphinx",
    "elsewhere",
    "example",
    "managers",
    "rest_table",
    "rooms",
    "unreleased",
]
html_theme = "furo"
html_title = f"{project} {version}"
html_static_path = ["_static"]
html_css_files = ["novaclient.css"]
# The sources of the pages are in the repository.
html_copy_source = False
html_show_sourcelink = False

# A reference to nothing fails the build. Type variables and internal classes are not described.
nitpicky = True
nitpick_ignore_regex = [
    ("py:(class|obj)", r"([\w.]+\.)?[A-Z]\w*T"),
    ("py:class", r"novaclient\.waiting\._State|novaclient\.v2\.servers\.options\.ServerOptions"),
    ("py:class", r"novaclient\.testing\._records\.Task"),
]
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": True}
# Show a default as it is written, such as UNSET.
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
# A longer signature has a line for each parameter.
python_maximum_signature_line_length = 100
add_module_names = False
toc_object_entries_show_parents = "hide"

# The inventories are subsets that are kept here, so that the build needs no network. They are in
# the first format of Sphinx, plain text: a name, its kind, and the page where it is the anchor.
intersphinx_mapping = {
    "python": ("https://docs.python.org/3/", "inventories/python.txt"),
    "keystoneauth1": (
        "https://docs.openstack.org/keystoneauth/latest/",
        "inventories/keystoneauth1.txt",
    ),
    "requests": ("https://requests.readthedocs.io/en/latest/", "inventories/requests.txt"),
}

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
