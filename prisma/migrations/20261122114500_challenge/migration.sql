alter table part_cycle add column challenge text;
