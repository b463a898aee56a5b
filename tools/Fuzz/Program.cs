Console.WriteLine("Fuzz");
