create table alarm_entry (
  cell_id int not null,
  position bigint not null,
  id uuid not null,
  at timestamptz(3) not null,
  type text not null,
  alarm text not null,
  priority text,
  by text,
  simulated boolean not null,
  data jsonb not null,
  primary key (cell_id, position)
);
create index alarm_entry_cell_id_at_idx on alarm_entry (cell_id, at);
create index alarm_entry_cell_id_alarm_position_idx on alarm_entry (cell_id, alarm, position);

create table notification_rule (
  id uuid primary key,
  rule jsonb not null,
  created_at timestamptz(3) not null default now()
);

create table notification_delivery (
  id uuid primary key,
  rule_id uuid not null references notification_rule (id) on delete cascade,
  cell_id int not null,
  state text not null,
  created_at timestamptz(3) not null default now(),
  next_at timestamptz(3) not null,
  attempts int not null default 0,
  error text,
  flood boolean not null,
  alarms jsonb not null
);
create index notification_delivery_state_next_at_idx on notification_delivery (state, next_at);
create index notification_delivery_rule_id_created_at_idx on notification_delivery (rule_id, created_at);

create table notified (
  cell_id int primary key,
  position bigint not null
);
