// What is sent, and what there is before it is sent; part of the first step.

export const documentTables = `
-- Every version that was ever saved: a request keeps the one it was sent with.
create table document_types (
  id text not null,
  version integer not null,
  body text not null,
  saved_at integer not null,
  saved_by text not null,
  retired_at integer,
  primary key (id, version)
) strict;

-- The firm's own Word files and PDF forms, never changed.
create table own_templates (
  id text primary key,
  name text not null,
  format text not null check (format in ('docx', 'pdf')),
  language text not null check (language in ('en', 'fr')),
  storage_key text not null,
  sha256 text not null,
  bytes integer not null,
  -- Tags and anchors, as they were read when it was taken in.
  content text not null,
  added_at integer not null,
  added_by text not null
) strict;

create table uploads (
  id text primary key,
  lead_id integer not null,
  user_id integer not null,
  name text not null,
  storage_key text not null,
  sha256 text not null,
  bytes integer not null,
  pages integer not null,
  created_at integer not null,
  -- A request that was made of it and may need it again; looked for once it is old.
  kept_for text references signature_requests (id)
) strict;
create index uploads_of_file on uploads (storage_key);

create table reviews (
  id text primary key,
  lead_id integer not null,
  user_id integer not null,
  content text not null,
  created_at integer not null
) strict;

-- Drafts made so that somebody could look at a Word file before sending it.
create table conversions (review_id text primary key, content text not null) strict;

-- What somebody chose or typed once and need not type again: an e-mail of a contact, a template's labels, a user's mobile.
create table memory (
  kind text not null,
  id text not null,
  value text not null,
  updated_at integer not null,
  primary key (kind, id)
) strict;
`
