using Microsoft.Extensions.Time.Testing;
using Orchestrator.Grains.Running;

namespace Orchestrator.Grains.Tests.Running;

public sealed class FitPaceTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Without_an_order_no_fit_is_made_and_an_order_brings_one()
    {
        var pace = new FitPace(_time);
        Assert.False(pace.Begin());
        pace.Order();
        Assert.True(pace.Begin());
        pace.End();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(pace.Begin());
    }

    [Theory]
    [InlineData(0.001, 2)]
    [InlineData(3, 300)]
    public void Fits_take_a_hundredth_of_the_time_at_most_and_come_every_two_seconds_at_most(double took, double pause)
    {
        var pace = new FitPace(_time);
        pace.Order();
        Assert.True(pace.Begin());
        _time.Advance(TimeSpan.FromSeconds(took));
        pace.End();
        pace.Order();
        _time.Advance(TimeSpan.FromSeconds(pause - 0.01));
        Assert.False(pace.Begin());
        _time.Advance(TimeSpan.FromSeconds(0.01));
        Assert.True(pace.Begin());
    }
}
