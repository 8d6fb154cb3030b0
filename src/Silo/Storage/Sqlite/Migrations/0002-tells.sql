-- What a sweep's search and scheduler heard about its runs, in the order in which they took note of it, and how far that order
-- had come when a trial's point was chosen (NULL: chosen before this was noted).

CREATE TABLE tells (
  sweep_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  at TEXT NOT NULL,
  kind INTEGER NOT NULL,
  trial INTEGER NOT NULL,
  replicate INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  last TEXT,
  rung REAL,
  verdict INTEGER,
  next_rung REAL,
  why TEXT,
  PRIMARY KEY (sweep_id, sequence)
) WITHOUT ROWID;

ALTER TABLE trials ADD COLUMN tells_seen INTEGER;
