-- What people said who looked again and did not know the verdict. Of one cycle the highest position counts.
create table second_review (
  id        uuid not null constraint second_review_pkey primary key,
  cell_id   integer not null,
  cycle_id  text not null,
  position  bigint not null,
  at        timestamptz(3) not null,
  by        text not null,
  finding   text not null,
  defect    text,
  angle_deg double precision
);
create index second_review_cycle_id_idx on second_review (cycle_id);
create index second_review_cell_id_at_idx on second_review (cell_id, at);

create table pulled_part (
  cycle_id text not null constraint pulled_part_pkey primary key,
  cell_id  integer not null,
  position bigint not null,
  at       timestamptz(3) not null,
  by       text not null,
  because  text not null
);
create index pulled_part_cell_id_at_idx on pulled_part (cell_id, at);

create table remeasurement (
  id             uuid not null,
  characteristic text not null,
  cell_id        integer not null,
  cycle_id       text not null,
  position       bigint not null,
  at             timestamptz(3) not null,
  by             text not null,
  gauge          text not null,
  value          double precision not null,
  unit           text not null,
  uncertainty    double precision,
  conforming     boolean not null,
  constraint remeasurement_pkey primary key (id, characteristic)
);
create index remeasurement_cycle_id_idx on remeasurement (cycle_id);
create index remeasurement_cell_id_at_idx on remeasurement (cell_id, at);

-- Passes near a limit are drawn more often than others.
create index measurement_near on measurement (cycle_id) where conformance = 'conditional-pass';

-- What pseudonyms of people in labelled data are made with. No projection: a rebuild leaves it as it is.
create table label_key (
  id  integer not null default 1 constraint label_key_pkey primary key,
  key text not null
);
insert into label_key (key) values (replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));
