-- A week of one characteristic is read from the index alone.
drop index "measurement_cell_id_characteristic_at_idx";
create index "measurement_cell_id_characteristic_at_idx" on measurement (cell_id, characteristic, at) include (value, cycle_id);
create index "measurement_nonconforming_idx" on measurement (cell_id, at) include (characteristic, cycle_id)
  where conformance in ('fail', 'conditional-fail');
create index "part_cycle_challenge_idx" on part_cycle (cycle_id) where challenge is not null;
create index "review_cell_id_at_idx" on review (cell_id, at);
