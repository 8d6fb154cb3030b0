namespace Orchestrator.TestKit;

/// <summary>y' = a·t·y.</summary>
public sealed class TimeScaled : SampleFunction
{
    public override int Features => 1;
    public override int ParameterCount => 1;
    public override bool DependsOnTime => true;

    public override void Evaluate(double t, ReadOnlySpan<double> y, ReadOnlySpan<double> theta, Span<double> dydt) => dydt[0] = theta[0] * t * y[0];

    public override double Vjp(double t, ReadOnlySpan<double> y, ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ProductTargets into)
    {
        into.YBar[0] += a[0] * theta[0] * t;
        into.ThetaBar[0] += a[0] * t * y[0];
        return a[0] * theta[0] * y[0];
    }
}

/// <summary>y' = −2 t y², y = 1/(1 + t²): nonlinear and dependent on t, so that a wrong node shows.</summary>
public sealed class InverseSquare : SampleFunction
{
    public override int Features => 1;
    public override bool DependsOnTime => true;
    public static double Exact(double t) => 1 / (1 + t * t);

    public override void Evaluate(double t, ReadOnlySpan<double> y, ReadOnlySpan<double> theta, Span<double> dydt) => dydt[0] = -2 * t * y[0] * y[0];

    public override double Vjp(double t, ReadOnlySpan<double> y, ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ProductTargets into)
    {
        into.YBar[0] += -4 * t * y[0] * a[0];
        return -2 * y[0] * y[0] * a[0];
    }
}

/// <summary>x' = θ0·x − θ1·x·y, y' = −θ2·y + θ3·x·y.</summary>
public sealed class LotkaVolterra : SampleFunction
{
    public static readonly double[] UsualRates = [1.5, 1, 3, 1];

    public override int Features => 2;
    public override int ParameterCount => 4;

    public override void Evaluate(double t, ReadOnlySpan<double> y, ReadOnlySpan<double> theta, Span<double> dydt)
    {
        dydt[0] = theta[0] * y[0] - theta[1] * y[0] * y[1];
        dydt[1] = -theta[2] * y[1] + theta[3] * y[0] * y[1];
    }

    public override double Vjp(double t, ReadOnlySpan<double> y, ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ProductTargets into)
    {
        into.YBar[0] += a[0] * (theta[0] - theta[1] * y[1]) + a[1] * theta[3] * y[1];
        into.YBar[1] += -a[0] * theta[1] * y[0] + a[1] * (-theta[2] + theta[3] * y[0]);
        into.ThetaBar[0] += a[0] * y[0];
        into.ThetaBar[1] += -a[0] * y[0] * y[1];
        into.ThetaBar[2] += -a[1] * y[1];
        into.ThetaBar[3] += a[1] * y[0] * y[1];
        return 0;
    }
}

/// <summary>x' = 10(y − x), y' = x(28 − z) − y, z' = xy − 8/3 z.</summary>
public sealed class Lorenz : SampleFunction
{
    public override int Features => 3;

    public override void Evaluate(double t, ReadOnlySpan<double> y, ReadOnlySpan<double> theta, Span<double> dydt)
    {
        dydt[0] = 10 * (y[1] - y[0]);
        dydt[1] = y[0] * (28 - y[2]) - y[1];
        dydt[2] = y[0] * y[1] - 8.0 / 3 * y[2];
    }
}

/// <summary>Restricted three-body problem, order x, y, x', y'.</summary>
/// <remarks>Hairer, Nørsett &amp; Wanner I, II.0, eq. 0.1; the periodic orbit of Arenstorf.</remarks>
public sealed class Arenstorf : SampleFunction
{
    private const double Mu = 0.012277471;

    public override int Features => 4;

    public override void Evaluate(double t, ReadOnlySpan<double> y, ReadOnlySpan<double> theta, Span<double> dydt)
    {
        var (earth, moon) = (y[0] + Mu, y[0] - (1 - Mu));
        var d1 = Math.Pow(earth * earth + y[1] * y[1], 1.5);
        var d2 = Math.Pow(moon * moon + y[1] * y[1], 1.5);
        dydt[0] = y[2];
        dydt[1] = y[3];
        dydt[2] = y[0] + 2 * y[3] - (1 - Mu) * earth / d1 - Mu * moon / d2;
        dydt[3] = y[1] - 2 * y[2] - (1 - Mu) * y[1] / d1 - Mu * y[1] / d2;
    }
}

/// <summary>Robertson's stiff reaction with rates (0.04, 3e7, 1e4).</summary>
public sealed class Robertson : SampleFunction
{
    public override int Features => 3;

    public override void Evaluate(double t, ReadOnlySpan<double> y, ReadOnlySpan<double> theta, Span<double> dydt)
    {
        dydt[0] = -0.04 * y[0] + 1e4 * y[1] * y[2];
        dydt[2] = 3e7 * y[1] * y[1];
        dydt[1] = -dydt[0] - dydt[2];
    }
}

/// <summary>Van der Pol with μ as a third, constant feature: a batch can mix easy and hard samples.</summary>
public sealed class VanDerPol : SampleFunction
{
    public override int Features => 3;

    public override void Evaluate(double t, ReadOnlySpan<double> y, ReadOnlySpan<double> theta, Span<double> dydt)
    {
        dydt[0] = y[1];
        dydt[1] = y[2] * (1 - y[0] * y[0]) * y[1] - y[0];
        dydt[2] = 0;
    }

    public override double Vjp(double t, ReadOnlySpan<double> y, ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ProductTargets into)
    {
        into.YBar[0] += a[1] * (-2 * y[2] * y[0] * y[1] - 1);
        into.YBar[1] += a[0] + a[1] * y[2] * (1 - y[0] * y[0]);
        into.YBar[2] += a[1] * (1 - y[0] * y[0]) * y[1];
        return 0;
    }
}

/// <summary>A right-hand side without a Jacobian, in a few words.</summary>
public sealed class AnyFunction(int features, Func<double, double[], double[]> f) : SampleFunction
{
    public override int Features => features;
    public override bool DependsOnTime => true;

    public override void Evaluate(double t, ReadOnlySpan<double> y, ReadOnlySpan<double> theta, Span<double> dydt) => f(t, y.ToArray()).CopyTo(dydt);
}
