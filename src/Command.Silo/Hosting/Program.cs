namespace Command.Silo.Hosting;

internal static class Program
{
    private static void Main() { }
}
