"""Every mistake that we know of: the message names file, line and remedy, and the old output survives."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import pytest

from tests.equipment.files import PNG
from tests.equipment.inline import VALID, VOCABULARY, Site, page, snapshot


@dataclass(frozen=True)
class Mistake:
    """Files that an editor gets wrong, and the message to expect."""

    name: str
    files: dict[str, str | bytes | None]
    path: str
    line: int
    text: str
    remedy: str


def header(*lines: str, body: str = "Un texte.") -> str:
    return "\n".join(["---", *lines, "---", "", body, ""])


TITLE = 'titre: "Une page"'
SUMMARY = "resume: Un résumé assez long pour cette page, en une seule phrase complète et claire."
NEWS = "actualites/2024-03-04-essai.md"
PAGE = "pages/essai.md"
RESOURCE = "ressources/essai.md"
RESOURCE_FIELDS = ("date: 2024-01-01", "themes: [secret]", "auteur: Une personne", "source: Un site")
SLEEPING = f'{VOCABULARY}[etats_de_bistrot.en-veille]\nlibelle = "En veille"\nsans_dates = true\n'

MISTAKES = [
    # --- what Pelican drops or guesses without a word
    Mistake("no front matter", {PAGE: "Un texte.\n"}, PAGE, 1, "ne commence pas par un en-tête", "« --- »"),
    Mistake("empty file", {PAGE: ""}, PAGE, 1, "ne commence pas par un en-tête", "« --- »"),
    Mistake("unclosed front matter", {PAGE: f"---\n{TITLE}\n{SUMMARY}\n\nTexte\n"}, PAGE, 1, "n’est pas fermé", "« --- »"),
    Mistake("Pelican's own metadata", {PAGE: "Title: Essai\nDate: 2024-03-04\n\nTexte\n"}, PAGE, 1, "en-tête", "---"),
    Mistake("date in words", {NEWS: header(TITLE, SUMMARY, "date: 12 mars 2024")}, NEWS, 4, "pas une date", "2024-03-01"),
    Mistake("date with slashes", {NEWS: header(TITLE, SUMMARY, "date: 03/04/2024")}, NEWS, 4, "pas une date", "2024-03-01"),
    Mistake("year of a slip", {NEWS: header(TITLE, SUMMARY, "date: 0204-03-01")}, NEWS, 4, "pas une date", "2024-03-01"),
    Mistake("two years", {NEWS: header(TITLE, SUMMARY, "date: 2023-2024")}, NEWS, 4, "pas une date", "2024-03 si"),
    Mistake("month for the day of a change", {PAGE: header(TITLE, SUMMARY, "mise_a_jour: 2024-03")}, PAGE, 4, "pas une date", "2024-03-01"),
    Mistake("date with hours", {NEWS: header(TITLE, SUMMARY, "date: 2024-03-04 10:00:00")}, NEWS, 4, "pas une date", "2024"),
    Mistake("impossible date", {NEWS: header(TITLE, SUMMARY, "date: 2024-02-31")}, NEWS, 4, "pas une date AAAA-MM-JJ", "2024-03-01"),
    Mistake("no date", {NEWS: header(TITLE, SUMMARY)}, NEWS, 1, "il manque le champ « date »", "date"),
    Mistake("empty date", {NEWS: header(TITLE, SUMMARY, "date:")}, NEWS, 4, "« date » est vide", "AAAA-MM-JJ"),
    Mistake("unknown status", {PAGE: header(TITLE, SUMMARY, "statut: brouillons")}, PAGE, 4, "statut inconnu", "brouillon"),
    Mistake("accented key", {PAGE: header(TITLE, SUMMARY, "résumé: Bis")}, PAGE, 4, "« résumé » n’existe pas", "« resume »"),
    Mistake("English key", {PAGE: header(TITLE, SUMMARY, "title: Essai")}, PAGE, 4, "« title » n’existe pas", "titre"),
    Mistake("capital in key", {PAGE: header("Titre: Essai", SUMMARY)}, PAGE, 2, "« Titre » n’existe pas", "« titre »"),
    Mistake("key of another section", {PAGE: header(TITLE, SUMMARY, "commune: Mons")}, PAGE, 4, "n’existe pas pour une page", "champs possibles"),
    Mistake("no title", {PAGE: header(SUMMARY)}, PAGE, 1, "il manque le champ « titre »", "titre"),
    Mistake("empty title", {PAGE: header('titre: ""', SUMMARY)}, PAGE, 2, "« titre » est vide", "texte"),
    Mistake("no summary", {PAGE: header(TITLE)}, PAGE, 1, "il manque le champ « resume »", "resume"),
    Mistake("short summary", {PAGE: header(TITLE, "resume: Trop court.")}, PAGE, 3, "11 caractères", "de 50 à 200"),
    Mistake("list for a title", {PAGE: header("titre: [un, deux]", SUMMARY)}, PAGE, 2, "une liste", "même ligne"),
    Mistake("key written twice", {PAGE: header(TITLE, SUMMARY, 'titre: "Bis"')}, PAGE, 4, "écrit deux fois", "gardez une seule"),
    # --- YAML's own traps
    Mistake("tab in YAML", {PAGE: header(TITLE, "resume:\tUn résumé", SUMMARY)}, PAGE, 3, "tabulation", "espaces"),
    Mistake("unquoted colon", {PAGE: header("titre: Essai : la suite", SUMMARY)}, PAGE, 2, "YAML lisible", "guillemets"),
    Mistake("cut at its hash", {PAGE: header("titre: Colloque #3 du CVTS", SUMMARY)}, PAGE, 2, "« #3 du CVTS » ne serait pas lu", "guillemets"),
    Mistake("backslash in quotes", {PAGE: header('titre: "C:\\temp"', SUMMARY)}, PAGE, 2, "barre oblique inverse", "doublez-la"),
    Mistake("no space after the colon", {PAGE: header("titre:Essai", SUMMARY)}, PAGE, 2, "YAML lisible", "avec une espace"),
    Mistake("unclosed quote", {PAGE: header('titre: "Essai', SUMMARY)}, PAGE, 2, "YAML lisible", "guillemets"),
    Mistake("no fields", {PAGE: header("juste un texte")}, PAGE, 2, "suite de champs", "un champ par ligne"),
    # --- encodings and names
    Mistake("Latin-1", {PAGE: header(TITLE, SUMMARY, body="Un été").encode("latin-1")}, PAGE, 3, "pas en UTF-8", "UTF-8"),
    Mistake("spaces in the name", {"pages/Mon essai.md": page("Essai")}, "pages/Mon essai.md", 0, "ne peut pas devenir une adresse", "minuscules"),
    Mistake("accents in the name", {"pages/été.md": page("Essai")}, "pages/été.md", 0, "ne peut pas devenir une adresse", "accent"),
    Mistake("unread folder", {"actualite/essai.md": page("Essai")}, "actualite/essai.md", 0, "n’est lu par aucune section", "actualites"),
    Mistake("unread suffix", {"pages/essai.txt": page("Essai")}, "pages/essai.txt", 0, "n’est pas lu", ".md"),
    Mistake("same address", {"actualites/2023-12-01-colloque.md": page("Autre", date="2023-12-01")}, "actualites/2023-12-01-colloque.md", 0, "même adresse", "renommez"),
    Mistake("same title", {PAGE: page("Contact")}, PAGE, 2, "même titre", "distingue"),
    # --- vocabularies and typed fields
    Mistake("unknown type", {RESOURCE: header(TITLE, SUMMARY, "type: codes", *RESOURCE_FIELDS)}, RESOURCE, 4, "« codes » n’est pas dans", "« code »"),
    Mistake("unknown theme", {RESOURCE: header(TITLE, SUMMARY, "type: code", *[field.replace("[secret]", "[sport]") for field in RESOURCE_FIELDS])}, RESOURCE, 6, "« sport »", "secret"),
    Mistake("themes as text", {RESOURCE: header(TITLE, SUMMARY, "type: code", *[field.replace("[secret]", "secret") for field in RESOURCE_FIELDS])}, RESOURCE, 6, "il faut une liste", "["),
    Mistake("link without https", {RESOURCE: header(TITLE, SUMMARY, "type: code", *RESOURCE_FIELDS, "lien: www.exemple.be")}, RESOURCE, 9, "adresse entière", "https://"),
    Mistake("impossible year", {RESOURCE: header(TITLE, SUMMARY, "type: code", *RESOURCE_FIELDS, "annee: 24")}, RESOURCE, 9, "pas une année", "quatre chiffres"),
    Mistake("link checked without link", {RESOURCE: header(TITLE, SUMMARY, "type: code", *RESOURCE_FIELDS, "lien_verifie: 2026-03-01")}, RESOURCE, 9, "qu’avec « lien »", "lien"),
    Mistake("link checked some day", {RESOURCE: header(TITLE, SUMMARY, "type: code", *RESOURCE_FIELDS, "lien: https://a.example/", "lien_verifie: hier")}, RESOURCE, 10, "pas une date", "2024-03-01"),
    Mistake("place without event", {NEWS: header(TITLE, SUMMARY, "date: 2024-03-04", "lieu: Mons")}, NEWS, 5, "qu’avec « evenement »", "evenement"),
    Mistake("place announced first without a place", {NEWS: page("Essai", date="2024-03-04", evenement="2024-03-04", mise_a_jour="2024-03-04", lieu_initial="Mons")}, NEWS, 7, "qu’avec « lieu »", "lieu"),
    Mistake("date announced first without the day of the change", {NEWS: page("Essai", date="2024-03-04", evenement="2024-03-04", evenement_initial="2024-03-03")}, NEWS, 6, "qu’avec « mise_a_jour »", "mise_a_jour"),
    Mistake("end without event", {NEWS: page("Essai", date="2024-03-04", fin="17:00")}, NEWS, 5, "qu’avec « evenement »", "evenement"),
    Mistake("end before the start", {NEWS: page("Essai", date="2024-03-04", evenement="2024-03-04 14:00", fin="2024-03-04 13:00")}, NEWS, 6, "ne peut pas finir ainsi", "après le début"),
    Mistake("hour of the end only", {NEWS: page("Essai", date="2024-03-04", evenement="2024-03-04", fin="17:00")}, NEWS, 6, "ne peut pas finir ainsi", "l’heure du début"),
    Mistake("end of an event that is unreadable", {NEWS: page("Essai", date="2024-03-04", evenement="demain", fin="17:00")}, NEWS, 5, "ni une date", "14:30"),
    Mistake("unreadable moment", {NEWS: header(TITLE, SUMMARY, "date: 2024-03-04", "evenement: demain")}, NEWS, 5, "ni une date", "14:30"),
    Mistake("dates of a bistrot", {"bistrots/mons.md": page("Mons", commune="Mons", etat="actif", dates="[2024-03-04, mars]")}, "bistrots/mons.md", 6, "« mars » n’est ni une date ni une règle", "premier mardi du mois"),
    Mistake("rule of a bistrot for ever", {"bistrots/mons.md": page("Mons", commune="Mons", etat="actif", dates="tous les mardis")}, "bistrots/mons.md", 6, "quand elle commence", "depuis"),
    Mistake("rule of a bistrot like a table", {"bistrots/mons.md": page("Mons", commune="Mons", etat="actif", dates="{mardi: premier}")}, "bistrots/mons.md", 6, "de trop", "guillemets"),
    Mistake("hour of a bistrot", {"bistrots/mons.md": page("Mons", commune="Mons", etat="actif", dates='["2024-03-04 26:00"]')}, "bistrots/mons.md", 6, "« 2024-03-04 26:00 » n’est pas une date", "19:00"),
    Mistake("two hours for one evening", {"bistrots/mons.md": page("Mons", commune="Mons", etat="actif", dates='["2024-03-04 19:00", 2024-03-04]')}, "bistrots/mons.md", 6, "deux heures pour le 2024-03-04", "une seule"),
    Mistake("dates of a bistrot that sleeps", {"vocabulaire.toml": SLEEPING, "bistrots/mons.md": page("Mons", commune="Mons", etat="en-veille", dates="[2024-03-04]")}, "bistrots/mons.md", 6, "« En veille » n’annonce pas de dates", "dates_annulees"),
    Mistake("rule of a bistrot that sleeps", {"vocabulaire.toml": SLEEPING, "bistrots/mons.md": page("Mons", commune="Mons", etat="en-veille", dates="premier mardi du mois à 19:00, depuis 2024-03-01")}, "bistrots/mons.md", 6, "« En veille » n’annonce pas de dates", "« etat »"),
    Mistake("dates of a bistrot that sleeps, some cancelled", {"vocabulaire.toml": SLEEPING, "bistrots/mons.md": page("Mons", commune="Mons", etat="en-veille", dates="[2024-03-04, 2024-04-04]", dates_annulees="[2024-03-04]")}, "bistrots/mons.md", 6, "n’annonce pas de dates", "retirez-les"),
    Mistake("commune by its Dutch name", {"bistrots/mons.md": page("Mons", commune="Bergen", etat="actif")}, "bistrots/mons.md", 4, "« Bergen » n’est pas le nom français", "écrivez « Mons »"),
    Mistake("commune that two provinces have", {"bistrots/mons.md": page("Mons", commune="Saint-Nicolas", etat="actif")}, "bistrots/mons.md", 4, "d’une seule commune", "« Saint-Nicolas (Liège) »"),
    Mistake("commune misspelt", {"bistrots/mons.md": page("Mons", commune="Charlerois", etat="actif")}, "bistrots/mons.md", 4, "« Charlerois »", "« Charleroi »"),
    Mistake("commune of another country", {"bistrots/mons.md": page("Mons", commune="Ouagadougou", etat="actif")}, "bistrots/mons.md", 4, "« Ouagadougou »", "nom français"),
    Mistake("postcode for a commune", {"bistrots/mons.md": page("Mons", commune="7000", etat="actif")}, "bistrots/mons.md", 4, "« 7000 » est un code postal", "écrivez « Mons »"),
    Mistake("postcode and commune", {"bistrots/mons.md": page("Mons", commune="5000 Namur", etat="actif")}, "bistrots/mons.md", 4, "est un code postal", "écrivez « Namur »"),
    Mistake("several communes", {"bistrots/mons.md": page("Mons", commune="[Mons, Charleroi]", etat="actif")}, "bistrots/mons.md", 4, "une seule commune", "Charleroi"),
    Mistake("coordinates the wrong way round", {"bistrots/mons.md": page("Mons", commune="Mons", etat="actif", coordonnees="[3.95, 50.45]")}, "bistrots/mons.md", 6, "pas en Belgique", "la latitude puis"),
    Mistake("coordinates as text", {"bistrots/mons.md": page("Mons", commune="Mons", etat="actif", coordonnees="50,45 nord")}, "bistrots/mons.md", 6, "une latitude et une longitude", "[50.4114"),
    Mistake("cancelled date that was never announced", {"bistrots/mons.md": page("Mons", commune="Mons", etat="actif", dates="[2024-03-04]", dates_annulees="[2024-03-05]")}, "bistrots/mons.md", 7, "2024-03-05 n’est pas dans « dates »", "ajoutez-la"),
    Mistake("cancelled date with no dates", {"bistrots/mons.md": page("Mons", commune="Mons", etat="actif", dates_annulees="[2024-03-05]")}, "bistrots/mons.md", 6, "n’est pas dans « dates »", "corrigez-la"),
    Mistake("one cancelled date, no list", {"bistrots/mons.md": page("Mons", commune="Mons", etat="actif", dates="[2024-03-04]", dates_annulees="2024-03-04")}, "bistrots/mons.md", 7, "une liste de dates", "[2024-03-01"),
    Mistake("cancelled, neither yes nor no", {NEWS: page("Essai", date="2024-03-04", evenement="2024-03-04", mise_a_jour="2024-03-04", evenement_annule="peut-être")}, NEWS, 7, "ni oui ni non", "écrivez oui"),
    Mistake("cancelled on no day", {NEWS: page("Essai", date="2024-03-04", evenement="2024-03-04", evenement_annule="oui")}, NEWS, 6, "qu’avec « mise_a_jour »", "ajoutez"),
    Mistake("nothing to cancel", {NEWS: page("Essai", date="2024-03-04", mise_a_jour="2024-03-04", evenement_annule="oui")}, NEWS, 6, "n’a de sens qu’avec « evenement »", "ajoutez"),
    Mistake("e-mail", {"bistrots/mons.md": page("Mons", commune="Mons", etat="actif", contact="chez-moi")}, "bistrots/mons.md", 6, "adresse e-mail", "@"),
    Mistake("origin as text", {PAGE: header(TITLE, SUMMARY, "d_apres: le comité")}, PAGE, 4, "il faut une liste de textes", '["Rapport'),
    Mistake("what to confirm with a bare colon", {PAGE: header(TITLE, SUMMARY, "a_confirmer:", "  - le jour : le bureau")}, PAGE, 4, "il faut une liste de textes", '["Rapport'),
    Mistake("old address as text", {PAGE: header(TITLE, SUMMARY, "anciennes_adresses: /?Essai")}, PAGE, 4, "il faut une liste", "/?Ancien-titre"),
    Mistake("old address with its domain", {PAGE: header(TITLE, SUMMARY, 'anciennes_adresses: ["https://essai.example/?Essai"]')}, PAGE, 4, "ancienne adresse", "sans le nom de domaine"),
    Mistake("old address that is a number", {PAGE: header(TITLE, SUMMARY, "anciennes_adresses: [45]")}, PAGE, 4, "« 45 »", "guillemets"),
    Mistake("old address of two pages", {PAGE: page("Essai", anciennes_adresses='["/?Essai"]'), "pages/contact.md": page("Contact", "[ici](/essai/)", anciennes_adresses='["/spip.php?Essai&lang=fr"]')}, PAGE, 4, "déjà prise : content/pages/contact.md:4", "un seul"),
    Mistake("old address that exists", {PAGE: page("Essai", anciennes_adresses='["/contact"]')}, PAGE, 4, "existe encore", "retirez-la"),
    Mistake("old address that is the page's own", {PAGE: page("Essai", anciennes_adresses='["/essai/"]')}, PAGE, 4, "existe encore", "retirez-la"),
    Mistake("old address of the feed", {PAGE: page("Essai", anciennes_adresses='["/spip.php?page=backend"]')}, PAGE, 4, "fil RSS", "retirez"),
    Mistake("broken list of retired addresses", {"anciennes-adresses.toml": 'parties = ["/?A" "/?B"]'}, "anciennes-adresses.toml", 1, "pas du TOML", "parties ="),
    Mistake("retired address that is none", {"anciennes-adresses.toml": '# Retirées\nparties = ["www"]'}, "anciennes-adresses.toml", 2, "www", "sans le nom de domaine"),
    Mistake("list of retired addresses below the others", {"anciennes-adresses.toml": '[vers]\n"/?A" = "/contact/"\nparties = ["/?B"]'}, "anciennes-adresses.toml", 3, "après [vers]", "au-dessus"),
    Mistake("retired addresses as text", {"anciennes-adresses.toml": 'parties = "/?A"'}, "anciennes-adresses.toml", 1, "pas une liste", "parties ="),
    Mistake("other addresses as a list", {"anciennes-adresses.toml": 'vers = ["/?A"]'}, "anciennes-adresses.toml", 1, "pas une table", "[vers]"),
    Mistake("old address that leads to a number", {"anciennes-adresses.toml": '[vers]\n"/?A" = 3'}, "anciennes-adresses.toml", 2, "aucune adresse", "écrivez"),
    Mistake("old address that leads to a page that is not there", {"anciennes-adresses.toml": '[vers]\n"/?A" = "/nulle-part/"'}, "anciennes-adresses.toml", 2, "/nulle-part/ n’existe pas", "copiez"),
    Mistake("old address that leads to another old one", {"anciennes-adresses.toml": '[vers]\n"/?A" = "/?B"'}, "anciennes-adresses.toml", 2, "/?B n’existe pas", "copiez"),
    Mistake("old address that leads to itself", {"anciennes-adresses.toml": '[vers]\n"/?A" = "/A.html"'}, "anciennes-adresses.toml", 2, "mène à elle-même", "aujourd’hui"),
    Mistake("old address that leads to a file's name", {"anciennes-adresses.toml": '[vers]\n"/?A" = "contact"'}, "anciennes-adresses.toml", 2, "contact n’est pas une adresse", "/dossier/page/"),
    Mistake("old address that leads to a malformed one", {"anciennes-adresses.toml": '[vers]\n"/?A" = "https:/exemple.be"'}, "anciennes-adresses.toml", 2, "mal écrit", "écrivez https://exemple.be"),
    Mistake("old address that leads to an address to run", {"anciennes-adresses.toml": '[vers]\n"/?A" = "javascript:alert(1)"'}, "anciennes-adresses.toml", 2, "javascript", ""),
    Mistake("old address that leads to an address without a scheme", {"anciennes-adresses.toml": '[vers]\n"/?A" = "//exemple.be/x"'}, "anciennes-adresses.toml", 2, "pas une adresse entière", "https://exemple.be/x"),
    Mistake("old address that leads to the site itself", {"anciennes-adresses.toml": '[vers]\n"/?A" = "https://essai.example/contact/"'}, "anciennes-adresses.toml", 2, "page du site", "/contact/"),
    Mistake("old address that exists and leads elsewhere", {"anciennes-adresses.toml": '[vers]\n"/contact/" = "https://exemple.be/"'}, "anciennes-adresses.toml", 2, "existe encore", "retirez-la"),
    Mistake("old address led to two places", {"anciennes-adresses.toml": 'parties = ["/?A"]\n[vers]\n"/A.html" = "/contact/"'}, "anciennes-adresses.toml", 3, "déjà prise : content/anciennes-adresses.toml:1", "un seul"),
    Mistake("retired address that a page claims", {"anciennes-adresses.toml": 'parties = ["/?Essai"]', PAGE: page("Essai", anciennes_adresses='["/?Essai"]')}, PAGE, 4, "déjà prise : content/anciennes-adresses.toml:1", "un seul"),
    Mistake("broken vocabulary", {"vocabulaire.toml": "[themes.secret\n"}, "vocabulaire.toml", 1, "pas du TOML", "guillemets"),
    Mistake("broken facts", {"association.toml": '[site]\nnom = "CVTS\n'}, "association.toml", 2, "pas du TOML", "guillemets"),
    Mistake("no facts", {"association.toml": None}, "association.toml", 0, "manque", "remettez-le"),
    # --- links, images, headings, as written
    Mistake("dead link", {PAGE: page("Essai", "Voir [ici](/nulle-part/).")}, PAGE, 6, "/nulle-part/ ne mène nulle part", "copiez son adresse"),
    Mistake("no final slash", {PAGE: page("Essai", "Voir [ici](/contact).")}, PAGE, 6, "ne mène nulle part", "/contact/"),
    Mistake("a note without its call", {PAGE: page("Essai", "Un mot.\n\n[^1]: La note.")}, PAGE, 8, "[^1]", "dans le texte"),
    Mistake("broken {filename}", {PAGE: page("Essai", "Voir [ici]({filename}absent.md).")}, PAGE, 6, "{filename}", "du navigateur"),
    Mistake("an image with Pelican's prefix", {PAGE: page("Essai", "![Une place]({static}/images/x.png)")}, PAGE, 6, "{static}", "/images/x.png"),
    Mistake("a document with Pelican's prefix", {PAGE: page("Essai", "[doc]({static}/images/x.pdf) ou pas")}, PAGE, 6, "{static}", "/images/x.pdf"),
    Mistake("a document with {attach}", {PAGE: page("Essai", "Un mot.\n\n[doc]({attach}x.pdf)")}, PAGE, 8, "{attach}", "x.pdf"),
    Mistake("a document with bars", {PAGE: page("Essai", "[doc](|filename|x.pdf)")}, PAGE, 6, "|filename|", "x.pdf"),
    Mistake("a program for an address", {PAGE: page("Essai", "Un mot.\n\n[doc](javascript:alert(1))")}, PAGE, 8, "javascript:", "https://"),
    Mistake("the preview's address", {PAGE: page("Essai", "[doc](http://127.0.0.1:8000/contact/)")}, PAGE, 6, "127.0.0.1", "/contact/"),
    Mistake("the site's own address", {PAGE: page("Essai", "[doc](https://essai.example/contact/)")}, PAGE, 6, "page du site", "/contact/"),
    Mistake("an e-mail address without its scheme", {PAGE: page("Essai", "[nous](info@essai.example)")}, PAGE, 6, "info@", "mailto:info@essai.example"),
    Mistake("a link without an address", {PAGE: page("Essai", "[ici]()")}, PAGE, 6, "sans adresse", "retirez"),
    Mistake("a script", {PAGE: page("Essai", "Un mot.\n\n<script>alert(1)</script>")}, PAGE, 8, "<script>", "programme"),
    Mistake("a tag that nothing opened", {PAGE: page("Essai", "Un mot.\n\n</div></main></body>")}, PAGE, 8, "</div>", "retirez"),
    Mistake("a link that nothing closes", {PAGE: page("Essai", "Un <a href='/contact/'>mot.\n\nFin.")}, PAGE, 6, "<a>", "</a>"),
    Mistake("a comment", {PAGE: page("Essai", "Un mot.\n\n<!-- à relire -->")}, PAGE, 8, "commentaire", "retirez"),
    Mistake("an identifier of the page", {PAGE: page("Essai", "## Un mot {#contenu}")}, PAGE, 6, "« contenu » existe déjà", "autre nom"),
    Mistake("signs taken for a tag", {PAGE: page("Essai", "Si x<y>z.")}, PAGE, 6, "<y>", "\\<y>"),
    Mistake("text that runs backwards", {PAGE: page("Essai", "Un mot\u202e.")}, PAGE, 6, "inverse le sens", "effacez"),
    Mistake("an invisible sign in a field", {PAGE: header('titre: "Une\u200b page"', SUMMARY)}, PAGE, 2, "sans largeur", "effacez"),
    Mistake("Word's line break in a field", {PAGE: header('titre: "Une\v page"', SUMMARY)}, PAGE, 2, "saut de ligne de Word", "une espace"),
    Mistake("a sound for a document", {PAGE: page("Essai", "[Écouter](son.mp3)"), "pages/son.mp3": b"ID3"}, PAGE, 6, "son.mp3 : le site ne publie pas", "vidéo"),
    Mistake("a message for a document", {PAGE: page("Essai", "[Lire](mot.eml)"), "pages/mot.eml": b"From: a"}, PAGE, 6, "mot.eml : le site ne publie pas", "PDF"),
    Mistake("a picture for a document", {PAGE: page("Essai", "[Voir](photo.png)"), "pages/photo.png": PNG}, PAGE, 6, "photo.png", "![ce que"),
    Mistake("a file that macOS left", {"pages/._essai.md": b"\x00\x05\x16\x07"}, "pages/._essai.md", 0, "caché", "supprimez"),
    Mistake("a file that Emacs left", {"pages/.#essai.md": b"x@y"}, "pages/.#essai.md", 0, "caché", "supprimez"),
    Mistake("a text that no page offers", {"pages/notes.txt": "Un texte."}, "pages/notes.txt", 0, "n’est pas lu", "faites un lien"),
    Mistake("dead anchor", {PAGE: page("Essai", "Voir [ici](/contact/#rien).")}, PAGE, 6, "ancre qui n’existe pas", "copiez"),
    Mistake("dead anchor in the page", {PAGE: page("Essai", "Voir [ici](#rien).")}, PAGE, 6, "ancre qui n’existe pas", "copiez"),
    Mistake("empty link text", {PAGE: page("Essai", "Voir [](/contact/).")}, PAGE, 6, "n’a pas de texte", "entre les crochets"),
    Mistake("missing image", {PAGE: page("Essai", "![Une photo](photo.jpg)")}, PAGE, 6, "photo.jpg", ""),
    Mistake("missing image, named in the text too", {PAGE: page("Essai", "La photo est belle.\n\n![Une place](photo.jpg)")}, PAGE, 8, "photo.jpg", ""),
    Mistake("missing document", {PAGE: page("Essai", "[Le texte](charte.pdf)")}, PAGE, 6, "charte.pdf", ""),
    Mistake("image from elsewhere", {PAGE: page("Essai", "![Une photo](https://ailleurs.example/photo.jpg)")}, PAGE, 6, "ailleurs.example", "à côté"),
    Mistake("two first-level headings", {PAGE: page("Essai", "# Encore un titre")}, PAGE, 6, "niveau 1", "##"),
    Mistake("heading that jumps", {PAGE: page("Essai", "## Un\n\n#### Trop bas")}, PAGE, 8, "saute du niveau 2 au niveau 4", "###"),
    Mistake("unknown figure", {PAGE: page("Essai", "Il y en a {chiffre:permanence:2023}.")}, PAGE, 6, "permanence", "permanences"),
    Mistake("link to a draft", {PAGE: page("Essai", statut="brouillon"), "pages/contact.md": page("Contact", "Voir [ici](/essai/).")}, "pages/contact.md", 6, "pas encore publiée (brouillon)", "publiez"),
    Mistake("link to the future", {NEWS: page("Essai", date="2031-01-01"), "pages/contact.md": page("Contact", "Voir [ici](/actualites/essai/).")}, "pages/contact.md", 6, "paraîtra le 2031-01-01", "publiez"),
    Mistake("orphan page", {"pages/orpheline.md": page("Orpheline")}, "pages/orpheline.md", 0, "aucune page ne mène à /orpheline/", "faites un lien"),
    Mistake("image without alternative text", {PAGE: page("Essai", "![](photo.png)"), "pages/photo.png": PNG}, PAGE, 6, "« photo » n’a pas de texte alternatif", "entre les crochets"),
    Mistake("image of a title's name", {PAGE: page("La photo", "La photo est là.\n\n![](photo.png)"), "pages/photo.png": PNG}, PAGE, 8, "« photo » n’a pas de texte alternatif", "entre les crochets"),
    Mistake("image with accents", {PAGE: page("Essai", "![](Réunion d’été.png)"), "pages/Réunion d’été.png": PNG}, PAGE, 6, "« Réunion d’été » n’a pas", "entre les crochets"),
    Mistake("SPIP's bold", {PAGE: page("Essai", "Un {{mot}}.")}, PAGE, 6, "SPIP", "**mot**"),
    Mistake("title that only the case distinguishes", {PAGE: page("CONTACT")}, PAGE, 2, "même titre", "distingue"),
    Mistake("empty news", {NEWS: page("Essai", "", date="2024-03-04")}, NEWS, 6, "pas de texte", "écrivez"),
]  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a valid site once; what is refused later leaves it as it is."""
    site = Site(tmp_path_factory.mktemp("built"))
    assert site.build().ok
    return site


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_named_alone_and_the_old_output_survives(mistake: Mistake, built: Site) -> None:
    """No mistake drags others along: what follows from it is not reported."""
    shutil.rmtree(built.root / "content")
    built.add(VALID)
    built.add(mistake.files)
    before = snapshot(built.output)
    (problem,) = built.build().problems
    assert (problem.path, problem.line) == (f"content/{mistake.path}", mistake.line), str(problem)
    assert mistake.text in problem.text, str(problem)
    assert mistake.remedy in problem.remedy, str(problem)
    assert snapshot(built.output) == before
    assert not [path for path in built.root.iterdir() if path.name.startswith(".output")], (
        "nothing is left behind"
    )


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"dates": "[]"},
        {"dates": "[2024-03-04, 2024-04-04]", "dates_annulees": "[2024-03-04, 2024-04-04]"},
        {"dates": "premier lundi du mois du 2024-03-01 au 2024-03-31", "dates_annulees": "[2024-03-04]"},
    ],
)
def test_a_bistrot_that_sleeps_may_keep_what_is_cancelled(site: Site, fields: dict[str, str]) -> None:
    """So that subscribers' calendars learn that its evenings do not take place."""
    site.add(
        {
            "vocabulaire.toml": SLEEPING,
            "bistrots/mons.md": page("Mons", commune="Mons", etat="en-veille", **fields),
        }
    )
    assert site.build().problems == ()


