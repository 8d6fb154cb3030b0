-- A run that goes on with what another one has learned: JSON with the trial it has that from, the iteration and the values it goes on with.

ALTER TABLE tells ADD COLUMN takeover TEXT;
