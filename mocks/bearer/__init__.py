"""HTTP APIs behind bearer tokens of client credentials: sign-in, refusals as data, reading at the edge, small pages."""
