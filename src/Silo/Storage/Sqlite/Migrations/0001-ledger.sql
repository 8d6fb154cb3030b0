-- Conventions: times are UTC text (yyyy-MM-ddTHH:mm:ss.fffffffZ), seeds are decimal text (they exceed 63 bits),
-- and a REAL column may hold the text 'NaN': SQLite turns a bound NaN into NULL, and NULL means "no value" here.

CREATE TABLE sweeps (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  status INTEGER NOT NULL,
  reason TEXT,
  submitted_at TEXT NOT NULL,
  ended_at TEXT,
  fingerprint TEXT NOT NULL,
  expected_runs INTEGER,
  spec TEXT NOT NULL,
  source_file TEXT NOT NULL,
  origin TEXT NOT NULL
);

CREATE INDEX sweeps_by_fingerprint ON sweeps (fingerprint, submitted_at);

CREATE TABLE trials (
  sweep_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  assignment TEXT NOT NULL,
  PRIMARY KEY (sweep_id, number)
) WITHOUT ROWID;

CREATE TABLE runs (
  sweep_id TEXT NOT NULL,
  trial INTEGER NOT NULL,
  replicate INTEGER NOT NULL,
  seed TEXT NOT NULL,
  status INTEGER NOT NULL,
  cause INTEGER,
  message TEXT,
  attempts INTEGER NOT NULL,
  exclusive INTEGER NOT NULL,
  device TEXT,
  queued_at TEXT NOT NULL,
  ended_at TEXT,
  last TEXT,
  fit TEXT,
  PRIMARY KEY (sweep_id, trial, replicate)
);

CREATE INDEX runs_by_status ON runs (sweep_id, status);

CREATE TABLE attempts (
  sweep_id TEXT NOT NULL,
  trial INTEGER NOT NULL,
  replicate INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  worker TEXT NOT NULL,
  device TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  ending TEXT NOT NULL,
  resumed_at_iteration INTEGER NOT NULL,
  PRIMARY KEY (sweep_id, trial, replicate, attempt)
) WITHOUT ROWID;

CREATE TABLE observations (
  sweep_id TEXT NOT NULL,
  trial INTEGER NOT NULL,
  replicate INTEGER NOT NULL,
  iteration INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  training_loss REAL NOT NULL,
  validation_loss REAL,
  nfe_forward INTEGER NOT NULL,
  nfe_backward INTEGER NOT NULL,
  nfe_recomputed INTEGER NOT NULL,
  vector_jacobian_products INTEGER NOT NULL,
  accepted_steps INTEGER NOT NULL,
  rejected_steps INTEGER NOT NULL,
  smallest_step REAL NOT NULL,
  largest_step REAL NOT NULL,
  data_seconds REAL NOT NULL,
  forward_seconds REAL NOT NULL,
  backward_seconds REAL NOT NULL,
  optimizer_seconds REAL NOT NULL,
  overhead_seconds REAL NOT NULL,
  warm_up_seconds REAL NOT NULL,
  warm_up_iterations INTEGER NOT NULL,
  engine_peak_bytes INTEGER NOT NULL,
  process_peak_bytes INTEGER,
  PRIMARY KEY (sweep_id, trial, replicate, iteration)
) WITHOUT ROWID;

CREATE TABLE checkpoints (
  sweep_id TEXT NOT NULL,
  trial INTEGER NOT NULL,
  replicate INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  iteration INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (sweep_id, trial, replicate, epoch, iteration)
);

CREATE TABLE logs (
  id INTEGER PRIMARY KEY,
  sweep_id TEXT NOT NULL,
  trial INTEGER NOT NULL,
  replicate INTEGER NOT NULL,
  at TEXT NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (sweep_id, trial, replicate, at, text)
);

CREATE TABLE grain_state (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  payload BLOB NOT NULL,
  modified TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;
