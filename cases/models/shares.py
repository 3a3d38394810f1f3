"""The shares of one property: what no two people together may exceed, guarded by the database."""

from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BaseConstraint

# Holds the property, so that a second clerk waits and then counts the first one's share. Numbers stay whole:
# a third three times is one, not a little less.
CREATE = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    share record;
    taken numeric := 0;
    whole numeric := 1;
BEGIN
    PERFORM FROM cases_property WHERE id = NEW.property_id FOR NO KEY UPDATE;
    FOR share IN SELECT numerator, denominator FROM {table}
                  WHERE property_id = NEW.property_id AND taken_back = '' AND denominator IS NOT NULL
    LOOP
        taken := taken * share.denominator + share.numerator * whole;
        whole := whole * share.denominator;
    END LOOP;
    IF taken > whole THEN
        RAISE EXCEPTION 'the shares of property [%] exceed the whole', NEW.property_id
              USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER INSERT OR UPDATE OF property_id, numerator, denominator, taken_back
    ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()
"""
REMOVE = "DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}()"


class SharesWithinOne(BaseConstraint):
    """The shares of all co-owners of a property are together at most the whole."""

    def constraint_sql(self, model, schema_editor):
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(self, model, schema_editor):
        return CREATE.format(name=self.name, table=model._meta.db_table)

    def remove_sql(self, model, schema_editor):
        return REMOVE.format(name=self.name, table=model._meta.db_table)

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        if instance.taken_back or instance.share is None:
            return
        others = model._base_manager.using(using).filter(
            property=instance.property_id, taken_back="", denominator__isnull=False
        )
        taken = sum(
            (other.share for other in others.exclude(pk=instance.pk)), Fraction(0)
        )
        if taken + instance.share > 1:
            raise ValidationError(self.get_violation_error_message())

    def __eq__(self, other):
        if not isinstance(other, SharesWithinOne):
            return NotImplemented
        return (self.name, str(self.violation_error_message)) == (
            other.name,
            str(other.violation_error_message),
        )

    __hash__ = BaseConstraint.__hash__
