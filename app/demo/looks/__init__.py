"""One module a content system: its addresses and the markup of its pages."""
