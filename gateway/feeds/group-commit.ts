interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupLimits<Item> {
  /** Most items in one commit. */
  readonly most: number;
  /** Most weight in one commit, in the unit of `weigh`; one item may always go alone. */
  readonly heaviest: number;
  readonly weigh: (item: Item) => number;
}

/**
 * Commits what arrives while the previous commit is under way as one group, so that many senders share one flush
 * to disk and each still waits for its own. Results come back in the order of the items; an error rejects the
 * whole group.
 */
export class GroupCommit<Item, Result> {
  readonly #commit: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #limits: GroupLimits<Item>;
  readonly #waiting: Waiting<Item, Result>[] = [];
  #busy = false;

  constructor(commit: (items: readonly Item[]) => Promise<readonly Result[]>, limits: GroupLimits<Item>) {
    this.#commit = commit;
    this.#limits = limits;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#busy) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup();
      try {
        const results = await this.#commit(group.map((each) => each.item));
        group.forEach((each, index) => {
          const result = results[index];
          if (result === undefined) each.reject(new Error('A commit returned too few results.'));
          else each.resolve(result);
        });
      } catch (error) {
        for (const each of group) each.reject(error);
      }
    }
    this.#busy = false;
  }

  #nextGroup(): Waiting<Item, Result>[] {
    let size = 0;
    let weight = 0;
    for (const { item } of this.#waiting) {
      weight += this.#limits.weigh(item);
      if (size > 0 && (weight > this.#limits.heaviest || size === this.#limits.most)) break;
      size++;
    }
    return this.#waiting.splice(0, size);
  }
}
