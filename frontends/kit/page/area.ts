import type { TemplateResult } from 'lit/html.js';
import type { Ask } from '../graph/operation.ts';
import type { Display, Route } from './route.ts';

/** Who reads, as far as a page shows it. */
export interface Reader {
  readonly kind: 'patient' | 'professional';
  readonly name: string;
  readonly organisation: string | null;
  /** The record that is the reader's own. */
  readonly ownRecord: string | null;
  /** False for a person whose NHS login is not proven (P5): no record of theirs is looked for (REG-1). */
  readonly proven: boolean;
  /** What the reader does for the exchange itself: the support desk has pages of its own. */
  readonly duties: readonly ('support-desk' | 'records-team' | 'privacy-officer' | 'integration')[];
  /** The session was launched for one patient, from a trust's patient-record system. */
  readonly launched?: boolean;
}

/** All that a view may depend on beside its content, so that server and browser draw the same. */
export interface Page {
  /** `results`, `record` … : which page or frame this is. */
  readonly name: string;
  /** Path of the page; links within it are relative to it. */
  readonly path: string;
  /** In a frame nothing is changed: consent and sharing happen at top level, where they cannot be overlaid. */
  readonly framed: boolean;
  readonly display: Display;
  readonly route: Route;
  readonly reader: Reader | null;
  /** The record that is open. */
  readonly patient: string | null;
  /** ISO 8601 time that this drawing counts from. */
  readonly now: string;
}

export interface Reading {
  readonly ask: Ask;
  readonly page: Page;
}

/** A sentence, with a link where there is a next step. */
export type Said = string | TemplateResult;

/** What became of something the reader did: `content` is drawn, `go` leads on within the page, `leave` to another page of ours. */
export interface Done<Content> {
  readonly content?: Content;
  readonly go?: Route;
  readonly leave?: string;
  /** Said aloud by screen readers and shown at the top. */
  readonly said?: Said;
}

/**
 * One area of the record: what to fetch and how to draw it. Both are free of network and document,
 * so that the gateway renders the same area that the browser hydrates.
 */
export interface Area<Content = unknown> {
  /** Elements inside the view that run in the browser only and are fetched when the view shows them. */
  readonly elements?: Readonly<Record<`cie-${string}`, () => Promise<unknown>>>;
  /** Imports what `view` needs for this page; called before the first drawing. */
  prepare?(page: Page): Promise<void>;
  load(reading: Reading): Promise<Content>;
  view(content: Content, page: Page): TemplateResult;
  /** The next page of a list, joined to what is shown. */
  more?(reading: Reading, content: Content, next: Route): Promise<Content>;
  /** Carries out what a form with this `data-act` asks for. */
  act?(reading: Reading, content: Content, action: string, form: FormData): Promise<Done<Content>>;
}

/** Forgets the type of an area's content, which from here on is what the area itself loaded. */
export function area<Content>(definition: Area<Content>): Area {
  // Pages keep content only to hand it back to the area that loaded it, on the server or, as JSON, in the browser.
  return definition as Area;
}

/** What a page shows in place of its content, and why. */
export type Status = 'ready' | 'loading' | 'signed-out' | 'unproven' | 'no-record' | 'expired' | 'offline' | 'unavailable' | 'refused';

/** All of a page, sent with the first answer as JSON so that the browser hydrates without asking again. */
export interface PageState {
  readonly page: Page;
  readonly status: Status;
  readonly content: unknown;
  readonly said?: Said | undefined;
  /** Whether records of other people stand open to a patient, so that it has to be plain whose is shown. */
  readonly others?: boolean;
}
