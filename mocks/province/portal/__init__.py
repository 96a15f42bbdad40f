"""The national portal as this province meets it: sign-in, catalogue, and the report of every act."""
