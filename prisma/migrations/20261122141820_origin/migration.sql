-- What parts were made from (kind: material, name: lot) and with (recipe, gauge, model …). Thousands of parts share all of
-- it, so it is kept once, by a digest of itself, and a cycle names the two: what is shared is counted without reading it.
create table origin (
  id   bigint not null,
  kind text not null,
  name text not null,
  constraint origin_pkey primary key (id, kind, name)
);
create index origin_name_kind_idx on origin (name text_pattern_ops, kind);

alter table part_cycle add made_from bigint, add made_with bigint;

with made as (
  select cycle_id, hashtextextended(jsonb_agg(jsonb_build_array(material, lot) order by material, lot)::text, 0) as id
  from material_lot group by 1
), kept as (
  insert into origin select distinct id, material, lot from made join material_lot using (cycle_id) on conflict do nothing
)
update part_cycle c set made_from = made.id from made where c.cycle_id = made.cycle_id;

with made as (
  select cycle_id, hashtextextended(jsonb_agg(jsonb_build_array(kind, name) order by kind, name)::text, 0) as id
  from trace_link group by 1
), kept as (
  insert into origin select distinct id, kind, name from made join trace_link using (cycle_id) on conflict do nothing
)
update part_cycle c set made_with = made.id from made where c.cycle_id = made.cycle_id;

drop table trace_link;

create index part_cycle_made_from_idx on part_cycle (made_from);
create index part_cycle_made_with_idx on part_cycle (made_with);

-- Whatever is not plainly good is little, and is looked for by itself.
create index measurement_conformance_idx on measurement (conformance, characteristic) include (cycle_id)
  where conformance <> 'pass';
