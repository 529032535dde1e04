"""The site's own colors as CSS variables, light and dark. tests/docs holds every
pair of text and background to the contrast that WCAG calls AA."""

# Debian 12's furo has its dark colors for its switch alone; listed here they hold
# for prefers-color-scheme as well, with and without JavaScript.
FURO_DARK = {
    "color-problematic": "#ee5151",
    "color-foreground-primary": "#d6d8db",
    "color-foreground-secondary": "#a4a8ae",
    "color-foreground-muted": "#979ca4",
    "color-foreground-border": "#666666",
    "color-background-primary": "#131416",
    "color-background-secondary": "#1a1c1e",
    "color-background-hover": "#1e2124",
    "color-background-hover--transparent": "#1e212400",
    "color-background-border": "#303335",
    "color-background-item": "#444444",
    "color-highlighted-background": "#083563",
    "color-highlight-on-target": "#333300",
    "color-admonition-background": "#18181a",
}

LIGHT = {
    "color-brand-primary": "#1f4e79",
    "color-brand-content": "#1f4e79",
    "color-code-background": "#f7f8fa",
    "book-line": "#d4d8de",
    "book-quiet": "#5b6270",
    "book-bad": "#a3161a",
    "book-bad-line": "#fde7e4",
    "book-bad-box": "#fdf3f1",
    "book-good": "#17632e",
    "book-good-line": "#dff4e3",
    "book-good-box": "#f0f9f2",
    "book-note-box": "#eef3f9",
    "book-gap": "#eceef2",
    "book-icon": "none",
}

DARK = {
    **FURO_DARK,
    "color-brand-primary": "#8fc1f2",
    "color-brand-content": "#8fc1f2",
    "color-code-background": "#15181d",
    "book-line": "#3a404a",
    "book-quiet": "#a4acb9",
    "book-bad": "#ff9a91",
    "book-bad-line": "#3a1b1e",
    "book-bad-box": "#25181a",
    "book-good": "#7ddb95",
    "book-good-line": "#102d1a",
    "book-good-box": "#142019",
    "book-note-box": "#182230",
    "book-gap": "#1f232a",
    "book-icon": "invert(.85)",
}
