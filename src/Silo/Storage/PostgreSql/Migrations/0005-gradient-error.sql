-- Relative error of a report's gradient beside a float64 reference; NULL: not audited.

ALTER TABLE observations ADD COLUMN gradient_error double precision;
