"""The APIs that are served in addition to Nova's, at the same port.

``/image`` and ``/network`` are the little of Glance's and Neutron's API that a client of Nova
asks them for, answered by the stand-ins that Nova itself uses.  ``/computes`` and ``/cells`` are
for tests that need a hand on the machine.
"""

import json
import re
from typing import ClassVar

import webob.dec
import webob.exc
from keystonemiddleware import auth_token
from nova import exception
from paste import urlmap


def beside(nova, *, glance, neutron, restart_compute, take_down, bring_up, authtoken):
    """Return an application that serves Nova and the other APIs.

    :param nova: Nova's WSGI application
    :param glance: the stand-in for Glance
    :param neutron: the stand-in for Neutron
    :param restart_compute: restarts the compute service of a host, given its name
    :param take_down: makes cells not respond, given a list of their names
    :param bring_up: makes all cells respond again
    :param authtoken: options for validating tokens
    """
    applications = urlmap.URLMap()
    applications["/"] = nova
    for path, api in (
        ("/image", Images(glance)),
        ("/network", Networks(neutron)),
        ("/computes", Computes(restart_compute)),
        ("/cells", Cells(take_down, bring_up)),
    ):
        applications[path] = auth_token.AuthProtocol(api, authtoken)
    return applications


class Api:
    """Calls a method by the HTTP method and the path of a request.

    The method gets the request and the groups of the pattern, and returns JSON.
    """

    #: Names of methods, by HTTP method and pattern of the path.
    routes: ClassVar = {}

    @webob.dec.wsgify
    def __call__(self, request):
        for (method, pattern), name in self.routes.items():
            match = re.fullmatch(pattern, request.path_info)
            if match and method == request.method:
                return webob.Response(json_body=getattr(self, name)(request, *match.groups()))
        raise webob.exc.HTTPNotFound()


class Images(Api):
    """The image API."""

    routes: ClassVar = {
        ("GET", "/?"): "versions",
        ("GET", "/v2/images"): "list",
        ("GET", "/v2/images/([^/]+)"): "show",
    }

    def __init__(self, glance):
        self._glance = glance

    def versions(self, request):
        """Return the supported version."""
        return _versions(request, "v2.9", "v2/")

    def list(self, request):
        """List the images that match the query."""
        images = [_image(record) for record in self._glance.detail(None)]
        return {
            "images": [
                image
                for image in images
                if all(
                    image.get(key) in (value, *_alternatives(value))
                    for key, value in request.GET.items()
                )
            ]
        }

    def show(self, request, image_id):
        """Show one image."""
        try:
            return _image(self._glance.show(None, image_id))
        except exception.ImageNotFound as error:
            raise webob.exc.HTTPNotFound(str(error)) from error


class Networks(Api):
    """Networks and ports of the network API."""

    routes: ClassVar = {
        ("GET", "/?"): "versions",
        ("GET", "/v2.0/networks"): "list",
        ("GET", "/v2.0/networks/([^/]+)"): "show",
        ("POST", "/v2.0/ports"): "create_port",
    }

    def __init__(self, neutron):
        self._neutron = neutron

    def versions(self, request):
        """Return the supported version."""
        return _versions(request, "v2.0", "v2.0/")

    def list(self, request):
        """List the networks that match the query."""
        return self._neutron.list_networks(**request.GET)

    def show(self, request, network_id):
        """Show one network."""
        networks = self._neutron.list_networks(id=network_id)["networks"]
        if not networks:
            raise webob.exc.HTTPNotFound(f"Network {network_id} could not be found.")
        return {"network": networks[0]}

    def create_port(self, request):
        """Create a port for the caller's project."""
        owner = {"tenant_id": request.headers["X-Project-Id"]}
        return self._neutron.create_port({"port": {**owner, **request.json["port"]}})


class Computes(Api):
    """Restart compute services, for administrators."""

    routes: ClassVar = {("POST", "/([^/]+)/restart"): "restart"}

    def __init__(self, restart_compute):
        self._restart_compute = restart_compute

    def restart(self, request, host):
        """Restart the compute service of a host and keep its servers."""
        _only_for_admins(request)
        self._restart_compute(host)
        return {}


class Cells(Api):
    """Make cells not respond, for administrators."""

    routes: ClassVar = {("POST", "/down"): "down", ("POST", "/up"): "up"}

    def __init__(self, take_down, bring_up):
        self._take_down = take_down
        self._bring_up = bring_up

    def down(self, request):
        """Make the cells that the body names not respond, and only those."""
        _only_for_admins(request)
        self._take_down(request.json["cells"])
        return {}

    def up(self, request):
        """Make all cells respond again."""
        _only_for_admins(request)
        self._bring_up()
        return {}


def _only_for_admins(request):
    if "admin" not in request.headers["X-Roles"].split(","):
        raise webob.exc.HTTPForbidden()


def _alternatives(value):
    """Return the values of a filter such as ``in:"a","b"``, in Glance's syntax."""
    return json.loads(f"[{value[len('in:') :]}]") if value.startswith("in:") else []


def _image(record):
    """Return an image as Glance does: with properties as top-level keys, and dates as strings."""
    image = {key: value for key, value in record.items() if key != "properties"}
    image.update(record["properties"])
    return json.loads(json.dumps(image, default=str))


def _versions(request, version, path):
    link = {"rel": "self", "href": f"{request.application_url}/{path}"}
    return {"versions": [{"id": version, "status": "CURRENT", "links": [link]}]}
