"""What the program promises, tried as a person would: real commands against real servers."""
