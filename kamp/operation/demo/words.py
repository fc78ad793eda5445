"""What the invented company sells and how its customers are called. No real company is meant."""

from __future__ import annotations

from dataclasses import dataclass

COMPANY = "Officine Corvale"
PASSWORD = "officine-corvale-2026"  # noqa: S105  MEANT: the demo's sign-in, printed by `up`, for loopback only


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoUser:
    email: str
    name: str
    role: str
    language: str
    team: int | None = None
    segments: tuple[int, ...] = ()


USERS = (
    DemoUser(email="giulia@corvale.example", name="Giulia Ferri", role="sales_rep", language="it", team=0),
    DemoUser(email="andrea@corvale.example", name="Andrea Rossi", role="sales_rep", language="it", team=1),
    DemoUser(email="martina@corvale.example", name="Martina Conti", role="sales_rep", language="en", team=0),
    DemoUser(
        email="luca@corvale.example",
        name="Luca Bonetti",
        role="market_manager",
        language="it",
        team=0,
        segments=(0, 1, 2),
    ),
    DemoUser(email="paolo@corvale.example", name="Paolo Tosi", role="specialist", language="it"),
    DemoUser(email="silvia@corvale.example", name="Silvia Neri", role="management", language="it"),
    DemoUser(email="anna@corvale.example", name="Anna Villa", role="administrator", language="it"),
    DemoUser(email="erp@corvale.example", name="ERP", role="integrator", language="en", team=1),
)
TEAMS = ("Nord-Ovest", "Nord-Est", "Centro-Sud")

SEGMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Alimentare", ("Molini", "Caseifici", "Pastificio", "Oleificio", "Birrificio", "Conserve", "Zuccheri")),
    ("Energia", ("Idrotermica", "Energia", "Centrale", "Termica")),
    ("Farma", ("Farmaceutica", "Biomedica", "Laboratori", "Chimica fine")),
    ("Carta e imballaggi", ("Cartiere", "Imballaggi", "Cartotecnica", "Plastiche")),
    ("Metalli e vetro", ("Siderurgica", "Vetreria", "Fonderie", "Ceramiche", "Meccanica")),
    ("Cantieri e trasporti", ("Cantieri", "Autolinee", "Logistica", "Gomma", "Tessitura")),
)
# The customers of the pictures in the documentation: (first word and place, segment).
KNOWN = (
    ("Cartiere Valbrenna", 3),
    ("Molini Serravento", 0),
    ("Idrotermica Montesile", 1),
    ("Siderurgica Oltrona", 4),
    ("Vetreria Castelfosco", 4),
    ("Energia Dolomitica", 1),
    ("Ceramiche Roccabruna", 4),
    ("Cantieri Porto Levio", 5),
    ("Farmaceutica Tiberiana", 2),
    ("Plastiche Valdarsa", 3),
    ("Imballaggi Rivaverde", 3),
    ("Caseifici Altopiano", 0),
    ("Biomedica Savelli", 2),
    ("Tessitura Campoforte", 5),
    ("Meccanica Sant’Elmo", 4),
    ("Oleificio Tre Colli", 0),
    ("Birrificio Grado Nove", 0),
    ("Gomma Picena", 5),
    ("Conserve Marisole", 0),
    ("Autolinee Bellacorte", 5),
    ("Logistica Pontelungo", 5),
    ("Zuccheri Padanella", 0),
)
PLACES = (
    "Valbrenna", "Serravento", "Montesile", "Oltrona", "Castelfosco", "Roccabruna", "Rivaverde", "Campoforte",
    "Pontelungo", "Bellacorte", "Sassonero", "Acquafredda", "Boscopiano", "Torrechiara", "Casalmora", "Fontelunga",
    "Montegranello", "Pratosecco", "Villarossa", "Borgolieto", "Colleverde", "Pietrasalda", "Rocca d’Alba", "Lagoscuro",
    "Vallombra", "Castelnero", "Poggiomarino", "Belvento", "Malaspina", "Terralba",
)  # fmt: skip
CITIES: tuple[tuple[str, str, str, int], ...] = (
    ("Torino", "Piemonte", "10121", 0), ("Cuneo", "Piemonte", "12100", 0), ("Milano", "Lombardia", "20121", 0),
    ("Bergamo", "Lombardia", "24121", 0), ("Brescia", "Lombardia", "25121", 0), ("Genova", "Liguria", "16121", 0),
    ("Verona", "Veneto", "37121", 1), ("Padova", "Veneto", "35121", 1), ("Udine", "Friuli-Venezia Giulia", "33100", 1),
    ("Trento", "Trentino-Alto Adige", "38121", 1), ("Bologna", "Emilia-Romagna", "40121", 1),
    ("Parma", "Emilia-Romagna", "43121", 1), ("Ancona", "Marche", "60121", 2), ("Perugia", "Umbria", "06121", 2),
    ("Firenze", "Toscana", "50121", 2), ("Napoli", "Campania", "80121", 2), ("Bari", "Puglia", "70121", 2),
    ("Catania", "Sicilia", "95121", 2),
)  # fmt: skip
LEGAL_FORMS = ("S.p.A.", "S.r.l.", "Soc. coop.")

