import { describe, expect, it } from 'vitest';
import { html } from './html.ts';

describe('EMB-2 pages escape what is put into them', () => {
  it('escapes text and attribute values, and keeps its own markup', () => {
    const name = `<script>'"&`;
    expect(html`<a title="${name}">${name}</a>${html`<b>${1}</b>`}${null}`.text).toBe(
      '<a title="&lt;script&gt;&#39;&quot;&amp;">&lt;script&gt;&#39;&quot;&amp;</a><b>1</b>',
    );
    expect(html`<ul>${[html`<li>a</li>`, html`<li>b</li>`]}</ul>`.text).toBe('<ul><li>a</li><li>b</li></ul>');
  });
});
