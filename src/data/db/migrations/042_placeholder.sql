-- Holds the number that another branch brings; it goes when that is merged.
SELECT 1;
