-- What held by default when an envelope that waits was submitted: consent and level, as in the
-- options of a version. A change of the group's defaults meanwhile loosens nothing of it.
alter table submission add column held jsonb;
