-- The queue of parts that wait for a person looks at no part that was accepted.
create index part_cycle_waiting on part_cycle (started_at, cycle_id, cell_id)
where challenge is null and (whereabouts in ('reject', 'hold', 'out') or (whereabouts is null and mismatched));
