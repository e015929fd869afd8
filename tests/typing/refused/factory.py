"""Keyword arguments that a factory does not have, or whose values have another type."""

from novaclient import client

client.Client("2.96", usernme="user")  # error: [call-arg] "usernme"
client.Client("2.96", connect_retries="3")  # error: [arg-type] "connect_retries"
client.from_config(colud="mycloud")  # error: [call-arg] "colud"
client.from_config(connect_retries="3")  # error: [arg-type] "connect_retries"
client.from_config(cloud=1)  # error: [arg-type] "cloud"
client.from_config("2.96", "mycloud")  # error: [call-arg] Too many positional arguments
client.from_config().srevers  # error: [attr-defined] "srevers"
