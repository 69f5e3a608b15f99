"""The beginning of a topic file for questions that no entry answers yet."""

import json
from collections import Counter

from bot.insights.clusters import Cluster
from bot.insights.masking import without_marks

_MOST_VARIANTS = 30


def new_entry(cluster: Cluster) -> str:
    """A topic file with the cluster's French questions as ways to ask, and blanks for the rest; others as comments."""
    asked = Counter((row.language, without_marks(row.text)) for row in cluster.rows)
    french = [text for (language, text), _ in asked.most_common() if language == "fr" and text]
    others = [(language, text) for (language, text), _ in asked.most_common() if language != "fr" and text]
    lines = [
        "# Nouvelle entrée : remplissez ce qui est entre < >, ôtez les < >, puis renvoyez le fichier au robot.",
        "topic: <sujet, un mot en minuscules, par exemple wifi>",
        "entries:",
        "  - id: <nom unique en minuscules>",
        "    title: <texte du bouton, 40 caractères au plus>",
        "    sources: [<numéro du paragraphe de l'article>]",
        '    answer: "<la réponse, 400 caractères au plus>"',
        "    variants:",
        *(f"      - {json.dumps(text, ensure_ascii=False)}" for text in french[:_MOST_VARIANTS]),
    ]
    if not french:
        lines.append('      - "<une façon de demander en français>"')
    if others:
        lines.append("# Aussi demandé, pour les fichiers de translations/ :")
        lines += [
            f"#   {language}: {json.dumps(text, ensure_ascii=False)}" for language, text in others[:_MOST_VARIANTS]
        ]
    return "\n".join(lines) + "\n"
