-- Where the jobs of plugins stand. A round goes over the tenants in the order of their ids.
create table feature_job (
  plugin_id text not null check (length(plugin_id) <= 64),
  job_name text not null check (length(job_name) <= 32),
  -- When the round under way, or the next one, is due.
  round_at text not null check (length(round_at) <= 23),
  -- The last tenant that is done in it, empty at its beginning. Not a reference, since that tenant may be gone.
  tenant_done text not null default '' check (length(tenant_done) <= 36),
  -- Calls that are done for the tenant after it.
  part integer not null default 0,
  -- Calls that were begun for it and that the process may not have survived.
  tries integer not null default 0,
  -- Tenants that were passed over since the job is known, and the newest one with its reason.
  faults integer not null default 0,
  fault_tenant text not null default '' check (length(fault_tenant) <= 36),
  fault_reason text not null default '' check (length(fault_reason) <= 64),
  fault_at text check (length(fault_at) <= 23),
  created_at text not null check (length(created_at) <= 23),
  updated_at text not null check (length(updated_at) <= 23),
  primary key (plugin_id, job_name)
) strict, without rowid
