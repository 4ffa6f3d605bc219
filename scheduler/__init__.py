"""When we look, and whom we tell."""
