-- Genealogy counts parts by container in the pass in which it counts all else.
alter table part_cycle add column container text;
update part_cycle c set container = p.container from packing p where p.cycle_id = c.cycle_id;
