#!/usr/bin/env python3
"""Submits a sweep file to a running "orchestrator up", follows it and prints the best trial: submit.py FILE [http://127.0.0.1:5080]"""
import json, os, sys, urllib.error, urllib.request

file, server = sys.argv[1], (sys.argv[2:] or ["http://127.0.0.1:5080"])[0].rstrip("/")


def call(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    if "ORCHESTRATOR_TOKEN" in os.environ:  # where the server asks for one
        headers["Authorization"] = "Bearer " + os.environ["ORCHESTRATOR_TOKEN"]
    return urllib.request.urlopen(urllib.request.Request(server + path, data, headers))


with open(file, encoding="utf-8") as source:
    submission = {"text": source.read(), "fileName": file, "directory": os.path.dirname(os.path.abspath(file))}
try:
    sweep = json.load(call("/api/sweeps", submission))["id"]
except urllib.error.HTTPError as refused:
    for error in json.load(refused).get("errors", []):
        print("{where} = {given}: {rule}; {fix}".format(**error), file=sys.stderr)
    sys.exit(2)
for line in call(f"/api/sweeps/{sweep}/events"):  # one event with every change, to the end of the sweep
    if line.startswith(b"data:"):
        state = json.loads(line[5:])
        print(f"{sweep}: {state['status']}, {state['finished']} of {state['expectedRuns']} runs", file=sys.stderr)
if state["best"]:
    print("trial {trial}: {metric} = {value} with {settings}".format(**state["best"]))
sys.exit(0 if state["status"] == "completed" and state["failed"] == 0 else 1)
