"""Changes of the schema, in order; each for both databases, each in one transaction."""
