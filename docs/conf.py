"""The site of the documentation: see build.sh."""

project = "ecall"
author = copyright = "the ecall authors"
extensions = ["myst_parser"]
root_doc = "index"
exclude_patterns = ["snippets", "generated"]
nitpicky = True

myst_enable_extensions = ["deflist", "fieldlist", "attrs_inline"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "ecall"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_use_index = False
# A page that was opened from a disk cannot fetch another, so the search shows titles alone.
html_show_search_summary = False
html_theme_options = {"navigation_with_keys": False}
pygments_style = "friendly"
pygments_dark_style = "github-dark"
highlight_language = "none"
