"""How answers reach people and scripts: text made safe, tables, JSON."""
