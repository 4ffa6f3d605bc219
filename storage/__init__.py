"""What we have seen: portals, articles, versions, changes and runs in one SQLite file."""
