-- A passport names the calibrations that its part was measured with.
create index journal_calibration on journal (cell_id, position) where type = 'calibration-recorded';
