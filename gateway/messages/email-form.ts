import type { MessageLanguage } from '@cie/kit/notices/notice.ts';
import { html, type Html } from '../pages/html.ts';
import type { Action, EmailWords, MessageWords } from './template.ts';

/** The plain part of an e-mail: a link on a line of its own, so that every reader makes it one. */
export function emailText({ lines }: EmailWords, { footer, service }: MessageWords): string {
  const shown = lines.map((line) => (typeof line === 'string' ? line : `${line.label}:\n${line.link}`));
  return [...shown, '--', service, ...footer].join('\n\n');
}

const action = ({ label, link }: Action): Html => html`<p style="margin:0 0 8px"><a href="${link}" style="color:#005eb8;font-weight:bold">${label}</a></p>
<p style="margin:0 0 24px;font-size:14px;overflow-wrap:anywhere"><bdi dir="ltr">${link}</bdi></p>`;

const paragraph = (text: string): Html => html`<p style="margin:0 0 16px">${text}</p>`;

/** The same for readers of HTML: one column, text that grows, no picture, nothing loaded from anywhere (no tracking). */
export function emailHtml({ subject, lines }: EmailWords, { direction, service, footer }: MessageWords, language: MessageLanguage): string {
  return html`<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${subject}</title>
</head>
<body lang="${language}" dir="${direction}" style="margin:0;padding:16px;color:#212b32;background:#ffffff;font:16px/1.5 Arial,sans-serif">
<div style="max-width:36rem;margin:0 auto">
<p style="margin:0 0 24px;padding:0 0 8px;border-bottom:4px solid #005eb8;font-weight:bold"><bdi>${service}</bdi></p>
<h1 style="margin:0 0 16px;font-size:24px;line-height:1.25">${subject}</h1>
${lines.map((line) => (typeof line === 'string' ? paragraph(line) : action(line)))}
<div style="margin:32px 0 0;padding:16px 0 0;border-top:1px solid #aeb7bd;font-size:14px">
${footer.map(paragraph)}
</div>
</div>
</body>
</html>`.text;
}
