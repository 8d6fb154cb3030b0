using Orchestrator.Grains.Running.Processes;

namespace Orchestrator.Grains.Tests.Running.Processes;

public sealed class OomKillsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("orchestrator-kernel-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("0::/silo.slice/a", "sys/fs/cgroup/silo.slice/a/memory.events", "low 0\noom 3\noom_kill {0}\noom_group_kill 0\n")]
    [InlineData("9:name=systemd:/\n4:memory:/box/b\n0::/", "sys/fs/cgroup/memory/box/b/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill {0}\n")]
    [InlineData("0::/", "proc/vmstat", "pgfault 12345\noom_kill {0}\ndrop_pagecache 0\n")]
    public void A_count_that_rises_is_a_killing_wherever_this_system_keeps_it(string group, string file, string text)
    {
        Write("proc/42/cgroup", group + "\n");
        Write(file, string.Format(null, text, 5));
        var kills = OomKills.Of(42, _root);
        Assert.Equal(OomVerdict.NotKilled, kills.Verdict());
        Write(file, string.Format(null, text, 6));
        Assert.Equal(OomVerdict.Killed, kills.Verdict());
    }

    [Fact]
    public void The_group_s_own_count_is_asked_before_the_machine_s()
    {
        Write("proc/42/cgroup", "0::/a\n");
        Write("sys/fs/cgroup/a/memory.events", "oom_kill 0\n");
        Write("proc/vmstat", "oom_kill 0\n");
        var kills = OomKills.Of(42, _root);
        Write("proc/vmstat", "oom_kill 1\n");
        Assert.Equal(OomVerdict.NotKilled, kills.Verdict());
    }

    [Fact]
    public void A_system_without_counts_is_not_guessed_about() => Assert.Equal(OomVerdict.Unknown, OomKills.Of(42, _root).Verdict());

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
