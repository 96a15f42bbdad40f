"""The revisions, one file each, named after the part they belong to and numbered in its order."""
