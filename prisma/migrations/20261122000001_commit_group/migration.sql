-- Changed with every batch: free space on each page keeps the new versions of a row on it, without touching the index.
ALTER TABLE "BoardHead" SET (fillfactor = 50);
ALTER TABLE "Actor" SET (fillfactor = 70);

-- Commits batches of any boards, in the order given. One row per batch:
--   i              its place in the arrays, from 1
--   verdict        committed | duplicate | conflict | foreign | out_of_order | recheck | wrong_epoch | unknown
--   seq            committed and duplicate: where it stands in the log
--   last           out_of_order: the actor's last number in the log
--   at             committed: ms since 1970
-- The statement that locks must come before, and apart from, those that read: they then see what others committed while this
-- one waited. Heads are locked in the order of their boards: two calls never wait for each other.
CREATE FUNCTION commit_group(
  boards TEXT[], epochs TEXT[], actors TEXT[], persons TEXT[], numbers INT[], prevs INT[], digests BYTEA[],
  access_versions INT[], fold_versions INT[], gestures TEXT[], packed_ops BYTEA[]
) RETURNS TABLE (i INT, verdict TEXT, seq BIGINT, last INT, at BIGINT)
LANGUAGE plpgsql
SET lock_timeout = '2s'
AS $$
#variable_conflict use_column
DECLARE
  h "BoardHead"%ROWTYPE;
  a "Actor"%ROWTYPE;
  b "Batch"%ROWTYPE;
  moment TIMESTAMPTZ;
BEGIN
  PERFORM 1 FROM "BoardHead" WHERE "board" = ANY (boards) ORDER BY "board" FOR NO KEY UPDATE;

  FOR k IN 1 .. coalesce(array_length(boards, 1), 0) LOOP
    i := k; verdict := NULL; seq := NULL; last := NULL; at := NULL;

    SELECT * INTO h FROM "BoardHead" WHERE "board" = boards[k];
    IF NOT FOUND THEN
      verdict := 'unknown'; RETURN NEXT; CONTINUE;
    END IF;
    IF h."epoch" <> epochs[k] THEN
      verdict := 'wrong_epoch'; RETURN NEXT; CONTINUE;
    END IF;

    SELECT * INTO a FROM "Actor" WHERE "board" = boards[k] AND "actor" = actors[k];
    IF FOUND AND a."person" <> persons[k] THEN
      verdict := 'foreign'; RETURN NEXT; CONTINUE;
    END IF;

    last := coalesce(a."lastNumber", 0);
    IF numbers[k] <= last THEN
      IF numbers[k] = last THEN
        verdict := CASE WHEN a."lastDigest" = digests[k] THEN 'duplicate' ELSE 'conflict' END;
        seq := a."lastSeq";
      ELSE
        SELECT * INTO b FROM "Batch" WHERE "board" = boards[k] AND "actor" = actors[k] AND "number" = numbers[k];
        IF FOUND AND substring(sha256(convert_to(b."gesture", 'UTF8') || b."ops") FROM 1 FOR 16) = digests[k] THEN
          verdict := 'duplicate'; seq := b."seq";
        ELSE
          verdict := 'conflict';
        END IF;
      END IF;
      RETURN NEXT; CONTINUE;
    END IF;
    IF prevs[k] <> last THEN
      verdict := 'out_of_order'; RETURN NEXT; CONTINUE;
    END IF;
    IF h."accessVersion" <> access_versions[k] THEN
      verdict := 'recheck'; RETURN NEXT; CONTINUE;
    END IF;

    moment := date_trunc('milliseconds', clock_timestamp());
    UPDATE "BoardHead" SET "head" = h."head" + 1, "editedAt" = moment WHERE "board" = boards[k];
    INSERT INTO "Batch" ("board", "seq", "actor", "number", "person", "at", "foldVersion", "gesture", "ops")
      VALUES (boards[k], h."head" + 1, actors[k], numbers[k], persons[k], moment, fold_versions[k], gestures[k], packed_ops[k]);
    INSERT INTO "Actor" ("board", "actor", "person", "lastNumber", "lastSeq", "lastDigest")
      VALUES (boards[k], actors[k], persons[k], numbers[k], h."head" + 1, digests[k])
      ON CONFLICT ("board", "actor") DO UPDATE SET "lastNumber" = EXCLUDED."lastNumber", "lastSeq" = EXCLUDED."lastSeq",
        "lastDigest" = EXCLUDED."lastDigest";
    verdict := 'committed'; seq := h."head" + 1; at := round(extract(epoch FROM moment) * 1000);
    RETURN NEXT;
  END LOOP;
END $$;
