"""The card of a model package: what it is, from what, how good, and where that ends."""

ABOUT = {
    "bearing-forest": "120 extremely randomised trees on 21 features of one element (`input.names` in the manifest): height of "
    "its kinematic line, multiples and sidebands above the floor in the whitened and in the sharpest band, the lead over the "
    "rival elements, and what the whole window says (kurtosis, ringing over running noise, cage and shaft lines).",
    "bearing-network": "a 1-D convolutional network (two layers of 16, pooled, about 2,600 weights) on the order spectrum of the "
    "envelope around the first four multiples of each element's line: heights above the floor, nothing else.",
}


def percent(share):
    return f"{100 * share:.1f} %"


def interval(pair, tell=lambda x: f"{x:.3f}"):
    return f"{tell(pair[0])} to {tell(pair[1])}"


def written(manifest, packed, agreement, real):
    name, metrics = manifest["name"], manifest["metrics"]
    lines = [
        f"# {name} {manifest['version']}",
        "",
        f"Says of one element at a time (race that stands, race that turns, ball) whether it strikes: {ABOUT[name]}",
        "It is asked three times a window, once for each element; the highest score is the bearing's, its element the cause.",
        "",
        "## Made from",
        f"- {manifest['training']['data']} Severity is log-uniform from 0.02 to 1.",
        f"- Split by part: {manifest['training']['trainingParts']} parts train, {manifest['training']['validationParts']} "
        "validate and set the threshold; the figures below are of another world that neither has seen.",
        "- **The outer ring turns** (pulley). Elements are named by role, standing or turning, so that a rig whose inner ring turns "
        "is described by the same words; the shipped weights have heard the simulated pulley only, no recording of a real bearing.",
        "",
        f"## Figures ({metrics['soundParts']} sound and {metrics['parts'] - metrics['soundParts']} damaged simulated parts, "
        "95 % intervals)",
        "",
        f"| | {' | '.join(packed)} |",
        f"|---|{'---|' * len(packed)}",
        "| macro-AUROC, each element against all else | "
        + " | ".join(f"{p['metrics']['macroAuroc']:.4f} ({interval(p['metrics']['macroAurocInterval'])})" for p in packed.values())
        + " |",
        "| threshold (1 % false alarms on validation parts) | "
        + " | ".join(f"{p['operatingPoint']['threshold']:.3f}" for p in packed.values()) + " |",
        "| false alarms | "
        + " | ".join(
            f"{p['metrics']['falseAlarms']} of {p['metrics']['soundParts']} ({interval(p['metrics']['falseAlarmInterval'], percent)})"
            for p in packed.values()
        )
        + " |",
    ]
    for bin_name in metrics["bySeverity"]:
        cells = [p["metrics"]["bySeverity"][bin_name] for p in packed.values()]
        lines.append(
            f"| severity {bin_name}: found; escapes | "
            + " | ".join(f"{c['found']} of {c['parts']}; {interval(c['escapeInterval'], percent)}" for c in cells) + " |"
        )
    lines += ["", f"The two models' scores of a part correlate by {agreement:.3f}.", ""]
    if real:
        lines += [
            "## The same pipeline on real bearings (not these weights)",
            "CWRU rig, SKF 6205, inner ring turning; seven bearings, each left out in turn (fault × size; see `docs/bearings.md`):",
            "",
        ]
        for kind in ("forest", "network"):
            left_out = real[kind]["leave one bearing out"]
            lines.append(f"- {kind}: macro-AUROC {left_out['macroAuroc']:.3f}, {interval(left_out['interval'])} by bootstrap over bearings")
        lines.append("")
    lines += [
        "## Limits",
        "- Simulated strikes are cleaner than real damage. Before it judges real bearings, record sound and damaged ones, train again, "
        "and split by bearing.",
        "- One damaged element at a time; two at once are found, but only one is named.",
        "- A window of 60 turns (2 s at 1800 1/min) sampled at 10.4 kHz or more; only 300 Hz to 5.2 kHz is used.",
        "- The score is no probability of failure. It ranks; the threshold decides.",
        "",
    ]
    return "\n".join(lines)
