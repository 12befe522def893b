import { CieError } from '@cie/kit/errors.ts';

/** A notice that no later try would deliver: an address that does not exist, a text that nobody wrote. It is given up at once. */
export class Undeliverable extends CieError {}
