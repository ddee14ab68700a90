-- Attempts to sign in, and to prove oneself otherwise, counted before they are verified. Of no
-- customer: whether there is such an account is not known yet. key: which kind of thing it is, and
-- a keyed hash of it. Times are microseconds since 1970, for the engine to count with: open_from is
-- when the next attempt may be made, kept_until when the row means nothing any more.
CREATE TABLE attempts (
    key bytea NOT NULL PRIMARY KEY,
    attempt_count bigint NOT NULL,
    open_from bigint NOT NULL,
    kept_until bigint NOT NULL,
    is_told boolean NOT NULL
) -- sqlite: WITHOUT ROWID
;

-- engine: postgresql
GRANT SELECT, INSERT, UPDATE, DELETE ON attempts TO rostrum_app;
-- engine: all
