using Orchestrator.Grains.Actors;

namespace Orchestrator.Grains.Tests.Sweeps;

public sealed class SweepIdsTests
{
    [Theory]
    [InlineData("Hudson Bay: solvers", "hudson-bay-solvers")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("Überschätzung", "bersch-tzung")]
    [InlineData("実験", "sweep")]
    [InlineData("опыт 7", "7")]
    [InlineData("   ", "sweep")]
    [InlineData("a/b\\c?d#e%f", "a-b-c-d-e-f")]
    public void Any_name_gives_a_safe_slug(string name, string slug) => Assert.Equal(slug, SweepIds.Slug(name));

    [Fact]
    public void Ids_carry_the_fingerprint_and_then_a_number()
        => Assert.Equal(["x-3fa9c1", "x-3fa9c1-2", "x-3fa9c1-3"], SweepIds.Candidates("x", "3FA9C1d4").Take(3));

    [Fact]
    public void A_long_name_is_cut() => Assert.Equal(40, SweepIds.Slug(new string('a', 500)).Length);
}
