"""Prints Sphinx's version, or fails where a package the site needs is missing."""
import furo
import sphinx
import sphinx_copybutton

print(sphinx.__version__)
