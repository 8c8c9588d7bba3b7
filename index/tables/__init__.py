"""A table of statements (CSV, TSV, JSON, JSON lines) → rows, which columns mean what, statements.

`table_text` opens the file, `delimited` and `json_rows` read rows out of it, `table` puts both
together; `columns` says which column is what and `column_map` what the user says of that;
`row_statement` makes one statement of one row.
"""
