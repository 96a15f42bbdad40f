"""The catalogue of procedures: in step with the national one, with the systems and workflows that serve them."""
