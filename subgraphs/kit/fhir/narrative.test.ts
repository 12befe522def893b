import { describe, expect, it } from 'vitest';
import { narrativeText, plainWords } from './narrative.ts';

describe('60: narrative lets no markup through', () => {
  it.each([
    ['<div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>Two <b>bold</b></p></div>', 'One\n\nTwo bold'],
    ['5 &lt; 6 &amp;amp; &quot;x&quot; &#233; &eacute;', '5 < 6 &amp; "x" é é'],
    ['a<script>alert(1)</script>b<style>p{}</style>c', 'abc'],
    ['<img src=x onerror=alert(1)>after', 'after'],
    ['<svg><script>alert(1)</script></svg>after', 'after'],
    ['<a href="javascript:alert(1)">link</a>', 'link'],
    ['<scr<script>x</script>ipt>alert(1)</scr</script>ipt>', 'xipt>alert(1)ipt>'],
    ['<iframe srcdoc="<script>x</script>">in</iframe>out', 'inout'],
    ['<!-- <b>hidden</b> --><![CDATA[<script>x</script>]]>seen', 'seen'],
    ['<textarea></textarea><img src=x onerror=1></textarea>', ''],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>', ''],
    ['<div style="background:url(javascript:x)" onclick=\'x\'>styled</div>', 'styled'],
  ])('%s', (html, expected) => {
    expect(narrativeText(html)).toBe(expected);
  });

  it('keeps paragraphs, items and rows apart', () => {
    expect(narrativeText('<p>One</p><p>Two <b>bold</b></p><ul><li>a</li><li>b</li></ul>')).toBe('One\n\nTwo bold\n\na\nb');
    expect(narrativeText('<table><tr><td>x</td><td>y</td></tr><tr><td>1</td></tr></table>')).toBe('x y\n1');
    expect(narrativeText('5 &lt; 6 &amp; 7')).toBe('5 < 6 & 7');
  });

  it.each([
    ['a million characters and one', 'x'.repeat(1_000_001)],
    ['open tags', '<div>'.repeat(100_000)],
    ['open tags behind closing ones that close nothing', '<div></b>'.repeat(50_000)],
    ['more tags than a letter has', '<b>x</b>'.repeat(10_001)],
  ])('does not read %s, and says so at once', (_name, html) => {
    const begun = performance.now();
    expect(narrativeText(html)).toBeNull();
    expect(performance.now() - begun).toBeLessThan(500);
  });

  it('reads what is as large and deep as a letter may be', () => {
    expect(narrativeText(`${'<div>'.repeat(500)}x${'</div>'.repeat(500)}`)).toBe('x');
    expect(narrativeText('<b>x</b>'.repeat(10_000))).toBe('x'.repeat(10_000));
  });

  it('leaves words alone in which nobody sent markup', () => {
    expect(plainWords('K <3.5 and >2, see <5')).toBe('K <3.5 and >2, see <5');
    expect(plainWords('*bold* <b>x</b>')).toBe('*bold* x');
  });
});
