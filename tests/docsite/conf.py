# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration of Sphinx for the documentation of the collection."""

from __future__ import annotations

project = "sinch.sip"
author = "Sinch SIP collection contributors"
project_copyright = f"2026, {author}"
html_title = html_short_title = "Ansible collection sinch.sip"

extensions = ["sphinx.ext.intersphinx", "sphinx_antsibull_ext"]
# __main__.py writes the inventory; a build needs no internet.
intersphinx_mapping = {"ansible": ("https://docs.ansible.com/projects/ansible/latest/", "ansible.inv")}
default_role = "any"
highlight_language = "yaml"
pygments_style = "ansible"

html_theme = "sphinx_ansible_theme"
html_copy_source = False
html_show_sphinx = False
html_use_index = False
