#!/usr/bin/env python3
"""Hypervolume that Optuna reaches on ZDT1, ZDT2, ZDT3 and DTLZ2: the functions, reference points and fields of SearchBench. One JSON object per line.

    optuna_hypervolume.py --optuna CHECKOUT [--objective NAME] [--sampler NAME] [--seeds 10]
"""
import argparse, json, math, statistics, sys, time, warnings

TRIALS, EARLY, VARIABLES = 1000, 250, 30


def zdt(shape):
    def objective(trial):
        x = [trial.suggest_float(f"x{i + 1}", 0, 1) for i in range(VARIABLES)]
        g = 1 + 9 * sum(x[1:]) / (VARIABLES - 1)
        return x[0], g * shape(x[0], g)
    return objective


def dtlz2(trial):
    x = [trial.suggest_float(f"x{i + 1}", 0, 1) for i in range(12)]
    r = 1 + sum((v - 0.5) ** 2 for v in x[2:])
    a, b = 0.5 * math.pi * x[0], 0.5 * math.pi * x[1]
    return r * math.cos(a) * math.cos(b), r * math.cos(a) * math.sin(b), r * math.sin(a)


OBJECTIVES = {
    "zdt1": (zdt(lambda f, g: 1 - math.sqrt(f / g)), [11, 11]),
    "zdt2": (zdt(lambda f, g: 1 - (f / g) ** 2), [11, 11]),
    "zdt3": (zdt(lambda f, g: 1 - math.sqrt(f / g) - f / g * math.sin(10 * math.pi * f)), [11, 11]),
    "dtlz2": (dtlz2, [1.1, 1.1, 1.1]),
}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--optuna", default=".", help="a checkout of Optuna")
    p.add_argument("--objective")
    p.add_argument("--sampler")
    p.add_argument("--seeds", type=int, default=10)
    a = p.parse_args()
    sys.path.insert(0, a.optuna)
    import numpy, optuna
    from optuna._hypervolume import compute_hypervolume
    optuna.logging.set_verbosity(optuna.logging.CRITICAL)
    warnings.simplefilter("ignore")
    samplers = {"random": optuna.samplers.RandomSampler, "nsga2": optuna.samplers.NSGAIISampler, "tpe": optuna.samplers.TPESampler}
    for name, (objective, reference) in OBJECTIVES.items():
        for label, make in samplers.items():
            if a.objective not in (None, name) or a.sampler not in (None, label):
                continue
            volumes, early, t0 = [], [], time.perf_counter()
            for seed in range(a.seeds):
                study = optuna.create_study(sampler=make(seed=seed), directions=["minimize"] * len(reference))
                study.optimize(objective, n_trials=TRIALS)
                values = numpy.array([t.values for t in study.get_trials(deepcopy=False)])
                for into, points in ((volumes, values), (early, values[:EARLY])):
                    inside = points[(points < reference).all(axis=1)]
                    into.append(float(compute_hypervolume(inside, numpy.array(reference, dtype=float))) if len(inside) else 0.0)
            print(json.dumps(dict(bench="hpo", lib="optuna", version=optuna.__version__, part="hypervolume", objective=name, sampler=label,
                                  trials=TRIALS, seeds=a.seeds, hypervolume_mean=statistics.mean(volumes),
                                  hypervolume_sd=statistics.stdev(volumes) if a.seeds > 1 else 0.0, hypervolume250_mean=statistics.mean(early),
                                  seconds_per_run=(time.perf_counter() - t0) / a.seeds)), flush=True)


main()
