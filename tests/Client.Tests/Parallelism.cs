using Xunit.v3;

// Tests of processes mostly wait for them, so more run at once than a small machine has cores; none depends on how fast it is.
[assembly: Parallelization(MaxThreads = 4)]
