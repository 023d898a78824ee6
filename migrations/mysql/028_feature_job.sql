-- Where the jobs of plugins stand. A round goes over the tenants in the order of their ids.
create table if not exists feature_job (
  plugin_id varchar(64) not null,
  job_name varchar(32) not null,
  -- When the round under way, or the next one, is due.
  round_at char(23) character set ascii collate ascii_bin not null,
  -- The last tenant that is done in it, empty at its beginning. Not a reference, since that tenant may be gone.
  tenant_done char(36) character set ascii collate ascii_bin not null default '',
  -- Calls that are done for the tenant after it.
  part bigint not null default 0,
  -- Calls that were begun for it and that the process may not have survived.
  tries bigint not null default 0,
  -- Tenants that were passed over since the job is known, and the newest one with its reason.
  faults bigint not null default 0,
  fault_tenant char(36) character set ascii collate ascii_bin not null default '',
  fault_reason varchar(64) not null default '',
  fault_at char(23) character set ascii collate ascii_bin,
  created_at char(23) character set ascii collate ascii_bin not null,
  updated_at char(23) character set ascii collate ascii_bin not null,
  primary key (plugin_id, job_name)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin
