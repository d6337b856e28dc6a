-- Made by `npm run schema:sql` from the migrations. Read it; change the migrations.

create table account (
  principal_id uuid not null,
  password text,
  totp bytea,
  totp_offered bytea,
  totp_step bigint,
  language text,
  digest text not null default 'none'::text,
  created_at timestamp with time zone not null default clock_timestamp(),
  CHECK ((digest = ANY (ARRAY['none'::text, 'daily'::text]))),
  CHECK ((language = ANY (ARRAY['ja'::text, 'en'::text]))),
  FOREIGN KEY (principal_id) REFERENCES principal(id) ON DELETE CASCADE,
  PRIMARY KEY (principal_id)
);
-- delete, insert, select, update to sekisho_writer

create table audience (
  id integer not null generated always as identity,
  predicate text not null,
  PRIMARY KEY (id),
  UNIQUE (predicate)
);
-- insert, select to sekisho_writer
-- select to sekisho_reader

create table collection (
  id uuid not null default gen_random_uuid(),
  group_id uuid not null,
  name text not null,
  title text not null,
  description text,
  alias text,
  validation text not null default 'strict'::text,
  media_types text[] not null default '{application/stix+json;version=2.1}'::text[],
  default_tlp text,
  access jsonb not null default '{}'::jsonb,
  spreads_to jsonb not null default '{}'::jsonb,
  publish_gate text not null default 'review'::text,
  review text not null default 'automatic'::text,
  review_within text not null default 'PT24H'::text,
  CHECK ((cardinality(media_types) > 0)),
  CHECK ((publish_gate = ANY (ARRAY['automatic'::text, 'review'::text]))),
  CHECK ((review = ANY (ARRAY['automatic'::text, 'flagged'::text, 'always'::text]))),
  CHECK ((validation = ANY (ARRAY['strict'::text, 'lenient'::text]))),
  FOREIGN KEY (group_id) REFERENCES trust_group(id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (group_id, alias),
  UNIQUE (group_id, name),
  UNIQUE (group_id, title)
);
-- delete, insert, select, update to sekisho_writer

create table credential (
  id uuid not null default gen_random_uuid(),
  principal_id uuid not null,
  name text not null,
  kind text not null,
  username text,
  secret text not null,
  max_tlp text,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone not null default clock_timestamp(),
  previous_secret text,
  previous_until timestamp with time zone,
  CHECK (((kind = 'basic'::text) = (username IS NOT NULL))),
  CHECK (((previous_secret IS NULL) = (previous_until IS NULL))),
  CHECK ((kind = ANY (ARRAY['basic'::text, 'token'::text, 'certificate'::text]))),
  FOREIGN KEY (principal_id) REFERENCES principal(id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (principal_id, name),
  UNIQUE (username)
);
CREATE UNIQUE INDEX credential_previous_secret ON public.credential USING btree (kind, previous_secret) WHERE ((kind <> 'basic'::text) AND (previous_secret IS NOT NULL));
CREATE UNIQUE INDEX credential_secret ON public.credential USING btree (kind, secret) WHERE (kind <> 'basic'::text);
-- delete, insert, select, update to sekisho_writer

create table credential_use (
  credential_id uuid not null,
  used_at timestamp with time zone not null,
  FOREIGN KEY (credential_id) REFERENCES credential(id) ON DELETE CASCADE,
  PRIMARY KEY (credential_id)
);
-- delete, insert, select, update to sekisho_writer

create table digest_sent (
  principal_id uuid not null,
  "position" bigint not null,
  FOREIGN KEY (principal_id) REFERENCES principal(id) ON DELETE CASCADE,
  PRIMARY KEY (principal_id)
);
-- delete, insert, select, update to sekisho_writer

create table draft (
  id uuid not null,
  organisation_id uuid not null,
  author_id uuid not null,
  title text not null,
  envelope text not null,
  digest text not null,
  state text not null default 'draft'::text,
  approver_id uuid,
  submission_id uuid,
  changed_at bigint not null,
  CHECK ((state = ANY (ARRAY['draft'::text, 'proposed'::text, 'approved'::text, 'sent'::text]))),
  FOREIGN KEY (organisation_id) REFERENCES organisation(id) ON DELETE CASCADE,
  PRIMARY KEY (id)
);
CREATE INDEX draft_organisation ON public.draft USING btree (organisation_id, changed_at, id);
-- delete, insert, select, update to sekisho_writer

create table feed (
  collection_id uuid not null,
  "position" bigint not null,
  audience_id integer not null,
  rendition_id bigint not null,
  size integer not null,
  stix_id text collate "C" not null,
  stix_type text collate "C" not null,
  spec_version text collate "C" not null,
  version text collate "C" not null,
  version_order text collate "C" not null,
  superseded boolean not null default false,
  outdated boolean not null default false,
  strand bigint not null,
  owner_id uuid not null,
  digest bytea not null default '\x'::bytea,
  PRIMARY KEY (collection_id, "position")
);
CREATE INDEX feed_audience ON public.feed USING btree (collection_id, audience_id, "position");
CREATE INDEX feed_current ON public.feed USING btree (collection_id, audience_id, "position") WHERE ((NOT superseded) AND (NOT outdated));
CREATE INDEX feed_object ON public.feed USING btree (collection_id, stix_id, version_order);
CREATE INDEX feed_type ON public.feed USING btree (collection_id, audience_id, stix_type, "position");
-- row-level security, forced on the owner too
-- policy feed_reader for select to sekisho_reader using ((audience_id IN ( SELECT unnest((current_setting('sekisho.audiences'::text, true))::integer[]) AS unnest)))
-- policy feed_writer for all to sekisho_writer using (true) with check (true)
-- CREATE TRIGGER feed_digest BEFORE INSERT OR UPDATE ON public.feed FOR EACH ROW WHEN ((CURRENT_USER = 'sekisho_writer'::name)) EXECUTE FUNCTION keep_feed_digest() (unless replicating): begin if tg_op = 'UPDATE' and old.digest <> feed_digest(old.collection_id, old."position", old.audience_id, old.rendition_id, old.size, old.stix_id, old.stix_type, old.spec_version, old.version, old.version_order, old.superseded, old.outdated, old.strand, old.owner_id) then new.digest := old.digest; else new.digest := feed_digest(new.collection_id, new."position", new.audience_id, new.rendition_id, new.size, new.stix_id, new.stix_type, new.spec_version, new.version, new.version_order, new.superseded, new.outdated, new.strand, new.owner_id); end if; return new; end
-- CREATE TRIGGER feed_left AFTER DELETE ON public.feed FOR EACH ROW EXECUTE FUNCTION follow_entry() (unless replicating): begin if tg_op = 'UPDATE' and new.position = old.position then update sought set audience_id = new.audience_id where collection_id = old.collection_id and position = old.position; else delete from sought where collection_id = old.collection_id and position = old.position; end if; return null; end
-- CREATE TRIGGER feed_moved AFTER UPDATE OF "position", audience_id ON public.feed FOR EACH ROW WHEN (((new."position" <> old."position") OR (new.audience_id <> old.audience_id))) EXECUTE FUNCTION follow_entry() (unless replicating): begin if tg_op = 'UPDATE' and new.position = old.position then update sought set audience_id = new.audience_id where collection_id = old.collection_id and position = old.position; else delete from sought where collection_id = old.collection_id and position = old.position; end if; return null; end
-- delete, insert, select, update to sekisho_writer

create table feed_head (
  collection_id uuid not null,
  last_position bigint not null,
  given bigint not null,
  due bigint,
  held boolean not null default false,
  PRIMARY KEY (collection_id)
);
-- delete, insert, select, update to sekisho_writer
-- select to sekisho_reader

create table feed_mark (
  collection_id uuid not null,
  ordinal bigint not null,
  "position" bigint not null,
  PRIMARY KEY (collection_id, ordinal)
);
CREATE UNIQUE INDEX feed_mark_position ON public.feed_mark USING btree (collection_id, "position");
-- delete, insert, select, update to sekisho_writer
-- select to sekisho_reader

create table feed_share (
  collection_id uuid not null,
  audience_id integer not null,
  entries bigint not null,
  current_entries bigint not null,
  last_position bigint not null,
  PRIMARY KEY (collection_id, audience_id)
);
-- delete, insert, select, update to sekisho_writer
-- select to sekisho_reader

create table hub (
  only_row boolean not null default true,
  title text not null default 'Sekisho'::text,
  description text,
  contact text,
  policy_epoch bigint not null default 1,
  default_tlp text,
  phrases jsonb not null default '{}'::jsonb,
  file_digest text,
  CHECK (only_row),
  PRIMARY KEY (only_row)
);
-- delete, insert, select, update to sekisho_writer
-- select to sekisho_reader

create table hub_key (
  name text not null,
  secret bytea not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  serial integer not null default 1,
  CHECK ((serial > 0)),
  PRIMARY KEY (name, serial)
);
-- delete, insert, select, update to sekisho_writer

create table invitation (
  secret bytea not null,
  principal_id uuid,
  expires_at timestamp with time zone not null,
  FOREIGN KEY (principal_id) REFERENCES principal(id) ON DELETE CASCADE,
  PRIMARY KEY (secret),
  UNIQUE (principal_id)
);
CREATE UNIQUE INDEX invitation_set_up ON public.invitation USING btree ((true)) WHERE (principal_id IS NULL);
-- delete, insert, select, update to sekisho_writer

create table ledger (
  seq bigint not null,
  at bigint not null,
  act text not null,
  collection_id uuid,
  organisation_id uuid,
  object_id text collate "C",
  first_position bigint,
  last_position bigint,
  canonical text not null,
  prev bytea not null,
  hash bytea not null,
  CHECK ((seq > 0)),
  PRIMARY KEY (seq)
);
CREATE INDEX ledger_object ON public.ledger USING btree (object_id, seq) WHERE ((act <> 'disclose'::text) AND (object_id IS NOT NULL));
CREATE INDEX ledger_organisation ON public.ledger USING btree (organisation_id, seq) WHERE (act = 'disclose'::text);
CREATE INDEX ledger_positions ON public.ledger USING btree (collection_id, first_position, last_position) WHERE (act = 'disclose'::text);
-- CREATE TRIGGER ledger_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger FOR EACH STATEMENT EXECUTE FUNCTION refuse_change() (always): begin raise exception 'the ledger is only ever appended to' using errcode = 'restrict_violation'; end
-- insert, select to sekisho_writer

create table ledger_head (
  only_row boolean not null default true,
  seq bigint not null,
  at bigint not null,
  hash bytea not null,
  CHECK (only_row),
  PRIMARY KEY (only_row)
);
-- select, update to sekisho_writer

create table ledger_outbox (
  id bigint not null generated always as identity,
  noted_at bigint not null default ((EXTRACT(epoch FROM clock_timestamp()) * (1000000)::numeric))::bigint,
  act text not null,
  epoch bigint not null,
  entry text not null,
  PRIMARY KEY (id)
);
-- delete, insert, select to sekisho_writer

create table ledger_seal (
  seq bigint not null,
  at bigint not null,
  body text not null,
  signature bytea not null,
  PRIMARY KEY (seq)
);
-- CREATE TRIGGER ledger_seal_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change() (always): begin raise exception 'the ledger is only ever appended to' using errcode = 'restrict_violation'; end
-- insert, select to sekisho_writer

create table membership (
  group_id uuid not null,
  organisation_id uuid not null,
  level text not null,
  since timestamp with time zone not null default clock_timestamp(),
  CHECK ((level = ANY (ARRAY['observer'::text, 'consumer'::text, 'contributor'::text, 'trusted'::text, 'steward'::text]))),
  FOREIGN KEY (group_id) REFERENCES trust_group(id) ON DELETE CASCADE,
  FOREIGN KEY (organisation_id) REFERENCES organisation(id) ON DELETE CASCADE,
  PRIMARY KEY (group_id, organisation_id)
);
CREATE INDEX membership_organisation ON public.membership USING btree (organisation_id);
-- delete, insert, select, update to sekisho_writer

create table object_version (
  collection_id uuid not null,
  version_id bigint not null,
  owner_id uuid not null,
  stix_id text collate "C" not null,
  spec_version text collate "C" not null,
  version text collate "C" not null,
  version_order text collate "C" not null,
  created_order text collate "C",
  created_by_ref text collate "C",
  revoked boolean not null,
  content_hash bytea not null,
  submission_id uuid not null,
  forms jsonb not null default '[]'::jsonb,
  options jsonb,
  digest bytea not null default '\x'::bytea,
  PRIMARY KEY (collection_id, version_id)
);
CREATE INDEX object_version_review ON public.object_version USING btree (collection_id, version_id) WHERE (((options -> 'review'::text) ->> 'state'::text) = 'open'::text);
CREATE INDEX object_version_waiting ON public.object_version USING btree (collection_id, version_id) WHERE (forms @? '$[*]?(@."state" == "waiting")'::jsonpath);
CREATE UNIQUE INDEX object_version_identity ON public.object_version USING btree (collection_id, stix_id, owner_id, spec_version, version_order);
-- CREATE TRIGGER object_version_digest BEFORE INSERT OR UPDATE ON public.object_version FOR EACH ROW WHEN ((CURRENT_USER = 'sekisho_writer'::name)) EXECUTE FUNCTION keep_object_version_digest() (unless replicating): begin if tg_op = 'UPDATE' and old.digest <> object_version_digest(old.collection_id, old.version_id, old.owner_id, old.stix_id, old.spec_version, old.version, old.version_order, old.created_order, old.created_by_ref, old.revoked, old.content_hash, old.submission_id, old.forms, old.options) then new.digest := old.digest; else new.digest := object_version_digest(new.collection_id, new.version_id, new.owner_id, new.stix_id, new.spec_version, new.version, new.version_order, new.created_order, new.created_by_ref, new.revoked, new.content_hash, new.submission_id, new.forms, new.options); end if; return new; end
-- delete, insert, select, update to sekisho_writer

create table organisation (
  id uuid not null default gen_random_uuid(),
  name text not null,
  title text not null,
  kind text not null,
  country text,
  sectors text[] not null default '{}'::text[],
  status text not null default 'active'::text,
  identities text[] not null default '{}'::text[],
  assets jsonb not null default '{}'::jsonb,
  vouches text[] not null default '{}'::text[],
  client_of text[] not null default '{}'::text[],
  created_at timestamp with time zone not null default clock_timestamp(),
  default_tlp text,
  agreements jsonb not null default '[]'::jsonb,
  clearances jsonb not null default '[]'::jsonb,
  peer_max_tlp text not null default 'green'::text,
  same_community boolean not null default false,
  PRIMARY KEY (id),
  UNIQUE (name)
);
-- delete, insert, select, update to sekisho_writer

create table persona (
  collection_id uuid not null,
  stix_id text collate "C" not null,
  audience_id integer not null,
  "position" bigint not null,
  PRIMARY KEY (collection_id, stix_id, audience_id)
);
-- delete, insert, select, update to sekisho_writer

create table principal (
  id uuid not null default gen_random_uuid(),
  organisation_id uuid not null,
  name text not null,
  kind text not null,
  email text,
  roles text[] not null default '{}'::text[],
  clearances jsonb not null default '[]'::jsonb,
  CHECK ((kind = ANY (ARRAY['service'::text, 'person'::text]))),
  FOREIGN KEY (organisation_id) REFERENCES organisation(id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (organisation_id, name)
);
-- delete, insert, select, update to sekisho_writer

create table provider_identity (
  issuer text not null,
  subject text not null,
  principal_id uuid not null,
  FOREIGN KEY (principal_id) REFERENCES account(principal_id) ON DELETE CASCADE,
  PRIMARY KEY (issuer, subject),
  UNIQUE (principal_id, issuer)
);
-- delete, insert, select, update to sekisho_writer

create table provider_visit (
  id bytea not null,
  state text not null,
  nonce text not null,
  verifier text not null,
  invitation bytea,
  expires_at timestamp with time zone not null,
  PRIMARY KEY (id)
);
CREATE INDEX provider_visit_expires ON public.provider_visit USING btree (expires_at);
-- delete, insert, select, update to sekisho_writer

create table readiness (
  only_row boolean not null default true,
  written_at timestamp with time zone not null,
  CHECK (only_row),
  PRIMARY KEY (only_row)
);
-- insert, select, update to sekisho_writer

create table readiness_room (
  filling text not null
);
-- insert, select, truncate to sekisho_writer

create table recovery_code (
  principal_id uuid not null,
  hash bytea not null,
  FOREIGN KEY (principal_id) REFERENCES account(principal_id) ON DELETE CASCADE,
  PRIMARY KEY (principal_id, hash)
);
-- delete, insert, select, update to sekisho_writer

create table redraw (
  home_id uuid not null,
  owner_id uuid not null,
  stix_id text collate "C" not null,
  PRIMARY KEY (home_id, owner_id, stix_id)
);
-- delete, insert, select, update to sekisho_writer

create table reference (
  collection_id uuid not null,
  target text collate "C" not null,
  version_id bigint not null,
  PRIMARY KEY (collection_id, target, version_id)
);
-- delete, insert, select, update to sekisho_writer

create table removed_object (
  collection_id uuid not null,
  stix_id text collate "C" not null,
  owner_id uuid not null,
  told jsonb not null default '[]'::jsonb,
  PRIMARY KEY (collection_id, stix_id, owner_id)
);
-- insert, select, update to sekisho_writer

create table rendition (
  collection_id uuid not null,
  rendition_id bigint not null,
  version_id bigint not null,
  audience_id integer not null,
  profile text not null,
  body text not null,
  digest bytea not null default '\x'::bytea,
  CHECK ((profile = ANY (ARRAY['P0'::text, 'P1'::text, 'P2'::text, 'P3'::text]))),
  PRIMARY KEY (collection_id, rendition_id)
);
-- row-level security, forced on the owner too
-- policy rendition_reader for select to sekisho_reader using ((audience_id IN ( SELECT unnest((current_setting('sekisho.audiences'::text, true))::integer[]) AS unnest)))
-- policy rendition_writer for all to sekisho_writer using (true) with check (true)
-- CREATE TRIGGER rendition_digest BEFORE INSERT OR UPDATE ON public.rendition FOR EACH ROW WHEN ((CURRENT_USER = 'sekisho_writer'::name)) EXECUTE FUNCTION keep_rendition_digest() (unless replicating): begin if tg_op = 'UPDATE' and old.digest <> rendition_digest(old.collection_id, old.rendition_id, old.version_id, old.audience_id, old.profile, old.body) then new.digest := old.digest; else new.digest := rendition_digest(new.collection_id, new.rendition_id, new.version_id, new.audience_id, new.profile, new.body); end if; return new; end
-- delete, insert, select, update to sekisho_writer
-- select to sekisho_reader

create table restoration (
  id bigint not null generated always as identity,
  at timestamp with time zone not null default clock_timestamp(),
  head_seq bigint not null,
  head_hash bytea not null,
  forsaken_seq bigint,
  forsaken_hash bytea,
  confirmed_at timestamp with time zone,
  CHECK (((forsaken_seq IS NULL) = (forsaken_hash IS NULL))),
  PRIMARY KEY (id)
);
-- insert, select, update to sekisho_writer

create table session (
  id uuid not null default gen_random_uuid(),
  secret bytea not null,
  principal_id uuid not null,
  agent text not null,
  half boolean not null,
  second_factor_at timestamp with time zone,
  created_at timestamp with time zone not null default clock_timestamp(),
  seen_at timestamp with time zone not null default clock_timestamp(),
  FOREIGN KEY (principal_id) REFERENCES account(principal_id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (secret)
);
CREATE INDEX session_principal ON public.session USING btree (principal_id, created_at);
CREATE INDEX session_seen ON public.session USING btree (seen_at);
-- delete, insert, select, update to sekisho_writer

create table sign_in_failure (
  subject text not null,
  hour timestamp with time zone not null,
  failures integer not null,
  PRIMARY KEY (subject, hour)
);
-- delete, insert, select, update to sekisho_writer

create table sought (
  collection_id uuid not null,
  audience_id integer not null,
  term text collate "C" not null,
  "position" bigint not null,
  PRIMARY KEY (collection_id, audience_id, term, "position")
);
CREATE INDEX sought_position ON public.sought USING btree (collection_id, "position");
-- row-level security, forced on the owner too
-- policy sought_reader for select to sekisho_reader using ((audience_id IN ( SELECT unnest((current_setting('sekisho.audiences'::text, true))::integer[]) AS unnest)))
-- policy sought_writer for all to sekisho_writer using (true) with check (true)
-- delete, insert, select, update to sekisho_writer
-- select to sekisho_reader

create table sought_head (
  collection_id uuid not null,
  "position" bigint not null,
  PRIMARY KEY (collection_id)
);
-- delete, insert, select, update to sekisho_writer

create table submission (
  id uuid not null,
  group_id uuid not null,
  collection_id uuid not null,
  organisation_id uuid not null,
  principal_id uuid not null,
  received_at bigint not null,
  completed_at timestamp with time zone,
  total_count integer not null,
  success_count integer not null default 0,
  failure_count integer not null default 0,
  successes text not null default ''::text,
  failures text not null default ''::text,
  envelope bytea,
  slices bytea,
  sharing text,
  held jsonb,
  PRIMARY KEY (id)
);
CREATE INDEX submission_completed ON public.submission USING btree (completed_at);
CREATE INDEX submission_organisation ON public.submission USING btree (organisation_id, received_at, id);
CREATE INDEX submission_pending ON public.submission USING btree (received_at) WHERE (completed_at IS NULL);
-- delete, insert, select, update to sekisho_writer

create table trust_group (
  id uuid not null default gen_random_uuid(),
  name text not null,
  title text not null,
  description text,
  max_tlp text not null default 'amber+strict'::text,
  default_tlp text,
  clients text not null default 'forbidden'::text,
  consent text not null default 'none'::text,
  history text not null default 'all'::text,
  agreement jsonb not null default '[]'::jsonb,
  attribution text not null default 'cleared'::text,
  provider_approval boolean not null default false,
  recall boolean not null default false,
  allow jsonb not null default '{"types": [], "labels": [], "extensions": [], "properties": []}'::jsonb,
  two_person boolean not null default false,
  CHECK ((attribution = ANY (ARRAY['cleared'::text, 'members'::text]))),
  PRIMARY KEY (id),
  UNIQUE (name)
);
-- delete, insert, select, update to sekisho_writer

create table verification (
  only_row boolean not null default true,
  part text not null,
  collection_id uuid not null,
  row_id bigint not null,
  rows bigint not null default 0,
  damaged bigint not null default 0,
  ended_at timestamp with time zone,
  last_rows bigint not null default 0,
  last_damaged bigint not null default 0,
  CHECK (only_row),
  PRIMARY KEY (only_row)
);
-- insert, select, update to sekisho_writer

create table volume (
  collection_id uuid not null,
  owner_id uuid not null,
  octets bigint not null,
  PRIMARY KEY (collection_id, owner_id)
);
CREATE INDEX volume_owner ON public.volume USING btree (owner_id);
-- delete, insert, select, update to sekisho_writer

create table waiting (
  collection_id uuid not null,
  due bigint not null,
  home_id uuid not null,
  version_id bigint not null,
  PRIMARY KEY (collection_id, due, home_id, version_id)
);
-- delete, insert, select, update to sekisho_writer

create table warning_list (
  name text not null,
  body jsonb not null,
  entries integer not null,
  changed_at timestamp with time zone not null default clock_timestamp(),
  PRIMARY KEY (name)
);
-- delete, insert, select, update to sekisho_writer

create table webhook (
  id uuid not null default gen_random_uuid(),
  organisation_id uuid not null,
  url text not null,
  secret bytea not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  called_at timestamp with time zone,
  last_status integer,
  failures integer not null default 0,
  FOREIGN KEY (organisation_id) REFERENCES organisation(id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (organisation_id, url)
);
-- delete, insert, select, update to sekisho_writer

create table webhook_cursor (
  webhook_id uuid not null,
  collection_id uuid not null,
  "position" bigint not null,
  FOREIGN KEY (webhook_id) REFERENCES webhook(id) ON DELETE CASCADE,
  PRIMARY KEY (webhook_id, collection_id)
);
-- delete, insert, select, update to sekisho_writer
