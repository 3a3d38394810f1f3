"""Taking over an old register: what a column means, what a row says, what becomes of it. Nothing here asks the database.

`columns` proposes the mapping, `rows` cleans values and names problems, `outcomes` decides.
"""
