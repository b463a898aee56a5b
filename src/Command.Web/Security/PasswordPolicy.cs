using System.Security.Cryptography;
using Command.Contracts.Common;
using Microsoft.Extensions.Options;

namespace Command.Web.Security;

/// <summary>Which passwords are good enough: long, not the name, not one that everybody tries (NIST SP 800-63B §3.1.1). Thread-safe.</summary>
internal sealed class PasswordPolicy(IOptions<SecurityOptions> options, CommonPasswords common)
{
    /// <summary>Characters of the longest password: beyond it hashing costs more than it protects.</summary>
    public const int Longest = 256;

    private const int Generated = 16;

    // Without the characters that people read wrongly from a screen.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>What is wrong with a password; null when nothing is.</summary>
    public Refusal? Check(string userName, string password)
    {
        var shortest = options.Value.MinimumPassword;
        if (password.Length < shortest)
        {
            return Refusal.InvalidField(
                "password",
                "password-too-short",
                $"The password has {password.Length} characters; at least {shortest} are expected.",
                $"{shortest}"
            );
        }
        if (password.Length > Longest)
        {
            return Refusal.InvalidField("password", "password-too-long", $"The password has more than {Longest} characters.", $"{Longest}");
        }
        if (userName.Length >= 3 && password.Contains(userName, StringComparison.OrdinalIgnoreCase))
        {
            return Refusal.InvalidField("password", "password-holds-name", "The password contains the user name.");
        }
        return common.Contains(password)
            ? Refusal.InvalidField("password", "password-common", "The password is on a list of passwords that everybody tries.")
            : null;
    }

    /// <summary>A password that the policy accepts.</summary>
    public static string Generate() => RandomNumberGenerator.GetString(Alphabet, Generated);
}
