"""What an article is and how two of them differ: pure values, no I/O, no clock."""
