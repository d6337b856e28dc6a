-- How much each organisation keeps in each collection: octets of its versions as they came. Written
-- under the collection's lock; what a quota is asked of.
create table volume (
  collection_id uuid not null,
  owner_id uuid not null,
  octets bigint not null,
  primary key (collection_id, owner_id)
);
create index volume_owner on volume (owner_id);
grant select, insert, update, delete on volume to sekisho_writer;
insert into volume (collection_id, owner_id, octets)
select v.collection_id, v.owner_id, sum(octet_length(r.body))
from object_version v
  join rendition r on r.collection_id = v.collection_id and r.rendition_id = v.version_id
group by 1, 2;
