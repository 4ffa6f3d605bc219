"""How we look: fetching, finding and reading the pages of a portal."""
