# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Images, which are looked up in Glance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib import parse

from novaclient import base, exceptions, utils

if TYPE_CHECKING:
    from novaclient.adapter import ServiceClient


class Image(base.Resource):
    """An image. Made by :class:`GlanceManager`.

    It has whatever Glance sends as attributes; only a few are listed here.
    """

    HUMAN_ID = True

    #: The id.
    id: str
    #: The name.
    name: str
    #: The status, such as ``active``.
    status: str
    #: ``public``, ``community``, ``shared`` or ``private``.
    visibility: str

    def __repr__(self) -> str:
        return f"<Image: {base.shown(self._info.get('name', 'unknown-name'))}>"


class GlanceManager(base.Manager[Image]):
    """Images, which are looked up in Glance; the service catalog must have it."""

    resource_class = Image

    @property
    def client(self) -> ServiceClient:  # type: ignore[override]
        """The HTTP client for Glance."""
        return self.api.client.of_service("image")  # type: ignore[no-any-return]

    def find_image(self, name_or_id: Image | str) -> Image:
        """Find an image by its id or its name.

        ``GET /v2/images/{id}``, ``GET /v2/images?name={name}`` of Glance

        :param name_or_id: The id or the name, or an image to get it again.
        :return: The image.
        :raises novaclient.exceptions.NotFound: if there is no such image.
        :raises novaclient.exceptions.NoUniqueMatch: if several images have this name.
        """
        name_or_id = base.known_id(name_or_id)
        if utils.is_uuid(name_or_id):
            try:
                return self._get(utils.path("v2", "images", name_or_id), None)
            except exceptions.NotFound:
                # It may be a name that looks like an id.
                pass
        return self._only_match(self._images({"name": name_or_id}), name_or_id)

    def find_images(self, names_or_ids: Iterable[Image | str]) -> base.ListWithMeta[Image]:
        """Find images by their ids or names.

        ``GET /v2/images?id=in:…``, ``GET /v2/images?name=in:…`` of Glance; a name that contains
        a quote takes a request of its own.

        :param names_or_ids: The ids and names, or images to get them again.
        :return: The images, each once. If several images have the same name, all of them.
        :raises novaclient.exceptions.NotFound: if there is no image for one of them; the message
            names those that were not found.
        """
        wanted = [base.known_id(each) for each in names_or_ids]
        ids = [each for each in wanted if utils.is_uuid(each)]
        names = [each for each in wanted if '"' not in each]
        queries = [
            {attribute: "in:" + ",".join(f'"{each}"' for each in values)}
            for attribute, values in (("id", ids), ("name", names))
            if values
        ]
        # In a list, Glance does not accept a name that contains a quote.
        queries += [{"name": each} for each in wanted if '"' in each]
        found: base.ListWithMeta[Image] = base.ListWithMeta([], None)
        for query in queries:
            images = self._images(query)
            found.append_request_ids(images.request_ids)
            found.extend(image for image in images if image not in found)
        # Many databases ignore case when they compare names.
        known = {
            each.casefold()
            for image in found
            for each in (image._info.get("id"), image._info.get("name"))
            if isinstance(each, str)
        }
        missing = [each for each in wanted if each.casefold() not in known]
        if missing:
            raise exceptions.NotFound(
                404, f"Unable to find image(s): {', '.join(dict.fromkeys(missing))}"
            )
        return found

    def list(self) -> base.ListWithMeta[Image]:
        """List all images.

        ``GET /v2/images`` of Glance, page by page.

        :return: The images.
        """
        return self._images({})

    def _images(self, query: dict[str, Any]) -> base.ListWithMeta[Image]:
        url = _COLLECTION
        if query:
            url += "?" + utils.encoded(query, quote_via=parse.quote)
        images: base.ListWithMeta[Image] = base.ListWithMeta([], None)
        seen: set[str] = set()
        while True:
            resp, body = self.client.get(url)
            images.append_request_ids(resp)
            rows = self._rows(body, "images", resp, url)
            images.extend(Image(self, row, loaded=True) for row in rows)
            following = body.get("next")
            if following is None:
                return images
            ids = {row["id"] for row in rows if isinstance(row.get("id"), str)}
            if ids <= seen:
                problem = "it brings nothing new and still names a next page"
                raise base.unexpected(resp, url, problem)
            seen |= ids
            if not _is_page(following):
                raise base.unexpected(resp, url, "'next' is not a page of the images")
            url = following


#: Where images are listed, below the endpoint of Glance.
_COLLECTION = "/v2/images"


def _is_page(url: Any) -> bool:
    """Say whether a URL that the server sent is a page of the images and nothing else."""
    # The token is sent to this URL.
    return (
        isinstance(url, str)
        and url.partition("?")[0] == _COLLECTION
        and url.isascii()
        and url.isprintable()
    )
