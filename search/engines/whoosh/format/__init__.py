"""Statements ↔ the bytes of an index: Whoosh's own files, and arrays beside them for reading.

In: statements, document by document. Out: segments, which stock Whoosh (`whoosh.codec.whoosh3`)
opens and answers from alike; the tests hold it to that, posting by posting.

Why Whoosh's private format is written here and not by Whoosh: its writer makes an object and
several calls for each posting. Here all words of a field are sorted at once, and the same blocks
are laid out as arrays of bytes (`word_numbers` → `inversion`, and `word_forms` so that nothing is
said twice → `posting_blocks` → `term_dictionary`); nothing outside this package knows of it.
Measured on 198 MB of text: 27 s, where pickling block by block took 143 s and Whoosh's own writer
334 s (`docs/benchmarks.md`); 2.4 s of processor time in place of 9.3 for 7.9 MB
(`docs/decisions/0018-bulk-writing.md`). A change of Whoosh's format shows in the tests, and in the
version that manifests name. These modules can go when Whoosh's own writer takes no more than twice
their time.

`posting_arrays` holds the same postings as plain arrays, from which engines read without unpickling
(`docs/decisions/0013-arrays.md`), `token_rows` the words of turns in the order spoken and where
they stand, and `columns` the values of documents by row.
"""
