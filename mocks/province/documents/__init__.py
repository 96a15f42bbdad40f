"""Documents to and from other agencies over the national document axis: sent once, kept before acknowledged."""
