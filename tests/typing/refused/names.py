"""Names that do not exist."""

import novaclient
from novaclient import utils

novaclient.excpetions  # error: [attr-defined] Module has no attribute "excpetions"
novaclient.v2.server  # error: [attr-defined] Module has no attribute "server"
utils.do_action_on_many  # error: [attr-defined] Module has no attribute "do_action_on_many"
novaclient.v2.shell.do_boot  # error: [attr-defined] Module has no attribute "do_boot"
