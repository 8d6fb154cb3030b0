#!/usr/bin/env python3
"""Looks for the best learning rate by golden sections, where "orchestrator up" trains: foreign-optimizer.py SWEEP [POINTS]."""
import json, math, os, subprocess, sys

sweep, points = sys.argv[1], int((sys.argv[2:] or ["10"])[0])
KEY, RATIO = "training.optimizer.learning_rate", (math.sqrt(5) - 1) / 2


def orchestrator(*words):
    program = os.environ.get("ORCHESTRATOR", "orchestrator").split()
    return subprocess.run([*program, *words], stdout=subprocess.PIPE, check=True).stdout


def loss(exponent):
    answer = json.loads(orchestrator("ask", sweep, f"{KEY}={10**exponent:.6g}", "--wait"))
    return answer["values"]["training.loss"] if answer["status"] == "completed" else math.inf


low, high = -4.0, -1.0
left, right = high - RATIO * (high - low), low + RATIO * (high - low)
losses = {left: loss(left), right: loss(right)}
for _ in range(points - 2):
    if losses[left] < losses[right]:
        high, right, left = right, left, right - RATIO * (right - low)
    else:
        low, left, right = left, right, left + RATIO * (high - left)
    losses.update({at: loss(at) for at in (left, right) if at not in losses})
orchestrator("stop", sweep)
print("{:.3g} with training.loss {:.4g}".format(*min(((10**at, value) for at, value in losses.items()), key=lambda found: found[1])))
