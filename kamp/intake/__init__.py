"""Reading of uploaded files: from bytes to typed columns and row errors. Knows no Django and no database.

The way of a file, and where each step is:

- ``reading.open_table(file)`` gives a ``Table``: columns of text, chunk by chunk, whatever the file is (CSV or XLSX)
- ``headers.guess(table.columns, fields)`` takes columns for fields; ``headers.signature`` finds a remembered mapping
- ``recipes.Recipe`` is the mapping: columns, constants, expressions, joins (``joins.parse_join``)
- ``preparing.prepare(table, fields, recipe, files)`` gives a ``Conversion``: everything settled, with its notices
- ``conversion.Conversion.batches()`` gives typed values and row errors; ``preview()`` the first of them
- ``rejects.write_rejects(table, errors, out, message)`` writes what was rejected, to be mended and read again

What is wrong with a file, a mapping or an expression comes as an ``errors.IntakeError``; what is wrong with a row as an
``errors.RowError``. Both carry a code of ``reasons.REASONS`` and make their sentence with ``message(gettext)``.
"""
