/**
 * Exit code of a program that only a person can put right: its configuration is wrong, and starting it again does not help.
 * EX_CONFIG of sysexits.h.
 */
export const MISCONFIGURED = 78
