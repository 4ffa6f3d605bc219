"""What an address is, asked politely before it is followed, and whether it still holds."""
