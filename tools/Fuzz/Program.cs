using System.Globalization;
using Command.Tools.Fuzz;

// fuzz list | fuzz TARGET|all [--seconds N] [--seed N] [--corpus DIR] [--save DIR]
if (args is [] or ["help" or "--help" or "-h"])
{
    Console.WriteLine("fuzz list\nfuzz TARGET|all [--seconds N] [--seed N] [--corpus DIR] [--save DIR]");
    Console.WriteLine("Mutates the seeds of tests/TestData/crashes/TARGET; an input that throws is saved there and the exit code is 1.");
    return 0;
}
if (args[0] == "list")
{
    Console.WriteLine(string.Join('\n', FuzzTargets.All.Keys));
    return 0;
}

string Option(string name, string otherwise)
{
    var at = Array.IndexOf(args, "--" + name);
    return at > 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
}

if (args[0] != "all" && !FuzzTargets.All.ContainsKey(args[0]))
{
    Console.Error.WriteLine($"There is no target {args[0]}; known: {string.Join(' ', FuzzTargets.All.Keys)}.");
    return 2;
}
if (
    !double.TryParse(Option("seconds", "30"), CultureInfo.InvariantCulture, out var seconds)
    || !int.TryParse(Option("seed", "1"), CultureInfo.InvariantCulture, out var seed)
)
{
    Console.Error.WriteLine("--seconds and --seed want numbers.");
    return 2;
}
var corpus = Option("corpus", "tests/TestData/crashes");
var chosen = args[0] == "all" ? FuzzTargets.All.Keys.ToArray() : [args[0]];
var crashed = 0;
foreach (var name in chosen)
{
    var run = new FuzzRun(name, FuzzTargets.All[name], Path.Combine(corpus, name), Path.Combine(Option("save", corpus), name));
    crashed += run.Run(TimeSpan.FromSeconds(seconds / chosen.Length), seed);
}
return crashed == 0 ? 0 : 1;
