ALTER TABLE "Person" ADD COLUMN "mergedInto" TEXT;
CREATE INDEX "Person_mergedInto_idx" ON "Person"("mergedInto");

-- A guest's actors are found when they become somebody else's. The column never changes with a batch, so updates stay on their page.
CREATE INDEX "Actor_person_idx" ON "Actor"("person");

CREATE TABLE "SessionEnd" (
    "session" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SessionEnd_pkey" PRIMARY KEY ("session")
);
CREATE INDEX "SessionEnd_at_idx" ON "SessionEnd"("at");

-- Whatever ends a session (signing out, another password, a deleted account, the library itself): no way round it.
CREATE FUNCTION note_session_end() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "SessionEnd" ("session", "at") VALUES (OLD."id", clock_timestamp()) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER session_end AFTER DELETE ON "Session" FOR EACH ROW EXECUTE FUNCTION note_session_end();
