"""Keyword arguments that the factory does not have, or whose values have another type."""

from novaclient import client

client.Client("2.96", usernme="user")  # error: [call-arg] "usernme"
client.Client("2.96", connect_retries="3")  # error: [arg-type] "connect_retries"
