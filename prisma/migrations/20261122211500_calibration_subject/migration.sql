-- A calibration is found by its id: a passport reads those that its results name, however many were ever recorded.
update journal
set subject = 'calibration ' || (convert_from(payload, 'UTF8')::json -> 'data' -> 'calibration' ->> 'id')
where type = 'calibration-recorded';
drop index journal_calibration;
