-- Whether a challenge part showed what it must show. Those that were judged before are few: the journal says it of each.
alter table part_cycle add column challenged text;
update part_cycle c
set challenged = convert_from(j.payload, 'UTF8')::json -> 'data' -> 'challenged' ->> 'outcome'
from journal j
where c.challenge is not null and j.cell_id = c.cell_id and j.subject = c.cycle_id and j.type = 'part-judged';
