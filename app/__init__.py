"""How people ask: the command line and the demo."""
