"""From what a crawl staged to what is published: read again, weighed, told once."""
