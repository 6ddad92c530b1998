-- btree_gin lets one GIN index hold (org_id, tags); it is a trusted contrib extension.
CREATE EXTENSION IF NOT EXISTS btree_gin;
--> statement-breakpoint
-- uuid v7 (RFC 9562) for PostgreSQL 15 and later: 48 bits of Unix milliseconds, version and variant bits, the rest random.
CREATE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid()) PLACING substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
      52, 1), 53, 1), 'hex')::uuid
$$;
