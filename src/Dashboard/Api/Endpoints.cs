using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orchestrator.Dashboard.Live;
using Orchestrator.Grains.Interfaces.Reports;
using Orchestrator.Grains.Interfaces.Sweeps;
using Orchestrator.Grains.Interfaces.Workers;

namespace Orchestrator.Dashboard.Api;

/// <summary>The HTTP API: what the pages show and do, for programs. Described at /openapi/v1.json.</summary>
internal static class Endpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api").WithTags("sweeps");
        api.MapGet("/sweeps", SweepsAsync).WithSummary("All sweeps, newest first.");
        api.MapPost("/sweeps", SubmitAsync).WithSummary("Submit a sweep file. 201: started; 200: the same experiment is there already; 422: every mistake of the file.");
        api.MapPost("/check", CheckAsync).WithSummary("Check a sweep file without starting anything.");
        api.MapGet("/sweeps/{id}", SweepAsync).WithSummary("The state of a sweep right now.");
        api.MapGet("/sweeps/{id}/events", EventsAsync).WithSummary("The state of a sweep as server-sent events: one now, one with every change; the stream ends with the sweep.");
        api.MapGet("/sweeps/{id}/trials", TrialsAsync).WithSummary("A page of trials. order: number, objective, evaluations, seconds, ended; filter: all, completed, failed, pruned, unfinished.");
        api.MapGet("/sweeps/{id}/trials/{trial:int}/runs", RunsAsync).WithSummary("The runs of a trial.");
        api.MapGet("/devices", DevicesAsync).WithSummary("Devices and what runs on them.");
        foreach (var action in SweepAction.All)
            api.MapPost($"/sweeps/{{id}}/{action.Name}", (string id, IGrainFactory grains) => DoAsync(action, id, grains)).WithSummary($"{action.Label}. {action.Question}");
        SweepParts.Map(api);
        RunEndpoints.Map(api);
        Comparing.Map(api);
        Streams.Map(api);
    }

    private static async Task<SweepItem[]> SweepsAsync(IGrainFactory grains) => [.. (await Query(grains).Sweeps()).Select(SweepItem.Of)];

    private static async Task<Results<Created<SubmissionAnswer>, Ok<SubmissionAnswer>, UnprocessableEntity<Mistakes>>> SubmitAsync(Submission submission, IGrainFactory grains) =>
        await grains.GetGrain<ISubmissionGrain>(0).Submit(submission.Source, submission.Repeat) switch
        {
            SubmitResult.Accepted accepted => TypedResults.Created($"/api/{Text.Link(accepted.SweepId)}", new SubmissionAnswer(accepted.SweepId, true, [.. accepted.Remarks])),
            SubmitResult.Existing existing => TypedResults.Ok(new SubmissionAnswer(existing.SweepId, false, [])),
            SubmitResult.Rejected rejected => TypedResults.UnprocessableEntity(Mistakes.Of(rejected.Errors)),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no answer to a submission that this version knows."),
        };

    private static async Task<CheckAnswer> CheckAsync(Submission submission, IGrainFactory grains) =>
        CheckAnswer.Of(await grains.GetGrain<ISubmissionGrain>(0).Check(submission.Source));

    private static async Task<Results<Ok<SweepAnswer>, NotFound<Problem>>> SweepAsync(string id, IGrainFactory grains) =>
        await Known.SnapshotAsync(grains, id) is { } now ? TypedResults.Ok(SweepAnswer.Of(now)) : Problem.NoSweep(id);

    private static async Task<IResult> EventsAsync(string id, IGrainFactory grains, LiveSweeps live, CancellationToken cancellation)
    {
        if (await Known.SnapshotAsync(grains, id) is null) return Problem.NoSweep(id);
        return TypedResults.ServerSentEvents(FollowAsync(live, id, cancellation));
    }

    private static async IAsyncEnumerable<SseItem<SweepAnswer>> FollowAsync(LiveSweeps live, string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // A reader that is slow sees the latest state, not every one.
        var news = Channel.CreateBounded<SweepSnapshot>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        using var watching = live.Watch(id, now => { if (now is not null) news.Writer.TryWrite(now); return Task.CompletedTask; });
        await foreach (var now in news.Reader.ReadAllAsync(cancellation))
        {
            yield return new SseItem<SweepAnswer>(SweepAnswer.Of(now), "sweep");
            if (now.Status is SweepStatus.Completed or SweepStatus.Cancelled or SweepStatus.Failed && now.Running.IsEmpty) yield break;
        }
    }

    private static async Task<Results<Ok<TrialsAnswer>, NotFound<Problem>, BadRequest<Problem>>> TrialsAsync([AsParameters] TrialPageRequest request, IGrainFactory grains)
    {
        if (request.Mistake() is { } mistake) return TypedResults.BadRequest(mistake);
        if (await Query(grains).Sweep(request.Id) is null) return Problem.NoSweep(request.Id);
        return TypedResults.Ok(TrialsAnswer.Of(await Query(grains).TrialPage(request.Query())));
    }

    private static async Task<RunItem[]> RunsAsync(string id, int trial, IGrainFactory grains) => [.. (await Query(grains).TrialRuns(id, trial)).Select(RunItem.Of)];

    private static async Task<DeviceItem[]> DevicesAsync(IGrainFactory grains) =>
        [.. (await grains.GetGrain<IPoolGrain>("main").Devices()).Select(DeviceItem.Of)];

    private static async Task<Results<Ok<SweepAnswer>, NotFound<Problem>, Conflict<Problem>>> DoAsync(SweepAction action, string id, IGrainFactory grains)
    {
        if (await Known.SnapshotAsync(grains, id) is not { } now) return Problem.NoSweep(id);
        if (!action.Applies(now)) return TypedResults.Conflict(new Problem($"{action.Name} has no meaning for the sweep '{id}': it is {Text.Status(now.Status)}{(action.Name == "retry" ? " and has no failed runs" : "")}."));
        await action.Do(grains.GetGrain<ISweepGrain>(id));
        return await Known.SnapshotAsync(grains, id) is { } after ? TypedResults.Ok(SweepAnswer.Of(after)) : Problem.NoSweep(id);
    }

    private static IQueryGrain Query(IGrainFactory grains) => grains.GetGrain<IQueryGrain>(0);
}
