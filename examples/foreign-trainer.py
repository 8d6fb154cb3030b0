#!/usr/bin/env python3
"""Trains what a sweep suggests, where "orchestrator up" keeps it: foreign-trainer.py SWEEP [NAME]. Here "training" is solving y' = y(1 - y)."""
import json, math, os, subprocess, sys

sweep, name = sys.argv[1], (sys.argv[2:] or ["trainer"])[0]
STAGES = {"euler": [], "midpoint": [0.5], "rk4": [0.5, 0.5, 1.0]}
WEIGHTS = {"euler": [1], "midpoint": [0, 1], "rk4": [1 / 6, 1 / 3, 1 / 3, 1 / 6]}


def orchestrator(*words):
    program = os.environ.get("ORCHESTRATOR", "orchestrator").split()
    return json.loads(subprocess.run([*program, *words], stdout=subprocess.PIPE, check=True).stdout)


def train(method, step):
    count, y = max(1, round(5 / step)), 0.1
    for _ in range(count):
        slopes = [y * (1 - y)]
        for share in STAGES[method]:
            stage = y + share * 5 / count * slopes[-1]
            slopes.append(stage * (1 - stage))
        y += 5 / count * sum(weight * slope for weight, slope in zip(WEIGHTS[method], slopes))
    return abs(y - 1 / (1 + 9 * math.exp(-5))), count * len(slopes)


while (asked := orchestrator("ask", sweep, "--as", name, "--wait"))["run"]:
    error, evaluations = train(asked["settings"]["solver.method"], asked["settings"]["solver.step_size"])
    orchestrator("tell", asked["run"], f"validation.loss={error!r}", f"nfe.forward={evaluations}")
