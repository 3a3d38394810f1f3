"""A declared conflict of interest can be taken back before anybody votes; the database keeps what was declared."""

from django.db import migrations, models

# Whoever votes refers to the item, and whoever closes holds the sitting: one waits for the other.
KEPT = """
CREATE FUNCTION mcr_conflict_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stage text;
BEGIN
    IF OLD.taken_back_at IS NOT NULL
        OR ROW(NEW.source, NEW.reason, NEW.at) IS DISTINCT FROM ROW(OLD.source, OLD.reason, OLD.at) THEN
        RAISE EXCEPTION 'a conflict of interest is kept as it was said'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'conflicts_are_kept';
    END IF;
    IF NEW.taken_back_at IS NULL THEN RETURN NEW; END IF;
    SELECT sitting.status INTO stage FROM commissions_sitting sitting
        WHERE sitting.id = (SELECT sitting_id FROM commissions_agendaitem WHERE id = NEW.item_id) FOR SHARE;
    PERFORM 1 FROM commissions_agendaitem WHERE id = NEW.item_id FOR UPDATE;
    IF stage NOT IN ('planned', 'open') OR EXISTS (SELECT 1 FROM commissions_vote WHERE item_id = NEW.item_id) THEN
        RAISE EXCEPTION 'somebody has voted, or the sitting is over'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'conflicts_are_taken_back_before_the_vote';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OF item_id, member_id, source, reason, at, taken_back_at, taken_back_because
    ON commissions_conflict FOR EACH ROW EXECUTE FUNCTION mcr_conflict_kept();
"""
NOT_KEPT = "DROP TRIGGER kept ON commissions_conflict; DROP FUNCTION mcr_conflict_kept()"


class Migration(migrations.Migration):

    dependencies = [
        ('commissions', '0001_commissions'),
        ('core', '0010_threads'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='conflict',
            name='a_conflict_is_said_once',
        ),
        migrations.AddField(
            model_name='conflict',
            name='taken_back_at',
            field=models.DateTimeField(null=True, verbose_name='taken back'),
        ),
        migrations.AddField(
            model_name='conflict',
            name='taken_back_because',
            field=models.CharField(blank=True, max_length=500, verbose_name='why it was taken back'),
        ),
        migrations.AddConstraint(
            model_name='conflict',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('item', 'member', 'source'), name='a_conflict_is_said_once', violation_error_message='This conflict was declared already.'),
        ),
        migrations.AddConstraint(
            model_name='conflict',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_because', '')), models.Q(('taken_back_at__isnull', False), models.Q(('taken_back_because', ''), _negated=True)), _connector='OR'), name='a_conflict_taken_back_says_why', violation_error_message='Give the reason.'),
        ),
        migrations.AddConstraint(
            model_name='conflict',
            constraint=models.CheckConstraint(condition=models.Q(('taken_back_at', None), ('source', 'declared'), _connector='OR'), name='only_a_declared_conflict_is_taken_back', violation_error_message='What the portal found itself is not taken back.'),
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
