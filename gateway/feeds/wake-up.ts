/** A sleep that can be ended; a wake-up that comes while nobody sleeps ends the next sleep. */
export class WakeUp {
  #due = false;
  #end: (() => void) | null = null;

  wake(): void {
    this.#due = true;
    this.#end?.();
  }

  /** Resolves when woken or after `ms`. */
  async wait(ms: number): Promise<void> {
    if (!this.#due) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#end = null;
    this.#due = false;
  }
}
