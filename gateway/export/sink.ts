/** Where a file goes while it is made. Awaiting a write keeps what is not stored yet small. */
export interface Sink {
  write(content: string | Uint8Array): Promise<void>;
  /** What stands first although it is known last; once at the most, after everything else. */
  begin(content: string): Promise<void>;
}
