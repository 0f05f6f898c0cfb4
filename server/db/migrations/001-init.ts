// The whole database. Times are epoch milliseconds, JSON columns hold what is only ever read together.
// Words and rules: protocols.md P1 (requests, drafts), P2 (deliveries), P5 (lanes), P7 (states).
import { documentTables } from './001-documents.ts'
import { keepingTables } from './001-keeping.ts'

export const init = `
create table meta (key text primary key, value text not null) strict;

create table settings (key text primary key, value text not null) strict;

-- Keys and tokens, AES-256-GCM under a key derived from SECRET_KEY, bound to their name.
create table secrets (
  name text primary key,
  ciphertext blob not null,
  updated_at integer not null
) strict;

create table signature_requests (
  id text primary key,
  lead_id integer not null,
  -- What counts as "the same document" on a lead: the hash of the bytes, a template, or a knowing second one.
  document_key text not null,
  -- The review somebody pressed Send on; ten presses carry the same one.
  submission_key text not null unique,
  reference text not null,
  external_id text not null unique,
  state text not null check (state in ('prepared', 'preparing', 'held', 'needs_person', 'failed', 'draft', 'approval',
    'ongoing', 'paused', 'done', 'declined', 'rejected', 'expired', 'canceled')),
  snapshot text not null,
  yousign_id text unique,
  created_at integer not null,
  not_before integer not null,
  sent_at integer,
  ended_at integer,
  changed_at integer not null,
  checked_at integer,
  expires_at integer,
  cancel_asked text,
  -- Somebody says that it was signed on paper.
  paper text,
  deleted_at integer,
  trouble text,
  waiting text,
  ending text,
  replaces text references signature_requests (id),
  -- The Yousign account in which it was created (P6); null before that.
  connection text,
  revision integer not null
) strict;

create unique index one_live_request_per_document on signature_requests (lead_id, document_key)
  where state in ('prepared', 'preparing', 'held', 'needs_person', 'draft', 'approval', 'ongoing', 'paused')
    and deleted_at is null;
create index requests_of_lead on signature_requests (lead_id, created_at);
create index requests_by_state on signature_requests (state);
create index requests_by_revision on signature_requests (revision);

create table signers (
  id text primary key,
  request_id text not null references signature_requests (id),
  position integer not null,
  yousign_id text unique,
  -- What was sent, and what Kommo said when it was read: the two sides of a later comparison (P4).
  sent text not null,
  base text,
  status text not null,
  marks text not null default '{}',
  notified_at integer,
  signed_at integer,
  reminded_at integer,
  words text,
  unique (request_id, position)
) strict;

create table documents (
  request_id text not null references signature_requests (id),
  position integer not null,
  name text not null,
  storage_key text not null,
  sha256 text not null,
  bytes integer not null,
  -- Null of a Word file: Yousign makes the pages.
  pages integer,
  parse_anchors integer not null check (parse_anchors in (0, 1)),
  anchors integer not null,
  boxes text not null,
  initials integer not null check (initials in (0, 1)),
  yousign_id text,
  -- From then on only the digest is kept.
  removed_at integer,
  primary key (request_id, position)
) strict;

create index documents_of_file on documents (storage_key) where removed_at is null;

create table drafts (
  request_id text not null references signature_requests (id),
  attempt integer not null,
  yousign_id text unique,
  state text not null check (state in ('open', 'abandoned', 'gone', 'activating', 'active')),
  -- The call whose answer is awaited: seen after a restart, its outcome is unknown.
  in_flight text,
  furnished text not null default '{"documents":[],"signers":[],"consents":[],"followers":false}',
  searches integer not null default 0,
  activations integer not null default 0,
  first_activation_at integer,
  last_activation_at integer,
  created_at integer not null,
  primary key (request_id, attempt)
) strict;

create unique index one_activation_per_request on drafts (request_id) where state in ('activating', 'active');

create table deliveries (
  id integer primary key,
  source text not null check (source in ('yousign', 'kommo')),
  -- Yousign: the event id. Kommo: a digest of what was said.
  delivery_key text not null,
  event text not null,
  received_at integer not null,
  event_at integer,
  -- Dropped after a while; then its digest stays.
  body blob,
  body_sha256 text,
  state text not null check (state in ('received', 'applied', 'foreign', 'quarantined')),
  request_id text,
  unique (source, delivery_key)
) strict;
create index deliveries_of_request on deliveries (request_id) where request_id is not null;
create index deliveries_with_body on deliveries (received_at) where body is not null;

create table jobs (
  id integer primary key,
  kind text not null,
  key text not null,
  subject text,
  lane text not null,
  priority integer not null,
  payload text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'stuck')),
  run_at integer not null,
  attempts integer not null default 0,
  first_attempt_at integer,
  rerun integer not null default 0 check (rerun in (0, 1)),
  lease_token text,
  lease_until integer,
  last_error text,
  created_at integer not null,
  finished_at integer,
  unique (kind, key)
) strict;
create index jobs_due on jobs (lane, priority, run_at) where state = 'waiting';
create index jobs_running on jobs (lease_until) where state = 'running';
create index jobs_of_subject on jobs (subject) where subject is not null;

create table lanes (
  name text primary key,
  windows text not null,
  paused_until integer,
  pause_reason text
) strict;

-- What we do to the lead in Kommo. The key is unique for ever: one note of a kind per request, whatever is repeated.
create table effects (
  id integer primary key,
  request_id text not null references signature_requests (id),
  key text not null unique,
  kind text not null check (kind in ('note', 'task', 'stage', 'close_task', 'copy', 'attachment')),
  lead_id integer not null,
  payload text not null,
  state text not null check (state in ('waiting', 'done', 'stuck', 'dropped')),
  -- A call whose answer was never seen: look for the marker before repeating.
  in_flight integer not null default 0 check (in_flight in (0, 1)),
  remote_id integer,
  -- Of a file that was uploaded for it and may not be attached yet.
  remote_file text,
  created_at integer not null,
  done_at integer,
  last_error text
) strict;
create index effects_of_request on effects (request_id);

-- What somebody asked for about a request at Yousign, carried out by a job: recorded before the call, settled after it.
create table actions (
  id integer primary key,
  request_id text not null references signature_requests (id),
  signer_id text references signers (id),
  kind text not null check (kind in ('correct', 'unblock', 'extend', 'remind')),
  payload text not null,
  by_name text not null,
  state text not null check (state in ('waiting', 'done', 'refused')),
  in_flight integer not null default 0 check (in_flight in (0, 1)),
  -- Only after that one is done.
  after_id integer references actions (id),
  problem text,
  created_at integer not null,
  settled_at integer
) strict;
create index actions_of_request on actions (request_id);

-- Changes that only asking Yousign has shown, because no webhook came.
create table missed_events (
  request_id text not null references signature_requests (id),
  at integer not null
) strict;

create table files (
  id text primary key,
  request_id text not null references signature_requests (id),
  kind text not null check (kind in ('signed', 'audit_trail', 'audit_trail_data', 'identity_proof', 'paper_scan')),
  position integer not null,
  name text not null,
  storage_key text not null,
  sha256 text not null,
  bytes integer not null,
  created_at integer not null,
  unique (request_id, kind, position)
) strict;

create table ledger (
  id integer primary key,
  request_id text not null references signature_requests (id),
  at integer not null,
  event text not null,
  facts text not null,
  -- One line an event, however often it is told.
  key text not null,
  unique (request_id, key)
) strict;
create index ledger_of_request on ledger (request_id, at);

-- A hook said that this lead or contact changed; read before a send begins.
create table crm_changes (
  entity text not null check (entity in ('lead', 'contact')),
  id integer not null,
  changed_at integer not null,
  primary key (entity, id)
) strict;

-- Bearer links of ours. Only the hash is kept; the token goes out once.
create table links (
  token_hash text primary key,
  kind text not null check (kind in ('file', 'signer')),
  request_id text not null references signature_requests (id),
  target text not null,
  created_at integer not null,
  expires_at integer not null,
  revoked_at integer
) strict;
create index links_of_request on links (request_id);

create table link_openings (
  id integer primary key,
  token_hash text not null references links (token_hash),
  at integer not null
) strict;

${documentTables}
${keepingTables}`
