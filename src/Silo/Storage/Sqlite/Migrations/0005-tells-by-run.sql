-- One run's tells among those of a large sweep: its log shows them.

CREATE INDEX tells_by_run ON tells (sweep_id, trial, replicate);
