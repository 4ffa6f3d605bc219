"""Where a portal keeps its news: what to ask next, and what each page that answers is."""
