"""HTTP/1.1 and TLS as they come and go; knows no system."""
