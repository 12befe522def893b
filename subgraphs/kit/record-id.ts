const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether text from outside can be the identifier of a row; anything else is answered as a row that does not exist. */
export function isRecordId(text: string): boolean {
  return uuid.test(text);
}
