"""Scripts that print the tables of the README and the documents."""
