namespace Command.Web.Hosting;

internal static class Program
{
    private static void Main() { }
}
