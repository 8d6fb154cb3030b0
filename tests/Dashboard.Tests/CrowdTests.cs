using Orchestrator.Dashboard.Live;

namespace Orchestrator.Dashboard.Tests;

public sealed class CrowdTests
{
    [Fact]
    public void Many_pages_are_told_less_often_and_a_few_are_not()
    {
        var (crowd, usual) = (new Crowd(), TimeSpan.FromSeconds(2));
        for (var page = 0; page < 10; page++) crowd.Enter();
        Assert.Equal(usual, crowd.Between(usual));
        for (var page = 0; page < 40; page++) crowd.Enter();
        Assert.Equal(5 * usual, crowd.Between(usual));
        for (var page = 0; page < 45; page++) crowd.Leave();
        Assert.Equal(usual, crowd.Between(usual));
    }
}
