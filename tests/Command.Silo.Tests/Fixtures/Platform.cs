using System.Runtime.Versioning;

// Real peers, file modes and SIGKILL: these tests run where the server runs.
[assembly: SupportedOSPlatform("linux")]
