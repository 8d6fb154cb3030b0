// Bytes are counted per thread, live tensors too, and expressions that tests write with TorchSharp's operators are not safe
// from collections on other threads (Orchestrator.OdeEngine.Arithmetic.Scalars): one test at a time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
