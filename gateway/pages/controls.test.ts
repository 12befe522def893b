import { describe, expect, it } from 'vitest';
import { form, longField, problemOf, problems } from './controls.ts';
import { html } from './html.ts';

describe('EMB-2 controls of the gateway\'s forms keep what was typed, and take it for text', () => {
  it('writes the content of a long field into the element', () => {
    const typed = '\nfirst\n</textarea><script>alert("1")</script> $& $1';
    const drawn = longField({ name: 'reason', label: 'Why?', value: typed }).text;
    const content = /<textarea[^>]*>\n([\s\S]*)<\/textarea>/.exec(drawn)?.[1] ?? '';
    expect(content).toBe('\nfirst\n&lt;/textarea&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; $&amp; $1');
    expect(longField({ name: 'reason', label: 'Why?' }).text).toMatch(/<textarea[^>]*>\n<\/textarea>/);
  });

  it('names a button with markup of ours, and hidden values with theirs', () => {
    const drawn = form('/x', [null], html`End<span> of ${'<b>'}</span>`, { kept: { name: '"><script>' } }).text;
    expect(drawn).toContain('End<span> of &lt;b&gt;</span></button>');
    expect(drawn).toContain('value="&quot;&gt;&lt;script&gt;"');
  });

  it('leads from each problem to its field', () => {
    const items = [['name', 'Enter your <name>']] as const;
    expect(problems([])).toBeNull();
    expect(problems(items)?.text).toMatch(/href="#name"[^]*Enter your &lt;name&gt;/);
    expect(problemOf(items, 'name')).toBe('Enter your <name>');
  });
});
