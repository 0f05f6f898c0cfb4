// Tables of keeping and erasing (product.md 3.7), part of the first step.

export const keepingTables = `
-- Files that a row has given up. Each is removed unless another row needs it; written with the row that gave it up.
create table leftover_files (storage_key text primary key) strict;

-- "Keep it until then": an administrator's word about a signed record, beyond the firm's years.
create table renewals (
  id integer primary key,
  request_id text not null references signature_requests (id),
  until integer not null,
  by_user integer not null,
  at integer not null
) strict;
create index renewals_of_request on renewals (request_id);

-- What administrators erased or restricted; the same list stands in a file beside the database, which no restore replaces.
-- Persons are keyed hashes. A record may not be here yet: then it is erased when it comes back from Yousign.
create table erasures (
  id text primary key,
  at integer not null,
  by_user integer not null,
  persons text not null,
  -- What no request holds: reviews, what was remembered, deliveries about nobody's request.
  rest_done_at integer
) strict;

create table erasure_records (
  erasure_id text not null references erasures (id),
  request_id text not null,
  kind text not null check (kind in ('erase', 'restrict')),
  was_signed integer not null check (was_signed in (0, 1)),
  until integer,
  -- Erased here; the notes in Kommo may still stand.
  emptied_at integer,
  done_at integer,
  primary key (erasure_id, request_id)
) strict;
create index erasures_of_request on erasure_records (request_id);
`
