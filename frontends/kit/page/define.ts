/** Registers an element once: a second copy of a script on one page warns and leaves the first in charge. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (customElements.get(tag) === undefined) customElements.define(tag, element);
  else console.warn(`<${tag}> is defined already; this copy is not used.`);
}
