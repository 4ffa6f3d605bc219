"""What Scrapy's downloader lacks: the address guard, patience, honest bodies, precise TLS."""
