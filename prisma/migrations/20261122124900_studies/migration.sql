-- Studies of gauges are read from the journal itself: they are few, and far apart.
create index journal_study on journal (cell_id, position) where type = 'study-recorded';
