export type Verdict = 'clean' | 'infected' | 'too-large';

/** Looks for malware in a file, part by part. Rejects when it cannot say. */
export type Scan = (parts: AsyncIterable<Uint8Array>) => Promise<Verdict>;

/** What became of looking for a file to check: there was none, one was decided about, or it is tried again later. */
export type Checked = 'none' | 'done' | 'postponed';
