-- What an organisation prepares before it shares it. Nobody else learns of it.

-- envelope: as it was sent (JSON text): a collection, objects, options. digest: SHA-256 of it.
create table draft (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  author_id uuid not null,
  title text not null,
  envelope text not null,
  digest text not null,
  state text not null default 'draft'
    check (state in ('draft', 'proposed', 'approved', 'sent')),
  approver_id uuid,
  submission_id uuid,
  changed_at bigint not null
);
create index draft_organisation on draft (organisation_id, changed_at, id);
grant select, insert, update, delete on draft to sekisho_writer;
