-- A change of the rules makes renditions wrong. Until they are drawn anew nobody is shown any.

-- held: what of this feed was drawn under other rules is not drawn anew yet.
alter table feed_head add column held boolean not null default false;

-- Versions of which something waits: what an act may open.
create index object_version_waiting on object_version (collection_id, version_id)
  where forms @? '$[*] ? (@.state == "waiting")';
