-- The same tables as in SQLite, with the same conventions where those are no worse: times are UTC text (yyyy-MM-ddTHH:mm:ss.fffffffZ,
-- a digit finer than timestamptz), seeds are decimal text (they exceed 63 bits). NaN and infinities are ordinary values of
-- double precision here; NULL means "no value".

CREATE TABLE sweeps (
  id text NOT NULL PRIMARY KEY,
  name text NOT NULL,
  status bigint NOT NULL,
  reason text,
  submitted_at text COLLATE "C" NOT NULL,
  ended_at text COLLATE "C",
  fingerprint text NOT NULL,
  expected_runs bigint,
  spec text NOT NULL,
  source_file text NOT NULL,
  origin text NOT NULL,
  inserted bigint GENERATED ALWAYS AS IDENTITY
);

CREATE INDEX sweeps_by_fingerprint ON sweeps (fingerprint, submitted_at);

CREATE TABLE trials (
  sweep_id text NOT NULL,
  number bigint NOT NULL,
  assignment text NOT NULL,
  tells_seen bigint,
  PRIMARY KEY (sweep_id, number)
);

CREATE TABLE runs (
  sweep_id text NOT NULL,
  trial bigint NOT NULL,
  replicate bigint NOT NULL,
  seed text NOT NULL,
  status bigint NOT NULL,
  cause bigint,
  message text,
  attempts bigint NOT NULL,
  exclusive boolean NOT NULL,
  device text,
  queued_at text COLLATE "C" NOT NULL,
  ended_at text COLLATE "C",
  last text,
  fit text,
  PRIMARY KEY (sweep_id, trial, replicate)
);

CREATE INDEX runs_by_status ON runs (sweep_id, status);

CREATE TABLE tells (
  sweep_id text NOT NULL,
  sequence bigint NOT NULL,
  at text COLLATE "C" NOT NULL,
  kind bigint NOT NULL,
  trial bigint NOT NULL,
  replicate bigint NOT NULL,
  attempts bigint NOT NULL,
  last text,
  rung double precision,
  verdict bigint,
  next_rung double precision,
  why text,
  takeover text,
  PRIMARY KEY (sweep_id, sequence)
);

CREATE TABLE attempts (
  sweep_id text NOT NULL,
  trial bigint NOT NULL,
  replicate bigint NOT NULL,
  attempt bigint NOT NULL,
  epoch bigint NOT NULL,
  worker text NOT NULL,
  device text NOT NULL,
  started_at text COLLATE "C" NOT NULL,
  ended_at text COLLATE "C",
  ending text NOT NULL,
  resumed_at_iteration bigint NOT NULL,
  PRIMARY KEY (sweep_id, trial, replicate, attempt)
);

CREATE TABLE observations (
  sweep_id text NOT NULL,
  trial bigint NOT NULL,
  replicate bigint NOT NULL,
  iteration bigint NOT NULL,
  attempt bigint NOT NULL,
  training_loss double precision NOT NULL,
  validation_loss double precision,
  nfe_forward bigint NOT NULL,
  nfe_backward bigint NOT NULL,
  nfe_recomputed bigint NOT NULL,
  vector_jacobian_products bigint NOT NULL,
  accepted_steps bigint NOT NULL,
  rejected_steps bigint NOT NULL,
  smallest_step double precision NOT NULL,
  largest_step double precision NOT NULL,
  data_seconds double precision NOT NULL,
  forward_seconds double precision NOT NULL,
  backward_seconds double precision NOT NULL,
  optimizer_seconds double precision NOT NULL,
  overhead_seconds double precision NOT NULL,
  warm_up_seconds double precision NOT NULL,
  warm_up_iterations bigint NOT NULL,
  engine_peak_bytes bigint NOT NULL,
  process_peak_bytes bigint,
  PRIMARY KEY (sweep_id, trial, replicate, iteration)
);

CREATE TABLE checkpoints (
  sweep_id text NOT NULL,
  trial bigint NOT NULL,
  replicate bigint NOT NULL,
  epoch bigint NOT NULL,
  iteration bigint NOT NULL,
  sha256 text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (sweep_id, trial, replicate, epoch, iteration)
);

CREATE TABLE logs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sweep_id text NOT NULL,
  trial bigint NOT NULL,
  replicate bigint NOT NULL,
  at text COLLATE "C" NOT NULL,
  text text NOT NULL,
  text_md5 text GENERATED ALWAYS AS (md5(text)) STORED,
  UNIQUE (sweep_id, trial, replicate, at, text_md5)
);

CREATE TABLE grain_state (
  kind text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  payload bytea NOT NULL,
  modified text COLLATE "C" NOT NULL,
  PRIMARY KEY (kind, id)
);
