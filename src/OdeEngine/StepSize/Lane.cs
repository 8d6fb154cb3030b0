namespace Orchestrator.OdeEngine.StepSize;

/// <summary>
/// What steps on its own: the whole batch, or one sample of it. All mutable state of the loop that is not a block lies here.
/// </summary>
internal sealed class Lane
{
    /// <summary>+1 or −1: the direction of integration.</summary>
    public double Direction { get; private set; }
    public double Start { get; private set; }
    public double End { get; private set; }
    public double Time { get; private set; }
    /// <summary>Length the next step would like to have, positive.</summary>
    public double Step { get; set; }
    /// <summary>Signed length of the step being tried.</summary>
    public double Trial { get; private set; }
    /// <summary>Where it ends.</summary>
    public double TrialEnd { get; private set; }

    public double ErrorRatio { get; set; }
    /// <summary>Error ratios of the last two accepted steps, latest first; 1 before there are any.</summary>
    public double EarlierRatio { get; set; }
    public double RatioBeforeThat { get; set; }

    public long Accepted { get; private set; }
    public long Rejected { get; private set; }
    public long Attempts => Accepted + Rejected;
    public long Evaluations { get; set; }
    public double SmallestStep { get; private set; }
    public double LargestStep { get; private set; }

    /// <summary>Index of the next output time to be written.</summary>
    public int NextOutput { get; set; }
    public bool TrialAccepted { get; set; }
    public bool Active { get; private set; }
    public SolveStatus Status { get; private set; }

    public bool TrialReachesEnd => TrialEnd == End;

    public void Begin(double start, double end)
    {
        (Start, End, Time, Direction) = (start, end, start, Math.Sign(end - start));
        (Step, Trial, TrialEnd, ErrorRatio) = (0, 0, start, double.NaN);
        (EarlierRatio, RatioBeforeThat) = (1, 1);
        (Accepted, Rejected, Evaluations, SmallestStep, LargestStep) = (0, 0, 0, 0, 0);
        (NextOutput, TrialAccepted, Active, Status) = (1, false, true, SolveStatus.Ok);
    }

    public void Try(double signedStep, double trialEnd) => (Trial, TrialEnd) = (signedStep, trialEnd);

    public void Accept()
    {
        var length = Math.Abs(Trial);
        Time = TrialEnd;
        SmallestStep = Accepted == 0 ? length : Math.Min(SmallestStep, length);
        LargestStep = Math.Max(LargestStep, length);
        Accepted++;
    }

    public void Reject() => Rejected++;

    public void Finish() => Active = false;

    public void Fail(SolveStatus status) => (Active, Status) = (false, status);
}
