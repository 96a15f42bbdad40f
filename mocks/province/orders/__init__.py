"""Orders to other systems about a dossier: tax, social insurance, electricity. One shape, three vocabularies."""
