"""A document's content stays as it was brought: what a commission froze by hash is what is read later."""

from django.db import migrations

KEPT = """
CREATE FUNCTION mcr_document_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ROW(NEW.file, NEW.name, NEW.media_type, NEW.extension, NEW.size, NEW.sha256)
        IS DISTINCT FROM ROW(OLD.file, OLD.name, OLD.media_type, OLD.extension, OLD.size, OLD.sha256) THEN
        RAISE EXCEPTION 'a document is kept as it was brought'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_are_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OF file, name, media_type, extension, size, sha256
    ON core_document FOR EACH ROW EXECUTE FUNCTION mcr_document_kept();
"""
NOT_KEPT = "DROP TRIGGER kept ON core_document; DROP FUNCTION mcr_document_kept()"


class Migration(migrations.Migration):

    dependencies = [("core", "0009_mywork")]

    operations = [migrations.RunSQL(KEPT, NOT_KEPT)]
