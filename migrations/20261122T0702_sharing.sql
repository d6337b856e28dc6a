-- What the sharing rule asks of the hub, of organisations, of people and of groups.
-- Facts that come and go with time keep their moments; a sign-in compares them with the clock.

-- phrases: words of a statement marking -> the TLP level they mean here.
alter table hub
  add column default_tlp text,
  add column phrases jsonb not null default '{}';

-- agreements: [{name, version, accepted?}]; clearances: [{name, until?}].
-- peer_max_tlp and same_community say something of peer hubs alone.
alter table organisation
  add column default_tlp text,
  add column agreements jsonb not null default '[]',
  add column clearances jsonb not null default '[]',
  add column peer_max_tlp text not null default 'green',
  add column same_community boolean not null default false;

-- The person's own, besides those of the organisation.
alter table principal add column clearances jsonb not null default '[]';

-- agreement: [{name, version, from?}]; the one that came into force last counts.
-- allow: {types, properties, extensions, labels} that pass although the hub does not know them.
alter table trust_group
  add column agreement jsonb not null default '[]',
  add column attribution text not null default 'cleared'
    check (attribution in ('cleared', 'members')),
  add column provider_approval boolean not null default false,
  add column recall boolean not null default false,
  add column allow jsonb not null
    default '{"types": [], "properties": [], "extensions": [], "labels": []}';

-- Every sign-in asks for the memberships of one organisation.
create index membership_organisation on membership (organisation_id);

-- The tables' grants cover what was added: the writer reads and writes it, the reader sees none.
