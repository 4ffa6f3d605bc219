"""Sample portals on loopback: a newsroom, five content systems, and a day that passes."""
