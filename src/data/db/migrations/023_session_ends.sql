-- When sessions end, as each organization chooses: without a request for so long, and in any case;
-- those of administrators sooner. And whether a sign-in came from a browser that the person had not
-- used before.
ALTER TABLE organizations ADD COLUMN session_idle_minutes bigint NOT NULL DEFAULT 120;
ALTER TABLE organizations ADD COLUMN session_hours bigint NOT NULL DEFAULT 24;
ALTER TABLE organizations ADD COLUMN admin_session_idle_minutes bigint NOT NULL DEFAULT 30;
ALTER TABLE organizations ADD COLUMN admin_session_hours bigint NOT NULL DEFAULT 12;
ALTER TABLE sessions ADD COLUMN is_new_device boolean NOT NULL DEFAULT false;
