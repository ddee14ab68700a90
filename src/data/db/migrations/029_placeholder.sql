-- Holds the place of a migration of another branch until both meet.
DROP TABLE IF EXISTS placeholder;
