/** Evidence that begins with this byte makes the stub inspector ask for other evidence. */
export const STUB_RETAKE = 0xff
