"""The catalogue of everything that can be wrong with a file or a row: code → English template.

The templates are marked for translation; ``{name}`` stands for a parameter of the error. ``{value}``,
``{column}`` and ``{line}`` are those of the row error itself, the others come with it in ``params``.
"""

from kamp.shared.i18n import N_

FILE_REASONS = {
    "file-empty": N_("The file is empty."),
    "file-no-header": N_("The file has no line with column names."),
    "file-no-rows": N_("The file has column names but no rows."),
    "file-pdf": N_("This is a PDF document. Save the table as CSV or XLSX."),
    "file-image": N_("This is a picture. Save the table as CSV or XLSX."),
    "file-html": N_(
        "This is a web page, whatever its name says. Open it in the spreadsheet and save it as XLSX or CSV."
    ),
    "file-xml": N_("This is an XML document. Save the table as CSV or XLSX."),
    "file-json": N_("This is a JSON document. Save the table as CSV or XLSX."),
    "file-rtf": N_("This is a text document with formats (RTF). Save the table as CSV or XLSX."),
    "file-compressed": N_("This is a compressed file. Unpack it and upload the table inside."),
    "file-zip": N_("This is a ZIP archive but not an Excel workbook. Unpack it and upload the table inside."),
    "file-word": N_("This is a Word document. Save the table as CSV or XLSX."),
    "file-powerpoint": N_("This is a PowerPoint presentation. Save the table as CSV or XLSX."),
    "file-opendocument": N_("This is an OpenDocument file. Save it as XLSX or CSV."),
    "file-xls": N_("This is a workbook of the old Excel format (XLS). Save it as XLSX or CSV."),
    "file-xlsb": N_("This is a binary Excel workbook (XLSB). Save it as XLSX or CSV."),
    "file-encrypted": N_("This workbook is protected by a password. Save a copy without password."),
    "file-binary": N_("This is not a table of text: it contains bytes that no CSV file has."),
    "file-nul": N_("Line {line} contains NUL characters. Save the table as CSV in UTF-8, or as XLSX."),
    "line-too-long": N_("Line {line} is longer than {limit} bytes. Is this a table with one row per line?"),
    "encoding-unknown": N_("Line {line} is neither UTF-8 nor Windows-1252. Save the file as CSV in UTF-8."),
    "encoding-mixed": N_(
        "The file is UTF-8, but line {line} is not. Save it again as CSV in UTF-8, or choose its encoding."
    ),
    "encoding-wrong": N_("Line {line} cannot be read as {encoding}. Choose another encoding."),
    "encoding-name": N_("“{encoding}” is not one of the encodings that can be read: {known}."),
    "delimiter-name": N_("“{delimiter}” is not one of the separators that can be read: comma, semicolon, tab, |."),
    "header-quote": N_(
        "A quotation mark on line {line} is opened and never closed, so the column names cannot be read."
    ),
    "header-line": N_("Line {line} has no column names."),
    "too-many-columns": N_("The table has more than {limit} columns. Delete the columns that are not needed."),
    "sheet-unknown": N_("The workbook has no sheet “{sheet}”. Its sheets: {sheets}."),
    "sheet-none": N_("The workbook has no sheet with cells."),
    "sheet-size": N_("The sheet “{sheet}” reaches to {reach}. Delete the empty rows and columns, or save it as CSV."),
    "sheet-order": N_(
        "The rows of the sheet “{sheet}” are not in order (row {row}). Open the workbook and save it again."
    ),
    "sheet-row-too-long": N_("A row of the sheet “{sheet}” is too long. Save the sheet as CSV."),
    "archive-damaged": N_("The workbook is damaged ({part}). Open it in the spreadsheet and save it again."),
    "archive-entries": N_("The workbook consists of more than {limit} parts. Save the sheet as CSV."),
    "archive-too-large": N_("Unpacked, the workbook is larger than {limit} megabytes. Save the sheet as CSV."),
    "archive-ratio": N_("The workbook unpacks to more than {limit} times its size ({part}) and is refused."),
    "archive-size": N_("The workbook gives a wrong size for a part of it ({part}) and is refused."),
    "archive-method": N_("A part of the workbook ({part}) is packed in a way that Excel does not use."),
    "archive-macros": N_("The workbook contains macros. Save it as XLSX without macros."),
    "archive-links": N_("The workbook contains links to other workbooks. Save a copy with values only."),
    "archive-entities": N_("The workbook contains declarations that Excel does not write ({part}) and is refused."),
    "archive-encoding": N_("A part of the workbook ({part}) is not UTF-8. Open the workbook and save it again."),
}

MAPPING_REASONS = {
    "column-unknown": N_("The file has no column “{column}”. Its columns: {columns}."),
    "column-ambiguous": N_("The column “{column}” is in several files. Write one of: {columns}."),
    "field-unknown": N_("There is no field “{field}”. The fields: {fields}."),
    "field-twice": N_("The field “{field}” is given more than once."),
    "field-missing": N_("The field “{field}” is needed: choose its column or give a constant."),
    "constant-value": N_("The constant “{value}” for the field “{field}” cannot be read."),
    "convention-name": N_("“{value}” is not a way to read the column “{column}”. Choose one of: {known}."),
    "join-syntax": N_("“{text}” is not a join. Write FILE:key or FILE:key=other key."),
    "join-file": N_("The file “{file}” of the join was not given."),
    "join-too-large": N_(
        "The file “{file}” is too large to be joined: more than {limit} rows or {megabytes} megabytes."
    ),
}

