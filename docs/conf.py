"""How Sphinx renders the cookbook; run by build.py, never by hand."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from colors import DARK, LIGHT  # noqa: E402

project = "A Cookbook of Reference Counting"
extensions = ["extension", "sphinx_copybutton"]
nitpicky = True
default_role = "literal"
smartquotes = False

html_theme = "furo"
html_title = project
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
templates_path = ["_templates"]
html_sidebars = {"**": [
    "sidebar/brand.html", "sidebar/search.html", "look_it_up.html",
    "sidebar/scroll-start.html", "sidebar/navigation.html", "sidebar/scroll-end.html",
]}
html_css_files = ["book.css"]
html_js_files = ["functions.js"]
html_theme_options = {
    "light_css_variables": LIGHT,
    "dark_css_variables": DARK,
}
# Both keep AA contrast on every background that colors.py gives to code.
pygments_style = "xcode"
pygments_dark_style = "github-dark"

html_show_copyright = False
html_show_sourcelink = False
html_copy_source = False
html_use_index = False
html_domain_indices = False
html_last_updated_fmt = None

# The signs and numbers are no text; what is left is the code alone.
copybutton_selector = "div.highlight pre"
copybutton_remove_prompts = False
