"""What can be wrong with a store."""


class StoreError(Exception):
    """The store cannot be used; prints itself as one sentence with the path and what to do."""
