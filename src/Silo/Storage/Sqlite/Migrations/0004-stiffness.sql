-- Median of |h·λ| over the steps of a report's forward solve; NULL: not measured, or too small to be seen.

ALTER TABLE observations ADD COLUMN stiffness REAL;
