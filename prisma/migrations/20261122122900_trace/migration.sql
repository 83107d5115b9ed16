-- What links parts to one another beside their lots: recipe, fixture, tool, gauge, calibration, model, algorithm.
create table trace_link (
  cycle_id text not null,
  kind     text not null,
  name     text not null,
  cell_id  integer not null,
  constraint trace_link_pkey primary key (cycle_id, kind, name)
);
create index trace_link_kind_name_idx on trace_link (kind, name text_pattern_ops);

create index measurement_characteristic_value_idx on measurement (characteristic, value);
create index review_by_idx on review (by);

create table packing (
  cycle_id  text not null constraint packing_pkey primary key,
  cell_id   integer not null,
  container text not null,
  position  integer not null,
  positions integer,
  at        timestamptz(3) not null,
  known     bigint not null
);
create index packing_cell_id_container_idx on packing (cell_id, container);

create table container (
  cell_id    integer not null,
  container  text not null,
  label      text,
  closed_at  timestamptz(3),
  shipment   text,
  shipped_at timestamptz(3),
  customer   text,
  constraint container_pkey primary key (cell_id, container)
);
create index container_shipment_idx on container (shipment);

create table recall (
  recall_id  uuid not null constraint recall_pkey primary key,
  cell_id    integer not null,
  at         timestamptz(3) not null,
  criteria   jsonb not null,
  reason     text not null,
  by         text not null,
  searched   bigint not null,
  closed_at  timestamptz(3),
  closed_by  text,
  conclusion text
);
create index recall_cell_id_at_idx on recall (cell_id, at);

create table recall_part (
  recall_id uuid not null,
  cycle_id  text not null,
  cell_id   integer not null,
  late      boolean not null,
  constraint recall_part_pkey primary key (recall_id, cycle_id)
);

create table recall_block (
  recall_id    uuid not null,
  container    text not null,
  cell_id      integer not null,
  at           timestamptz(3) not null,
  late         boolean not null,
  confirmed_at timestamptz(3),
  confirmed_by text,
  place        text,
  remark       text,
  constraint recall_block_pkey primary key (recall_id, container)
);
create index recall_block_cell_id_container_idx on recall_block (cell_id, container);
