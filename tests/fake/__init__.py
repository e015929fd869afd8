"""The tests of the real cloud, run on the fake one."""