EXPRESSION_REASONS = {
    "expression-empty": N_("The expression is empty."),
    "expression-too-long": N_("The expression is longer than {limit} characters."),
    "expression-too-deep": N_("The expression has too many brackets or signs inside one another."),
    "expression-character": N_(
        "“{found}” at position {position} is not part of an expression: + − × ÷, brackets, columns and numbers are."
    ),
    "expression-unclosed": N_("The mark {found} at position {position} is opened and never closed."),
    "expression-number": N_(
        "“{found}” at position {position} is not a number. Decimals are written with a point: 0.22."
    ),
    "expression-operand": N_(
        "A column, a number or an opening bracket is expected at position {position}, not “{found}”."
    ),
    "expression-operator": N_("An operator (+ − × ÷) is expected at position {position}, not “{found}”."),
    "expression-bracket": N_("The bracket at position {position} has no partner."),
    "expression-end": N_("The expression ends at position {position} where a column or a number is expected."),
    "expression-text": N_("A text can only be put together from columns with +."),
    "expression-column": N_("The file has no column “{column}” (position {position}). Its columns: {columns}."),
}

ROW_REASONS = {
    "cells-missing": N_("The row has fewer cells ({found}) than there are columns ({expected})."),
    "cells-extra": N_("The row has more cells ({found}) than there are columns ({expected})."),
    "quote-open": N_("A quotation mark is opened on this line and not closed where it should be."),
    "quote-stray": N_("A quotation mark inside a quoted cell is not doubled."),
    "cell-too-long": N_("A cell of this row is longer than {limit} characters."),
    "missing": N_("The value is missing."),
    "cell-error": N_("The cell contains an error of the spreadsheet."),
    "formula-no-value": N_(
        "The workbook stores no value for this formula. Open it in the spreadsheet and save it again."
    ),
    "text-too-long": N_("The text has {length} characters; {limit} are allowed."),
    "text-control": N_("The text contains control characters."),
    "number": N_("“{value}” is not a number."),
    "number-separator": N_("“{value}” does not fit the other numbers of the column, whose decimals follow {decimal}."),
    "number-range": N_("“{value}” is too large: {digits} digits before the decimal point are allowed."),
    "number-minimum": N_("“{value}” is less than {minimum}."),
    "number-maximum": N_("“{value}” is more than {maximum}."),
    "not-whole": N_("“{value}” is not a whole number."),
    "date": N_("“{value}” is not a date. Write it as 31/12/2025 or 2025-12-31."),
    "date-impossible": N_("The date “{value}” does not exist."),
    "date-order": N_("“{value}” does not fit the other dates of the column, which are read with the {first} first."),
    "date-no-day": N_("“{value}” has no day. Write the first day of the month."),
    "date-range": N_("The date “{value}” is not between {first} and {last}."),
    "year": N_("“{value}” is not a year between {first} and {last}."),
    "boolean": N_("“{value}” is neither yes nor no."),
    "currency": N_("“{value}” is not a currency code such as EUR."),
    "email": N_("“{value}” is not an e-mail address."),
    "choice": N_("“{value}” is not one of: {choices}."),
    "operand-missing": N_("The value cannot be computed: “{operand}” is empty."),
    "division-by-zero": N_("The value cannot be computed: the divisor is zero."),
    "join-missing": N_("“{value}” is not found in “{file}”."),
    "join-duplicate": N_("“{value}” is more than once in “{file}” (lines {lines}), with different values."),
}

NOTICES = {
    "header-duplicate": N_("The column name “{name}” is there more than once; the second is called “{renamed}” here."),
    "header-empty": N_("A column without name is called “{renamed}” here."),
    "header-like-data": N_("The first line looks like data. Are the column names missing?"),
    "lines-skipped": N_("The lines before line {line} are a title and were skipped."),
    "assumed-decimal": N_(
        "The numbers of “{column}” can be read in two ways, such as {value}: decimals are taken to follow {decimal}."
    ),
    "assumed-date": N_(
        "The dates of “{column}” can be read in two ways, such as {value}: the {first} is taken to come first."
    ),
    "join-bad-rows": N_("Line {line} of “{file}” cannot be read (lines that cannot be read: {count})."),
    "join-duplicates": N_("“{file}” has values of “{column}” more than once, such as {value} on lines {lines}."),
}

REASONS = {**FILE_REASONS, **MAPPING_REASONS, **EXPRESSION_REASONS, **ROW_REASONS, **NOTICES}
"""Every code with its English template."""

WORDS = {
    "point": N_("a point"),
    "comma": N_("a comma"),
    "day": N_("day"),
    "month": N_("month"),
}
"""Parameters that are words: translated before they are put into a template (``decimal`` and ``first``)."""
