"""A manager in an extension."""

from novaclient import api_versions, base


class Thing(base.Resource):
    id: str
    colour: str


class ThingManager(base.ManagerWithFind[Thing]):
    resource_class = Thing

    def list(self, colour: str | None = None) -> base.ListWithMeta[Thing]:
        filters = {"colour": colour} if colour else None
        return self._list("/os-things", "things", filters=filters)

    @api_versions.wraps("2.50")
    def get(self, thing: Thing | str) -> Thing:
        return self._get(base.path("os-things", thing), "thing")


def colours(manager: ThingManager) -> list[str]:
    return [manager.get("one").colour, *(thing.colour for thing in manager.list("red"))]
