-- What tells a row of an object that was changed where it lies, by a fault of the disk or by a hand,
-- from one that the hub wrote: a digest over all of it, written with it. Only the role the hub
-- writes as has it made; whoever else changes a row leaves a digest that no longer fits.
-- A migration that changes such rows has to make their digests anew.
alter table rendition add column digest bytea not null default '';
alter table feed add column digest bytea not null default '';
alter table object_version add column digest bytea not null default '';

-- Of columns, not of rows: a table may be put in another's place, partitioned.
create function rendition_digest(uuid, bigint, bigint, integer, text, text) returns bytea language
  sql stable as $$
  select sha256(convert_to(row($1, $2, $3, $4, $5)::text || $6, 'UTF8'))
$$;
create function feed_digest(uuid, bigint, integer, bigint, integer, text, text, text, text, text,
  boolean, boolean, bigint, uuid) returns bytea language sql stable as $$
  select sha256(convert_to(row($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)::text,
    'UTF8'))
$$;
create function object_version_digest(uuid, bigint, uuid, text, text, text, text, text, text,
  boolean, bytea, uuid, jsonb, jsonb) returns bytea language sql stable as $$
  select sha256(convert_to(row($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, encode($11, 'hex'), $12,
    $13, $14)::text, 'UTF8'))
$$;

-- A row that is damaged stays so, whatever the hub changes of it afterwards.
create function keep_rendition_digest() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.digest <>
    rendition_digest(old.collection_id, old.rendition_id, old.version_id, old.audience_id,
      old.profile, old.body) then
    new.digest := old.digest;
  else
    new.digest := rendition_digest(new.collection_id, new.rendition_id, new.version_id,
      new.audience_id, new.profile, new.body);
  end if;
  return new;
end
$$;
create trigger rendition_digest before insert or update on rendition for each row
  when (current_user = 'sekisho_writer') execute function keep_rendition_digest();
create function keep_feed_digest() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.digest <>
    feed_digest(old.collection_id, old."position", old.audience_id, old.rendition_id,
      old.size, old.stix_id, old.stix_type, old.spec_version, old.version, old.version_order,
      old.superseded, old.outdated, old.strand, old.owner_id) then
    new.digest := old.digest;
  else
    new.digest := feed_digest(new.collection_id, new."position", new.audience_id,
      new.rendition_id, new.size, new.stix_id, new.stix_type, new.spec_version, new.version,
      new.version_order, new.superseded, new.outdated, new.strand, new.owner_id);
  end if;
  return new;
end
$$;
create trigger feed_digest before insert or update on feed for each row
  when (current_user = 'sekisho_writer') execute function keep_feed_digest();
create function keep_object_version_digest() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.digest <>
    object_version_digest(old.collection_id, old.version_id, old.owner_id, old.stix_id,
      old.spec_version, old.version, old.version_order, old.created_order, old.created_by_ref,
      old.revoked, old.content_hash, old.submission_id, old.forms, old.options) then
    new.digest := old.digest;
  else
    new.digest := object_version_digest(new.collection_id, new.version_id, new.owner_id,
      new.stix_id, new.spec_version, new.version, new.version_order, new.created_order,
      new.created_by_ref, new.revoked, new.content_hash, new.submission_id, new.forms,
      new.options);
  end if;
  return new;
end
$$;
create trigger object_version_digest before insert or update on object_version for each row
  when (current_user = 'sekisho_writer') execute function keep_object_version_digest();

update rendition r set digest = rendition_digest(r.collection_id, r.rendition_id, r.version_id,
  r.audience_id, r.profile, r.body);
update feed f set digest = feed_digest(f.collection_id, f."position", f.audience_id,
  f.rendition_id, f.size, f.stix_id, f.stix_type, f.spec_version, f.version, f.version_order,
  f.superseded, f.outdated, f.strand, f.owner_id);
update object_version v set digest = object_version_digest(v.collection_id, v.version_id,
  v.owner_id, v.stix_id, v.spec_version, v.version, v.version_order, v.created_order,
  v.created_by_ref, v.revoked, v.content_hash, v.submission_id, v.forms, v.options);

-- How far the hub is in comparing rows with their digests, what it found in this cycle, and in the
-- last whole one. No backup holds it: it says what was seen of the database here.
create table verification (
  only_row boolean primary key default true check (only_row),
  part text not null,
  collection_id uuid not null,
  row_id bigint not null,
  rows bigint not null default 0,
  damaged bigint not null default 0,
  ended_at timestamptz,
  last_rows bigint not null default 0,
  last_damaged bigint not null default 0
);
grant select, insert, update on verification to sekisho_writer;

-- What the readiness probe fills for a moment, to see whether there is room for more than a row.
-- Not logged: its bytes are in no backup and go to no standby.
create unlogged table readiness_room (
  filling text not null
);
alter table readiness_room alter column filling set storage external;
grant select, insert, truncate on readiness_room to sekisho_writer;
