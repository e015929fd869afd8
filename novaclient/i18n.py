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

"""Translation of the messages that a person reads."""

from __future__ import annotations


def _(message: str) -> str:
    """Translate a message into the language of the user.

    :param message: The message in English.
    :return: The translation where a catalogue ``novaclient`` is installed for the user's
        language, else the message itself.
    """
    import gettext

    return gettext.dgettext("novaclient", message)
