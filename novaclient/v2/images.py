# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""Images, looked up in Glance."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib import parse

from novaclient import base, exceptions, utils
from novaclient.i18n import _

if TYPE_CHECKING:
    from novaclient.adapter import ServiceClient


class Image(base.Resource):
    """An image.

    Made by :class:`GlanceManager`. Attributes are what Glance sends, among them ``id``,
    ``name``, ``status``, ``visibility``.
    """

    HUMAN_ID = True

    id: str
    name: str
    status: str
    visibility: str

    def __repr__(self) -> str:
        return f"<Image: {base.shown(self._info.get('name', 'unknown-name'))}>"


class GlanceManager(base.Manager[Image]):
    """Images, looked up in Glance, which the service catalog must hold."""

    resource_class = Image

    @property
    def client(self) -> ServiceClient:  # type: ignore[override]
        """The HTTP side of the client, for Glance."""
        return self.api.client.of_service("image")  # type: ignore[no-any-return]

    def find_image(self, name_or_id: str) -> Image:
        """Find an image by its id or its name.

        ``GET /v2/images/{id}``, ``GET /v2/images?name={name}`` of Glance

        :param name_or_id: The id or the name.
        :return: The image.
        :raises novaclient.exceptions.NotFound: if there is none.
        :raises novaclient.exceptions.NoUniqueMatch: if the name is not unique.
        """
        if utils.is_uuid(name_or_id):
            try:
                return self._get(utils.path("v2", "images", name_or_id), None)
            except exceptions.NotFound:
                # A name may look like an id.
                pass
        matches = self._images({"name": name_or_id})
        if len(matches) > 1:
            raise exceptions.NoUniqueMatch(
                _("Multiple image matches found for '%s', use an ID to be more specific.")
                % name_or_id
            )
        if not matches:
            raise exceptions.NotFound(404, _("No Image matching %s.") % name_or_id)
        matches[0].append_request_ids(matches.request_ids)
        return matches[0]

    def find_images(self, names_or_ids: Iterable[str]) -> base.ListWithMeta[Image]:
        """Find images by their ids or names.

        ``GET /v2/images?id=in:…``, ``GET /v2/images?name=in:…`` of Glance; a name that holds a
        quote in a request of its own.

        :param names_or_ids: The ids and names.
        :return: The images, each once; all images of a name.
        :raises novaclient.exceptions.NotFound: if there is none for some of them; it names those.
        """
        wanted = builtins.list(names_or_ids)
        ids = [text for text in wanted if utils.is_uuid(text)]
        names = [text for text in wanted if '"' not in text]
        queries = [
            {attribute: "in:" + ",".join(f'"{text}"' for text in texts)}
            for attribute, texts in (("id", ids), ("name", names))
            if texts
        ]
        # In a list, Glance takes no name that holds a quote.
        queries += [{"name": text} for text in wanted if '"' in text]
        found: base.ListWithMeta[Image] = base.ListWithMeta([], None)
        for query in queries:
            images = self._images(query)
            found.append_request_ids(images.request_ids)
            found.extend(image for image in images if image not in found)
        # The databases of many clouds compare names regardless of case.
        known = {
            text.casefold()
            for image in found
            for text in (image._info.get("id"), image._info.get("name"))
            if isinstance(text, str)
        }
        missing = [text for text in wanted if text.casefold() not in known]
        if missing:
            raise exceptions.NotFound(
                404, _("Unable to find image(s): %s") % ", ".join(dict.fromkeys(missing))
            )
        return found

    def list(self) -> base.ListWithMeta[Image]:
        """List all images.

        ``GET /v2/images`` of Glance, page after page.

        :return: The images.
        """
        return self._images({})

    def _images(self, query: dict[str, Any]) -> base.ListWithMeta[Image]:
        url = _COLLECTION
        if query:
            url += "?" + utils._encoded(query, quote_via=parse.quote)
        images: base.ListWithMeta[Image] = base.ListWithMeta([], None)
        seen: set[str] = set()
        while True:
            resp, answer = self.client.get(url)
            images.append_request_ids(resp)
            rows = self._rows(answer, "images", resp, url)
            images.extend(Image(self, row, loaded=True) for row in rows)
            following = answer.get("next")
            if following is None:
                return images
            ids = {row["id"] for row in rows if isinstance(row.get("id"), str)}
            if ids <= seen:
                problem = _("it brings nothing new and still names a next page")
                raise base.unexpected(resp, url, problem)
            seen |= ids
            if not _is_page(following):
                raise base.unexpected(resp, url, _("'next' is not a page of the images"))
            url = following


#: Where images are listed, below the endpoint of Glance.
_COLLECTION = "/v2/images"


def _is_page(url: Any) -> bool:
    """Say whether a URL that the server sent is a page of the collection, and nowhere else."""
    # The token goes where this leads.
    return (
        isinstance(url, str)
        and url.partition("?")[0] == _COLLECTION
        and url.isascii()
        and url.isprintable()
    )
