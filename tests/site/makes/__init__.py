"""Portals of many makes, each a function of a path and a form, with traps of its own kind.

They are written for judging: from the address alone every article is to be found once.
"""
