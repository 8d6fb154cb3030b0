using System.Text;
using Orchestrator.Client.Results;
using Orchestrator.Client.Tests.Processes;

namespace Orchestrator.Client.Tests.Results;

public sealed class SweepReportsTests
{
    [Fact]
    public void An_id_that_is_no_file_name_becomes_one_and_stays_distinct()
    {
        var (slash, underscore) = (SweepReports.FileName("Δt=0.1/лынь: 🐈"), SweepReports.FileName("Δt=0.1_лынь_ 🐈"));

        Assert.DoesNotContain(slash, character => "<>:\"/\\|?*".Contains(character));
        Assert.NotEqual(slash, underscore);
        Assert.True(Encoding.UTF8.GetByteCount(SweepReports.FileName(new string('я', 300))) <= 200);
        Assert.Equal("spiral-3fa9c1", SweepReports.FileName("spiral-3fa9c1"));
    }

    [Fact]
    public async Task A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("report.html", "old");

        await Assert.ThrowsAsync<InvalidOperationException>(() => SweepReports.ReplaceAsync(path, async writer =>
        {
            await writer.WriteAsync("half");
            throw new InvalidOperationException();
        }));

        Assert.Equal("old", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(folder.Path));
    }
}
