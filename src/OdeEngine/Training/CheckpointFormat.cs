using System.Security.Cryptography;
using Orchestrator.OdeEngine.Problems;

namespace Orchestrator.OdeEngine.Training;

/// <summary>
/// Binary form of a checkpoint, version 1, little-endian: magic, version, plan fingerprint (32), counters, optimiser steps, parameters,
/// optimiser memory, SHA-256 of everything before it. Random draws are a function of seed and iteration, so the iteration is their state.
/// </summary>
internal static class CheckpointFormat
{
    private const ulong Magic = 0x5443_4B50_4F44_4531;
    private const int Version = 1;

    /// <summary>In the place of a plan's fingerprint: whoever made the checkpoint answers for the plans it fits.</summary>
    private static readonly byte[] _anyPlan = new byte[SHA256.HashSizeInBytes];

    public static TrainingCheckpoint Write(byte[] fingerprint, TrainingCounters counters, long optimizerSteps, ReadOnlySpan<byte> parameters, ReadOnlySpan<byte> optimizer)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(optimizerSteps);
        writer.Write(parameters.Length);
        writer.Write(parameters);
        writer.Write(optimizer.Length);
        writer.Write(optimizer);
        writer.Flush();
        return Sealed(fingerprint, counters, stream.ToArray());
    }

    /// <summary>Parameters and optimiser of one checkpoint with the counts and times of another, for any plan with the model of the first.</summary>
    /// <exception cref="InvalidDataException">One of them is damaged or of another version.</exception>
    public static TrainingCheckpoint Join(TrainingCheckpoint counted, TrainingCheckpoint learned)
    {
        using var own = Open(counted);
        using var other = Open(learned);
        try
        {
            own.ReadBytes(_anyPlan.Length);
            other.ReadBytes(_anyPlan.Length);
            var counters = ReadCounters(own);
            var from = ReadCounters(other);
            var rest = other.ReadBytes((int)(other.BaseStream.Length - other.BaseStream.Position));
            return Sealed(_anyPlan, counters with { Iteration = from.Iteration, LastLoss = from.LastLoss }, rest);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"One of the checkpoints of iterations {counted.Iteration} and {learned.Iteration} ends too early; start again or from an earlier one.", e);
        }
    }

    private static TrainingCheckpoint Sealed(byte[] fingerprint, TrainingCounters counters, byte[] learned)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(fingerprint);
        WriteCounters(writer, counters);
        writer.Write(learned);
        writer.Flush();
        writer.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        writer.Flush();
        var content = stream.ToArray();
        return new TrainingCheckpoint(counters.Iteration, content, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    /// <exception cref="InvalidDataException">Damaged, of another version or of another plan.</exception>
    public static RestoredCheckpoint Read(TrainingCheckpoint checkpoint, byte[] fingerprint, long parameterBytes, long optimizerBytes)
    {
        using var reader = Open(checkpoint);
        try
        {
            var written = reader.ReadBytes(fingerprint.Length);
            if (!written.AsSpan().SequenceEqual(fingerprint) && !written.AsSpan().SequenceEqual(_anyPlan))
                throw new InvalidDataException($"The checkpoint of iteration {checkpoint.Iteration} belongs to another plan (other settings, seed or data); start this run from the beginning.");
            var counters = ReadCounters(reader);
            var steps = reader.ReadInt64();
            return new RestoredCheckpoint(counters, steps, Block(reader, parameterBytes), Block(reader, optimizerBytes));
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"The checkpoint of iteration {checkpoint.Iteration} ends too early; start again or from an earlier one.", e);
        }
    }

    /// <summary>Stands behind the version: at the fingerprint.</summary>
    private static BinaryReader Open(TrainingCheckpoint checkpoint)
    {
        var content = checkpoint.Content.Span;
        if (content.Length < SHA256.HashSizeInBytes
            || !string.Equals(Convert.ToHexStringLower(SHA256.HashData(content)), checkpoint.Sha256, StringComparison.OrdinalIgnoreCase)
            || !SHA256.HashData(content[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(content[^SHA256.HashSizeInBytes..]))
            throw new InvalidDataException($"The checkpoint of iteration {checkpoint.Iteration} is damaged ({content.Length} bytes, wrong SHA-256); start again or from an earlier one.");
        var reader = new BinaryReader(new MemoryStream(content[..^SHA256.HashSizeInBytes].ToArray()));
        if (content.Length < SHA256.HashSizeInBytes + sizeof(ulong) + sizeof(int) || reader.ReadUInt64() != Magic)
            throw new InvalidDataException("This is not a checkpoint of a training run.");
        return reader.ReadInt32() is var version and not Version
            ? throw new InvalidDataException($"The checkpoint has format version {version}; this program reads version {Version}.")
            : reader;
    }

    private static byte[] Block(BinaryReader reader, long wanted)
    {
        var length = reader.ReadInt32();
        if (length != wanted)
            throw new InvalidDataException($"The checkpoint holds {length} bytes where this model needs {wanted}.");
        var block = new byte[length];
        reader.BaseStream.ReadExactly(block);
        return block;
    }

    private static void WriteCounters(BinaryWriter writer, TrainingCounters c)
    {
        writer.Write(c.Iteration);
        writer.Write(c.LastLoss);
        foreach (var count in (ReadOnlySpan<long>)[c.Evaluations.Forward, c.Evaluations.Backward, c.Evaluations.Recomputed, c.Evaluations.VectorJacobianProducts, c.AcceptedSteps, c.RejectedSteps, c.PeakBytes])
            writer.Write(count);
        writer.Write(c.SmallestStep);
        writer.Write(c.LargestStep);
        foreach (var time in (ReadOnlySpan<TimeSpan>)[c.Times.Data, c.Times.Forward, c.Times.Backward, c.Times.Optimizer, c.Times.Overhead, c.Times.WarmUp])
            writer.Write(time.Ticks);
        writer.Write(c.Times.WarmUpIterations);
    }

    private static TrainingCounters ReadCounters(BinaryReader reader)
    {
        var iteration = reader.ReadInt32();
        var loss = reader.ReadDouble();
        var evaluations = new FunctionEvaluations(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        var (accepted, rejected, peak) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        var (smallest, largest) = (reader.ReadDouble(), reader.ReadDouble());
        var times = new PhaseTimes(Time(), Time(), Time(), Time(), Time(), Time(), reader.ReadInt32());
        return new TrainingCounters(iteration, loss, evaluations, accepted, rejected, smallest, largest, peak, times);

        TimeSpan Time() => TimeSpan.FromTicks(reader.ReadInt64());
    }
}

/// <param name="Parameters">As the parameter block lies in memory.</param>
/// <param name="Optimizer">As the optimiser saved it.</param>
internal sealed record RestoredCheckpoint(TrainingCounters Counters, long OptimizerSteps, byte[] Parameters, byte[] Optimizer);
