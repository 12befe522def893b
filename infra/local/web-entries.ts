/** The pinned script of host pages: its address is public and versioned, hence a fixed name. */
export const shellEntry = 'frontends/shell/cie.ts';

/**
 * Scripts and style sheets of our own pages, by the first part of their built name. Areas of the record are no entries:
 * the portal's script fetches them when a page shows them. The gateway finds all by source path in the manifest.
 */
export const pageEntries: Record<string, string> = {
  portal: 'frontends/portal/portal.ts',
  page: 'frontends/portal/portal.scss',
  frame: 'frontends/kit/styles/frame.scss',
  forms: 'frontends/kit/styles/forms.scss',
};
