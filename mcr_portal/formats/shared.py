"""What all languages share: day before month, 24 hours, weeks that begin on Monday."""

FIRST_DAY_OF_WEEK = 1

SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
TIME_FORMAT = "H:i"

# 05/03/2026 is 5 March everywhere: Django's own sq and bs would read 3 May.
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%Y.", "%d/%m/%Y", "%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = [
    f"{day}{separator}{time}"
    for day in DATE_INPUT_FORMATS
    for separator in (" ", "T")
    for time in TIME_INPUT_FORMATS
]

NUMBER_GROUPING = 3
