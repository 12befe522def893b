import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

/** A table that becomes a list of named values on a narrow screen; roles keep it a table for screen readers. */
export function table(caption: string, columns: readonly string[], rows: readonly (readonly unknown[])[]): TemplateResult {
  return html`<table class="nhsuk-table nhsuk-table--responsive" role="table">
    <caption class="nhsuk-table__caption nhsuk-table__caption--s">${caption}</caption>
    <thead role="rowgroup" class="nhsuk-table__head">
      <tr role="row" class="nhsuk-table__row">${columns.map((column) => html`<th role="columnheader" scope="col" class="nhsuk-table__header">${column}</th>`)}</tr>
    </thead>
    <tbody class="nhsuk-table__body">
      ${rows.map(
        (cells) => html`<tr role="row" class="nhsuk-table__row">
          ${cells.map(
            (cell, index) => html`<td role="cell" class="nhsuk-table__cell">
              <span class="nhsuk-table-responsive__heading" aria-hidden="true">${columns[index]}</span>
              <div>${cell}</div>
            </td>`,
          )}
        </tr>`,
      )}
    </tbody>
  </table>`;
}
