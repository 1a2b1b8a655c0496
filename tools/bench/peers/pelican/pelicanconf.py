"""Stock Pelican, theme `simple`: the pages and lists that the other tools of the measurement write too."""

from __future__ import annotations

AUTHOR = "L’équipe"
SITENAME = "Association d’essai"
SITEURL = "https://www.example.org"
FEED_DOMAIN = SITEURL
THEME = "simple"
PATH = "content"
OUTPUT_PATH = "output"
ARTICLE_PATHS = ["articles"]
STATIC_PATHS = ["images"]
PLUGINS: list[str] = []
LOCALE = ["C.UTF-8", "C"]
USE_FOLDER_AS_CATEGORY = False
TIMEZONE = "Europe/Brussels"
DEFAULT_LANG = "fr"
DEFAULT_PAGINATION = 10
DIRECT_TEMPLATES = ["index", "tags", "categories"]
PAGINATED_TEMPLATES = {"index": None, "tag": None, "category": None}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]
ARTICLE_URL, ARTICLE_SAVE_AS = "articles/{slug}/", "articles/{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "categories/{slug}/", "categories/{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tags/{slug}/", "tags/{slug}/index.html"
TAGS_URL, TAGS_SAVE_AS = "tags/", "tags/index.html"
CATEGORIES_URL, CATEGORIES_SAVE_AS = "categories/", "categories/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
FEED_ALL_ATOM, FEED_MAX_ITEMS = "feed.xml", 20
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
