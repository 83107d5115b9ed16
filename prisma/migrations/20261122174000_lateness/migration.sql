-- How long after it happened the server learned of it, where that was late. Told of what comes from now on; `rebuild`
-- tells it of what is in the journal already.
alter table inspection add column came_late_ms float8;
alter table part_cycle add column judged_late_ms float8;
