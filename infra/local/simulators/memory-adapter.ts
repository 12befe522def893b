interface Entry {
  payload: Record<string, unknown>;
  readonly endsAt: number;
}

/** Where a simulated provider keeps what it issues: in memory, until it expires or the sandbox stops. */
export class MemoryAdapter {
  readonly #entries = new Map<string, Entry>();

  async upsert(id: string, payload: Record<string, unknown>, expiresInSeconds: number | undefined): Promise<void> {
    const now = Date.now();
    for (const [key, { endsAt }] of this.#entries) if (endsAt <= now) this.#entries.delete(key);
    this.#entries.set(id, { payload, endsAt: expiresInSeconds === undefined ? Infinity : now + expiresInSeconds * 1000 });
  }

  async find(id: string): Promise<Record<string, unknown> | undefined> {
    const entry = this.#entries.get(id);
    return entry === undefined || entry.endsAt <= Date.now() ? undefined : entry.payload;
  }

  async findByUid(uid: string): Promise<Record<string, unknown> | undefined> {
    return [...this.#entries.values()].find(({ payload }) => payload['uid'] === uid)?.payload;
  }

  async consume(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry !== undefined) entry.payload = { ...entry.payload, consumed: Math.floor(Date.now() / 1000) };
  }

  async destroy(id: string): Promise<void> {
    this.#entries.delete(id);
  }

  /** A code used twice ends everything that was given out for it (RFC 6749, section 4.1.2). */
  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of this.#entries) if (payload['grantId'] === grantId) this.#entries.delete(key);
  }
}