# product line: (product, list price, unit cost)
LINES: tuple[tuple[str, tuple[tuple[str, int, int], ...]], ...] = (
    (
        "Valvole",
        (
            ("Valvola a farfalla DN80", 210, 118),
            ("Valvola a sfera DN50", 165, 92),
            ("Valvola di sicurezza", 390, 215),
            ("Attuatore pneumatico", 520, 300),
        ),
    ),
    (
        "Dosaggio",
        (("Pompa dosatrice P20", 780, 470), ("Testata di dosaggio", 240, 140), ("Sonda di livello", 130, 70)),
    ),
    (
        "Filtri",
        (("Filtro a maniche", 95, 57), ("Cartuccia filtrante", 38, 21), ("Filtro autopulente", 1250, 790)),
    ),
    (
        "Automazione",
        (("Quadro di controllo", 1900, 1240), ("Modulo I/O", 310, 190), ("Licenza supervisione", 850, 210)),
    ),
    (
        "Ricambi",
        (("Kit guarnizioni", 42, 16), ("Kit manutenzione annuale", 260, 120), ("Membrana di ricambio", 75, 31)),
    ),
    (
        "Servizi",
        (
            ("Ora di assistenza tecnica", 88, 52),
            ("Audit energetico", 1450, 760),
            ("Contratto di manutenzione, rata", 640, 330),
        ),
    ),
)
FIRST_NAMES = (
    "Sandra", "Gianni", "Elena", "Davide", "Marta", "Franco", "Chiara", "Roberto", "Ilaria", "Paolo", "Lucia",
    "Stefano", "Giorgia", "Matteo", "Anna", "Fabio", "Serena", "Claudio", "Irene", "Nicola",
)  # fmt: skip
LAST_NAMES = (
    "Nicolai", "Prato", "Marconi", "Rota", "Testi", "Galli", "Fontana", "Moretti", "Barbieri", "Lombardi", "Riva",
    "Caruso", "Ferrara", "Santoro", "Mariani", "Rinaldi", "Longo", "Gentile", "Martini", "Vitale",
)  # fmt: skip
POSTS: tuple[tuple[str, str, tuple[str, ...], int, str], ...] = (
    ("Direttrice acquisti", "Acquisti", ("decider", "buyer"), 5, "direction"),
    ("Responsabile manutenzione", "Manutenzione", ("influencer", "user"), 4, "middle"),
    ("Responsabile qualità", "Qualità", ("influencer",), 3, "middle"),
    ("Direttore di stabilimento", "Produzione", ("user", "initiator"), 4, "direction"),
    ("Buyer", "Acquisti", ("buyer",), 3, "operational"),
    ("Amministratore delegato", "Direzione", ("economic_buyer",), 5, "top"),
    ("Segreteria tecnica", "Direzione", ("gatekeeper",), 2, "operational"),
    ("Progettista di processo", "Tecnico", ("initiator", "influencer"), 3, "operational"),
)
CONTRACTS = ("Accordo quadro valvole", "Manutenzione programmata", "Fornitura ricambi", "Assistenza e audit energetici")
TOUCH_NOTES = (
    "", "", "", "Parlato del fermo impianto di primavera.", "Chiede tempi di consegna più corti sui ricambi.",
    "Apprezzata la prova sulla linea 2.", "Il concorrente ha proposto uno sconto sulle valvole.",
    "Vuole coinvolgere la manutenzione nella scelta.",
)  # fmt: skip
PRODUCTS_SOLD = (
    "Carta per imballaggio e cartone ondulato", "Farine e semilavorati per il pane", "Componenti in vetro tecnico",
    "Principi attivi e preparati", "Acciai speciali laminati a freddo", "Impianti chiavi in mano e manutenzione",
)  # fmt: skip
MARKETS_SERVED = (
    "Grande distribuzione in Italia e Germania", "Industria alimentare europea", "Costruttori di macchine",
    "Ospedali e farmacie", "Automobile e cantieristica", "Enti pubblici e utility",
)  # fmt: skip
# (text, type, when, impact on the customer)
FACTORS = (
    ("Costo dell’energia ancora instabile", "economic", "now", -2),
    ("Nuovi limiti alle emissioni dal 2028", "environmental", "future", -1),
    ("Incentivi alla transizione digitale degli impianti", "political", "now", 2),
    ("Difficoltà a trovare manutentori qualificati", "social", "now", -1),
    ("Sensori e manutenzione predittiva alla portata di tutti", "technological", "future", 1),
    ("Obbligo di tracciabilità di filiera", "legal", "future", -1),
    ("Un concorrente estero apre uno stabilimento in regione", "economic", "future", -2),
    ("Domanda in crescita nei mercati serviti", "economic", "now", 1),
)