def test_a_missing_file_does_not_hide_another_dead_link_of_its_line(site: Site) -> None:
    site.add({PAGE: page("Essai", "![Une place](photo.jpg) et [une autre](/photo.jpg).")})
    problems = site.build().problems
    assert sorted(problem.about for problem in problems) == ["/photo.jpg", "photo.jpg"]
    assert {problem.line for problem in problems} == {6}


def test_every_problem_of_every_file_is_listed_in_one_run(site: Site) -> None:
    site.add(
        {
            NEWS: header(TITLE, SUMMARY, "date: demain", "humeur: bonne"),
            PAGE: page("Essai", "Voir [ici](/nulle-part/) et [](/contact/).\n\n![](photo.jpg)"),
            RESOURCE: "rien\n",
        }
    )
    report = site.build()
    paths = {problem.path for problem in report.problems}
    assert paths == {f"content/{NEWS}", f"content/{PAGE}", f"content/{RESOURCE}"}
    assert len(report.problems) >= 6


def test_problems_read_as_file_line_problem_remedy_sorted_by_place(site: Site) -> None:
    site.add({PAGE: page("Essai", "Voir [ici](/b/).\n\nEt [là](/a/).")})
    lines = [str(problem) for problem in site.build().problems]
    assert lines == sorted(lines)
    assert lines[0].startswith(f"content/{PAGE}:6: le lien /b/ ne mène nulle part → ")
    assert lines[1].startswith(f"content/{PAGE}:8: le lien /a/ ne mène nulle part → ")


def test_a_link_to_a_file_elsewhere_is_refused_and_not_read(site: Site) -> None:
    (site.root / "secret.md").write_text(page("Un secret"), encoding="utf-8")
    (site.root / "content" / "pages" / "secret.md").symlink_to(site.root / "secret.md")
    (problem,) = site.build().problems
    assert problem.path == "content/pages/secret.md"
    assert "raccourci" in problem.text
