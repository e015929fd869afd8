"""What is neither a resource nor an id, a name or a time."""

from novaclient import client

nova = client.Client("2.96", auth_url="https://cloud.example/v3")
flavor = nova.flavors.get("f")

nova.services.disable(flavor)  # error: [arg-type] Argument 1 to "disable" of "ServiceManager"
nova.quotas.get(["p"])  # error: [arg-type] Argument 1 to "get" of "QuotaSetManager"
nova.usage.list("2024-01-01", 5)  # error: [arg-type] Argument 2 to "list" of "UsageManager"
nova.aggregates.add_host(1, flavor)  # error: [arg-type] Argument 2 to "add_host"
