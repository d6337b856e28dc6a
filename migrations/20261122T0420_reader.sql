-- A poll reads the feed and decides by audiences; who belongs to what is looked up by the writer.
revoke select on organisation, membership, trust_group, collection from sekisho_reader;
