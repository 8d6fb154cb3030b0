-- Which silos make the cluster. One row of version: every change of the silos raises it, so that of two silos that change
-- the table at once one is refused. Times are UTC text, as in the ledger.

CREATE TABLE membership_version (
  version bigint NOT NULL,
  only_row boolean NOT NULL DEFAULT true PRIMARY KEY CHECK (only_row)
);

INSERT INTO membership_version (version) VALUES (0);

CREATE TABLE membership (
  silo text NOT NULL PRIMARY KEY,
  version bigint NOT NULL,
  status bigint NOT NULL,
  name text NOT NULL,
  host text NOT NULL,
  gateway_port bigint NOT NULL,
  suspects text NOT NULL,
  started_at text COLLATE "C" NOT NULL,
  alive_at text COLLATE "C" NOT NULL
);
