/** A gauge cannot give a value; the message says which rule and what was seen. */
export class NotMeasurable extends Error {
  override readonly name = 'NotMeasurable'
}
