"""What the demo's teams wrote into their plans."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area of intervention: which product line it sells, its result for the customer, how sure it is."""

    name: str
    product_line: str
    kind: str
    result: str
    measure: str
    unit: str
    baseline: int
    target: int
    probability: int
    contribution: int
    need: str
    investment: tuple[str, str, int]  # what for, kind, share of a year's revenue of the area in percent


SHARES = (9, 6, 5, 7, 4)  # yearly revenue of each area in percent of the account's
AREAS = (
    Area(
        name="Manutenzione predittiva delle linee",
        product_line="Servizi",
        kind="new",
        result="Meno fermi non programmati sulle linee di produzione",
        measure="Ore di fermo al mese",
        unit="ore",
        baseline=14,
        target=6,
        probability=70,
        contribution=46,
        need="Ridurre i fermi non programmati",
        investment=("Sensori e avviamento sulla prima linea", "equipment", 22),
    ),
    Area(
        name="Dosaggio automatico nel nuovo reparto",
        product_line="Dosaggio",
        kind="new",
        result="Qualità costante del prodotto e meno scarti",
        measure="Scarti di produzione",
        unit="%",
        baseline=4,
        target=2,
        probability=55,
        contribution=38,
        need="Ridurre gli scarti di dosaggio",
        investment=("Prova in stabilimento e formazione degli operatori", "training", 12),
    ),
    Area(
        name="Filtri autopulenti al posto di quelli a maniche",
        product_line="Filtri",
        kind="new",
        result="Manutenzione dimezzata dei filtri",
        measure="Interventi all’anno",
        unit="interventi",
        baseline=24,
        target=12,
        probability=60,
        contribution=35,
        need="Meno manutenzione ordinaria",
        investment=("Ore dei nostri tecnici per l’installazione", "people", 15),
    ),
    Area(
        name="Difesa dell’accordo quadro sulle valvole",
        product_line="Valvole",
        kind="defence",
        result="Prezzi e consegne certi per due anni",
        measure="Consegne puntuali",
        unit="%",
        baseline=88,
        target=97,
        probability=80,
        contribution=41,
        need="Consegne puntuali e prezzi certi",
        investment=("Sconto aggiuntivo sul volume", "discount", 4),
    ),
    Area(
        name="Supervisione degli impianti da remoto",
        product_line="Automazione",
        kind="new",
        result="Un solo quadro di tutti gli impianti",
        measure="Impianti collegati",
        unit="impianti",
        baseline=0,
        target=6,
        probability=40,
        contribution=52,
        need="Vedere tutti gli impianti da un solo posto",
        investment=("Licenza di prova e integrazione", "other", 18),
    ),
)
# quadrant: (text, importance or impact, gap to the best rival, probability, evidence)
CUSTOMER_SWOT = {
    "S": (
        ("Marchio riconosciuto nei mercati serviti", 4, 2, None, "Quota di mercato 2025"),
        ("Impianti rinnovati negli ultimi tre anni", 3, 1, None, "Visita in stabilimento"),
    ),
    "W": (
        ("Costo dell’energia sopra la media del settore", 4, -2, None, "Bilancio depositato"),
        ("Pochi tecnici di manutenzione interni", 3, -1, None, "Colloquio con il responsabile"),
    ),
    "O": (
        ("Incentivi per gli investimenti digitali", 4, None, 4, "Piano nazionale"),
        ("Domanda in crescita nei mercati esteri", 3, None, 3, "Stampa di settore"),
    ),
    "T": (
        ("Un concorrente estero entra in regione", 4, None, 3, "Associazione di categoria"),
        ("Nuovi limiti alle emissioni", 3, None, 4, "Gazzetta ufficiale"),
    ),
}
OUR_SWOT = {
    "S": (
        ("Assistenza tecnica entro quattro ore", 5, 2, None, "Registro interventi"),
        ("Conosciamo tutti gli impianti del cliente", 4, 2, None, "Dieci anni di fornitura"),
    ),
    "W": (
        ("Prezzi delle valvole sopra il concorrente", 4, -2, None, "Ultima gara"),
        ("Nessun contatto con la direzione generale", 3, -1, None, "Mappa delle persone"),
    ),
    "O": (
        ("Il piano di rinnovo prevede nuove linee", 5, None, 4, "Colloquio con la direzione tecnica"),
        ("Vogliono meno fornitori", 4, None, 3, "Colloquio con gli acquisti"),
    ),
    "T": (
        ("Il concorrente offre il servizio incluso", 4, None, 3, "Offerta vista dal cliente"),
        ("Il contratto scade entro l’anno", 4, None, 4, "Contratto"),
    ),
}
SOURCES = (
    ("Rapporto annuale dell’associazione di categoria", "external", "desk_research", 4),
    ("Riunione con la direzione tecnica del cliente", "expert", "expert_meeting", 5),
    ("Confronto fra venditori e assistenza", "internal", "group_meeting", 3),
    ("Bilanci depositati dei concorrenti", "external", "desk_research", 4),
)
FINDINGS = (
    ("rival", "Due concorrenti investono nell’automazione", "Il cliente dovrà seguirli"),
    ("trend", "Contratti di servizio al posto degli acquisti singoli", "Possiamo proporre un canone"),
    ("substitute", "Impianti modulari chiavi in mano", "Da tenere d’occhio"),
)
POSITIONS = (("Qualità del prodotto", 8, 7), ("Prezzo", 6, 7), ("Tempi di consegna", 7, 6))
NARRATIVES = {
    ("scenario", "summary"): "Il settore cresce poco e chiede efficienza: energia e manutenzione decidono i margini.",
    ("swot", "strategy_of_customer"): "Il cliente punta su qualità e mercati esteri; rinnova due linee entro due anni.",
    ("demand", "buying"): "La manutenzione propone, la direzione tecnica sceglie, gli acquisti trattano il prezzo.",
    ("fit", "summary"): "Siamo forti nel servizio, deboli sul prezzo e lontani dalla direzione.",
    ("strategy", "goal"): "Diventare il fornitore di riferimento per gli impianti, non solo per i componenti.",
    ("strategy", "way"): "Entrare con la manutenzione predittiva, allargare a dosaggio e filtri, difendere le valvole.",
    ("sales-plan", "loss_reason"): "L’area apre un reparto nuovo: il ritorno arriva dopo la fine del piano.",
}
ACTIONS = (
    "Preparare la prova sulla linea 2",
    "Incontro con la direzione generale",
    "Offerta per i filtri autopulenti",
    "Aggiornare la mappa delle persone",
    "Calcolo del risparmio con il controllo di gestione",
    "Visita del cliente nel nostro stabilimento",
)
DECISIONS = (
    ("continue", "Avanti con la manutenzione predittiva sulle altre linee"),
    ("change", "Anticipare la prova sul dosaggio a gennaio"),
    ("add", "Coinvolgere il legale sul nuovo accordo quadro"),
)
