"""The site's settings: the page to read first.

Every build goes through `tools/build/__init__.py` (`invoke build`, `serve`, `check`,
`publish` and the tests), which reads this file and adds what only a run knows:
the facts of `content/association.toml`, the vocabularies of
`content/vocabulaire.toml`, the day of the build. `publishconf.py` holds what
only a publication changes.
"""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined

from plugins.core import sections

# --- Who and where ---------------------------------------------------------------------------------

SITENAME = "Comité de Vigilance en Travail Social"
SITEURL = ""  # links inside the site start at its root; absolute addresses come from association.toml
DEFAULT_LANG = "fr"
TIMEZONE = "Europe/Brussels"
LOCALE = ["C.UTF-8", "C"]  # every machine has one of these; French dates come from plugins/french

# What stands in the header, and what in the footer: (name, address). The strict
# build refuses an address that no page has.
MENU = (
    ("Que faire si…", "/situations/"),
    ("Actualités", "/actualites/"),
    ("Agenda", "/agenda/"),
    ("Ressources", "/ressources/"),
    ("Demander un avis", "/demander-un-avis/"),
    ("Manifeste", "/manifeste/"),
    ("Bistrots du social", "/bistrots/"),
    ("Qui sommes-nous", "/qui-sommes-nous/"),
)
FOOTER = (
    ("Contact", "/contact/"),
    ("Permanence téléphonique", "/permanence/"),
    ("Formations", "/formations/"),
    ("Activités", "/activites/"),
    ("Le CVTS en chiffres", "/chiffres/"),
    ("Membres", "/membres/"),
    ("Devenir membre", "/devenir-membre/"),
    ("Lettre d’information", "/lettre/"),
    ("S’abonner", "/s-abonner/"),
    ("Plan du site", f"/{sections.SITE_MAP}/"),
    ("Facile à lire", "/facile-a-lire/"),
    ("Accessibilité", "/accessibilite/"),
    ("Vie privée", "/vie-privee/"),
    ("Mentions légales", "/mentions-legales/"),
)

# --- What is read -----------------------------------------------------------------------------------
# plugins/core/sections.py declares each section once: its folder, its addresses, its template, its fields

PATH = "content"
ARTICLE_PATHS = [section.folder for section in sections.SECTIONS if section.article]
PAGE_PATHS = [section.folder for section in sections.SECTIONS if not section.article]
STATIC_PATHS: list[str] = []  # plugins/media copies what pages use, and nothing else
EXTRA_PATH_METADATA = sections.path_metadata(
    {
        # pages with a template of their own, besides those that present a section
        "pages/accueil.md": "home",
        "pages/404.md": "not_found",
        "pages/lancer-un-bistrot.md": "bistrot_start",
        "pages/agenda.md": "agenda",
        "pages/demander-un-avis.md": "opinion",
        "pages/chiffres.md": "statistics",
        "manifeste/signer.md": "sign",
        "pages/s-abonner.md": "feed_list",
        f"pages/{sections.SITE_MAP}.md": "site_map",
        "pages/recherche.md": "search",
    }
)
# "2023-11-23-colloque.md" and "colloque.md" both make the address ".../colloque/"
FILENAME_METADATA = r"(?:\d{4}-\d{2}-\d{2}-)?(?P<slug>.*)"
FORMATTED_FIELDS: list[str] = []  # front matter is plain text
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = ""  # the site has one language
DEFAULT_DATE_FORMAT = ""  # templates write dates in French themselves; Pelican would for each text

# --- What is written -------------------------------------------------------------------------------

OUTPUT_PATH = "output"
ARTICLE_URL = PAGE_URL = "{prefix}{slug}/"
ARTICLE_SAVE_AS = PAGE_SAVE_AS = "{prefix}{slug}/index.html"
YEAR_ARCHIVE_URL = "actualites/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "actualites/{date:%Y}/index.html"
# Longer lists are cut into pages, so that each comes in one flight: items a page, by template
PAGINATED_TEMPLATES = {"facet": 40, "period_archives": 40}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{url}page/{number}/", "{base_name}/page/{number}/index.html"),
]
DIRECT_TEMPLATES = ["sitemap", "robots", "webmanifest"]
SITEMAP_SAVE_AS = "sitemap.xml"
ROBOTS_SAVE_AS = "robots.txt"
WEBMANIFEST_SAVE_AS = "site.webmanifest"
# Pelican's other lists are not for this site
ARTICLE_LANG_SAVE_AS = PAGE_LANG_SAVE_AS = DRAFT_SAVE_AS = DRAFT_PAGE_SAVE_AS = ""
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None


def newest_first(article: Any) -> tuple[float, int, str]:
    """Sort by date, a month or a year after the days in it; ties are settled by the address."""
    return (-article.date.timestamp(), -len(article.parution.iso), article.slug)


ARTICLE_ORDER_BY = newest_first
PAGE_ORDER_BY = "relative_source_path"

# --- How it looks ----------------------------------------------------------------------------------

THEME = "theme"
THEME_STATIC_PATHS: list[str] = []  # plugins/host writes the theme's files, fingerprinted
# The style sheets of every page, in the order in which they are joined into one
# file. A page kind that needs more has a sheet of its own, linked by its template.
CSS_BUNDLES = {
    "site.css": ("tokens.css", "base.css", "layout.css", "components.css", "print.css"),
    "home.css": ("agenda.css", "situations.css", "home.css"),
    "agenda.css": ("agenda.css",),
    "statistics.css": ("statistics.css",),
    "manifesto.css": ("manifesto.css",),
    "bistrots.css": ("bistrots.css",),
    "mail_form.css": ("mail_form.css",),
    "resources.css": ("resources.css",),
    "situations.css": ("situations.css",),
    "search.css": ("search.css",),
    "feed.css": ("feed.css",),  # a feed opened in a browser
}
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,  # a misspelt name in a template fails the build
    "trim_blocks": True,
    "lstrip_blocks": True,
}

# --- Plugins, in the order in which they see the content --------------------------------------------

PLUGINS = [
    "plugins.texts",
    "plugins.french",
    "plugins.media",
    "plugins.resources",
    "plugins.feeds",
    "plugins.agenda",
    "plugins.manifesto",
    "plugins.bistrots",
    "plugins.situations",
    "plugins.search",  # after all that changes what a page says
    "plugins.figures",
    "plugins.statistics",  # after the media: it reads the documents that texts offer
    "plugins.rendering",  # after all that pages show
    "plugins.addresses",
    "plugins.host",  # last: it compresses and protects what the others have written
]

# --- How it is built ---------------------------------------------------------------------------------

PRECOMPRESS = False  # True in a publication: .br and .gz copies beside the files that gain by it
SHOW_DRAFTS = False  # True in the preview only: drafts and future pages, marked as such
CACHE_FOLDER = ".cache"
LOG_FILTER: list[tuple[int, str]] = []
