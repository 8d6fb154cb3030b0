using System.Collections.Immutable;
using Orchestrator.Client.Commands;

namespace Orchestrator.Client.CommandLine;

/// <summary>All commands, in the order in which help lists them. A new command is one file and one line here.</summary>
internal static class Verbs
{
    public static readonly ImmutableArray<Verb> All =
    [
        new Verb<RunCommand, RunCommand.Settings>("run", "Train a sweep from its file, follow it, show the result and write the report",
            ["run", "examples/hudson-bay.yaml"], ["run", "spiral.yaml", "solver.rtol=1e-3,1e-5", "replicates.seeds=0,1"], ["run", "spiral.yaml", "--slots", "2", "--format", "json"]),
        new Verb<SubmitCommand, SubmitCommand.Settings>("submit", "Hand a sweep to the running silo and leave; prints its id",
            ["submit", "examples/spiral.yaml"], ["submit", "spiral.yaml", "--cluster", "127.0.0.1:30000"]),
        new Verb<UpCommand, UpCommand.Settings>("up", "Keep a silo with its web pages in the foreground; other commands talk to it",
            ["up"], ["up", "--port", "8080", "--data", "results"]),
        new Verb<ListCommand, ListingSettings>("list", "List the sweeps, newest first",
            ["list"], ["list", "--format", "json"]),
        new Verb<ShowCommand, ShowCommand.Settings>("show", "Show the result of a sweep as far as it is known",
            ["show"], ["show", "hudson", "--format", "json"], ["show", "hudson", "--spec"]),
        new Verb<WatchCommand, WatchCommand.Settings>("watch", "Follow a sweep that another process trains",
            ["watch"], ["watch", "hudson", "--quiet"]),
        new Verb<PauseCommand, SweepChange.Settings>("pause", "Hold a sweep: running runs write checkpoints and stop",
            ["pause", "hudson"]),
        new Verb<StopCommand, SweepChange.Settings>("stop", "End a sweep in good order: running runs are trained to their end; resume takes up the rest",
            ["stop", "hudson"]),
        new Verb<CancelCommand, SweepChange.Settings>("cancel", "Stop a sweep for good; finished runs keep their results",
            ["cancel", "hudson"]),
        new Verb<ResumeCommand, ResumeCommand.Settings>("resume", "Go on with interrupted, paused and stopped sweeps from their last checkpoints",
            ["resume"], ["resume", "hudson"]),
        new Verb<RetryCommand, RetryCommand.Settings>("retry", "Run the failed runs of a sweep again",
            ["retry", "hudson", "--failed"], ["retry", "hudson", "--failed=max-steps"]),
        new Verb<AskCommand, AskCommand.Settings>("ask", "For other programs: a run to train elsewhere, or the result of a point of their own, as JSON",
            ["ask", "solvers", "--as", "trainer-1", "--wait"], ["ask", "solvers", "solver.method=rk4", "solver.step_size=0.5", "--wait"]),
        new Verb<TellCommand, TellCommand.Settings>("tell", "For other programs: the result of a run that ask has handed out",
            ["tell", "solvers-3fa9c1/4/0", "validation.loss=0.12", "nfe.forward=81000"], ["tell", "solvers-3fa9c1/4/0", "--failed", "out of memory"]),
        new Verb<CompareCommand, CompareCommand.Settings>("compare", "Put trials or sweeps side by side: settings, paired differences, and what may be said of them",
            ["compare", "hudson/0", "hudson/4"], ["compare", "before", "after", "--format", "json"]),
        new Verb<ReportCommand, ReportCommand.Settings>("report", "Write the HTML report of a sweep and its observations as CSV",
            ["report"], ["report", "hudson", "--output", "hudson.html"]),
        new Verb<ExportCommand, ExportCommand.Settings>("export", "Write every stored row of a sweep as CSV or JSON",
            ["export", "hudson", "--output", "hudson.csv"], ["export", "hudson", "--what", "runs", "--format", "json"]),
        new Verb<ValidateCommand, ValidateCommand.Settings>("validate", "Check a sweep file and say what it would run; starts nothing",
            ["validate", "examples/hudson-bay.yaml"], ["validate", "spiral.yaml", "solver.rtol=1e-3", "--format", "json"]),
        new Verb<SchemaCommand, SchemaCommand.Settings>("schema", "Print the JSON Schema of sweep files, for editors",
            ["schema"]),
        new Verb<CatalogueCommand, CatalogueCommand.Settings>("catalogue", "List the solvers, gradients, samplers, schedulers and workloads that a sweep file can name",
            ["catalogue"], ["catalogue", "--format", "json"]),
        new Verb<DevicesCommand, ListingSettings>("devices", "List the devices of the running silo and what they train",
            ["devices"]),
        new Verb<CertificatesCommand, CertificatesCommand.Settings>("certificates", "Make the certificates by which silos and clients of a cluster know each other",
            ["certificates", "pki", "gpu-1", "10.0.0.7"], ["certificates", "pki", "alice", "--client"]),
        new Verb<CheckCommand, CheckCommand.Settings>("check", "Check after a disaster that the stored rows agree: every run ended once and counts once, no device was held twice",
            ["check"], ["check", "hudson", "--format", "json"]),
        new Verb<DrainCommand, DrainCommand.Settings>("drain", "Let a silo leave: its runs write checkpoints and go on elsewhere, its process ends",
            ["drain", "127.0.0.1:11111", "--cluster", "127.0.0.1:30000"]),
        new Verb<DoctorCommand, DoctorCommand.Settings>("doctor", "Say what this machine can do and what stands in the way",
            ["doctor"], ["doctor", "--data", "results"]),
    ];
}
