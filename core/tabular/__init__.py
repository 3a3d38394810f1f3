"""Reading tables that people bring: sheets and CSV in any encoding become rows of text.

`files` judges and unfolds a file, `encodings` and `headers` guess and can be overruled, `dates` reads days.
"""
